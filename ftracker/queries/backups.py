"""What lies in a database, to be compared with what lay in it; and which backups there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, exists, func, inspect, or_, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from ftracker.db import fingerprints, migrations
from ftracker.domain.backups import Books, Contents
from ftracker.domain.kinds import Direction
from ftracker.models import Account, Backup, Household, Transaction, User

_OTHERS = text(
    "select count(*) from pg_stat_activity where datname = current_database()"
    " and backend_type = 'client backend' and pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup as the list shows it; `size` in bytes, `rows` of all tables together."""

    id: UUID
    file_name: str
    reason: str
    made_at: datetime
    size: int
    manifest: dict[str, Any]
    verified_at: datetime | None
    problem: str

    @property
    def rows(self) -> int:
        """How many rows it holds; 0 where it never came to be."""
        return int(self.manifest.get("rows", 0))


def contents(connected: Connection) -> Contents:
    """Tell what lies in a database: every table, and what every household's books come to.

    The schema may be older than this version. The connection must see all rows.
    """
    found = fingerprints.tables(connected)
    return Contents(
        schema=", ".join(migrations.heads(connected)),
        tables={name: (one.rows, one.checksum) for name, one in found.items()},
        households=_books(connected),
    )


def has_books(connected: Connection) -> bool:
    """Tell whether anybody has begun books in a database, whose schema may be older or missing."""
    if not inspect(connected).has_table(Household.__tablename__):
        return False
    return bool(connected.scalar(select(or_(_any(Household), _any(User)))))


def others(connected: Connection) -> int:
    """Count who else is connected to this database."""
    return int(connected.scalar(_OTHERS) or 0)


def listing(session: Session) -> list[BackupLine]:
    """List the backups that were not let go of, the newest first."""
    kept = select(*_LINE).where(Backup.deleted_at.is_(None))
    rows = session.execute(kept.order_by(Backup.made_at.desc(), Backup.id.desc()))
    return [BackupLine(*row) for row in rows]


def proofs(session: Session, *, until: datetime | None = None) -> Sequence[datetime]:
    """List when backups were seen to be whole, oldest first; those let go of count as well.

    Those after `until` are left out, where it is given.
    """
    statement = select(Backup.verified_at).where(Backup.verified_at.is_not(None))
    if until is not None:
        statement = statement.where(Backup.verified_at <= until)
    found = session.scalars(statement.order_by(Backup.verified_at, Backup.id))
    return [at for at in found if at is not None]


def newest(session: Session, *, until: datetime) -> datetime | None:
    """Tell when the newest backup was made that came to be; those after `until` are left out."""
    came = Backup.size_bytes > 0, Backup.made_at <= until
    return session.scalar(select(func.max(Backup.made_at)).where(*came))


def begun_at(session: Session) -> datetime | None:
    """Tell when the first household was begun; the session must be a steward's."""
    return session.scalar(select(func.min(Household.created_at)))


def _books(connected: Connection) -> dict[str, Books]:
    """Sum every household's books up from the transactions themselves."""
    balances: dict[str, dict[str, str]] = defaultdict(dict)
    sums: dict[str, tuple[int, Decimal, Decimal]] = {}
    for home, account, opening, count, came, went in connected.execute(_accounts()):
        key = str(home)
        balances[key][str(account)] = str(opening + came - went)
        before = sums.get(key, (0, Decimal(0), Decimal(0)))
        sums[key] = before[0] + count, before[1] + came, before[2] + went
    return {
        key: Books(count, str(came), str(went), balances[key])
        for key, (count, came, went) in sums.items()
    }


def _accounts() -> Any:
    """Read each account with the count and the sums of its active transactions, both ways."""
    row, owner = Transaction, Account
    is_its = and_(row.household_id == owner.household_id, row.account_id == owner.id, row.is_active)
    return (
        select(
            owner.household_id,
            owner.id,
            owner.opening_balance,
            func.count(row.id),
            _sum(Direction.IN),
            _sum(Direction.OUT),
        )
        .outerjoin(row, is_its)
        .group_by(owner.household_id, owner.id)
        .order_by(owner.household_id, owner.id)
    )


def _sum(direction: Direction) -> Any:
    amount = case((Transaction.direction == direction.value, Transaction.amount), else_=0)
    return func.coalesce(func.sum(amount), Decimal("0.0000"))


def _any(entity: type[Any]) -> Any:
    return exists(select(entity.id))


_LINE: tuple[Any, ...] = (
    Backup.id,
    Backup.file_name,
    Backup.reason,
    Backup.made_at,
    Backup.size_bytes,
    Backup.manifest,
    Backup.verified_at,
    Backup.problem,
)
