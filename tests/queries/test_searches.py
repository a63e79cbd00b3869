"""What a search finds in the books is what its words mean, row by row."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ftracker.db import Actor, new_id
from ftracker.domain.kinds import Flow, Kind
from ftracker.domain.rules import READ, WEEKDAYS, Condition, Field, Operator
from ftracker.domain.search_terms import Trait
from ftracker.domain.searches import Group, Tree, parse
from ftracker.domain.view_words import NOBODY
from ftracker.queries import searches, transactions
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.transactions import Filter, Line
from ftracker.schemas.reconciliations import ReconciliationIn
from ftracker.schemas.transactions import SplitIn
from ftracker.services import reconciliations, splits
from tests import factories, searching

WORDS = ["Lidl", "lidl 5%", "a_b", "a/b", "", "Or", "two words", 'say "x"', "back\\slash", "a%b"]
TAGS = ["weekly", "Trip"]
CATEGORIES = ["Groceries", "Grocer", "Salary", "Housing", "Savings", "Uncategorised"]
NAMED = (Field.CATEGORY, Field.ACCOUNT, Field.TYPE)
EXAMPLES = 100


@pytest.fixture
def names(session: Session) -> Catalogue:
    """Write down rows of every sort: refunds, transfers, splits, tags, a category below another."""
    factories.account(session, name="Savings card")
    groceries = next(c.id for c in catalogue(session).categories.values() if c.name == "Groceries")
    factories.category(session, name="Grocer", parent_id=groceries)
    for n in range(40):
        factories.transaction(
            session,
            payee=WORDS[n % len(WORDS)],
            note=WORDS[n * 7 // 3 % len(WORDS)],
            amount=f"{1 + n * n % 200}.5",
            date=(date(2025, 1, 1) + timedelta(days=n * 9)).isoformat(),
            category=CATEGORIES[n % len(CATEGORIES)],
            type="Income" if n % 5 == 0 else "Expense",
            tags=TAGS[: n % 3],
        )
    factories.transaction(session, type="Transfer", to_account="Savings card", payee="")
    found = catalogue(session)
    parts = [{"category_id": found.default_category.id, "amount": "2", "note": "part"}] * 2
    out = found.default_type(Flow.OUT).id
    splits.save(
        session, SplitIn(split_id=new_id(), date=date(2025, 7, 31), type_id=out, parts=parts)
    )
    data = ReconciliationIn(date=date(2025, 2, 1), balance="0", ids=_waiting(session), correct=True)
    reconciliations.save(session, found.default_account.id, data)
    return catalogue(session)


def _waiting(session: Session) -> list[UUID]:
    account = catalogue(session).default_account.id
    sheet = reconciliations.sheet(session, account, day=date(2025, 2, 1))
    return [row.line.id for row in sheet.rows]


def test_the_database_finds_what_the_words_mean(session: Session, names: Catalogue):
    rows = transactions.everything(session, Filter())
    named = st.one_of(
        st.sampled_from([*CATEGORIES, "groc", "S"]).map(lambda name: (Field.CATEGORY, name)),
        st.sampled_from(["Everyday", "card"]).map(lambda name: (Field.ACCOUNT, name)),
        st.sampled_from(["Income", "e"]).map(lambda name: (Field.TYPE, name)),
    )
    texts = st.one_of(st.sampled_from([w for w in WORDS if w]), st.text("LlidA%_/\\", min_size=1))

    @settings(max_examples=EXAMPLES)
    @given(searching.trees(texts, named, st.sampled_from(["WEEKLY", "trip", "tri"])))
    def check(tree: Tree) -> None:
        try:
            where = searches.meant(tree, names)
        except ValueError:
            # It names what is not there; what is said then has a test of its own.
            reject()
        found = {one.id for one in transactions.everything(session, Filter(where=where))}
        assert found == {one.id for one in rows if fits(tree, one, names)}

    check()


def fits(tree: Tree, line: Line, names: Catalogue) -> bool:
    """Tell whether a transaction is what a search asks for."""
    if isinstance(tree, Group):
        decide = all if tree.needs_all else any
        found = decide(fits(part, line, names) for part in tree.parts)
    elif isinstance(tree, Trait):
        found = _has(tree, line, names)
    else:
        found = _holds(tree, line, names)
    return found is not tree.is_negated


def _holds(asked: Condition, line: Line, names: Catalogue) -> bool:
    first = asked.values[0].lower()
    if asked.operator is Operator.IS and asked.field not in NAMED:
        return (
            first
            in {
                Field.FLOW: [names.types[line.type_id].flow],
                Field.WEEKDAY: [WEEKDAYS[line.date.weekday()]],
                Field.TAG: [tag.lower() for tag in line.tags],
            }[asked.field]
        )
    if asked.field in NAMED:
        things, key = {
            Field.CATEGORY: (names.categories, line.category_id),
            Field.ACCOUNT: (names.accounts, line.account_id),
            Field.TYPE: (names.types, line.type_id),
        }[asked.field]
        return key in _meant(asked, things, names)
    if asked.field in READ:
        value = {"amount": line.amount, "date": line.date, "day": line.date.day}[asked.field]
        return _compares(asked, value)
    texts = {"payee": [line.payee], "note": [line.note], "text": [line.payee, line.note]}
    return any(_reads(asked.operator, text, first) for text in texts[asked.field])


def _meant(asked: Condition, things, names: Catalogue) -> set[UUID]:
    wanted = asked.values[0].lower()
    same = {key for key, one in things.items() if one.name.lower() == wanted}
    if asked.operator is Operator.IS:
        return same
    found = same or {key for key, one in things.items() if wanted in one.name.lower()}
    below = {c.id for c in names.categories.values() if c.parent_id in found}
    return found | below


def _reads(operator: Operator, text: str, wanted: str) -> bool:
    text = text.lower()
    return {
        Operator.CONTAINS: wanted in text,
        Operator.STARTS: text.startswith(wanted),
        Operator.ENDS: text.endswith(wanted),
        Operator.EQUALS: text == wanted,
    }[operator]


def _compares(asked: Condition, value: Decimal | date | int) -> bool:
    low, high = (READ[asked.field](one) for one in (asked.values[0], asked.values[-1]))
    return {
        Operator.ABOVE: value > low,
        Operator.BELOW: value < low,
        Operator.EQUALS: value == low,
        Operator.BETWEEN: low <= value <= high,
    }[asked.operator]


def _has(asked: Trait, line: Line, names: Catalogue) -> bool:
    kind, flow = names.categories[line.category_id].kind, names.types[line.type_id].flow
    return {
        "kind": kind.lower() == asked.value,
        "has": bool({"payee": line.payee, "note": line.note, "tag": line.tags}.get(asked.value)),
        "is": {
            "refund": flow is Flow.IN and kind in (Kind.EXPENSE, Kind.TIMEBOUND),
            "split": line.split_id is not None,
            "reconciled": line.reconciliation_id is not None,
        }.get(asked.value, False),
    }[asked.name]


def test_a_household_is_asked_by_its_own_names(names: Catalogue):
    with pytest.raises(ValueError, match="There is no category “Groc”"):
        searches.meant(parse("category=Groc"), names)
    with pytest.raises(ValueError, match="There is no account “moon”"):
        searches.meant(parse("account:moon"), names)
    condition = Condition(Field.CATEGORY, Operator.CONTAINS, ("groceries",))
    assert searches.named(condition, names) == ["Groceries", "Grocer"]


def test_whole_payees_and_members_narrow_a_list(session: Session, books: Actor, names: Catalogue):
    def count(**given) -> int:
        return len(transactions.everything(session, Filter(**given)))

    assert count(member_ids=(books.user_id,)) == count()
    assert count(member_ids=(NOBODY, new_id())) == 0
    assert count(payees=("Lidl", "")) == sum(
        line.payee in ("Lidl", "") for line in transactions.everything(session, Filter())
    )
    assert count(payees=("lidl",)) == 0
