"""The sheet: budgets over some periods, what has none, and totals that are all there is."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain.budget_sheets import Sheet
from ftracker.domain.budgets import Way
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.errors import NotFound
from ftracker.domain.kinds import Section
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import budget_details, budget_sheets, schedules
from tests import factories
from tests.services.budgeting import TODAY, add, envelopes, give, named, spend

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def sheet(session: Session, day: date = NOVEMBER, count: int = 1, **given) -> Sheet:
    about = {"cadence": Cadence.MONTH, "today": TODAY} | given
    return budget_sheets.sheet(session, day=day, count=count, **about)


def names_of(session: Session, found: Sheet) -> list[tuple[str, Section, Cadence | None]]:
    names = {c.id: c.name for c in (named(session, n) for n in NAMES)}
    return [(names[one.category_id], one.section, one.cadence) for one in found.loose]


NAMES = ("Groceries", "Leisure", "Health", "Housing", "Salary", "Savings", "Transport")


def test_rows_are_budgets_and_columns_are_periods(session: Session):
    row = add(session, rollover="both")
    give(session, row, "70", "2026-12-01", note="Feast")
    spend(session, "30", "2026-10-09")
    spend(session, "40")
    found = sheet(session, OCTOBER, 3)
    (one,) = found.rows
    assert [cell.budgeted for cell in one.cells] == [0, 100, 70]
    assert [cell.carried for cell in one.cells] == [0, 0, 60]
    assert [cell.spent for cell in one.cells] == [30, 40, 0]
    assert (one.first, one.notes, found.day) == (NOVEMBER, ("", "", "Feast"), TODAY)
    assert not found.is_empty


def test_at_most_twelve_periods_are_shown(session: Session):
    found = sheet(session, OCTOBER, 99)
    assert (len(found.spans), found.is_empty) == (12, True)
    past = sheet(session, date(2025, 1, 9), 2)
    assert past.day == date(2025, 1, 1)


def test_what_has_no_budget_is_never_hidden(session: Session):
    housing = named(session, "Housing")
    below = factories.category(session, name="Repairs", parent_id=housing.id)
    add(session)
    add(session, "Repairs")
    add(session, "Leisure", cadence="week")
    for name in ("Groceries", "Repairs", "Leisure", "Health", "Housing", "Savings"):
        spend(session, "8", category=name)
    spend(session, "9", category="Salary", type="Income")
    found = sheet(session)
    assert names_of(session, found) == [
        ("Salary", Section.INCOME, None),
        ("Health", Section.SPENDING, None),
        ("Housing", Section.SPENDING, None),
        ("Leisure", Section.SPENDING, Cadence.WEEK),
        ("Savings", Section.SET_ASIDE, None),
    ]
    # Housing itself, without what its repairs have a budget for.
    assert all(one.amounts in ((8,), (9,)) for one in found.loose)
    assert [one.name for one in found.others] == ["Leisure"]
    assert found.counts == {Cadence.MONTH: 2, Cadence.WEEK: 1}
    assert below.id in {row.category_id for row in found.rows}


def test_totals_are_all_that_counted_against_the_budgets_on_top(session: Session):
    factories.category(session, name="Repairs", parent_id=named(session, "Housing").id)
    add(session, "Housing", amount="500", start_date="2026-10-01", rollover="left")
    add(session, "Repairs", amount="50")
    add(session, None, amount="2000")
    spend(session, "30", category="Repairs")
    spend(session, "20")
    (total,) = sheet(session).totals[Section.SPENDING]
    assert (total.budgeted, total.carried, total.spent, total.left) == (500, 500, 50, 950)
    assert sheet(session).totals[Section.INCOME][0].budgeted == 0
    nested = {row.name: row.is_nested for row in sheet(session).rows}
    assert nested == {"Everything": False, "Housing": False, "Repairs": True}


def test_rows_and_what_has_no_budget_make_up_the_total(session: Session):
    add(session, "Housing")
    for amount, name in (("5", "Housing"), ("6", "Groceries"), ("7", "Health")):
        spend(session, amount, category=name)
    found = sheet(session, OCTOBER, 3)
    for at, total in enumerate(found.totals[Section.SPENDING]):
        rows = sum(row.cells[at].spent for row in found.rows)
        assert total.spent == rows + sum(one.amounts[at] for one in found.loose)


def test_the_sheet_asks_a_fixed_number_of_questions(session: Session):
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    def count(periods: int) -> int:
        asked.clear()
        sheet(session, TODAY, periods)
        return len(asked)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        add(session)
        add(session, "Leisure", cadence="week")
        few = count(1)
        envelopes(session)
        for name in ("Housing", "Transport", "Health"):
            give(session, add(session, name, start_date="2020-01-01"), "1")
        assert count(12) == few == 10
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)


def test_one_budget_in_one_period_tells_its_past_and_what_is_usual(session: Session):
    row = add(session, start_date="2026-10-01", rollover="both")
    other = add(session, "Leisure", cadence="week")
    add(session, "Salary")
    add(session, "Health", start_date="2026-12-01")
    give(session, row, "70", note="Feast")
    for amount, day in (("10", "2026-08-02"), ("30", "2026-09-02"), ("50", "2026-10-02")):
        spend(session, amount, day)
    spend(session, "4", "2026-11-24", category="Leisure")
    found = budget_details.detail(session, row.id, day=NOVEMBER, today=TODAY)
    assert (found.cell.carried, found.cell.budgeted, found.note) == (50, 70, "Feast")
    assert [cell.spent for cell in found.past] == [50, 30, 10]
    assert found.usual[Way.MEDIAN, 3] == found.usual[Way.AVERAGE, 12] == 30
    assert [(one.budget_id, one.left) for one in found.partners] == [(other.id, 96)]
    assert found.can_move


def test_a_budget_without_a_past_proposes_nothing(session: Session):
    row = add(session, "Salary")
    found = budget_details.detail(session, row.id, day=NOVEMBER, today=TODAY)
    assert (found.past, found.usual, found.can_move) == ((), {}, False)
    later = add(session, start_date="2027-01-01")
    assert not budget_details.detail(session, later.id, day=NOVEMBER, today=TODAY).can_move
    with pytest.raises(NotFound):
        budget_details.detail(session, new_id(), day=TODAY, today=TODAY)


def test_schedules_say_what_a_period_will_need(session: Session):
    row, everything, income = add(session, "Housing"), add(session, None), add(session, "Salary")
    for name, category, amount, way in (
        ("Rent", "Housing", "700", "Expense"), ("Heating", "Housing", "80", "Expense"),
        ("Gym", "Leisure", "30", "Expense"), ("Pay", "Salary", "3000", "Income"),
    ):  # fmt: skip
        about = {"name": name, "category": category, "amount": amount, "type": way}
        data = ScheduleIn(**about, start_date="2026-11-27", unit="month", payee=name)
        schedules.add(session, data)
    found = [
        budget_details.detail(session, one.id, day=day, today=TODAY).expected
        for one in (row, everything, income)
        for day in (NOVEMBER, OCTOBER)
    ]
    assert found == [780, None, 810, None, 3000, None]


def test_a_window_has_no_past(session: Session):
    days = {"start_date": date(2026, 11, 20), "end_date": date(2026, 12, 5)}
    factories.category(session, name="Trip", kind="Timebound", **days)
    row = add(session, "Trip", start_date=None)
    spend(session, "1", "2026-01-01")
    found = budget_details.detail(session, row.id, day=NOVEMBER, today=TODAY)
    assert found.cell.span == Span(date(2026, 11, 20), date(2026, 12, 6))
    assert found.past == ()
