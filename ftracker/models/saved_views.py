"""Reports that a household wants to see again, with all that was chosen for them."""

from sqlalchemy import CheckConstraint, Computed, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, OwnedRow, Tracked


class SavedView(OwnedRow, Tracked, Base):
    """A report by its word in the address, and the words that stand behind it there.

    `words` are those of `domain/view_words.py`, in the order in which they write them. They may
    name categories, accounts, types and members that are gone by now.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("household_id", "name_key"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("length(report) between 1 and 40", name="report"),
        CheckConstraint("length(words) <= 40000", name="words"),
    )

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Computed("lower(name)", persisted=True))
    report: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    is_pinned: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
