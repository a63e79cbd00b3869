"""What files said of accounts: their statements, as they are kept."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import Import, Statement

MOST = 2_000


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement: the days [start_date, end_date), signed balances, what its rows come to."""

    id: UUID
    import_id: UUID
    file_name: str
    start_date: date
    end_date: date
    opening: Decimal | None
    closing: Decimal | None
    total: Decimal
    rows: int
    is_complete: bool

    @property
    def difference(self) -> Decimal | None:
        """What its closing balance is above opening and rows; None where a balance is not said."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing - self.opening - self.total


def of(session: Session, account_id: UUID) -> list[StatementLine]:
    """List the statements of an account, the newest first."""
    columns: list[Any] = [
        Import.file_name if field.name == "file_name" else getattr(Statement, field.name)
        for field in fields(StatementLine)
    ]
    statement = (
        select(*columns)
        .join(
            Import,
            (Import.household_id == Statement.household_id) & (Import.id == Statement.import_id),
        )
        .where(Statement.household_id == household_id(session), Statement.account_id == account_id)
        .order_by(Statement.end_date.desc(), Statement.start_date.desc(), Statement.id.desc())
        .limit(MOST)
    )
    return [StatementLine(*row) for row in session.execute(statement)]
