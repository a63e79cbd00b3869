"""A category that gives all it has to another one gives its budget too."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from ftracker.domain.errors import Conflict
from ftracker.queries import budgets as stored
from ftracker.services import categories
from tests.services.budgeting import add, envelopes, give, named, spend, standing


def merge(session: Session, name: str, into: str) -> None:
    categories.merge(session, named(session, name).id, into_id=named(session, into).id)


def test_a_category_with_a_budget_is_in_use(session: Session):
    add(session)
    with pytest.raises(Conflict, match="1 budget") as bad:
        categories.delete(session, named(session, "Groceries").id)
    assert bad.value.count == 1
    categories.archive(session, named(session, "Groceries").id)
    assert standing(session, "Groceries").budgeted == 100


def test_the_budget_goes_along(session: Session):
    row = add(session)
    give(session, row, "30")
    merge(session, "Groceries", "Leisure")
    assert standing(session, "Leisure").budgeted == 30


def test_without_a_budget_nothing_of_budgets_happens(session: Session):
    add(session, "Leisure")
    merge(session, "Groceries", "Leisure")
    assert standing(session, "Leisure").budgeted == 100


def test_a_budget_that_becomes_one_of_income_begins_anew_each_period(session: Session):
    row = add(session, rollover="both")
    spend(session, "1")
    merge(session, "Groceries", "Other income")
    assert (row.category_id, row.rollover) == (named(session, "Other income").id, "none")


@pytest.mark.parametrize("method", ["plan", "envelopes"])
def test_two_budgets_become_one_that_has_what_both_had(session: Session, method):
    if method == "envelopes":
        envelopes(session)
    mine = add(session, amount="100", start_date="2026-09-01")
    theirs = add(session, "Leisure", amount="10", start_date="2026-10-01")
    give(session, mine, "1", "2026-09-01")
    give(session, mine, "2", "2026-10-01")
    give(session, theirs, "3", "2026-10-01")
    give(session, theirs, "4", "2026-11-01")
    days = [date(2026, month, 1) for month in (9, 10, 11, 12)]
    both = [
        sum(standing(session, name, day).budgeted for name in ("Groceries", "Leisure"))
        for day in days[1:]
    ]
    merge(session, "Groceries", "Leisure")
    assert len(stored.listing(session)) == 1
    assert [standing(session, "Leisure", day).budgeted for day in days] == [1, *both]


def test_budgets_of_different_periods_stay_two(session: Session):
    add(session)
    add(session, "Leisure", cadence="week")
    with pytest.raises(Conflict, match="different periods"):
        merge(session, "Groceries", "Leisure")
