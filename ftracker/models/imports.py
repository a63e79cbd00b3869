"""Files that were read, what became of them, and what is remembered of their rows."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ftracker.db.base import Base, HouseholdRow, OwnedRow, now


class Import(OwnedRow, Base):
    """One file: how it was understood, what a person said about it, and how many rows it added.

    Its bytes lie in pieces (`ImportPiece`), which may be gone while the rest stays. `reasons` say
    for each part of the mapping that was found out why it was decided so. `account_name` is that of
    an account that is to be made for all rows, '' where there is none to be made. `edits` holds
    the cells that were typed over in the preview, by line and field; `choices` says what becomes
    of a line that looks like something in the books, or that is to be left out. `known` lists the
    lines that the books had, as first and last of each run, when the file was read last;
    `progress` counts the rows that a running job has read. `fingerprints` is the version of what
    the rows are known by.
    """

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint(
            "status in ('previewed', 'queued', 'running', 'imported', 'undone', 'failed')",
            name="status",
        ),
        Index("ix_imports_sha256", "household_id", "file_sha256"),
    )

    file_name: Mapped[str]
    file_sha256: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    format: Mapped[str] = mapped_column(default="csv")
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reasons: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    profile_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    account_name: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="previewed")
    leave_out: Mapped[bool] = mapped_column(default=False)
    edits: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    choices: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    invalid: Mapped[int] = mapped_column(default=0)
    matched: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    known: Mapped[list[list[int]]] = mapped_column(JSONB, default=list)
    fingerprints: Mapped[int] = mapped_column(SmallInteger, default=2)
    errors: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    imported_at: Mapped[datetime | None]


class ImportPiece(Base):
    """A part of a file's bytes, in order from 0, compressed."""

    __tablename__ = "import_pieces"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "import_id"],
            ["imports.household_id", "imports.id"],
            ondelete="CASCADE",
        ),
    )

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportMatch(Base):
    """A row of a file that looks like a transaction the books have, though not to the letter.

    `days` is how much later the file's row is (below zero: earlier); `likeness` says how alike the
    texts are, from 0 to 100. The transaction may be gone: a foreign key would be asked for each row
    of an import that is taken back.
    """

    __tablename__ = "import_matches"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "import_id"],
            ["imports.household_id", "imports.id"],
            ondelete="CASCADE",
        ),
        Index("ix_import_matches_transaction", "household_id", "transaction_id"),
    )

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    transaction_id: Mapped[UUID]
    days: Mapped[int]
    likeness: Mapped[int]


class KnownRow(Base):
    """A row of a file that must not come in again though no transaction carries its fingerprint.

    It was deleted for good, or merged with another transaction (`reason`).
    """

    __tablename__ = "known_rows"
    __table_args__ = (
        CheckConstraint("reason in ('purged', 'merged')", name="reason"),
        ForeignKeyConstraint(["household_id"], ["households.id"], ondelete="CASCADE"),
        Index("ix_known_rows_import", "household_id", "import_id"),
    )

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    import_id: Mapped[UUID | None]


class Statement(HouseholdRow, Base):
    """What a file said of one account over some days: balances, and what its rows come to.

    Days are half-open: `end_date` is the day after the last one. Balances and `total` are signed;
    a balance is NULL where the file did not say it.
    """

    __tablename__ = "statements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "import_id"],
            ["imports.household_id", "imports.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("end_date > start_date", name="days"),
        Index("ix_statements_account", "household_id", "account_id", "start_date"),
        Index("ix_statements_import", "household_id", "import_id"),
    )

    import_id: Mapped[UUID]
    account_id: Mapped[UUID]
    start_date: Mapped[date]
    end_date: Mapped[date]
    opening: Mapped[Decimal | None] = mapped_column(Numeric(19, 4))
    closing: Mapped[Decimal | None] = mapped_column(Numeric(19, 4))
    total: Mapped[Decimal] = mapped_column(Numeric(28, 4))
    rows: Mapped[int] = mapped_column(Integer)
    is_complete: Mapped[bool]


class AccountWord(Base):
    """What files call an account: its number, its IBAN, or a name it once had.

    The account may be gone. Where its rows went to another one, the word `id:` and its id leads
    there: so a row is known by the account that it came in for. A foreign key would forget that.
    """

    __tablename__ = "account_words"
    __table_args__ = (
        ForeignKeyConstraint(["household_id"], ["households.id"], ondelete="CASCADE"),
    )

    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
