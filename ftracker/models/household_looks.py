"""What was there when alerts last looked at a household."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base


class HouseholdLook(Base):
    """By what the last look saw one knows whether another look may find anything else.

    There are two of each household: the last one, and the last one that also asked what takes
    long. `seen` stands for all that was written down by then, counted from `since_id` on;
    `again_at` is when something waits to be sent or asked for, whatever is written.
    """

    __tablename__ = "household_looks"

    household_id: Mapped[UUID] = mapped_column(
        ForeignKey("households.id", ondelete="CASCADE"), primary_key=True
    )
    is_whole: Mapped[bool] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime]
    day: Mapped[date]
    since_id: Mapped[UUID]
    seen: Mapped[str]
    again_at: Mapped[datetime | None]
