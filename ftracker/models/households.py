"""Who the books belong to, and who may open them."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, Tracked
from ftracker.db.history import DERIVED
from ftracker.db.ids import new_id


class Household(Tracked, Base):
    """The owner of a set of books; counts in one currency.

    `catalogue_version` rises with every change of a category, type or account. A category that is
    proposed with at least `categorise_from` percent is set without asking; NULL asks always.
    """

    __tablename__ = "households"
    __table_args__ = (
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("categorise_from between 50 and 100", name="categorise_from"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    currency: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    categorise_from: Mapped[int | None]
    catalogue_version: Mapped[int] = mapped_column(BigInteger, default=1, info={DERIVED: True})


class Membership(Tracked, Base):
    """A person's place in a household."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("role in ('owner', 'editor', 'viewer')", name="role"),
        Index("ix_memberships_user_id", "user_id"),
    )

    household_id: Mapped[UUID] = mapped_column(
        ForeignKey("households.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str]
