"""Statements of accounts: which days they tell of, and whether they agree with the books."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, update
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain import coverage
from ftracker.domain.coverage import Coverage, Told
from ftracker.models import Statement, Transaction
from ftracker.queries import balances
from ftracker.queries.statements import StatementLine


def covered(
    session: Session, account_id: UUID, lines: Iterable[StatementLine], *, today: date
) -> Coverage:
    """Tell which months of an account its statements cover, and where one is missing."""
    told = [
        Told(line.start_date, line.end_date, line.opening, line.closing, line.is_complete)
        for line in lines
    ]
    extent = balances.extent(session, account_id) if told else None
    return coverage.of(told, since=extent[0] if extent else None, today=today)


def differences(
    session: Session, account_id: UUID, lines: Iterable[StatementLine]
) -> dict[UUID, Decimal]:
    """Give by how much the books lie above what each statement closes with, by its id.

    Statements that say no closing balance are left out.
    """
    closing = {line.id: (line.end_date, line.closing) for line in lines}
    ends = sorted({end for end, balance in closing.values() if balance is not None})
    opening = balances.opening(session, account_id) or Decimal(0)
    moved = balances.before(session, account_id, ends) if ends else {}
    return {
        key: opening + moved[end] - balance
        for key, (end, balance) in closing.items()
        if balance is not None
    }


def carry(session: Session, from_id: UUID, to_id: UUID) -> None:
    """Give what files said of an account to another one."""
    session.execute(
        update(Statement)
        .where(Statement.household_id == household_id(session), Statement.account_id == from_id)
        .values(account_id=to_id)
    )


def follow(session: Session, moved: Iterable[tuple[UUID, UUID, UUID]]) -> None:
    """Let statements go where the transactions of their file went: (import, from, to) each.

    A statement stays as long as a transaction of its file is left in its account.
    """
    mine = household_id(session)
    for import_id, from_id, to_id in sorted(moved):
        left = exists().where(
            Transaction.household_id == mine,
            Transaction.import_id == import_id,
            Transaction.account_id == from_id,
        )
        session.execute(
            update(Statement)
            .where(
                Statement.household_id == mine,
                Statement.import_id == import_id,
                Statement.account_id == from_id,
                ~left,
            )
            .values(account_id=to_id)
        )
