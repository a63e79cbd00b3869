"""What forecasts are worked out from: sums by day, the moves of payments, what is booked ahead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Date,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.orm import Session, aliased

from ftracker.db.scope import household_id
from ftracker.domain.forecast_history import ASSUMED_DAYS, Move
from ftracker.domain.kinds import Direction
from ftracker.models import ChangeSet, Forecast, Transaction
from ftracker.queries import transactions
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.transactions import Filter

_MOST_AHEAD = 5_000
# What was being written while an answer was worked out is looked at once more.
_UNDER_WAY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A transaction of a day that is still to come, one side of a transfer each for itself."""

    id: UUID
    date: date
    amount: Decimal
    direction: str
    type_id: UUID
    category_id: UUID
    account_id: UUID
    payee: str


def _known() -> Any:
    """Write the day from which on the books know a row."""
    made = cast(Transaction.created_at, Date)
    is_late = made - Transaction.date > ASSUMED_DAYS
    return case((is_late, Transaction.date), else_=func.greatest(made, Transaction.date))


def moves(session: Session, names: Catalogue, *, start: date, end: date) -> list[Move]:
    """Sum what moved in [start, end), by day, account and category, in no order."""
    keys: list[Any] = [
        _known(),
        Transaction.date,
        Transaction.account_id,
        Transaction.category_id,
        Transaction.type_id,
        Transaction.direction,
    ]
    statement = transactions.selecting(
        session, Filter(start=start, end=end), [*keys, func.sum(Transaction.amount)]
    ).group_by(*keys)
    return [_move(names, row) for row in session.execute(statement)]


def sides(
    session: Session, names: Catalogue, payment_ids: Collection[UUID]
) -> dict[UUID, list[Move]]:
    """Read the moves of some payments, by the payment's id: of a transfer both sides."""
    own = _sides(session, Transaction, payment_ids)
    other = aliased(Transaction, name="asked")
    same = and_(
        other.household_id == Transaction.household_id,
        other.transfer_id == Transaction.transfer_id,
        other.id != Transaction.id,
    )
    others = _sides(session, other, payment_ids).join(other, same).where(other.is_active)
    found: dict[UUID, list[Move]] = {}
    for statement in (own, others):
        for key, *row in session.execute(statement):
            found.setdefault(key, []).append(_move(names, row))
    return found


def _sides(session: Session, asked: Any, payment_ids: Collection[UUID]) -> Select[Any]:
    columns: list[Any] = [
        asked.id,
        _known(),
        Transaction.date,
        Transaction.account_id,
        Transaction.category_id,
        Transaction.type_id,
        Transaction.direction,
        Transaction.amount,
    ]
    ids = bindparam("asked_ids", list(payment_ids), type_=ARRAY(Uuid))
    return transactions.selecting(session, Filter(), columns).where(asked.id == any_(ids))


def assumed(session: Session) -> float:
    """Tell the share of transactions that were written down long after their day, 0 to 1."""
    is_late = cast(Transaction.created_at, Date) - Transaction.date > ASSUMED_DAYS
    columns: list[Any] = [func.count().filter(is_late), func.count()]
    late, all_ = session.execute(transactions.selecting(session, Filter(), columns)).one()
    return late / all_ if all_ else 0.0


def ahead(session: Session, *, start: date, end: date) -> list[Ahead]:
    """List what is booked for the days of [start, end), by day; 5,000 at the most."""
    columns: list[Any] = [getattr(Transaction, name) for name in Ahead.__dataclass_fields__]
    statement = (
        transactions.selecting(session, Filter(start=start, end=end), columns)
        .order_by(Transaction.date, Transaction.id)
        .limit(_MOST_AHEAD)
    )
    return [Ahead(*row) for row in session.execute(statement)]


def is_stale(session: Session, *, today: date) -> bool:
    """Tell whether what is stored is of another day, or older than the newest change.

    Without any change nothing can be told yet, and nothing is stale.
    """
    changes, forecasts = ChangeSet, Forecast
    newest = (
        select(changes.at)
        .where(changes.household_id == household_id(session))
        .order_by(changes.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    made = select(func.min(forecasts.made_at), func.min(forecasts.as_of), newest).where(
        forecasts.household_id == household_id(session),
        forecasts.topic != "score",
        forecasts.scenario_id.is_(None),
    )
    made_at, as_of, changed_at = session.execute(made).one()
    return is_outdated(made_at, as_of, changed_at, today=today)


def is_outdated(
    made_at: datetime | None, as_of: date | None, changed_at: datetime | None, *, today: date
) -> bool:
    """Tell whether an answer of a day and moment has to be worked out anew."""
    if made_at is None or as_of is None:
        return changed_at is not None
    return as_of != today or (changed_at is not None and changed_at > made_at - _UNDER_WAY)


def _move(names: Catalogue, row: Any) -> Move:
    known, day, account_id, category_id, type_id, direction, amount = row
    sign = names.sign(type_id, category_id)
    return Move(
        known,
        day,
        account_id,
        category_id,
        names.section(type_id, category_id),
        amount * sign,
        amount if direction == Direction.IN else -amount,
    )
