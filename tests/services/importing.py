"""Files taken in by tests, and what the books hold then."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.statements.sources import InMemory
from ftracker.models import Account, ChangeSet, Import, Transaction
from ftracker.queries import imports as stored
from ftracker.services import history, importer
from ftracker.services.importer import Upload


def take_in(session: Session, text: str, **given: Any) -> Import:
    """Take a file in."""
    return importer.take_in(session, sent(text, **given))


def look_at(session: Session, text: str, **given: Any) -> Import:
    """Upload a file that waits."""
    return importer.upload(session, sent(text, **given))


def sent(text: str, *, name: str = "bank.csv", **given: Any) -> Upload:
    """Give a file as it comes in."""
    return Upload(name, InMemory(text.encode()), **given)


def rows(session: Session) -> list[Transaction]:
    """List all transactions in the order in which they came."""
    mine = Transaction.household_id == household_id(session)
    return list(session.scalars(select(Transaction).where(mine).order_by(Transaction.id)))


def account_named(session: Session, name: str) -> Account:
    """Find an account."""
    mine = Account.household_id == household_id(session)
    return session.scalars(select(Account).where(mine, Account.name == name)).one()


def undo(session: Session, found: Import) -> ChangeSet:
    """Take an import back."""
    made = stored.change_set(session, found.id)
    assert made is not None
    return history.undo(session, made.id)
