"""What is safe to spend: each line from the books, each thing counted once."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain.errors import InvalidInput, NotFound, Stale
from ftracker.domain.safe_to_spend import Part, Statement, Until
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.plans import PlanEdit
from ftracker.schemas.safe_to_spend import SafeToSpendEdit
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import accounts, budgets, goals, plans, safe_to_spend, schedules
from tests import factories

TODAY = date(2026, 6, 15)


@pytest.fixture
def cash(session: Session):
    """A thousand in the account that is there from the start."""
    account = catalogue(session).default_account
    factories.transaction(session, amount="1000", type="Income", date="2026-06-01", payee="Start")
    return account.id


def scheduled(session: Session, name: str, amount: str, day: str, **given):
    plain = {"name": name, "amount": amount, "start_date": day, "payee": name}
    return schedules.add(session, ScheduleIn(**plain | given))


def look(session: Session) -> Statement:
    return safe_to_spend.statement(session, today=TODAY)


def lines(found: Statement) -> dict[str, Decimal]:
    return {line.part.value: line.amount for line in found.lines if line.rows}


def test_with_nothing_planned_all_that_is_there_is_safe_until_the_month_is_over(session, cash):
    found = look(session)
    assert lines(found) == {"cash": 1000}
    assert (found.until, found.why, found.days) == (date(2026, 7, 1), Until.MONTH_END, 16)
    assert found.per_day("EUR") == Decimal("62.50")


def test_the_next_income_is_scheduled_or_the_payday(session, cash):
    plans.edit(session, PlanEdit(payday=25))
    assert (look(session).until, look(session).why) == (date(2026, 6, 25), Until.PAYDAY)
    scheduled(session, "Salary", "3000", "2026-06-15", type="Income", category="Salary")
    found = look(session)
    assert (found.until, found.why, found.income) == (
        date(2026, 7, 15), Until.SCHEDULE, "Salary",
    )  # fmt: skip


def test_what_is_dated_ahead_is_told_by_itself(session, cash):
    factories.transaction(session, amount="40", date="2026-06-20")
    factories.transaction(session, amount="500", date="2026-07-20")
    assert lines(look(session)) == {"cash": 1000, "ahead": -40}


def test_bills_until_then_count_and_late_ones_too(session, cash):
    card = factories.account(session, name="Card", kind="card")
    scheduled(session, "Rent", "300", "2026-06-28")
    scheduled(session, "Gym", "20", "2026-06-10")
    scheduled(session, "Later", "70", "2026-07-01")
    scheduled(session, "Missed", "90", "2026-05-20", every=12)
    scheduled(session, "By card", "11", "2026-06-20", account="Card")
    scheduled(session, "Card bill", "200", "2026-06-22", to_account="Card")
    paid = scheduled(session, "Phone", "15", "2026-06-12")
    factories.transaction(session, amount="15", payee="Phone", date="2026-06-12")
    found = look(session)
    bills = {row.name: row.amount for line in found.lines for row in line.rows if row.day}
    assert bills == {"Gym": -20, "Card bill": -200, "Rent": -300}
    assert paid.name not in bills
    assert card.name not in [row.name for row in found.lines[0].rows]


def test_a_bill_that_a_budget_pays_counts_once(session, cash):
    budgets.add(session, BudgetIn(category="Housing", amount="400"), today=TODAY)
    assert lines(look(session)) == {"cash": 1000, "budgets": -400}
    scheduled(session, "Rent", "300", "2026-06-28", category="Housing")
    assert lines(look(session)) == {"cash": 1000, "bills": -300, "budgets": -100}
    assert look(session).amount == 600


def test_budgets_of_what_is_earned_or_set_aside_ask_for_nothing(session, cash):
    for name in ("Salary", "Savings"):
        budgets.add(session, BudgetIn(category=name, amount="50"), today=TODAY)
    budgets.add(session, BudgetIn(amount="90"), today=TODAY)
    window = {"start_date": date(2026, 6, 1), "end_date": date(2026, 6, 20)}
    factories.category(session, name="Trip", kind="Timebound", **window)
    budgets.add(session, BudgetIn(category="Trip", amount="70"), today=TODAY)
    below = factories.category(
        session,
        name="Rent",
        parent_id=next(c.id for c in catalogue(session).categories.values() if c.name == "Housing"),
    )
    budgets.add(session, BudgetIn(category_id=below.id, amount="30"), today=TODAY)
    assert {row.name for row in look(session).lines[-2].rows} == {"Trip", "Rent"}


def test_what_goals_own_and_ask_for_is_not_free(session, cash):
    data = {"category": "Savings", "target_amount": "600"}
    goals.add(session, GoalIn(**data, name="Trip", account_id=cash, earmark="250"), today=TODAY)
    goals.add(session, GoalIn(**data, name="Later", account_id=cash, earmark="0"), today=TODAY)
    goals.add(session, GoalIn(**data, name="Car", monthly_amount="80"), today=TODAY)
    assert lines(look(session)) == {"cash": 1000, "kept": -250, "goals": -80}
    plan = scheduled(session, "Plan", "50", "2026-06-20", category="Savings")
    assert lines(look(session)) == {"cash": 1000, "bills": -50, "kept": -250, "goals": -30}
    schedules.delete(session, plan.id)
    factories.transaction(session, amount="80", date="2026-06-20", category="Savings")
    assert lines(look(session)) == {"cash": 1000, "ahead": -80, "kept": -250}


def test_a_household_chooses_its_accounts_and_its_buffer(session, cash):
    purse = factories.account(session, name="Purse", kind="cash", opening_balance=Decimal(60))
    vault = factories.account(session, name="Vault", kind="savings", opening_balance=Decimal(9))
    assert lines(look(session)) == {"cash": 1060}
    chosen = SafeToSpendEdit(buffer="100", cash_account_ids=[purse.id, vault.id, purse.id])
    plan = safe_to_spend.choose(session, chosen)
    assert plan.cash_account_ids == [purse.id, vault.id]
    assert lines(look(session)) == {"cash": 69, "buffer": -100}
    assert look(session).per_day("EUR") == 0
    with pytest.raises(Stale):
        safe_to_spend.choose(session, chosen)
    with pytest.raises(NotFound):
        safe_to_spend.choose(session, SafeToSpendEdit(cash_account_ids=[new_id()], version=1))
    with pytest.raises(InvalidInput):
        safe_to_spend.choose(session, SafeToSpendEdit(buffer="1.234", version=1))


def test_accounts_that_go_leave_the_choice_and_those_that_take_over_join_it(session, cash):
    purse = factories.account(session, name="Purse", kind="cash", opening_balance=Decimal(60))
    vault = factories.account(session, name="Vault", kind="savings", opening_balance=Decimal(9))
    plan = safe_to_spend.choose(session, SafeToSpendEdit(cash_account_ids=[purse.id]))
    accounts.merge(session, purse.id, into_id=vault.id)
    assert plan.cash_account_ids == [vault.id]
    assert lines(look(session)) == {"cash": 69}
    factories.transaction(session, amount="1", account="Vault", date="2026-06-02")
    accounts.move(session, vault.id, to_id=cash)
    accounts.delete(session, vault.id)
    assert lines(look(session)) == {"cash": 999}


THINGS = st.lists(
    st.tuples(
        st.sampled_from(["bill", "budget", "goal", "plan", "ahead"]),
        st.sampled_from(["Housing", "Groceries", "Savings", "Investments"]),
        st.decimals("0.01", "90", places=2),
    ),
    max_size=5,
    unique_by=lambda one: one[:2],
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(things=THINGS)
def test_each_thing_is_counted_once(database, books, things):
    """The most that each category and goal can take is taken once, in whatever lines it stands."""
    with Session(database.engine, expire_on_commit=False, info={"actor": books}) as session:
        factories.transaction(session, amount="1000", type="Income", date="2026-06-01", payee="S")
        asked: dict[str, dict[str, Decimal]] = {}
        for what, category, amount in things:
            _plan(session, what, category, str(amount), asked)
        found = look(session)
        assert found.amount == sum(line.amount for line in found.lines)
        assert found.lines[0].part is Part.CASH
        assert found.amount == 1000 - sum(_taken(one) for one in asked.values())
        session.rollback()


def _plan(session: Session, what: str, category: str, amount: str, asked: dict) -> None:
    kept = category in ("Savings", "Investments")
    if (what == "goal") is not kept and what in ("goal", "budget"):
        return
    asked.setdefault(category, {})[what] = Decimal(amount)
    match what:
        case "bill" | "plan":
            scheduled(session, f"{what} {category}", amount, "2026-06-20", category=category)
        case "budget":
            budgets.add(session, BudgetIn(category=category, amount=amount), today=TODAY)
        case "goal":
            data = {"category": category, "target_amount": "9999", "monthly_amount": amount}
            goals.add(session, GoalIn(**data), today=TODAY)
        case "ahead":
            # Far from what is scheduled, so that it pays nothing of that.
            asked[category][what] += 200
            factories.transaction(
                session,
                amount=str(asked[category][what]),
                date="2026-06-25",
                category=category,
                payee="Ahead",
            )


def _taken(one: dict[str, Decimal]) -> Decimal:
    """Tell what a category takes: what is due and booked, or what it was given if that is more."""
    sure = sum((one.get(name, Decimal(0)) for name in ("bill", "plan", "ahead")), Decimal(0))
    given = max(one.get("budget", Decimal(0)), one.get("goal", Decimal(0)))
    return max(sure, given)
