"""Transfers between own accounts as they come in and go out."""

from datetime import date
from uuid import UUID

from pydantic import Field

from ftracker.schemas.fields import In, Out
from ftracker.schemas.transactions import Transaction


class TransferIn(In):
    """Two transactions that are the two sides of one transfer."""

    out_id: UUID = Field(description="The one that left its account.")
    in_id: UUID = Field(description="The one that arrived in another account.")


class Transfer(Out):
    """A transfer with its two sides; `id` is the `transfer_id` of both."""

    id: UUID
    out: Transaction
    into: Transaction


class Proposal(Out):
    """Two transactions that may be one transfer, and why; a sure one need not be looked at."""

    out: Transaction
    into: Transaction
    score: int = Field(description="How likely it is, from 40 to 100.")
    is_sure: bool
    reasons: list[str]


class ProposalList(Out):
    """Proposals for what left in [start, end), newest first."""

    items: list[Proposal]
    start: date
    end: date
    older: date | None = Field(
        description="The `end` to ask for what is older; null when nothing is."
    )
