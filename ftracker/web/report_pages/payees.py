"""Payees: who was paid, or who paid, the largest first, and all others together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY
from ftracker.domain.reports.payees import ALL, MOST, Payees, PayeeSum, Rest
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import ZERO
from ftracker.web import filters, report_payees
from ftracker.web.charts import Series, Spec
from ftracker.web.comparison_cells import Comparing
from ftracker.web.display import Figure, Option, counted
from ftracker.web.report_cells import Cells
from ftracker.web.report_section_cells import SectionCells
from ftracker.web.report_sections import chosen
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Control, Row, Table

_DRAWN = 10
_SHOW_ALL = "all"
_COLUMNS = (
    Column("Payee", "payee", is_number=False),
    Column("Amount", "amount"),
    Column("Share", "share"),
    Column("Times", "count"),
    Column("Average", "average"),
    Column("Last", "last", is_number=False),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How payees are looked at: of which section, and how many. `notes` say what was mended."""

    section: Section
    shows_all: bool
    notes: tuple[str, ...] = ()

    @property
    def most(self) -> int:
        """How many payees are wanted."""
        return ALL if self.shows_all else MOST

    @property
    def controls(self) -> tuple[Control, ...]:
        """The choices that only this report has."""
        options = Option("", f"The {MOST} largest"), Option(_SHOW_ALL, "All of them")
        return (Control("show", "Payees", options, _SHOW_ALL if self.shows_all else ""),)


def read(typed: Mapping[str, str]) -> Look:
    """Understand the words that only this report has; what they are not is as usual."""
    show = typed.get("show", "")
    notes = () if show in ("", _SHOW_ALL) else ("Payees are shown as the largest, or all.",)
    return Look(chosen(typed), show == _SHOW_ALL, notes)


def body(found: Payees, look: Look, cells: Cells) -> Body:
    """Show the largest payees, what all others come to, and the whole."""
    here = SectionCells(cells, look.section)
    shown = _shown(found, look, cells)
    title = "Who paid" if look.section is Section.INCOME else "Who was paid"
    rest = found.largest.rest(shown)
    rows = [_row(one, found, here) for one in shown]
    if rest.parties and not look.shows_all:
        rows.append(_others(rest, shown, found, here))
    comparing = Comparing(cells, found.held)
    foot = (_whole(found, here),) if rows else ()
    block = Block(
        title,
        Table("payees", title, (*_COLUMNS, *comparing.columns), tuple(rows), foot),
        _chart(shown[:_DRAWN], here),
        f"The largest: {title.lower()}",
        switches=here.switches,
        note=" ".join(filter(None, (comparing.note, _note(rest, shown, look)))),
    )
    return Body(
        figures=tuple(_figures(found, here)),
        sentences=comparing.warnings,
        blocks=(block,),
        controls=look.controls,
        notes=look.notes,
    )


def _shown(found: Payees, look: Look, cells: Cells) -> Sequence[PayeeSum]:
    """Leave out the payees that a search for all others could not leave out."""
    payees = found.largest.payees
    if look.shows_all or len(payees) == found.largest.whole.parties:
        return payees
    names = [one.name for one in payees]
    return payees[: report_payees.fitting(cells.links.typed.get("q", ""), names)]


def _figures(found: Payees, here: SectionCells) -> Iterable[Figure]:
    whole = found.largest.whole
    note = f"{counted(whole.parties, 'payee')}, {counted(whole.count, 'time')}"
    yield replace(here.figure(whole.amount), note=note)


def _row(one: PayeeSum, found: Payees, here: SectionCells) -> Row:
    words, day = report_payees.words(one.spellings), Range(one.date, one.date + DAY)
    last = Cell(one.date, filters.day(one.date, here.writer.locale), here.href(day, **words))
    return Row(
        (
            here.text(report_payees.named(one.name), **words),
            *_amounts(one.amount, one.count, found, here, words),
            last,
            *_compared(one.amount, found.then.get(one.name, ZERO), found, here, words),
        )
    )


def _others(rest: Rest, shown: Sequence[PayeeSum], found: Payees, here: SectionCells) -> Row:
    """Write what all that are not shown come to; the list behind it is all but those shown."""
    q = here.cells.links.typed.get("q", "")
    words = {"q": report_payees.without(q, [one.name for one in shown])}
    name = here.text(f"{counted(rest.parties, 'other')}", **words)
    empty = [NO_CELL] * len(Comparing(here.cells, found.held).columns)
    return Row((name, *_amounts(rest.amount, rest.count, found, here, words), NO_CELL, *empty))


def _whole(found: Payees, here: SectionCells) -> Row:
    whole = found.largest.whole
    then = found.held.sums.of(here.section)
    return Row(
        (
            here.text("In all"),
            *_amounts(whole.amount, whole.count, found, here, {}),
            NO_CELL,
            *_compared(whole.amount, then, found, here, {}),
        )
    )


def _amounts(
    amount: Decimal, count: int, found: Payees, here: SectionCells, words: Mapping[str, str]
) -> Iterable[Cell]:
    yield here.sum(amount, **words)
    yield here.cells.share(amount, found.largest.whole.amount)
    yield here.count(count, **words)
    yield here.derived(amount / count, **words)


def _compared(
    amount: Decimal, then: Decimal, found: Payees, here: SectionCells, words: Mapping[str, str]
) -> tuple[Cell, ...]:
    comparing = Comparing(here.cells, found.held)
    return comparing.pair(amount, then, here.tone, lambda days: here.href(days, **words))


def _chart(payees: Sequence[PayeeSum], here: SectionCells) -> Spec:
    names = [report_payees.named(one.name) for one in payees]
    links = [here.href(**report_payees.words(one.spellings)) for one in payees]
    amounts = [one.amount for one in payees]
    return here.cells.pen.sideways(names, [Series(here.name, amounts, here.tone, links)])


def _note(rest: Rest, shown: Sequence[PayeeSum], look: Look) -> str:
    """Say what all that were asked for leave out."""
    if not rest.parties or not look.shows_all:
        return ""
    more = counted(rest.parties, "payee")
    return f"These are the {len(shown):,} largest; {more} more are in the sum."
