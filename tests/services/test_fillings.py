"""Many budgets at once: copied, filled with what was usual, and begun from the past."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.domain.errors import Conflict
from ftracker.queries import budgets as stored
from ftracker.schemas.budgets import CopyIn, FillIn
from ftracker.services import budgets, fillings
from ftracker.services import history as past
from tests import factories
from tests.services.budgeting import TODAY, add, envelopes, give, named, spend, standing


def months(session: Session, *amounts: str, category: str = "Groceries", **given) -> None:
    """Spend in the months before November, the newest first."""
    for at, amount in enumerate(amounts):
        spend(session, amount, f"2026-{10 - at:02}-05", category=category, **given)


def test_a_period_is_copied_as_it_was(session: Session):
    row, other = add(session, start_date="2026-09-01"), add(session, "Leisure")
    give(session, row, "70", "2026-10-01")
    assert fillings.copy(session, CopyIn(day=TODAY)) == 1
    assert standing(session, "Groceries").budgeted == 70
    assert standing(session, "Leisure").budgeted == 100
    assert fillings.copy(session, CopyIn(day=TODAY, ids=[other.id])) == 0


def test_only_budgets_of_the_cadence_are_copied(session: Session):
    row = add(session, cadence="week", start_date="2026-10-01")
    give(session, row, "9", "2026-11-16")
    assert fillings.copy(session, CopyIn(day=TODAY)) == 0
    assert fillings.copy(session, CopyIn(day=TODAY, cadence="week")) == 1
    assert standing(session, "Groceries").budgeted == 9


@pytest.mark.parametrize(
    ("way", "periods", "usual"), [("median", 3, 20), ("average", 3, 30), ("median", 6, 20)]
)
def test_a_period_is_filled_with_what_was_usual(session: Session, way, periods, usual):
    add(session)
    months(session, "20", "60", "10")
    assert fillings.fill(session, FillIn(day=TODAY, way=way, periods=periods)) == 1
    assert standing(session, "Groceries").budgeted == usual


def test_what_was_usual_is_never_below_zero_and_has_the_currency_s_decimals(session: Session):
    rows = add(session), add(session, "Leisure")
    months(session, "20", type="Income")
    months(session, "10", "0.01", "0.01", category="Leisure")
    fillings.fill(session, FillIn(day=TODAY, way="average", ids=[row.id for row in rows]))
    assert standing(session, "Groceries").budgeted == 0
    assert standing(session, "Leisure").budgeted == Decimal("3.34")


def test_without_a_past_nothing_is_usual(session: Session):
    add(session)
    assert fillings.fill(session, FillIn(day=TODAY)) == 1
    assert standing(session, "Groceries").budgeted == 0
    assert fillings.fill(session, FillIn(day=TODAY)) == 0


def test_first_budgets_are_the_medians_of_six_months(session: Session):
    months(session, "20", "60", "10", "30", "40", "50", "999")
    months(session, "900", category="Housing")
    months(session, "2000", "2100", "2000", "2000", category="Salary", type="Income")
    months(session, "5", "5", "5", "5", category="Uncategorised")
    window = {"start_date": date(2026, 1, 1), "end_date": date(2026, 12, 31)}
    factories.category(session, name="Trip", kind="Timebound", **window)
    months(session, "5", "5", "5", "5", category="Trip")
    assert fillings.begin(session, today=TODAY) == 2
    found = {one.name: one.budgeted for one in budgets.standings(session, today=TODAY)}
    assert found == {"Salary": 2000, "Groceries": 35}
    past.undo(session, history.last(session))
    assert stored.listing(session) == []


def test_a_category_gets_one_itself_where_money_goes_to_it_directly(session: Session):
    for name, parent in (("Repairs", "Housing"), ("Films", "Leisure")):
        factories.category(session, name=name, parent_id=named(session, parent).id)
        months(session, "20", "20", "20", "20", category=name)
    months(session, "500", "500", "500", "500", category="Housing")
    found = dict(fillings.proposals(session, today=TODAY))
    names = {named(session, name).id: name for name in ("Housing", "Repairs", "Films")}
    assert {names[key]: amount for key, amount in found.items()} == {
        "Housing": 520, "Repairs": 20, "Films": 20,
    }  # fmt: skip


def test_envelopes_begin_filled_and_keep_what_is_left(session: Session):
    envelopes(session)
    months(session, "20", "20", "20", "20")
    months(session, "900", "900", "900", "900", category="Salary", type="Income")
    fillings.begin(session, today=TODAY)
    assert standing(session, "Groceries").budgeted == 20
    assert standing(session, "Groceries", date(2026, 12, 1)).left == 20
    assert {line.rollover for line in stored.listing(session)} == {"left", "none"}


def test_there_must_be_something_to_read_first_budgets_off(session: Session):
    with pytest.raises(Conflict, match="nothing yet"):
        fillings.begin(session, today=TODAY)
    add(session)
    with pytest.raises(Conflict, match="already"):
        fillings.begin(session, today=TODAY)
