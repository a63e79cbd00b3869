"""Reports as they go out; amounts are strings with the decimals of the currency."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from ftracker.domain.kinds import Kind
from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Preset
from ftracker.schemas.fields import Out
from ftracker.schemas.filters import TransactionFilter


class SummaryQuery(TransactionFilter):
    """Which report is meant; without days it covers everything from the first transaction on."""

    unit: Unit = Field(Unit.MONTH, description="What the range is cut into; weeks begin on Monday.")
    range: Preset | None = Field(
        None, description="Days by name, reckoned from today; days that are written out win."
    )
    compare: Compare = Field(
        Compare.NONE,
        description="What it is held against: the days before, the same a year earlier, or the "
        "average of up to twelve ranges before. A range that today lies in is held against the "
        "same part of the others.",
    )


class SummaryAmounts(Out):
    """The four sums; transfers count nowhere."""

    income: str = Field(examples=["3100.00"])
    spending: str = Field(examples=["1204.50"])
    set_aside: str = Field(examples=["400.00"], description="A part of net, never of spending.")
    net: str = Field(examples=["1895.50"], description="Income less spending.")


class SummarySums(SummaryAmounts):
    """Sums over days."""

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


class SummaryRange(Out):
    """Days, half-open."""

    start: date = Field(description="The first day.")
    end: date = Field(description="The first day after them.")


class SummaryComparison(SummaryAmounts):
    """What the report is held against; the average where there are several ranges."""

    compare: Compare
    ranges: list[SummaryRange] = Field(description="Newest first.")
    count: int = Field(ge=0, description="Transactions, without transfers; rounded.")


class SummaryTypical(Out):
    """What periods usually hold: of those that are whole and over, else of all."""

    periods: int = Field(ge=1, description="Of how many.")
    average: SummaryAmounts
    median: SummaryAmounts


class SummaryChange(Out):
    """A category, with those below it, that changed much against what was, or is usual, then."""

    start: date = Field(description="The first day that is looked at.")
    end: date = Field(description="The first day that is not.")
    category_id: UUID
    category: str
    section: Literal["income", "spending", "set_aside"]
    amount: str
    count: int = Field(ge=0)
    then_amount: str = Field(description="What it was then, or what is usual.")
    then_count: float = Field(ge=0)
    percent: int | None = Field(description="The change; null for what is new.")


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
    savings_rate: float | None = Field(
        examples=[0.61], description="Net by income, 0.25 for a quarter; null without income."
    )
    typical: SummaryTypical | None = Field(description="Null where there is no period.")
    comparison: SummaryComparison | None = Field(description="Null where nothing is compared.")
    changes: list[SummaryChange] = Field(
        description="The largest first, at most four; against what is usual unless compared."
    )
