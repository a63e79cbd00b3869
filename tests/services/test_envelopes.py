"""Envelopes: what came in is in one of them, was spent, or is available, to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ftracker.domain.budgets import Available
from ftracker.domain.cadences import Cadence
from ftracker.services import budget_sheets, budgets
from tests import factories
from tests.services.budgeting import TODAY, add, envelopes, give, named, spend


def available(session: Session, today: date = TODAY) -> Available | None:
    sheet = budget_sheets.sheet(session, cadence=Cadence.MONTH, day=today, count=1, today=today)
    return sheet.available


def earn(session: Session, amount: str, day: str = "2026-11-02") -> None:
    spend(session, amount, day, category="Salary", type="Income")


def test_a_plan_has_nothing_to_assign(session: Session):
    add(session)
    assert available(session) is None


def test_before_the_first_envelope_nothing_counts(session: Session):
    envelopes(session)
    earn(session, "1000")
    assert available(session) == Available(*[Decimal(0)] * 4)


def test_what_came_is_available_until_an_envelope_has_it(session: Session):
    envelopes(session)
    row = add(session, rollover="left")
    earn(session, "500", "2026-10-31")
    earn(session, "1000")
    give(session, row, "300")
    give(session, row, "200", "2026-12-01")
    assert available(session).amount == 500
    spend(session, "250")
    spend(session, "40", category="Leisure")
    assert available(session).loose == 40
    assert available(session).amount == 460


def test_what_an_envelope_lacked_and_did_not_carry_on_is_taken_from_the_rest(session: Session):
    envelopes(session)
    row = add(session, start_date="2026-10-01", rollover="left")
    other = add(session, "Leisure", start_date="2026-10-01")
    earn(session, "1000", "2026-10-01")
    give(session, row, "100", "2026-10-01")
    give(session, other, "50", "2026-10-01")
    spend(session, "130", "2026-10-09")
    assert available(session).returned == -30 + 50
    assert available(session).amount == 1000 - 150 + 20


def test_an_envelope_for_a_window_gives_back_what_is_left_when_it_is_over(session: Session):
    envelopes(session)
    days = {"start_date": date(2026, 11, 5), "end_date": date(2026, 11, 9)}
    factories.category(session, name="Trip", kind="Timebound", **days)
    give(session, add(session, "Trip", start_date=None), "100")
    spend(session, "70", "2026-11-06", category="Trip")
    assert available(session, date(2026, 11, 9)).returned == 0
    assert available(session, date(2026, 11, 10)).returned == 30


def test_an_envelope_inside_another_one_counts_once(session: Session):
    envelopes(session)
    factories.category(session, name="Repairs", parent_id=named(session, "Housing").id)
    give(session, add(session, "Housing"), "100")
    give(session, add(session, "Repairs"), "40")
    spend(session, "10", category="Repairs")
    assert (available(session).assigned, available(session).loose) == (100, 0)


@pytest.mark.parametrize(("rule", "income"), [("came", 900), ("expected", 1000), ("larger", 1000)])
def test_income_is_what_the_household_counts_as_such(session: Session, rule, income):
    envelopes(session, income=rule)
    add(session)
    add(session, "Salary", amount="1000")
    earn(session, "900")
    assert available(session).income == income


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["Groceries", "Leisure", "Health", "Salary", "give", "give"]),
        st.dates(date(2026, 9, 1), date(2026, 11, 25)),
        st.decimals("0.01", "999.99", places=2),
    ),
    max_size=12,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=MOVES, rollover=st.sampled_from(["none", "left", "overspent", "both"]))
def test_what_came_is_spent_in_an_envelope_or_available(database, books, moves, rollover):
    with Session(database.engine, expire_on_commit=False, info={"actor": books}) as session:
        envelopes(session)
        about = {"start_date": "2026-09-01", "rollover": rollover}
        rows = [add(session, "Groceries", **about), add(session, "Leisure", cap="50", **about)]
        came = out = Decimal(0)
        for at, (what, day, amount) in enumerate(moves):
            if what == "give":
                give(session, rows[at % 2], str(amount), str(day))
            elif what == "Salary":
                earn(session, str(amount), str(day))
                came += amount
            else:
                spend(session, str(amount), str(day), category=what)
                out += amount
        held = sum(one.left for one in budgets.standings(session, today=TODAY))
        assert came == out + held + available(session).amount
        session.rollback()
