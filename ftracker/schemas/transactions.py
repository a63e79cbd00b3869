"""Transactions as they come in and go out."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from ftracker.schemas.fields import (
    AmountText,
    EntryDate,
    In,
    Name,
    Note,
    Out,
    Payee,
    Stamp,
    Tags,
    Version,
)

Reconciled = Annotated[
    Literal["keep", "change"],
    Field(
        description="What was ticked off against a balance of the bank keeps its amount, date, "
        "account and direction (409), unless this says `change`: then it is ticked off no more."
    ),
]


class TransactionFields(In):
    """What a person says of a transaction; ids win over names, neither means the default."""

    date: EntryDate
    amount: AmountText
    type_id: UUID | None = None
    type: Name | None = None
    category_id: UUID | None = None
    category: Name | None = None
    account_id: UUID | None = None
    account: Name | None = None
    to_account_id: UUID | None = None
    to_account: Name | None = None
    direction: Literal["in", "out"] | None = None
    payee: Payee = ""
    note: Note = ""
    tags: Tags = Field(default_factory=list)


class TransactionIn(TransactionFields):
    """A new transaction. With a transfer type and `to_account` both sides are made."""

    id: UUID | None = None
    split_id: UUID | None = None


class TransactionEdit(TransactionFields):
    """A transaction as it shall be; `version` is the one that was read."""

    version: Version
    reconciled: Reconciled = "keep"


class PartIn(In):
    """One part of a split: its own category, amount and note; `id` and `version` if it exists."""

    id: UUID | None = None
    version: int | None = None
    category_id: UUID
    amount: AmountText
    note: Note = ""


class SplitIn(In):
    """One purchase over several categories."""

    split_id: UUID
    date: EntryDate
    type_id: UUID
    account_id: UUID | None = None
    payee: Payee = ""
    tags: Tags = Field(default_factory=list)
    parts: list[PartIn] = Field(min_length=2, max_length=50)
    reconciled: Reconciled = "keep"


class BulkEdit(In):
    """What many transactions shall have in common; what is left out stays as it is."""

    ids: list[UUID] = Field(min_length=1, max_length=10_000)
    category_id: UUID | None = None
    account_id: UUID | None = None
    date: EntryDate | None = None
    reconciled: Reconciled = "keep"


class Transaction(Out):
    """A transaction as the API shows it; the amount is positive, the flow tells the way."""

    id: UUID
    date: date
    amount: str
    type_id: UUID
    type: str
    flow: Literal["in", "out", "transfer"]
    direction: Literal["in", "out"]
    category_id: UUID
    category: str
    kind: str
    account_id: UUID
    account: str
    payee: str
    note: str
    tags: list[str]
    split_id: UUID | None
    transfer_id: UUID | None
    reconciliation_id: UUID | None
    member_id: UUID | None = Field(
        description="Who wrote it down: who added it, or who brought its file. Null where FTracker "
        "booked it by itself, or where nobody knows. It stays when that member leaves."
    )
    is_active: bool
    version: int
    created_at: Stamp
    updated_at: Stamp
