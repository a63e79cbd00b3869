"""Accounts held against balances of the bank: what was ticked off, and what waits for it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, case, func, select, tuple_
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.kinds import Direction
from ftracker.domain.periods import DAY
from ftracker.models import ChangeRow, ChangeSet, Reconciliation, Transaction, User
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter, Line

MOST_SHOWN = 200
_COLUMNS = [getattr(Transaction, name) for name in Line._fields]


@dataclass(frozen=True, slots=True)
class ReconciliationLine:
    """One reconciliation: the bank's balance at the end of a day, and who checked it when."""

    id: UUID
    date: date
    balance: Decimal
    at: datetime
    who: str
    rows: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transaction that is not ticked off; `is_imported` tells that a file of the bank has it."""

    line: Line
    is_imported: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What can be ticked off up to a day, the newest ones by themselves, the rest as one.

    `cleared` is what the account holds of what was ticked off before, with its opening balance;
    all sums are signed.
    """

    cleared: Decimal
    rows: tuple[Waiting, ...]
    older_count: int
    older_amount: Decimal


def of(session: Session, account_id: UUID) -> list[ReconciliationLine]:
    """List the reconciliations of an account, the newest first."""
    counted = (
        select(func.count())
        .where(
            Transaction.household_id == Reconciliation.household_id,
            Transaction.reconciliation_id == Reconciliation.id,
        )
        .correlate(Reconciliation)
        .scalar_subquery()
    )
    statement = (
        select(
            Reconciliation.id,
            Reconciliation.date,
            Reconciliation.balance,
            Reconciliation.created_at,
            func.coalesce(_who(), ""),
            counted,
        )
        .where(
            Reconciliation.household_id == household_id(session),
            Reconciliation.account_id == account_id,
        )
        .order_by(Reconciliation.date.desc(), Reconciliation.id.desc())
    )
    return [ReconciliationLine(*row) for row in session.execute(statement)]


def one(session: Session, reconciliation_id: UUID | None) -> Reconciliation | None:
    """Read one reconciliation of the household."""
    return session.get(Reconciliation, (household_id(session), reconciliation_id))


def for_update(session: Session, account_id: UUID) -> list[Reconciliation]:
    """Load and lock the reconciliations of an account, in the order of their ids."""
    statement = (
        select(Reconciliation)
        .where(
            Reconciliation.household_id == household_id(session),
            Reconciliation.account_id == account_id,
        )
        .order_by(Reconciliation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def ticked(session: Session, reconciliation_id: UUID) -> list[UUID]:
    """List the ids of all transactions that were ticked off, deleted ones too, in their order."""
    statement = (
        select(Transaction.id)
        .where(
            Transaction.household_id == household_id(session),
            Transaction.reconciliation_id == reconciliation_id,
        )
        .order_by(Transaction.id)
    )
    return list(session.scalars(statement))


def made_with(session: Session, reconciliation_id: UUID) -> list[UUID]:
    """List the transactions that a reconciliation itself added, to make up for a difference."""
    its_deed = select(ChangeRow.change_set_id).where(
        ChangeRow.household_id == household_id(session),
        ChangeRow.row_id == reconciliation_id,
        ChangeRow.before.is_(None),
    )
    statement = select(ChangeRow.row_id).where(
        ChangeRow.household_id == household_id(session),
        ChangeRow.change_set_id.in_(its_deed),
        ChangeRow.table_name == Transaction.__tablename__,
        ChangeRow.before.is_(None),
    )
    return list(session.scalars(statement))


def waiting(session: Session, account_id: UUID, *, day: date) -> list[Waiting]:
    """List the newest transactions up to a day and with it that are not ticked off."""
    statement = (
        transactions.selecting(
            session, _up_to(account_id, day), [*_COLUMNS, Transaction.import_id.is_not(None)]
        )
        .where(Transaction.reconciliation_id.is_(None))
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Waiting(Line(*row[:-1]), row[-1]) for row in session.execute(statement)]


def waiting_sum(session: Session, account_id: UUID, *, day: date) -> tuple[int, Decimal]:
    """Count and sum, signed, all transactions up to a day and with it that are not ticked off."""
    into = Transaction.direction == Direction.IN.value
    signed = func.sum(case((into, Transaction.amount), else_=-Transaction.amount))
    columns = [func.count(), func.coalesce(signed, 0)]
    statement = transactions.selecting(session, _up_to(account_id, day), columns)
    count, amount = session.execute(statement.where(Transaction.reconciliation_id.is_(None))).one()
    return int(count), Decimal(amount)


def older(session: Session, account_id: UUID, last: Line) -> list[UUID]:
    """List the ids of what is not ticked off and older than a transaction, in their order."""
    here, there = tuple_(Transaction.date, Transaction.id), tuple_(last.date, last.id)
    statement = (
        transactions.selecting(session, _up_to(account_id, last.date), [Transaction.id])
        .where(Transaction.reconciliation_id.is_(None), here < there)
        .order_by(Transaction.id)
    )
    return list(session.scalars(statement))


def _up_to(account_id: UUID, day: date) -> Filter:
    return Filter(account_ids=(account_id,), end=day + DAY)


def _who() -> ScalarSelect[Any]:
    """Name who made a reconciliation, as the history knows it."""
    return (
        select(func.coalesce(func.nullif(User.name, ""), User.email))
        .select_from(ChangeRow)
        .join(
            ChangeSet,
            (ChangeSet.household_id == ChangeRow.household_id)
            & (ChangeSet.id == ChangeRow.change_set_id),
        )
        .join(User, User.id == ChangeSet.user_id)
        .where(
            ChangeRow.household_id == Reconciliation.household_id,
            ChangeRow.row_id == Reconciliation.id,
            ChangeRow.before.is_(None),
        )
        .order_by(ChangeSet.id)
        .limit(1)
        .correlate(Reconciliation)
        .scalar_subquery()
    )
