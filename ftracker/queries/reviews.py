"""What came in by a file and waits for a category, in groups that can be decided at once."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func
from sqlalchemy.orm import Session

from ftracker.domain.kinds import Flow
from ftracker.domain.learning import Suggestion
from ftracker.models import Transaction
from ftracker.queries import transactions
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter

MOST_GROUPS = 1_000
SHOWN = 50
_KEY_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Transactions of one payee and direction; without a payee those of one note.

    `amount` is what they come to, `usual` their mean.
    """

    name: str
    direction: str
    has_payee: bool
    count: int
    amount: Decimal
    usual: Decimal
    first_date: date
    last_date: date

    @property
    def key(self) -> str:
        """What an address calls the group."""
        said = f"{self.direction}|{self.has_payee}|{self.name}"
        return hashlib.sha256(said.encode()).hexdigest()[:_KEY_LENGTH]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One transaction that waits."""

    id: UUID
    date: date
    amount: Decimal
    payee: str
    note: str
    account_id: UUID


@dataclass(frozen=True, slots=True)
class Step:
    """One group to decide, with its transactions and what is proposed for it.

    `left` counts the groups that wait, this one and those passed over included; `passed` those.
    Without a group all that wait were passed over.
    """

    group: Group | None
    rows: list[Waiting]
    proposals: list[Suggestion]
    left: int
    passed: int


def groups(session: Session) -> list[Group]:
    """List the groups that wait, the largest first; ties by the newest day, then by name.

    Transfers wait for nothing: they count in no category's sums.
    """
    name, has_payee = _name().label("name"), _has_payee().label("has_payee")
    columns = [
        name,
        Transaction.direction,
        has_payee,
        func.count(),
        func.sum(Transaction.amount),
        func.avg(Transaction.amount),
        func.min(Transaction.date),
        func.max(Transaction.date).label("newest"),
    ]
    statement = (
        waiting(session, columns)
        .group_by(name, Transaction.direction, has_payee)
        .order_by(
            func.count().desc(), func.max(Transaction.date).desc(), name, Transaction.direction
        )
        .limit(MOST_GROUPS)
    )
    return [Group(*row) for row in session.execute(statement)]


def rows(session: Session, group: Group, *, most: int) -> list[Waiting]:
    """List the transactions of a group, newest first, at most so many."""
    columns = [getattr(Transaction, name) for name in Waiting.__slots__]
    statement = _of(session, group, columns).limit(most)
    return [Waiting(*row) for row in session.execute(statement)]


def ids(session: Session, group: Group) -> list[UUID]:
    """List the ids of all transactions of a group, newest first."""
    return list(session.scalars(_of(session, group, [Transaction.id])))


def _of(session: Session, group: Group, columns: list[Any]) -> Select[Any]:
    return (
        waiting(session, columns)
        .where(
            _name() == group.name,
            _has_payee() == group.has_payee,
            Transaction.direction == group.direction,
        )
        .order_by(Transaction.date.desc(), Transaction.id.desc())
    )


def waiting(session: Session, columns: list[Any]) -> Select[Any]:
    """Begin the question of what came in by a file and has no category yet, transfers aside."""
    names = catalogue(session)
    transfers = [t.id for t in names.types.values() if t.flow is Flow.TRANSFER]
    wanted = Filter(category_ids=(names.default_category.id,))
    return transactions.selecting(session, wanted, columns).where(
        Transaction.import_id.is_not(None), Transaction.type_id.not_in(transfers)
    )


def _has_payee() -> ColumnElement[bool]:
    return Transaction.payee != ""


def _name() -> ColumnElement[str]:
    return case((_has_payee(), Transaction.payee), else_=Transaction.note)
