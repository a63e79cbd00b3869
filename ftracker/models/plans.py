"""How a household plans: the way of its budgets, its payday, and what is safe to spend."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Numeric, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow, Tracked
from ftracker.domain.cadences import Cadence, Weekend

_CADENCES = ", ".join(f"'{cadence}'" for cadence in Cadence if cadence is not Cadence.WINDOW)
_WEEKENDS = ", ".join(f"'{weekend}'" for weekend in Weekend)


class Plan(OwnedRow, Tracked, Base):
    """The one plan of a household; without a row everything is as the defaults say.

    `cadence` is what a new budget gets and the budget page opens with. A payday month begins on
    day `payday` (31 is the last day of each month), moved by `payday_weekend` off Saturdays and
    Sundays. Two-week periods begin every 14 days from `fortnight_start`. `income` says what
    counts as income of a period: what is expected, what came, or the larger. `buffer` is never
    safe to spend. `cash_account_ids` are the accounts that can be spent from; empty means all of
    the kinds cash and current.
    """

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("household_id"),
        CheckConstraint("method in ('plan', 'envelopes')", name="method"),
        CheckConstraint(f"cadence in ({_CADENCES})", name="cadence"),
        CheckConstraint("payday between 1 and 31", name="payday"),
        CheckConstraint(f"payday_weekend in ({_WEEKENDS})", name="payday_weekend"),
        CheckConstraint("income in ('expected', 'came', 'larger')", name="income"),
        CheckConstraint("buffer >= 0", name="buffer"),
    )

    method: Mapped[str] = mapped_column(default="plan")
    cadence: Mapped[str] = mapped_column(default=Cadence.MONTH)
    payday: Mapped[int] = mapped_column(default=1)
    payday_weekend: Mapped[str] = mapped_column(default=Weekend.KEEP)
    fortnight_start: Mapped[date] = mapped_column(default=date(2024, 1, 1))
    income: Mapped[str] = mapped_column(default="came")
    buffer: Mapped[Decimal] = mapped_column(Numeric(19, 4), default=Decimal(0))
    cash_account_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
