"""Households: made with all that a first transaction needs."""

from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, new_id, scope
from ftracker.db.scope import Actor, Role
from ftracker.domain.kinds import Flow, Kind
from ftracker.models import Account, Category, Household, Membership, TransactionType
from ftracker.schemas.households import HouseholdIn

STARTING_CATEGORIES: tuple[tuple[str, Kind, str, str], ...] = (
    ("Uncategorised", Kind.UNKNOWN, "question-circle", "slate"),
    ("Salary", Kind.INCOME, "briefcase", "green"),
    ("Other income", Kind.INCOME, "plus-circle", "teal"),
    ("Groceries", Kind.EXPENSE, "basket", "orange"),
    ("Housing", Kind.EXPENSE, "house", "blue"),
    ("Utilities", Kind.EXPENSE, "lightning", "amber"),
    ("Transport", Kind.EXPENSE, "bus-front", "indigo"),
    ("Eating out", Kind.EXPENSE, "cup-hot", "red"),
    ("Health", Kind.EXPENSE, "heart-pulse", "pink"),
    ("Leisure", Kind.EXPENSE, "controller", "purple"),
    ("Shopping", Kind.EXPENSE, "bag", "brown"),
    ("Savings", Kind.SAVINGS, "piggy-bank", "cyan"),
    ("Investments", Kind.INVESTMENT, "graph-up", "lime"),
)
STARTING_TYPES = (("Income", Flow.IN), ("Expense", Flow.OUT), ("Transfer", Flow.TRANSFER))


def create(session: Session, data: HouseholdIn, *, owner_id: UUID | None) -> Household:
    """Make a household, its default account, types and categories, and enter it as its owner.

    The session acts for the new household from here on. Without an owner only the command
    line can reach it.
    """
    who = scope.actor(session)
    household = Household(id=new_id(), name=data.name, currency=data.currency)
    scope.enter(
        session,
        Actor(household.id, owner_id, Role.OWNER, who.door, data.currency, household.locale),
    )
    with history.deed(session, "households.create", f"Started the books of {data.name}"):
        session.add(household)
        session.flush()
        if owner_id is not None:
            session.add(
                Membership(household_id=household.id, user_id=owner_id, role=Role.OWNER)
            )
        session.add_all(_beginnings(household.id, data))
    return household


def _beginnings(household_id: UUID, data: HouseholdIn) -> list[Account | Category | TransactionType]:
    account = Account(
        household_id=household_id,
        name=data.account_name,
        opening_balance=data.opening_balance,
        is_default=True,
    )
    types = [
        TransactionType(household_id=household_id, name=name, flow=flow, is_default=True)
        for name, flow in STARTING_TYPES
    ]
    categories = [
        Category(
            household_id=household_id,
            name=name,
            kind=kind,
            icon=icon,
            colour=colour,
            is_default=number == 0,
        )
        for number, (name, kind, icon, colour) in enumerate(STARTING_CATEGORIES)
    ]
    return [account, *types, *categories]
