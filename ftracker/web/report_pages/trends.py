"""Trends: the largest parts of a section along the periods, and the middle of the whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ftracker.domain.kinds import Section
from ftracker.domain.reports.trends import WINDOWS, Grouping, Trends
from ftracker.web import report_labels, report_payees
from ftracker.web.charts import Series, Spec
from ftracker.web.comparison_cells import Comparing
from ftracker.web.display import Figure, Option, counted
from ftracker.web.report_cells import Cells
from ftracker.web.report_pages.strands import Strand, strands
from ftracker.web.report_section_cells import SectionCells
from ftracker.web.report_sections import chosen
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Control, Row, Sentence, Table

LINES, STACKED = "lines", "stacked"
GROUPINGS = {
    Grouping.CATEGORY: "Categories",
    Grouping.PAYEE: "Payees",
    Grouping.ACCOUNT: "Accounts",
    Grouping.WHOLE: "Nothing: the whole",
}
SHAPES = {LINES: "Lines", STACKED: "Stacked bars"}


@dataclass(frozen=True, slots=True)
class Look:
    """How trends are looked at: what the series are, of which section, and how they are drawn.

    `notes` say what was mended of the address.
    """

    grouping: Grouping
    section: Section
    shape: str
    notes: tuple[str, ...] = ()

    @property
    def controls(self) -> tuple[Control, ...]:
        """The choices that only this report has."""
        groupings = tuple(Option(one, label) for one, label in GROUPINGS.items())
        shapes = tuple(Option(one, label) for one, label in SHAPES.items())
        return (
            Control("by", "Told apart by", groupings, self.grouping),
            Control("shape", "Drawn as", shapes, self.shape),
        )


def read(typed: Mapping[str, str]) -> Look:
    """Understand the words that only this report has; what they are not is as usual."""
    by, shape = typed.get("by", Grouping.CATEGORY), typed.get("shape", LINES)
    notes = []
    if by not in list(Grouping):
        notes.append("Trends are told apart by category, payee or account, or shown as a whole.")
    if shape not in SHAPES:
        notes.append("Trends are drawn as lines or stacked.")
    return Look(
        Grouping(by) if by in list(Grouping) else Grouping.CATEGORY,
        chosen(typed),
        shape if shape in SHAPES else LINES,
        tuple(notes),
    )


def body(found: Trends, look: Look, cells: Cells) -> Body:
    """Show the section along its periods, oldest first."""
    found = _told_apart(found, look, cells)
    here = SectionCells(cells, look.section)
    return Body(
        figures=tuple(_figures(found, here)),
        sentences=(*_sentences(found, here), *Comparing(cells, found.held).warnings),
        blocks=(_block(found, look, here),),
        controls=look.controls,
        notes=look.notes,
    )


def _told_apart(found: Trends, look: Look, cells: Cells) -> Trends:
    """Tell no more payees apart than a search for all others can leave out."""
    if look.grouping is not Grouping.PAYEE or found.others is None:
        return found
    heads = [one.head for one in found.lines]
    return found.reduced(report_payees.fitting(cells.links.typed.get("q", ""), heads))


def _figures(found: Trends, here: SectionCells) -> Iterable[Figure]:
    yield here.figure(found.whole.total)
    middle, unit = found.middles[-1], found.cuts[0].unit
    if middle:
        note = f"of the last {counted(len(middle.days.cut(unit)), unit)}"
        yield here.reckoned(f"Median {unit}", middle.amount, middle.days, note=note)


def _sentences(found: Trends, here: SectionCells) -> Iterable[Sentence]:
    amounts = found.whole.amounts
    most = max(range(len(amounts)), key=amounts.__getitem__)
    if len(amounts) > 1 and amounts[most] > 0:
        cut, amount = found.cuts[most], here.cells.amount(amounts[most])
        yield Sentence(f"Most was in {report_labels.whole(cut)}: {amount}.", here.href(cut))


def _block(found: Trends, look: Look, here: SectionCells) -> Block:
    unit = found.cuts[0].unit
    series = list(strands(found, look.grouping, here.cells))
    said = f"{here.name} by {unit}"
    return Block(
        title=said,
        table=Table(
            "trends",
            said,
            tuple(_columns(series, found, here)),
            tuple(_rows(series, found, here)) if any(found.whole.amounts) else (),
            (_foot(series, found, here),),
        ),
        chart=_chart(series, found, look, here),
        chart_label=said,
        switches=here.switches,
        note=_note(found, here),
    )


def _note(found: Trends, here: SectionCells) -> str:
    unit = found.cuts[0].unit
    median = f"The median stands for a {unit} and the {WINDOWS[unit] - 1} before it, all whole."
    return " ".join(filter(None, (median, Comparing(here.cells, found.held).note)))


def _columns(series: list[Strand], found: Trends, here: SectionCells) -> Iterable[Column]:
    yield Column(found.cuts[0].unit.capitalize(), "period", is_number=False)
    yield Column(here.name, "whole")
    if found.held.ranges:
        yield Column(Comparing(here.cells, found.held).heading, "then")
    yield Column("Median", "median")
    for one in series:
        yield Column(one.label, one.name)


def _rows(series: list[Strand], found: Trends, here: SectionCells) -> Iterable[Row]:
    for place, cut in enumerate(found.cuts):
        fields = [here.text(report_labels.whole(cut), cut)]
        fields += [here.sum(found.whole.amounts[place], cut), *_then(found, place, here)]
        fields.append(_middle(found, place, here))
        fields += [here.sum(one.line.amounts[place], cut, **one.words) for one in series]
        yield Row(tuple(fields))


def _foot(series: list[Strand], found: Trends, here: SectionCells) -> Row:
    fields = [here.text("In all"), here.sum(found.whole.total)]
    fields += [NO_CELL] * (2 if found.held.ranges else 1)
    fields += [here.sum(one.line.total, **one.words) for one in series]
    return Row(tuple(fields))


def _middle(found: Trends, place: int, here: SectionCells) -> Cell:
    middle = found.middles[place]
    return here.derived(middle.amount, middle.days) if middle else NO_CELL


def _then(found: Trends, place: int, here: SectionCells) -> Iterable[Cell]:
    if found.held.ranges:
        one = found.then[place]
        write = here.sum if found.held.only else here.derived
        yield write(one.amount, one.days) if one else NO_CELL


def _chart(series: list[Strand], found: Trends, look: Look, here: SectionCells) -> Spec:
    pen, axis = here.cells.pen, here.cells.axis(found.cuts)
    drawn = [
        Series(one.label, one.line.amounts, one.colour, _links(found, here, one.words))
        for one in series
    ]
    whole = Series(here.name, found.whole.amounts, here.tone, _links(found, here, {}))
    if look.shape == STACKED:
        return pen.stacked(axis, [*(drawn or [whole]), *_over(found, here)])
    # Beside the parts the whole is so high that it only stands where it is compared.
    if found.held.ranges or not drawn:
        return pen.lines(axis, [*drawn, whole, *_over(found, here)])
    return pen.lines(axis, drawn)


def _over(found: Trends, here: SectionCells) -> Iterable[Series]:
    """Draw the middle of the whole, and what it was before."""
    middles = [one.amount if one else None for one in found.middles]
    links = [here.href(one.days) if one else "" for one in found.middles]
    yield Series("Median", middles, "net", links, drawn="thin")
    if found.held.ranges:
        then = [one.amount if one else None for one in found.then]
        links = [here.href(one.days) if one else "" for one in found.then]
        name = Comparing(here.cells, found.held).label
        yield Series(name, then, here.tone, links, drawn="dashed")


def _links(found: Trends, here: SectionCells, words: Mapping[str, str]) -> list[str]:
    return [here.href(cut, **words) for cut in found.cuts]
