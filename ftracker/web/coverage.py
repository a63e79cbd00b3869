"""The strip of months that statements cover, drawn and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from ftracker.domain.coverage import Gap, Month, State
from ftracker.domain.periods import DAY
from ftracker.web import display, filters
from ftracker.web.rows import Writer

LETTERS = "JFMAMJJASOND"
WORDS = {
    State.COVERED: "covered",
    State.PARTLY: "partly covered",
    State.GAP: "not covered",
    State.BEFORE: "before the first statement",
}
TOLD = (State.COVERED, State.PARTLY, State.GAP)


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One month of the strip: a letter, how it is drawn, and what it says in words."""

    letter: str
    state: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of the strip; `blank` months of it come before the first one that is shown."""

    label: str
    blank: int
    months: tuple[MonthCell, ...]


def years(months: Sequence[Month], account_id: UUID) -> tuple[YearRow, ...]:
    """Lay the months out by year, the newest year first.

    Where nothing was told for years, one of them stands for all.
    """
    rows = []
    for year, of_year in groupby(months, key=lambda month: month.start.year):
        listed = list(of_year)
        cells = tuple(_cell(month, account_id) for month in listed)
        rows.append(YearRow(str(year), listed[0].start.month - 1, cells))
    return tuple(reversed(_without_end(rows)))


def told(months: Sequence[Month]) -> list[str]:
    """Say the strip in sentences, months in a row as one range, oldest first."""
    ranges: dict[State, list[str]] = {state: [] for state in TOLD}
    for state, run in groupby(months, key=lambda month: month.state):
        first, *rest = [month.start for month in run]
        text = f"{first:%b %Y}" + (f" – {rest[-1]:%b %Y}" if rest else "")
        ranges.get(state, []).append(text)
    return [
        f"{WORDS[state].capitalize()}: {', '.join(texts)}."
        for state, texts in ranges.items()
        if texts
    ]


def gap(missing: Gap, writer: Writer) -> str:
    """Say what is missing between two statements."""
    apart = ""
    if missing.difference:
        apart = f"the next one opens {writer.signed(missing.difference)} from where this one closed"
    if not missing.days:
        return f"{filters.day(missing.start, writer.locale)}: {apart}."
    last = filters.day(missing.end - DAY, writer.locale)
    days = f"{filters.day(missing.start, writer.locale)} – {last}" if missing.days > 1 else last
    told = f"{days}: {display.counted(missing.days, 'day')} that no statement tells of"
    return f"{told}; {apart}." if apart else f"{told}."


def _without_end(rows: list[YearRow]) -> list[YearRow]:
    """Leave out the years at the end that nothing tells of, but for the first of them."""
    silent = [all(month.state == State.GAP for month in row.months) for row in rows]
    end = len(rows)
    while end > 1 and silent[end - 1] and silent[end - 2]:
        end -= 1
    return rows[:end]


def _cell(month: Month, account_id: UUID) -> MonthCell:
    return MonthCell(
        letter=LETTERS[month.start.month - 1],
        state=month.state.value,
        words=f"{month.start:%B %Y}: {WORDS[month.state]}",
        href=f"/?account_id={account_id}&period={month.start:%Y-%m}",
    )
