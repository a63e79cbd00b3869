"""Books with some spending, and budgets made by their deeds."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.models import Budget
from ftracker.queries.catalogue import CategoryName, catalogue
from ftracker.schemas.budgets import AllotmentIn, BudgetIn
from ftracker.schemas.plans import PlanEdit
from ftracker.services import allotments, budgets, plans
from tests import factories

TODAY = date(2026, 11, 25)


def add(session: Session, category: str | None = "Groceries", **given) -> Budget:
    """Add a budget of 100 a month from November on."""
    plain = {"amount": "100", "start_date": "2026-11-01"}
    return budgets.add(session, BudgetIn(category=category, **plain | given), today=TODAY)


def give(
    session: Session, row: Budget, amount: str | None, day: str = "2026-11-01", **more
) -> None:
    """Set what a budget gets in a period."""
    allotments.save(session, [AllotmentIn(budget_id=row.id, amount=amount, day=day, **more)])


def spend(session: Session, amount: str, day: str = "2026-11-03", **given):
    """Spend on groceries."""
    return factories.transaction(
        session, amount=amount, date=day, **{"category": "Groceries"} | given
    )


def envelopes(session: Session, **given) -> None:
    """Let the household put its money into envelopes."""
    plans.edit(session, PlanEdit(method="envelopes", **given))


def named(session: Session, name: str) -> CategoryName:
    """Find a category by its name."""
    return next(c for c in catalogue(session).categories.values() if c.name == name)


def standing(session: Session, name: str, today: date = TODAY):
    """Tell how the budget of a category stands."""
    return next(one for one in budgets.standings(session, today=today) if one.name == name)


def left(session: Session, name: str, today: date = TODAY) -> Decimal:
    """Tell what a budget has left."""
    return standing(session, name, today).left
