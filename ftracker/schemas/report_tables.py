"""Reports as programs ask for them and get them: figures, sentences, tables."""

from datetime import date
from typing import Literal

from pydantic import Field

from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Preset
from ftracker.schemas.fields import Out
from ftracker.schemas.filters import RowFilter

Value = str | int | float | None
Proof = Literal["sum", "count", "derived", "balance"]
_MADE_OF = "The address of the transactions that it is made of, where there are any."
_PROOF = (
    "What those transactions prove: they sum to the value, signed as its section counts (`sum`); "
    "there are so many of them (`count`); it was reckoned from them or from some of them "
    "(`derived`); they moved accounts to it from what those began with (`balance`). Null where "
    "they prove no value."
)


class ReportQuery(RowFilter):
    """What a report looks at. Days win over a range; without both it has its usual ones."""

    range: Preset | None = Field(None, description="Days by name; they move on with today.")
    unit: Unit | None = Field(
        None, description="What the days are cut into: at most 400; weeks begin on Monday."
    )
    compare: Compare = Field(
        Compare.NONE,
        description="What the days are held against: those `before`, a `year` earlier, or the "
        "average of up to twelve before, which is `usual`. Reports without a comparison ignore it.",
    )


class ReportFigure(Out):
    """One sum of the whole report."""

    name: str = Field(examples=["spending"])
    label: str = Field(examples=["Spending"])
    value: Value = Field(examples=["1204.50"])
    transactions: str | None = Field(description=_MADE_OF)
    proof: Proof | None = Field(description=_PROOF)


class ReportSentence(Out):
    """Something worth saying."""

    text: str
    transactions: str | None = Field(description="The address of what it is said of.")
    proof: Proof | None = Field(description=_PROOF)


class ReportColumn(Out):
    """A column of a table."""

    name: str = Field(examples=["spending"])
    label: str = Field(examples=["Spending"])


class ReportCell(Out):
    """One field of a table."""

    value: Value = Field(
        description="An amount is a string with the decimals of the currency, signed as its "
        "section counts; a count is a number; a share is 0.25 for a quarter; a day is an ISO "
        "date; null where there is nothing."
    )
    transactions: str | None = Field(description=_MADE_OF)
    proof: Proof | None = Field(description=_PROOF)


class ReportRow(Out):
    """One row, with a cell for each column; one of depth 1 is a part of the last of depth 0."""

    depth: int = Field(ge=0)
    cells: list[ReportCell]


class ReportTable(Out):
    """One table of a report; `name` is unique in it, `foot` sums up."""

    name: str = Field(examples=["periods"])
    caption: str
    columns: list[ReportColumn]
    rows: list[ReportRow]
    foot: list[ReportRow]


class ReportTables(Out):
    """One report: the days [start, end), and all that it says of them."""

    report: str = Field(examples=["profit-and-loss"])
    title: str
    start: date = Field(description="The first day that belongs to it.")
    end: date = Field(description="The first day that does not belong to it.")
    unit: Unit
    compare: Compare
    figures: list[ReportFigure]
    sentences: list[ReportSentence]
    tables: list[ReportTable]
    notes: list[str] = Field(description="What one must know to read it right.")
