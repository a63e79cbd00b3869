"""What comes again, as it goes out."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from ftracker.domain.paces import Pace
from ftracker.schemas.fields import Out


class Price(Out):
    """One change of an amount that comes again."""

    before: str
    after: str
    since: date
    transaction_id: UUID


class Found(Out):
    """Payments that come again and are no schedule yet; amounts are positive.

    `amount` is what is expected next, `least` and `most` bound what it was in a year.
    """

    id: UUID = Field(description="The id of its newest payment; any of them names it as well.")
    name: str
    payee: str
    direction: Literal["in", "out"]
    account_id: UUID
    to_account_id: UUID | None
    category_id: UUID
    pace: Pace
    amount: str
    least: str
    most: str
    is_fixed: bool
    next_date: date
    is_late: bool
    count: int
    total: str
    missed: int
    confidence: int = Field(description="How sure it is, from 0 to 100.")
    is_sure: bool
    prices: list[Price]
    transaction_ids: list[UUID]


class FoundList(Out):
    """All that comes again and is no schedule yet, the next day first."""

    items: list[Found]
    refused: int = Field(description="How many were turned down.")
    next_cursor: None = None
