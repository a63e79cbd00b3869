"""Transactions in the order of a journal, with what banks said of accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.journals import Row
from ftracker.domain.kinds import Direction, Flow
from ftracker.models import Account, Reconciliation, Transaction, TransactionType
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Stated:
    """What a bank said that an account held at the end of a day, and what the books say."""

    account_id: UUID
    date: date
    balance: Decimal
    found: Decimal


def rows(session: Session) -> Iterator[Row]:
    """Read all transactions that are not deleted, oldest first, those of a group together.

    A group lies where its first day is. They come a few at a time, however many there are.
    """
    found = session.execute(_rows(session).execution_options(yield_per=_AT_ONCE))
    for group, day, amount, direction, flow, account_id, category_id, payee, note, tags in found:
        yield Row(
            group, day, amount, Direction(direction), Flow(flow), account_id, category_id, payee,
            note, tuple(tags),
        )  # fmt: skip


def first_day(session: Session) -> date | None:
    """Tell the day of the first transaction or of the first balance of a bank."""
    of = Transaction.household_id == household_id(session), Transaction.is_active
    said = Reconciliation.household_id == household_id(session)
    days = [
        session.scalar(select(func.min(Transaction.date)).where(*of)),
        session.scalar(select(func.min(Reconciliation.date)).where(said)),
    ]
    return min((day for day in days if day is not None), default=None)


def openings(session: Session) -> list[tuple[UUID, Decimal]]:
    """List what each account opened with, signed, where it was anything, in the order of ids."""
    mine = Account.household_id == household_id(session), Account.opening_balance != 0
    statement = select(Account.id, Account.opening_balance).where(*mine).order_by(Account.id)
    return [(key, amount) for key, amount in session.execute(statement)]


def stated(session: Session) -> list[Stated]:
    """List what banks said, by day, and what the books say of the same end of the day.

    Of an account that was reconciled twice for a day the last word is taken.
    """
    said = Reconciliation
    into = Transaction.direction == Direction.IN.value
    moved = func.sum(case((into, Transaction.amount), else_=-Transaction.amount))
    up_to = transactions.selecting(session, Filter(), [func.coalesce(moved, 0)]).where(
        Transaction.account_id == said.account_id, Transaction.date <= said.date
    )
    found = Account.opening_balance + up_to.correlate(said).scalar_subquery()
    statement = (
        select(said.account_id, said.date, said.balance, found)
        .join(
            Account,
            and_(Account.household_id == said.household_id, Account.id == said.account_id),
        )
        .where(said.household_id == household_id(session))
        .ext(distinct_on(said.date, said.account_id))
        .order_by(said.date, said.account_id, said.id.desc())
    )
    return [Stated(*row) for row in session.execute(statement)]


def _rows(session: Session) -> Select[Any]:
    one = Transaction
    group = func.coalesce(one.transfer_id, one.split_id, one.id)
    begins = func.min(one.date).over(partition_by=group)
    columns = [
        group, one.date, one.amount, one.direction, TransactionType.flow, one.account_id,
        one.category_id, one.payee, one.note, one.tags,
    ]  # fmt: skip
    same = and_(TransactionType.household_id == one.household_id, TransactionType.id == one.type_id)
    return (
        transactions.selecting(session, Filter(), columns)
        .join(TransactionType, same)
        .order_by(begins, group, one.date, one.id)
    )
