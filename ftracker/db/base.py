"""What all tables share: names of constraints, columns of rows that people edit."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, MetaData, Numeric, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from ftracker.db.ids import new_id

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

Money = Annotated[Decimal, mapped_column(Numeric(19, 4))]


def now() -> datetime:
    """Give this moment in UTC, for stamps that no rule depends on."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True)}


class HouseholdRow:
    """A row of one household: the household's id leads every key.

    `household_id` has a foreign key of its own only where no composite key implies it.
    """

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class OwnedRow(HouseholdRow):
    """A row of one household whose household is checked by a foreign key."""

    household_id: Mapped[UUID] = mapped_column(
        ForeignKey("households.id", ondelete="CASCADE"), primary_key=True
    )


class Tracked:
    """A row that people edit: every write is kept in the history, and a stale one is refused."""

    __tracked__: ClassVar[bool] = True

    version: Mapped[int] = mapped_column(BigInteger, nullable=False, default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 (a class method of the mapper)
        table: Table = getattr(cls, "__table__")  # noqa: B009 (made by the mapper)
        return {"version_id_col": table.c.version, "eager_defaults": False}
