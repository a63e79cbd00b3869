"""Imports as programs see them."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from ftracker.schemas.fields import In, Name, Out
from ftracker.schemas.mappings import MappingIn

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Up to the year 9999, in microseconds.
CURSOR = r"^[0-9]{1,17}\.[0-9a-f]{32}$"


class ImportOptions(In):
    """How a file is to be taken in; what is left out is found out."""

    mapping: MappingIn = Field(default_factory=MappingIn)
    account: Name | None = None
    dry_run: bool = False


class RowProblem(Out):
    """What is wrong with one cell of a file."""

    row: int | None = Field(description="The line of the file, from 1.")
    field: str = Field(examples=["date"])
    message: str = Field(examples=["“2026-02-30” is no day of the calendar from 1900 to 2199."])


class PreviewRow(Out):
    """What one row of a file would become."""

    row: int = Field(description="The line of the file, from 1.")
    date: date
    amount: str = Field(description="Positive; the flow tells the way.", examples=["12.50"])
    flow: Literal["in", "out", "transfer"]
    payee: str
    note: str
    category: str
    account: str
    currency: str = Field(description="As the file says it; empty where it does not.")
    duplicate: bool = Field(description="The books have it from an earlier file.")


class Understood(Out):
    """How a file was understood, and the profile by which files like it are known."""

    id: UUID | None = Field(description="Null where nothing is remembered for files like this.")
    name: str = Field(examples=["Chase1234"])
    mapping: dict[str, Any] = Field(description="The mapping, with nothing left open.")
    reasons: dict[str, str] = Field(
        description="Why each part was decided so, where it was found out.",
        examples=[{"date.formats": "the 13th cannot be a month"}],
    )


class StatementOut(Out):
    """What a file says of one account over some days; balances are signed, null where unsaid."""

    account: str
    start: date
    end: date = Field(description="The day after the last one.")
    last_day: date
    opening: str | None
    closing: str | None
    total: str = Field(description="What its rows come to: money in less money out.")
    is_balanced: bool | None = Field(description="Opening and rows make closing; null if unsaid.")


class ImportSummary(Out):
    """A file, and what became of it."""

    import_id: UUID | None = Field(description="Null with `dry_run`.")
    file_name: str
    format: Literal["csv", "xlsx", "ofx", "qif", "camt053", "mt940"]
    status: Literal["previewed", "queued", "running", "imported", "undone", "failed"]
    created_at: datetime | None
    imported_at: datetime | None
    rows: int = Field(description="Bookings in the file, good and bad.")
    added: int
    duplicates: int = Field(description="Rows that the books have from an earlier file.")
    invalid: int
    matches: int = Field(description="Rows added that look like something the books have.")
    progress: int = Field(description="Rows read so far, while the status is running.")


class ImportResult(ImportSummary):
    """What an import did, is doing, or with `dry_run` would do."""

    errors: list[RowProblem]
    mapping: dict[str, Any] = Field(description="The mapping as it was understood.")
    profile: Understood
    statements: list[StatementOut] = Field(description="Empty until it is imported.")
    preview: list[PreviewRow] | None = Field(None, description="With `dry_run`: all good rows.")


class ImportPage(Out):
    """One page of imports, newest first."""

    items: list[ImportSummary]
    next_cursor: str | None = Field(description="Where the next page begins; null at the end.")


class ImportQuery(In):
    """Which page of the imports."""

    limit: int = Field(50, ge=1, le=200)
    cursor: Annotated[str, StringConstraints(pattern=CURSOR)] | None = Field(
        None, description="`next_cursor` of the page before."
    )

    def position(self) -> tuple[datetime, UUID] | None:
        """Read where the page begins."""
        if self.cursor is None:
            return None
        moment, _, key = self.cursor.partition(".")
        return EPOCH + timedelta(microseconds=int(moment)), UUID(key)


def cursor(at: datetime, key: UUID) -> str:
    """Write where a page begins that follows an import."""
    return f"{(at - EPOCH) // timedelta(microseconds=1)}.{key.hex}"
