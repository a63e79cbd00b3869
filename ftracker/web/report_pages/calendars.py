"""The calendar: a heat map of days, and what weekdays and days of the month usually bring."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ftracker.domain import searches
from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY, Unit, containing
from ftracker.domain.reports.calendars import Calendar, OneDay, Pattern
from ftracker.domain.reports.ranges import Range
from ftracker.domain.rules import WEEKDAYS
from ftracker.web import filters, report_cells, report_sections
from ftracker.web.charts import Series
from ftracker.web.display import Figure, counted
from ftracker.web.report_cells import Cells
from ftracker.web.report_section_cells import SectionCells
from ftracker.web.tables import Block, Body, Cell, Column, Grid, Row, Sentence, Sheet, Table, Tile

_DAY_COLUMNS = (
    Column("Day", "day", is_number=False),
    Column("Amount", "amount"),
    Column("Transactions", "count"),
)
# Fewer days than these say little of weekdays.
_TELLING = 28
_MOST = {
    Section.SPENDING: "Most is spent on",
    Section.INCOME: "Most comes in on",
    Section.SET_ASIDE: "Most is set aside on",
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """A way to put days together: its words, and how one of them is called and looked for."""

    name: str
    title: str
    label: str
    said: Callable[[int], str]
    term: Callable[[int], str]


_BY_WEEKDAY = _Kind(
    "weekdays",
    "By weekday",
    "Weekday",
    lambda number: WEEKDAYS[number - 1].capitalize(),
    lambda number: f"weekday:{WEEKDAYS[number - 1]}",
)
_BY_MONTH_DAY = _Kind("month_days", "By day of the month", "Day", str, lambda day: f"day:{day}")


def body(found: Calendar, cells: Cells) -> Body:
    """Show one section: its days, its weekdays, and its days of the month."""
    blocks = (
        _heat(found, cells),
        _pattern(found, found.weekdays, _BY_WEEKDAY, cells),
        _pattern(found, found.month_days, _BY_MONTH_DAY, cells),
    )
    return Body(tuple(_figures(found, cells)), tuple(_sentences(found, cells)), blocks)


def _figures(found: Calendar, cells: Cells) -> Iterable[Figure]:
    here = SectionCells(cells, found.section)
    yield here.figure(found.amount)
    if not found.most:
        return
    most, average = found.most, found.amount / found.lived.days
    note = f"{found.active_days:,} of {counted(found.lived.days, 'day')} have some"
    yield here.reckoned("On an average day", average, note=note)
    yield cells.figure(
        f"Most: {filters.day(most.day, cells.writer.locale)}", most.amount, _on(found, most, cells)
    )


def _sentences(found: Calendar, cells: Cells) -> Iterable[Sentence]:
    """Say which weekday stands out, where there is more than a week to tell it from."""
    first = max(found.weekdays, key=lambda one: (one.average or 0, -one.number))
    if found.amount <= 0 or first.average is None or found.lived.days < _TELLING:
        return
    name = _BY_WEEKDAY.said(first.number)
    share = cells.share(first.amount, found.amount).text
    usual = cells.amount(first.average)
    yield Sentence(
        f"{_MOST[found.section]} {name}s: {usual} on average, {share} of all.",
        _rows(found, first, _BY_WEEKDAY, cells),
    )


def _heat(found: Calendar, cells: Cells) -> Block:
    rows = tuple(_row(found, one, cells) for one in found.shown if one.count)
    label = report_cells.NAMES[found.section]
    table = Table("days", f"{label} by day", _DAY_COLUMNS, rows)
    first, last = found.shown[0].day, found.shown[-1].day
    days = " – ".join(filters.day(day, cells.writer.locale) for day in (first, last))
    return Block(
        "Day by day",
        table,
        grid=_grid(found, cells),
        switches=report_sections.switches(found.section, cells.links),
        note=f"So long a range is shown by its last weeks: {days}." if found.is_cut else "",
        is_folded=True,
    )


def _row(found: Calendar, one: OneDay, cells: Cells) -> Row:
    href = _on(found, one, cells)
    name = Cell(one.day, filters.day(one.day, cells.writer.locale), href)
    amount = cells.sum(one.amount, href, report_cells.tone(found.section))
    return Row((name, amount, cells.count(one.count, href)))


def _on(found: Calendar, one: OneDay, cells: Cells) -> str:
    return cells.links.rows(Range(one.day, one.day + DAY), section=found.section)


def _grid(found: Calendar, cells: Cells) -> Grid:
    """Lay the days out as a calendar, a sheet for each month."""
    months = groupby(found.shown, key=lambda one: one.day.replace(day=1))
    return Grid(tuple(_sheet(found, first, list(those), cells) for first, those in months))


def _sheet(found: Calendar, first: date, days: Iterable[OneDay], cells: Cells) -> Sheet:
    """Lay one month out in weeks from Monday to Sunday."""
    weeks: dict[date, list[Tile | None]] = {}
    for one in days:
        monday = one.day - DAY * one.day.weekday()
        weeks.setdefault(monday, [None] * len(WEEKDAYS))[one.day.weekday()] = _tile(
            found, one, cells
        )
    rows = tuple(tuple(week) for week in weeks.values())
    names = tuple(name[:2].capitalize() for name in WEEKDAYS)
    return Sheet(containing(first, Unit.MONTH).label, names, rows)


def _tile(found: Calendar, one: OneDay, cells: Cells) -> Tile:
    return Tile(
        str(one.day.day),
        filters.day(one.day, cells.writer.locale),
        cells.amount(one.amount),
        one.amount,
        one.level,
        _on(found, one, cells),
    )


def _pattern(found: Calendar, patterns: Iterable[Pattern], kind: _Kind, cells: Cells) -> Block:
    """Compare kinds of days: their averages drawn, the table says the rest."""
    lived = [one for one in patterns if one.days]
    table = Table(
        kind.name,
        kind.title,
        (
            Column(kind.label, "day", is_number=False),
            Column("Sum", "amount"),
            Column("Share", "share"),
            Column("Transactions", "count"),
            Column("Days", "days"),
            Column("Average", "average"),
            Column("Median", "median"),
        ),
        tuple(_pattern_row(found, one, kind, cells) for one in lived) if found.count else (),
    )
    series = Series(
        "On average",
        [one.average for one in lived],
        found.section,
        [_rows(found, one, kind, cells) for one in lived],
    )
    chart = cells.pen.bars([_short(kind, one) for one in lived], [series])
    said = f"{report_cells.NAMES[found.section]} on average, {kind.title.lower()}"
    return Block(kind.title, table, chart, said, is_folded=kind is _BY_MONTH_DAY)


def _pattern_row(found: Calendar, one: Pattern, kind: _Kind, cells: Cells) -> Row:
    href = _rows(found, one, kind, cells)
    return Row(
        (
            cells.text(kind.said(one.number), href),
            cells.sum(one.amount, href, report_cells.tone(found.section)),
            cells.share(one.amount, found.amount)._replace(href=href),
            cells.count(one.count, href),
            cells.count(one.days),
            cells.derived(one.average, href),
            cells.derived(one.median, href),
        )
    )


def _short(kind: _Kind, one: Pattern) -> str:
    return kind.said(one.number)[:3]


def _rows(found: Calendar, one: Pattern, kind: _Kind, cells: Cells) -> str:
    q = searches.narrowed(cells.links.typed.get("q", ""), kind.term(one.number))
    return cells.links.rows(section=found.section, q=q)
