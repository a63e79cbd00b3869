"""Rules: kept, tried, applied."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from ftracker.db import history as log
from ftracker.db import new_id
from ftracker.domain.errors import Clash, Conflict, InvalidInput, NotFound, Stale
from ftracker.domain.kinds import Flow
from ftracker.domain.rules import Draft
from ftracker.models import Rule, Transaction
from ftracker.queries import doctor
from ftracker.queries import rules as stored
from ftracker.schemas import sentences
from ftracker.schemas.rules import RuleEdit, RuleIn
from ftracker.services import categories, history, rules, splits
from tests import factories

LIDL = {"field": "payee", "operator": "contains", "value": "lidl"}


def data(*conditions, schema=RuleIn, match="all", more=None, **actions):
    body = {"match": match, "conditions": list(conditions or (LIDL,)), "actions": actions}
    return sentences.read(schema, body | (more or {}))


def add(session, *conditions, **actions):
    return rules.add(session, data(*conditions, **(actions or {"category": "Groceries"})))


def names(session):
    return [line.name for line in stored.listing(session)]


def category_of(session, row):
    session.expire_all()
    found = session.get_one(Transaction, (row.household_id, row.id))
    return next(
        c.name for c in stored.catalogue(session).categories.values() if c.id == found.category_id
    )


def test_a_rule_is_kept_by_ids_and_shown_with_names(session):
    food = factories.category(session, name="Food")
    row = add(
        session, LIDL, {"field": "category", "operator": "is", "value": "food"}, type="expense"
    )
    assert row.conditions[1]["value"] == str(food.id)
    food.name = "Meals"
    with log.deed(session, "x", "x"):
        session.flush()
    line = rules.shown(session, row.id)
    assert line.rule.conditions[1].values == ("Meals",)
    assert line.rule.actions.type == "Expense"
    assert line.sentence == "If payee contains “lidl” and category is “Meals”: type “Expense”."
    assert add(session, LIDL, category=str(food.id)).actions == {"category": str(food.id)}


def test_a_rule_is_named_by_what_it_does(session):
    assert add(session).name == "If payee contains “lidl”: category “Groceries”."
    long = add(session, LIDL | {"value": "x" * 150}, category="Groceries")
    assert len(long.name) == 100
    assert long.name.endswith("…")


@pytest.mark.parametrize(
    ("condition", "actions", "error", "field"),
    [
        (LIDL, {"category": "Nope"}, NotFound, "actions.category"),
        ({"field": "account", "operator": "is", "value": "Nope"}, {"payee": "x"}, NotFound,
         "conditions.0"),
        (LIDL | {"operator": "matches", "value": "("}, {"payee": "x"}, Clash, "conditions.0"),
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_refused_at_its_field(
    session, condition, actions, error, field
):
    with pytest.raises(error) as bad:
        add(session, condition, **actions)
    assert bad.value.errors[0].field == field


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (LIDL | {"operator": "above"}, "Choose contains"),
        (LIDL | {"operator": "between"}, "Choose contains"),
        ({"field": "amount", "operator": "between", "value": "1"}, "Write two values"),
        ({"field": "amount", "operator": "between", "value": ["1"]}, "Write two values"),
        ({"field": "amount", "operator": "above", "value": ["1", "2"]}, "Write one value"),
        ({"field": "amount", "operator": "above", "value": "-1"}, "Write a positive"),
        ({"field": "day", "operator": "equals", "value": 32}, "cannot be kept"),
        ({"field": "date", "operator": "equals", "value": "2025-02-30"}, "no such day"),
    ],
)
def test_a_condition_of_a_wrong_shape_is_refused(session, condition, sentence):
    with pytest.raises(InvalidInput, match=re.escape(sentence)):
        add(session, condition)


def test_a_rule_that_sets_nothing_is_refused():
    with pytest.raises(InvalidInput, match="Say what the rule shall set"):
        data(LIDL, tags=[])


def test_the_same_request_twice_makes_one_rule(session):
    one = data(more={"id": new_id()}, payee="Lidl")
    assert rules.add(session, one).id == rules.add(session, one).id
    with pytest.raises(Conflict, match="other content"):
        rules.add(session, data(more={"id": one.id}, payee="Aldi"))


def test_there_is_an_end_to_the_number_of_rules(session, monkeypatch):
    monkeypatch.setattr(rules, "MOST_RULES", 1)
    add(session)
    with pytest.raises(Conflict, match="Delete some first"):
        add(session)


def test_rules_have_an_order_that_can_be_changed(session):
    a, b = (rules.add(session, data(more={"name": name}, payee="x")) for name in "ab")
    rules.add(session, data(more={"name": "c", "position": 1}, payee="x"))
    assert names(session) == ["c", "a", "b"]
    rules.move(session, b.id, up=True)
    assert names(session) == ["c", "b", "a"]
    rules.move(session, a.id, up=False)
    assert names(session) == ["c", "b", "a"]
    change = data(
        schema=RuleEdit, more={"name": "A", "version": a.version, "position": 1}, payee="x"
    )
    rules.edit(session, a.id, change)
    assert names(session) == ["A", "c", "b"]


def test_a_stale_or_unknown_rule_is_not_changed(session):
    row = add(session)
    with pytest.raises(Stale):
        rules.edit(session, row.id, data(schema=RuleEdit, more={"version": 9}, payee="x"))
    for deed in (rules.delete, rules.apply_to_past, rules.shown):
        with pytest.raises(NotFound):
            deed(session, new_id())


def test_without_rules_there_is_nothing_to_apply(session):
    row = add(session)
    rules.switch(session, row.id, active=False)
    assert rules.applier(session) is None


def test_active_rules_apply_to_what_comes_in(session):
    add(session, LIDL, category="Groceries", payee="Lidl")
    apply = rules.applier(session)
    draft = Draft(None, 5, "out", None, "", "", "LIDL 4711", "", ())
    assert apply(draft) == draft._replace(category="Groceries", payee="Lidl")


def test_a_rule_whose_category_is_gone_says_so_and_is_not_applied(session):
    food = factories.category(session, name="Food")
    sets = add(session, LIDL, category="Food")
    looks = add(session, {"field": "category", "operator": "is", "value": "Food"}, payee="x")
    categories.delete(session, food.id)
    for row in (sets, looks):
        line = rules.shown(session, row.id)
        assert line.problem == (
            "The category that it names is gone. Choose another one, or delete the rule."
        )
        with pytest.raises(Conflict, match="is gone"):
            rules.apply_to_past(session, row.id)
    assert rules.applier(session) is None


def test_a_preview_counts_what_fits_and_what_would_change(session):
    for number in range(3):
        factories.transaction(session, date=f"2025-07-0{number + 1}")
    factories.transaction(session, category="Groceries")
    factories.transaction(session, payee="Aldi")
    found = rules.preview(session, data(category="Groceries"), limit=2)
    assert (found.matching, found.changing, found.total) == (4, 3, 5)
    assert [(tried.before.date.day, tried.is_changed) for tried in found.rows] == [
        (31, False),
        (3, True),
    ]
    assert found.rows[1].after.category == "Groceries"
    odd = data({"field": "payee", "operator": "matches", "value": "^a"}, category="Groceries")
    assert rules.preview(session, odd).matching == 1


def test_a_preview_of_large_books_looks_at_the_newest(session, monkeypatch):
    monkeypatch.setattr(rules, "LOOKED_AT", 2)
    for day in range(1, 5):
        factories.transaction(session, date=f"2025-07-0{day}")
    odd = data({"field": "payee", "operator": "matches", "value": "^l"}, category="Groceries")
    found = rules.preview(session, odd)
    assert (found.matching, found.total, found.since) == (2, 4, date(2025, 7, 2))


CONDITIONS = [
    [{"field": "text", "operator": "contains", "value": "100%_"}],
    [{"field": "note", "operator": "starts", "value": "ÜB"}],
    [{"field": "amount", "operator": "between", "value": ["5", "6"]}],
    [{"field": "amount", "operator": "above", "value": "7"}],
    [{"field": "amount", "operator": "below", "value": "4"}],
    [{"field": "amount", "operator": "equals", "value": "5"}],
    [{"field": "date", "operator": "above", "value": "2025-07-30"}, LIDL | {"not": True}],
    [{"field": "account", "operator": "is", "value": "everyday"}, LIDL],
    [LIDL | {"operator": "matches", "value": "l.dl"}],
    [LIDL, {"field": "flow", "operator": "is", "value": "in"}],
    [{"field": "tag", "operator": "is", "value": "a"}, LIDL],
]


@pytest.mark.parametrize("conditions", CONDITIONS)
@pytest.mark.parametrize("match", ["all", "any"])
def test_the_database_leaves_out_nothing_that_fits(session, conditions, match):
    for number, (payee, note) in enumerate(
        [("Lidl", "100%_"), ("LIDL", "übung"), ("Aldi", "100xx"), ("lidl", ""), ("Rewe", "Lidl")]
    ):
        factories.transaction(
            session, payee=payee, note=note, amount=str(number + 3), tags=["A"] * (number % 2),
            type="Income" if number == 3 else "Expense", date=f"2025-07-{29 + number % 3}",
        )  # fmt: skip
    values = rules._values(session, data(*conditions, match=match, payee="x"))
    some = list(stored.candidates(session, values["conditions"], needs_all=match == "all"))
    every = list(stored.candidates(session, [], needs_all=True))
    rule, _ = stored.read(
        values["conditions"], {}, needs_all=match == "all", names=stored.catalogue(session)
    )
    applier = rules.Applier([rule], stored.defaults(session))
    wanted = [one.id for one in every if applier.fits(one.draft)]
    assert [one.id for one in some if applier.fits(one.draft)] == wanted
    assert len(every) == 5


def test_a_rule_is_applied_to_the_past_as_one_change_that_can_be_undone(session):
    rows = [factories.transaction(session, payee=f"LIDL {n}") for n in range(3)]
    other = factories.transaction(session, payee="Aldi")
    row = add(session, LIDL, category="Groceries", payee="Lidl", tags=["shop"])
    assert rules.apply_to_past(session, row.id) == 3
    assert doctor.wrong_totals(session) == 0
    assert {category_of(session, one) for one in rows} == {"Groceries"}
    assert category_of(session, other) == "Uncategorised"
    assert rules.apply_to_past(session, row.id) == 0
    history.undo(session, log.last(session))
    assert {category_of(session, one) for one in rows} == {"Uncategorised"}
    assert doctor.wrong_totals(session) == 0
    assert set(session.scalars(select(Transaction.payee))) >= {"LIDL 0", "LIDL 1", "LIDL 2"}


def test_what_a_person_divided_or_linked_or_ticked_off_is_held(session):
    card, vault = (factories.account(session, name=name) for name in ("Card", "Vault"))
    food = factories.category(session, name="Food")
    names_ = stored.catalogue(session)
    parts = [{"category_id": food.id, "amount": "1"}, {"category_id": food.id, "amount": "2"}]
    kind = names_.default_type(Flow.OUT)
    split = splits.SplitIn(
        split_id=new_id(), date="2025-07-01", type_id=kind.id, payee="Lidl", parts=parts
    )
    part = splits.save(session, split)[0]
    side = factories.transaction(session, type="Transfer", to_account="Card")
    ticked = factories.transaction(session)
    with log.deed(session, "x", "x"):
        ticked.reconciliation_id = new_id()
    row = add(session, LIDL, category="Groceries", account="Vault", type="Expense", payee="L")
    rules.apply_to_past(session, row.id)
    session.expire_all()
    for held in (part, side, ticked):
        assert held.account_id not in (vault.id, card.id)
        assert held.payee == "L"
    assert part.category_id == food.id
    assert category_of(session, side) == category_of(session, ticked) == "Groceries"
    assert names_.types[side.type_id].flow == "transfer"
    assert doctor.transfers(session).uneven == 0


def test_many_transactions_are_changed_in_pieces(session, monkeypatch):
    monkeypatch.setattr(rules, "CHUNK", 2)
    for _ in range(5):
        factories.transaction(session)
    assert rules.apply_to_past(session, add(session).id) == 5
    assert log.last(session) is not None
    assert session.scalars(select(Rule)).one().position == 1
