"""Sums per month, kept in the same transaction as the rows they are made of."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Numeric, PrimaryKeyConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from ftracker.db import history
from ftracker.db.base import Base
from ftracker.db.history import Change, Row
from ftracker.db.scope import household_id

Key = tuple[date, UUID, UUID, UUID, str]
_KEY = ("month", "category_id", "account_id", "type_id", "direction")


class MonthlyTotal(Base):
    """The sum and number of active transactions of a month, category, account and type.

    All of it stands in the index of the key, where a household's totals lie side by side: in the
    table they lie between those of all others.
    """

    __tablename__ = "monthly_totals"
    __table_args__ = (
        PrimaryKeyConstraint("household_id", *_KEY, postgresql_include=["amount", "count"]),
    )

    household_id: Mapped[UUID]
    month: Mapped[date]
    category_id: Mapped[UUID]
    account_id: Mapped[UUID]
    type_id: Mapped[UUID]
    direction: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Numeric(28, 4))
    count: Mapped[int] = mapped_column(BigInteger)


def keep(session: Session, changes: list[Change]) -> None:
    """Move the totals by what changed; the follower of every flush of transactions."""
    deltas: dict[Key, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for change in changes:
        for row, sign in ((change.before, -1), (change.after, 1)):
            if row is not None and row["is_active"]:
                delta = deltas[_key(row)]
                delta[0] += sign * Decimal(row["amount"])
                delta[1] += sign
    # Sorted, so that two sessions lock the same rows in the same order.
    rows = [
        dict(zip(_KEY, key, strict=True))
        | {"household_id": household_id(session), "amount": amount, "count": int(count)}
        for key, (amount, count) in sorted(deltas.items())
        if amount or count
    ]
    if rows:
        _add(session, rows)


def _add(session: Session, rows: list[Row]) -> None:
    new = insert(MonthlyTotal)
    session.connection().execute(
        new.on_conflict_do_update(
            index_elements=["household_id", *_KEY],
            set_={
                "amount": MonthlyTotal.amount + new.excluded.amount,
                "count": MonthlyTotal.count + new.excluded.count,
            },
        ),
        rows,
    )


def _key(row: Row) -> Key:
    month = date.fromisoformat(row["date"]).replace(day=1)
    ids = UUID(row["category_id"]), UUID(row["account_id"]), UUID(row["type_id"])
    return month, *ids, row["direction"]


history.follow("transactions", keep)
