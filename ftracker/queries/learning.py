"""What a household decided before: what its suggestions are learned from."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.learning import Example
from ftracker.models import ChangeSet, Household, Transaction
from ftracker.queries import transactions
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter

MOST = 50_000
_COLUMNS = ("payee", "note", "amount", "direction", "account_id", "category_id")


@dataclass(frozen=True, slots=True)
class State:
    """How the books stood: the version of their names, and their newest change."""

    catalogue_version: int
    change_id: UUID | None


def examples(session: Session) -> list[Example]:
    """List the newest 50,000 active transactions that have a category of their own, oldest first.

    The default category says nothing. A category is named by its id, an account by its name.
    """
    names = catalogue(session)
    statement = (
        transactions.selecting(session, Filter(), [getattr(Transaction, name) for name in _COLUMNS])
        .where(Transaction.category_id != names.default_category.id)
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(MOST)
    )
    categories = {key: str(key) for key in names.categories}
    accounts = {key: account.name.lower() for key, account in names.accounts.items()}
    found = [
        Example(payee, note, amount, direction, accounts[account], categories[category])
        for payee, note, amount, direction, account, category in session.execute(statement)
    ]
    found.reverse()
    return found


def state(session: Session) -> State:
    """Tell how the books stand, in one look at two indexes."""
    mine = household_id(session)
    newest = (
        select(ChangeSet.id)
        .where(ChangeSet.household_id == mine)
        .order_by(ChangeSet.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = session.execute(
        select(Household.catalogue_version, newest).where(Household.id == mine)
    ).one()
    return State(*row)


def changes_since(session: Session, change_id: UUID | None) -> tuple[int, int]:
    """Count the changes after one, and how many of them are imports."""
    after = [ChangeSet.household_id == household_id(session)]
    if change_id is not None:
        after.append(ChangeSet.id > change_id)
    columns = func.count(), func.count(ChangeSet.import_id)
    row = session.execute(select(*columns).where(*after)).one()
    return row[0], row[1]
