"""Going through what waits for a category."""

import pytest

from ftracker.db import history as log
from ftracker.db import new_id
from ftracker.domain.errors import InvalidInput, NotFound
from ftracker.domain.statements.sources import InMemory
from ftracker.models import Transaction
from ftracker.queries import reviews as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.reviews import DecisionIn
from ftracker.schemas.rules import RuleIn
from ftracker.services import history, importer, reviews, rules
from ftracker.services.importer import Upload
from tests import factories

NONE = frozenset()


def bring_in(session, *rows):
    """Import rows of date, amount, payee and note; a minus is money out."""
    lines = ["date,amount,payee,note", *(",".join(row) for row in rows)]
    importer.take_in(session, Upload("bank.csv", InMemory("\n".join(lines).encode())))


def lidl(count, *, amount="-5.00", payee="Lidl"):
    return [(f"2025-07-{day + 1:02}", amount, payee, "") for day in range(count)]


def category_of(session, payee):
    session.expire_all()
    names = catalogue(session).categories
    found = session.query(Transaction).filter_by(payee=payee).order_by(Transaction.date)
    return [names[row.category_id].name for row in found]


def test_what_was_imported_without_a_category_waits_in_groups(session):
    factories.transaction(session, payee="By hand")
    bring_in(
        session, *lidl(3), *lidl(1, amount="2.00"), ("2025-07-09", "-1.00", "", "Kiosk"),
        ("2025-07-10", "-1.00", "", "Kiosk"),
    )  # fmt: skip
    found = [(g.name, g.direction, g.has_payee, g.count, g.amount) for g in stored.groups(session)]
    assert found == [
        ("Lidl", "out", True, 3, 15),
        ("Kiosk", "out", False, 2, 2),
        ("Lidl", "in", True, 1, 2),
    ]


def test_transfers_and_what_has_a_category_do_not_wait(session):
    text = (
        b"date,amount,type,category,payee\n2025-07-01,5,Transfer,,Bank\n"
        b"2025-07-02,5,Expense,Groceries,Lidl\n"
    )
    importer.take_in(session, Upload("all.csv", InMemory(text)))
    assert reviews.step(session, passed=NONE) == stored.Step(None, [], [], 0, 0)


def test_the_group_comes_first_whose_proposal_would_be_right_most_often(session):
    for number in range(30):
        factories.transaction(session, payee="Shell", category="Transport", amount=f"{number + 20}")
        factories.transaction(session, payee="Zoo", category=("Leisure", "Shopping")[number % 2])
    bring_in(session, *lidl(4, payee="Unheard of"), *lidl(3, payee="Shell"))
    step = reviews.step(session, passed=NONE)
    assert (step.group.name, len(step.rows), step.left, step.passed) == ("Shell", 3, 2, 0)
    names = catalogue(session).categories
    assert names[step.proposals[0].category_id].name == "Transport"
    assert step.proposals[0].reason == "shell: 30 of 30"
    after = reviews.step(session, passed=frozenset([step.group.key]))
    assert (after.group.name, after.left, after.passed) == ("Unheard of", 2, 1)
    assert reviews.step(session, passed=NONE, key=after.group.key).group == after.group


def test_a_decision_is_one_change_that_can_be_undone(session):
    bring_in(session, *lidl(3))
    group = stored.groups(session)[0]
    assert reviews.decide(session, group.key, DecisionIn(category="groceries")) == 3
    assert category_of(session, "Lidl") == ["Groceries"] * 3
    assert stored.groups(session) == []
    history.undo(session, log.last(session))
    assert category_of(session, "Lidl") == ["Uncategorised"] * 3


def test_some_of_a_group_may_go_elsewhere_and_a_rule_is_made_with_it(session):
    bring_in(session, *lidl(3))
    group = stored.groups(session)[0]
    newest = stored.rows(session, group, most=1)[0]
    rule = RuleIn(
        conditions=[{"field": "payee", "operator": "equals", "value": "Lidl"}],
        actions={"category": "Groceries"},
    )
    others = {newest.id: "Leisure", new_id(): "Leisure"}
    decision = DecisionIn(category="Groceries", others=others, rule=rule)
    reviews.decide(session, group.key, decision)
    assert category_of(session, "Lidl") == ["Groceries", "Groceries", "Leisure"]
    assert rules.applier(session) is not None
    history.undo(session, log.last(session))
    assert rules.applier(session) is None


@pytest.mark.parametrize(
    ("decision", "error", "field"),
    [
        ({"category": "Nope"}, NotFound, "category"),
        ({"category": "Uncategorised"}, InvalidInput, "category"),
    ],
)
def test_a_category_that_makes_no_sense_is_refused(session, decision, error, field):
    bring_in(session, *lidl(1))
    with pytest.raises(error) as bad:
        reviews.decide(session, stored.groups(session)[0].key, DecisionIn(**decision))
    assert bad.value.errors[0].field == field


def test_a_group_that_waits_no_more_is_not_found(session):
    with pytest.raises(NotFound):
        reviews.decide(session, "gone", DecisionIn(category="Groceries"))


def test_a_large_group_is_changed_in_pieces(session, monkeypatch):
    monkeypatch.setattr(reviews, "CHUNK", 2)
    bring_in(session, *lidl(5))
    key = stored.groups(session)[0].key
    assert reviews.decide(session, key, DecisionIn(category="Groceries")) == 5


def test_what_has_neither_payee_nor_note_waits_too(session):
    bring_in(session, ("2025-07-01", "-5.00", "", ""))
    group = reviews.group(session, stored.groups(session)[0].key)
    reviews.decide(session, group.key, DecisionIn(category="Groceries"))
    assert category_of(session, "") == ["Groceries"]
