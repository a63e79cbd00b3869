"""Imports as programs see them."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from ftracker.schemas.fields import In, Name, Out
from ftracker.schemas.mappings import MappingIn


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


class ImportResult(Out):
    """What an import did, or with `dry_run` what it would do."""

    import_id: UUID | None = Field(description="Null with `dry_run`.")
    status: Literal["previewed", "imported", "undone"]
    rows: int = Field(description="Bookings in the file, good and bad.")
    added: int
    duplicates: int = Field(description="Rows that the books have from an earlier file.")
    invalid: int
    errors: list[RowProblem]
    mapping: dict[str, Any] = Field(description="The mapping as it was understood.")
    preview: list[PreviewRow] | None = Field(None, description="With `dry_run`: all good rows.")
