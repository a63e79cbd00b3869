"""Bills have no rate: a budget that pays some is not spent too fast because they came early."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.domain.budgets import Bill
from ftracker.domain.cadences import Span
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import budget_bills, budget_chains, occurrences, schedules
from tests import factories
from tests.services.budgeting import TODAY, add, named, spend

NOVEMBER = Span(date(2026, 11, 1), date(2026, 12, 1))


def bills(session: Session) -> dict[str, list[Bill]]:
    """Read the bills of November's budgets, by the name of the budget."""
    books = budget_chains.read(session)
    held = [(chain, NOVEMBER) for chain in books.chains(until=NOVEMBER.end)]
    found = budget_bills.of(session, books, held, today=TODAY)
    named_bills = {books.name(key): many for key, many in found.items()}
    its = {name: [b for b in many if NOVEMBER.holds(b.day)] for name, many in named_bills.items()}
    return {name: many for name, many in its.items() if many}


def schedule(session: Session, **given):
    plain = {"name": "Power", "payee": "Power", "category": "Housing", "amount": "80"}
    plain |= {"start_date": "2026-11-03"}
    return schedules.add(session, ScheduleIn(**plain | given))


def test_a_budget_pays_the_bills_of_its_category_and_those_below(session: Session):
    housing = named(session, "Housing")
    factories.category(session, name="Repairs", parent_id=housing.id)
    for category in ("Housing", "Groceries", None):
        add(session, category, amount="500")
    schedule(session, category="Repairs")
    schedule(session, name="Water", payee="Water", start_date="2026-11-28")
    spend(session, "82", category="Repairs", payee="Power", day="2026-11-04")
    paid = Bill(date(2026, 11, 3), Decimal(80), Decimal(82), date(2026, 11, 4))
    due = Bill(date(2026, 11, 28), Decimal(80))
    assert bills(session) == {"Housing": [paid, due], "Everything": [paid, due]}


def test_income_transfers_and_what_is_skipped_are_no_bills(session: Session):
    add(session, "Salary")
    add(session, None)
    schedule(session, name="Pay", type="Income", category="Salary")
    left_out = schedule(session)
    occurrences.skip(session, left_out.id, date(2026, 11, 3))
    assert bills(session) == {}


def test_without_a_budget_for_spending_nothing_is_read(session: Session):
    add(session, "Salary")
    schedule(session)
    assert bills(session) == {}
