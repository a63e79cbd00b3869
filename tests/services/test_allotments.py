"""What budgets get in single periods: every cent that moves is somewhere before and after."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.domain.errors import Clash, InvalidInput, NotFound
from ftracker.queries import budgets as stored
from ftracker.schemas.budgets import AllotmentIn, BudgetMoveIn
from ftracker.services import allotments, budgets
from ftracker.services import history as past
from tests import factories
from tests.services.budgeting import TODAY, add, envelopes, give, left, named, spend, standing


def move(session: Session, source, target, amount: str = "10", day=TODAY) -> None:
    ids = {"from_id": source.id, "to_id": target.id}
    allotments.move(session, BudgetMoveIn(**ids, amount=amount, day=day))


def given_to(session: Session, row) -> list[tuple[date, Decimal, str]]:
    rows = stored.allotments(session).get(row.id, [])
    return [(one.start_date, one.amount, one.note) for one in rows]


def test_a_period_gets_its_own_amount_and_its_usual_one_again(session: Session):
    row = add(session)
    give(session, row, "40.50", "2026-11-17")
    assert given_to(session, row) == [(date(2026, 11, 1), Decimal("40.50"), "")]
    give(session, row, None, "2026-11-30")
    assert given_to(session, row) == []
    assert standing(session, "Groceries").budgeted == 100
    give(session, row, None)
    assert given_to(session, row) == []


def test_a_note_lies_with_an_amount_and_stays_when_only_that_changes(session: Session):
    row = add(session)
    give(session, row, None, note="Guests")
    assert given_to(session, row) == [(date(2026, 11, 1), Decimal(100), "Guests")]
    give(session, row, "7")
    assert given_to(session, row) == [(date(2026, 11, 1), Decimal(7), "Guests")]
    give(session, row, None, note="")
    assert given_to(session, row) == []
    envelopes(session)
    give(session, row, None, note="Guests")
    assert given_to(session, row) == [(date(2026, 11, 1), Decimal(0), "Guests")]


def test_what_does_not_change_leaves_no_trace(session: Session):
    row = add(session)
    give(session, row, "40")
    before = history.last(session)
    give(session, row, "40")
    assert history.last(session) == before


def test_a_budget_is_named_by_its_id_or_its_category_or_not_at_all(session: Session):
    row, all_of_it = add(session), add(session, None)
    category = named(session, "Groceries")
    some = [
        AllotmentIn(category_id=category.id, day="2026-11-01", amount="1"),
        AllotmentIn(category="groceries", day="2026-12-01", amount="2"),
        AllotmentIn(day="2026-11-01", amount="3"),
    ]
    assert allotments.save(session, some) == [row.id, row.id, all_of_it.id]
    assert [amount for _, amount, _ in given_to(session, row)] == [1, 2]
    for wrong in ({"category": "Housing"}, {"budget_id": new_id()}, {"category": "Nowhere"}):
        with pytest.raises(NotFound):
            allotments.save(session, [AllotmentIn(**wrong, day="2026-11-01", amount="1")])
    budgets.delete(session, all_of_it.id)
    with pytest.raises(NotFound, match="for everything"):
        allotments.save(session, some)
    with pytest.raises(InvalidInput):
        give(session, row, "1.234")


def test_a_period_before_the_first_can_be_planned_too(session: Session):
    row = add(session)
    give(session, row, "5", "2026-09-09")
    assert standing(session, "Groceries", date(2026, 9, 1)).budgeted == 5
    assert standing(session, "Groceries", date(2026, 10, 1)).budgeted == 0


def test_a_window_holds_all_that_it_was_given_wherever_it_moves(session: Session):
    days = {"start_date": date(2026, 11, 20), "end_date": date(2026, 12, 5)}
    trip = factories.category(session, name="Trip", kind="Timebound", **days)
    row = add(session, "Trip", start_date=None)
    give(session, row, "40", "2027-01-01")
    trip.start_date = date(2026, 11, 24)
    with history.deed(session, "categories.edit", "Changed"):
        session.flush()
    assert standing(session, "Trip").budgeted == 40
    give(session, row, "50", "2027-01-01")
    assert [amount for _, amount, _ in given_to(session, row)] == [50]


def test_money_goes_from_one_budget_to_another(session: Session):
    source, target = add(session), add(session, "Leisure")
    spend(session, "130")
    move(session, target, source, "30")
    assert (left(session, "Groceries"), left(session, "Leisure")) == (0, 70)


def test_each_has_it_in_its_own_period(session: Session):
    source, target = add(session), add(session, "Leisure", cadence="week")
    move(session, source, target, "25")
    assert given_to(session, source) == [(date(2026, 11, 1), 75, "")]
    assert given_to(session, target) == [(date(2026, 11, 23), 125, "")]


def test_money_cannot_go_where_there_is_none(session: Session):
    factories.category(session, name="Repairs", parent_id=named(session, "Housing").id)
    groceries, housing, repairs = (add(session, n) for n in ("Groceries", "Housing", "Repairs"))
    salary, everything = add(session, "Salary"), add(session, None)
    later = add(session, "Leisure", start_date="2027-01-01")
    refused = [
        (groceries, groceries, "to_id"), (salary, groceries, "from_id"),
        (groceries, everything, "to_id"), (groceries, later, "to_id"),
        (housing, repairs, "to_id"), (repairs, groceries, "to_id"),
    ]  # fmt: skip
    for source, target, field in refused:
        with pytest.raises(InvalidInput) as bad:
            move(session, source, target)
        assert bad.value.errors[0].field == field
    with pytest.raises(NotFound):
        allotments.move(
            session, BudgetMoveIn(from_id=new_id(), to_id=housing.id, amount="1", day=TODAY)
        )
    with pytest.raises(Clash):
        move(session, everything, groceries)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["give", "take back", "move", "undo"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.sampled_from(["2026-10-07", "2026-11-25", "2026-12-31"]),
        st.decimals("0.01", "99.99", places=2),
    ),
    max_size=10,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, method=st.sampled_from(["plan", "envelopes"]))
def test_moving_keeps_every_cent_over_any_edits(database, books, edits, method):
    """What all budgets hold changes by what was given to them and by nothing else."""
    with Session(database.engine, expire_on_commit=False, info={"actor": books}) as session:
        if method == "envelopes":
            envelopes(session)
        about = {"start_date": "2026-10-01", "rollover": "both"}
        rows = [
            add(session, "Groceries", **about),
            add(session, "Leisure", **about | {"cadence": "week"}),
            add(session, "Savings", **about | {"cadence": "quarter"}),
        ]
        last = date(2026, 12, 31)
        spend(session, "33.33")

        def held() -> Decimal:
            return sum(left(session, row, last) for row in ("Groceries", "Leisure", "Savings"))

        done = []
        for what, one, other, day, amount in edits:
            before, budget = held(), rows[one]
            was = budgets.standing(session, budget.id, day=date.fromisoformat(day)).budgeted
            if what == "give":
                give(session, budget, str(amount), day)
            elif what == "take back":
                give(session, budget, None, day)
            elif what == "move" and one != other:
                move(session, budget, rows[other], str(amount), day)
                assert held() == before
            elif what == "undo" and done:
                past.undo(session, done.pop())
            if what in ("give", "take back"):
                now = budgets.standing(session, budget.id, day=date.fromisoformat(day)).budgeted
                assert held() == before + now - was
            if what != "undo" and history.last(session) not in (*done[-1:], None):
                done.append(history.last(session))
        session.rollback()
