"""Makers: plain functions with keyword overrides and no randomness in what they make."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, Door, Origin, Role, history, new_id, scope
from ftracker.models import Account, Category, Membership, Transaction, TransactionType, User
from ftracker.schemas.households import HouseholdIn
from ftracker.schemas.transactions import TransactionIn
from ftracker.services import households, transactions, user_sessions


def user(session: Session, **given: Any) -> User:
    """Make a person whom no password fits."""
    key = new_id()
    made = User(id=key, email=f"{key.hex}@example.org", password_hash="none")
    for name, value in given.items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    return made


def give_password(session: Session, who: Actor, password: str) -> None:
    """Let a password fit a person."""
    hashed = PasswordHash((Argon2Hasher(),)).hash(password)
    session.get_one(User, who.user_id).password_hash = hashed


def household(database: Database, **given: Any) -> Actor:
    """Start a household and give its owner."""
    with database.session(Actor(steward=True)) as session:
        owner = user(session)
        data = HouseholdIn(**({"name": "Home", "currency": "EUR"} | given))
        households.create(session, data, owner_id=owner.id)
        return replace(scope.actor(session), door=Door.PAGE)


def member(database: Database, books: Actor, role: Role) -> Actor:
    """Let another person into a household."""
    with database.session(books) as session:
        made = user(session)
        with history.deed(session, "members.add", "Added a member"):
            session.add(Membership(household_id=books.household_id, user_id=made.id, role=role))
        return replace(books, user_id=made.id, role=role)


def signed_in(database: Database, who: Actor) -> str:
    """Start a browser session for a person, and give its token."""
    with database.session(Actor(steward=True)) as session:
        found = session.get_one(User, who.user_id)
        return user_sessions.start(
            session, found, Origin("127.0.0.1", "tests"), now=datetime.now(UTC)
        )


def transaction(session: Session, **given: Any) -> Transaction:
    """Add a transaction through its deed."""
    plain = {"date": "2025-07-31", "amount": "12.50", "payee": "Lidl"}
    return transactions.add(session, TransactionIn(**(plain | given)))


def category(session: Session, **given: Any) -> Category:
    """Add a category."""
    row = Category(
        household_id=scope.household_id(session), **({"name": "Music", "kind": "Expense"} | given)
    )
    return _added(session, row, "categories.add")


def account(session: Session, **given: Any) -> Account:
    """Add an account."""
    row = Account(household_id=scope.household_id(session), **({"name": "Savings"} | given))
    return _added(session, row, "accounts.add")


def transaction_type(session: Session, **given: Any) -> TransactionType:
    """Add a transaction type."""
    plain = {"name": "Reimbursement", "flow": "in"}
    row = TransactionType(household_id=scope.household_id(session), **(plain | given))
    return _added(session, row, "types.add")


def _added(session: Session, row: Any, deed: str) -> Any:
    with history.deed(session, deed, f"Added {row.name}"):
        session.add(row)
    return row
