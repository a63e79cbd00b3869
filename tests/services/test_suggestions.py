"""Categories that are proposed from a household's own history."""

from decimal import Decimal

import pytest

from ftracker.domain.learning import Example
from ftracker.services import categories, suggestions
from tests import factories

ASKED = ("Lidl", "", Decimal("12.50"), "out", "")


def learn(session, count=12, **given):
    return [
        factories.transaction(session, **{"category": "Groceries"} | given) for _ in range(count)
    ]


def suggested(session):
    found = suggestions.learned(session).suggest(*ASKED)
    names = suggestions.catalogue(session).categories
    return found and (names[found.category_id].name, found.reason)


def test_what_a_household_decided_is_proposed(session):
    learn(session)
    assert suggested(session) == ("Groceries", "lidl: 12 of 12")


def test_the_default_category_and_deleted_transactions_teach_nothing(session):
    factories.transaction(session)
    assert suggested(session) is None


def test_small_books_are_learned_anew_after_each_change(session):
    learn(session)
    suggestions.learned(session)
    learn(session, 1)
    assert suggested(session) == ("Groceries", "lidl: 13 of 13")
    assert suggestions.learned(session) is suggestions.learned(session)


def test_large_books_are_learned_anew_after_twenty_changes(session, monkeypatch):
    monkeypatch.setattr(suggestions, "FEW", 5)
    learn(session)
    first = suggestions.learned(session)
    learn(session, 20)
    assert suggestions.learned(session) is first
    learn(session, 1)
    assert suggestions.learned(session) is not first


def test_a_changed_name_is_learned_at_once(session, monkeypatch):
    monkeypatch.setattr(suggestions, "FEW", 5)
    learn(session)
    first = suggestions.learned(session)
    factories.category(session)
    assert suggestions.learned(session) is not first


def test_an_archived_category_is_not_proposed(session):
    learn(session)
    food = next(
        c for c in suggestions.catalogue(session).categories.values() if c.name == "Groceries"
    )
    categories.archive(session, food.id)
    assert suggested(session) is None


def test_transactions_are_judged_together(session):
    learn(session)
    learn(session, payee="Shell", category="Transport")
    asked = [Example(p, "", Decimal("12.50"), "out", "") for p in ("Lidl", "Lidl", "Shell")]
    ranked = suggestions.learned(session).rank_all(asked)
    names = suggestions.catalogue(session).categories
    assert [names[one.category_id].name for one in ranked] == ["Groceries", "Transport"]
    assert 0.5 < ranked[0].probability < 0.7


def test_only_a_few_households_are_kept_in_mind(database, monkeypatch):
    monkeypatch.setattr(suggestions, "MOST_KEPT", 1)
    for _ in range(2):
        with database.session(factories.household(database)) as session:
            suggestions.learned(session)
    assert len(suggestions._kept) == 1


def test_the_measure_can_be_asked_for(session):
    learn(session)
    assert suggestions.measured(session)[0].threshold == pytest.approx(50)


def test_changes_are_counted_from_the_beginning_too(session):
    learn(session, 2)
    assert suggestions.stored.changes_since(session, None)[0] >= 2
