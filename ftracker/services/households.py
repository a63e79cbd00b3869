"""Households: made with all that a first transaction needs."""

from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, new_id, scope
from ftracker.db.scope import Actor, Role
from ftracker.domain.errors import InvalidInput, Stale
from ftracker.domain.kinds import Flow, Kind
from ftracker.models import Account, Category, Household, Membership, TransactionType
from ftracker.queries import households as stored
from ftracker.schemas.households import HouseholdEdit, HouseholdIn

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
    # The household's language is what the column says to a new row, as it is the actor's.
    scope.enter(session, Actor(household.id, owner_id, Role.OWNER, who.door, data.currency))
    with history.deed(session, "households.create", f"Started the books of {data.name}"):
        session.add(household)
        session.flush()
        if owner_id is not None:
            session.add(Membership(household_id=household.id, user_id=owner_id, role=Role.OWNER))
        session.add_all(_beginnings(household.id, data))
    return household


def settings(session: Session) -> Household:
    """Give the session's household as it is."""
    return stored.household(session)


def is_fixed(session: Session) -> bool:
    """Tell whether the currency can change no more, because there are transactions in it."""
    return stored.has_transactions(session)


def edit(session: Session, data: HouseholdEdit) -> Household:
    """Rename the household, or let it count and speak differently.

    Its currency can change only while it has no transaction, deleted ones included: amounts
    are never converted. Raises Stale, and InvalidInput at `currency`.
    """
    household = stored.household(session, lock=True)
    if household.version != data.version:
        raise Stale(household)
    if data.currency != household.currency and is_fixed(session):
        sentence = "The currency can change only while there are no transactions."
        raise InvalidInput("currency", sentence)
    with history.deed(session, "households.edit", f"Changed the household {data.name}"):
        household.name = data.name
        household.currency, household.locale = data.currency, data.locale
        household.categorise_from = data.categorise_from
    return household


def named(session: Session, name: str) -> Household:
    """Find a household by its name, as the command line says it; the session must be a steward's.

    Raises InvalidInput when there is none, or more than one.
    """
    found = stored.named(session, name)
    if len(found) != 1:
        many = "Several households are" if found else "No household is"
        raise InvalidInput("household", f"{many} called {name}.")
    return found[0]


def enter(session: Session, household: Household, *, user_id: UUID | None = None) -> None:
    """Let a steward's session act for a household as its owner from here on."""
    who = scope.actor(session)
    scope.enter(
        session,
        Actor(household.id, user_id, Role.OWNER, who.door, household.currency, household.locale),
    )


def _beginnings(
    household_id: UUID, data: HouseholdIn
) -> list[Account | Category | TransactionType]:
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
