"""Proposals that a person turned down, so that they are not made again."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base


class Refusal(Base):
    """Two transactions that are not what they were taken for.

    Not one and the same (`same`), no two sides of a transfer (`transfer`), or no two payments of
    something that comes again (`recurring`). `first_id` is below `second_id`. One of them may be
    gone: then nothing is proposed anyway.
    """

    __tablename__ = "refusals"
    __table_args__ = (
        CheckConstraint("topic in ('same', 'transfer', 'recurring')", name="topic"),
        CheckConstraint("first_id < second_id", name="order"),
        ForeignKeyConstraint(["household_id"], ["households.id"], ondelete="CASCADE"),
    )

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    first_id: Mapped[UUID] = mapped_column(primary_key=True)
    second_id: Mapped[UUID] = mapped_column(primary_key=True)
