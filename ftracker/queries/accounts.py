"""Accounts with what lies in them."""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.kinds import Direction
from ftracker.models import Account, MonthlyTotal


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account and what moved through it; the opening balance is signed, the rest positive.

    All active transactions count, whatever their day.
    """

    id: UUID
    name: str
    kind: str
    opening_balance: Decimal
    is_default: bool
    is_archived: bool
    version: int
    created_at: datetime
    updated_at: datetime
    count: int
    money_in: Decimal
    money_out: Decimal

    @property
    def balance(self) -> Decimal:
        """What lies in the account, signed: below zero for a debt."""
        return self.opening_balance + self.money_in - self.money_out


_COLUMNS = [getattr(Account, field.name) for field in fields(AccountLine)[:9]]


def listing(session: Session) -> list[AccountLine]:
    """List all accounts, archived ones too: the default one first, the others by name."""
    total = MonthlyTotal
    mine = and_(total.household_id == Account.household_id, total.account_id == Account.id)
    moved = {
        f"money_{way}": func.coalesce(func.sum(case((total.direction == way, total.amount))), 0)
        for way in Direction
    }
    statement = (
        select(
            *_COLUMNS,
            func.coalesce(func.sum(total.count), 0).label("count"),
            *(amount.label(name) for name, amount in moved.items()),
        )
        .outerjoin(total, mine)
        .where(Account.household_id == household_id(session))
        .group_by(Account.household_id, Account.id)
    )
    rows = session.execute(statement).mappings()
    lines = [AccountLine(**(dict(row) | {"count": int(row["count"])})) for row in rows]
    return sorted(lines, key=lambda a: (not a.is_default, a.name.casefold(), a.id))


def line(session: Session, account_id: UUID) -> AccountLine | None:
    """Read one account."""
    return next((a for a in listing(session) if a.id == account_id), None)
