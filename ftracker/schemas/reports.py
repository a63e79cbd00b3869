"""Reports as they go out; amounts are strings with the decimals of the currency."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from ftracker.domain.kinds import Kind
from ftracker.domain.periods import Unit
from ftracker.schemas.fields import EntryDate, In, Out


class SummaryQuery(In):
    """Which report is meant; without days it covers everything from the first transaction on."""

    unit: Unit = Field(Unit.MONTH, description="What the range is cut into; weeks begin on Monday.")
    start: EntryDate | None = Field(None, description="The first day that belongs to the report.")
    end: EntryDate | None = Field(None, description="The first day that does not belong to it.")


class SummarySums(Out):
    """Sums over days; transfers count nowhere."""

    income: str = Field(examples=["3100.00"])
    spending: str = Field(examples=["1204.50"])
    set_aside: str = Field(examples=["400.00"], description="A part of net, never of spending.")
    net: str = Field(examples=["1895.50"], description="Income less spending.")
    count: int = Field(ge=0, description="Transactions, without transfers.")


class SummaryPeriod(SummarySums):
    """One week, month or year, cut to the range of the report."""

    start: date = Field(description="Its first day.")
    end: date = Field(description="The first day after it.")
    label: str = Field(examples=["July 2025"])


class SummaryCategory(Out):
    """One category inside one section of the report."""

    category_id: UUID
    category: str
    kind: Kind
    section: Literal["income", "spending", "set_aside"]
    amount: str = Field(
        examples=["310.20"],
        description="Signed as its section counts: below zero where refunds outweigh spending.",
    )
    share: float = Field(
        examples=[0.25], description="Its part of the section's total, 0.25 for a quarter."
    )
    count: int = Field(ge=1)


class Summary(Out):
    """What came in, went out and was set aside: by period, in all, and by category."""

    unit: Unit
    start: date
    end: date
    periods: list[SummaryPeriod] = Field(description="Oldest first, empty ones too.")
    totals: SummarySums
    categories: list[SummaryCategory] = Field(
        description="By section (income, spending, set aside), the largest first."
    )
