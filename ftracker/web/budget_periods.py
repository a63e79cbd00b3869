"""Periods of budgets in addresses and in words."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.web import addresses

NAMES = {
    Cadence.WEEK: "Weekly",
    Cadence.FORTNIGHT: "Every two weeks",
    Cadence.MONTH: "Monthly",
    Cadence.PAYDAY: "Payday to payday",
    Cadence.QUARTER: "Quarterly",
    Cadence.YEAR: "Yearly",
    Cadence.WINDOW: "Its own window",
}


@lru_cache(maxsize=4096)
def label(span: Span, cadence: Cadence) -> str:
    """Name a period: `November 2026`, `Q4 2026`, `2026`, or its first and last day."""
    if cadence is Cadence.MONTH:
        return f"{span.start:%B %Y}"
    if cadence is Cadence.QUARTER:
        return f"Q{(span.start.month + 2) // 3} {span.start.year}"
    if cadence is Cadence.YEAR:
        return str(span.start.year)
    return f"{_day(span.start)} – {_day(span.last_day)} {span.last_day.year}"


def listed(span: Span, section: Section, category_id: UUID | None, *, alone: bool = False) -> str:
    """Give the address of the list of all that counts in a section in a period.

    A category's list holds those below it, unless it shall stand alone.
    """
    # Days, ids and sections hold nothing that an address would have to escape.
    of_category = "" if category_id is None else f"&category_id={category_id}"
    only = "&alone=yes" if alone else ""
    days = f"start={span.start}&end={span.end}"
    return f"/?{days}&section={section.value}{of_category}{only}#transactions"


def sheet_url(cadence: Cadence, day: date, count: int = 1, only: str = "") -> str:
    """Give the address of the budgets of a cadence from the period on that holds a day."""
    words = {"cadence": cadence.value, "start": str(day)}
    if count > 1:
        words["periods"] = str(count)
    if only:
        words["only"] = only
    return f"/budgets?{addresses.written(words)}"


def cell_url(budget_id: UUID, span: Span) -> str:
    """Give the address of a budget in one period."""
    return f"/budgets/{budget_id}/cell?day={span.start}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
