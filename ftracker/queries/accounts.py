"""Accounts as they stand, with what lies in them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import Account, MonthlyTotal
from ftracker.queries import sections


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account; `balance` is the opening balance and all that moved since, below zero for debts.

    Both are signed, in the household's currency.
    """

    id: UUID
    name: str
    kind: str
    opening_balance: Decimal
    balance: Decimal
    is_default: bool
    is_archived: bool
    version: int
    created_at: datetime
    updated_at: datetime


def listing(session: Session) -> list[AccountLine]:
    """List all accounts by name without regard to case, archived ones included."""
    lines = [AccountLine(*row) for row in session.execute(_mine(session))]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def line(session: Session, account_id: UUID) -> AccountLine | None:
    """Read one account."""
    row = session.execute(_mine(session).where(Account.id == account_id)).one_or_none()
    return AccountLine(*row) if row else None


def counts(session: Session) -> dict[UUID, int]:
    """Count the active transactions of each account; those without any are left out."""
    total = MonthlyTotal
    statement = (
        select(total.account_id, func.sum(total.count))
        .where(total.household_id == household_id(session), total.count > 0)
        .group_by(total.account_id)
    )
    return {account_id: int(count) for account_id, count in session.execute(statement)}


def _mine(session: Session) -> Select[Any]:
    mine = Account.household_id == household_id(session)
    moves = and_(
        MonthlyTotal.household_id == Account.household_id, MonthlyTotal.account_id == Account.id
    )
    columns: list[Any] = [
        Account.id,
        Account.name,
        Account.kind,
        Account.opening_balance,
        Account.opening_balance + func.coalesce(func.sum(sections.moved(MonthlyTotal)), 0),
        Account.is_default,
        Account.is_archived,
        Account.version,
        Account.created_at,
        Account.updated_at,
    ]
    keys = Account.household_id, Account.id
    return select(*columns).outerjoin(MonthlyTotal, moves).where(mine).group_by(*keys)
