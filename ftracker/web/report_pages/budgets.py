"""Budgets: what was planned against what came, period by period and budget by budget."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from ftracker.domain.budgets import Cell as Period
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.errors import FieldError
from ftracker.domain.kinds import Section
from ftracker.domain.reports.budgets import Kept, Planned, Plans
from ftracker.web import budget_periods, report_cells, report_sections, searches
from ftracker.web.budget_periods import NAMES, cell_url, listed, sheet_url
from ftracker.web.charts import Series, Spec
from ftracker.web.display import Figure, Option
from ftracker.web.report_cells import Cells
from ftracker.web.tables import Block, Body, Cell, Column, Control, Row, Table

# What a budget hears of a filter, which is what it is for.
_HEARD = {"category_id", "alone", "kind", "section", "start", "end", "until"}
_DEAF = "Budgets count all that comes in their categories: only these and days are heard."
_CUT = "Older periods are left out: these are the 400 newest."
_EMPTY = "No budget counted in these days"
_CAME = {Section.SPENDING: "Spent", Section.INCOME: "Came in", Section.SET_ASIDE: "Set aside"}


@dataclass(frozen=True)
class _Here:
    """What was found, its periods with all budgets together, and what writes it."""

    found: Plans
    periods: Sequence[Planned]
    cells: Cells

    @property
    def came(self) -> str:
        """How what counts in the section is called."""
        return _CAME[self.found.section]

    def label(self, span: Span) -> str:
        """Name a period of the cadence."""
        return budget_periods.label(span, self.found.cadence)

    @cached_property
    def sheets(self) -> Sequence[str]:
        """The address of the budgets in each period, for its row and for what is drawn of it."""
        return [sheet_url(self.found.cadence, one.span.start) for one in self.periods]

    @cached_property
    def lists(self) -> Sequence[str]:
        """The address of what came in each period, for its row and for what is drawn of it."""
        return [self.rows(one.span, one.categories) for one in self.periods]

    def rows(self, span: Span, categories: Sequence[UUID]) -> str:
        """Give the address of all that counts in some categories, and below them, in a period."""
        words = {"start": str(span.start), "end": str(span.end)}
        words |= {
            "section": self.found.section.value,
            "category_id": ",".join(map(str, categories)),
        }
        return searches.rows_href(words)

    def spent(self, amount: Decimal, href: str) -> Cell:
        """Write what came, which the list behind it sums to."""
        return self.cells.sum(amount, href, report_cells.tone(self.found.section))

    def planned(self, amount: Decimal, href: str) -> Cell:
        """Write what was given, which is set on a page and made of no transactions."""
        return Cell(amount, self.cells.amount(amount), href)


def chosen(typed: Mapping[str, str]) -> Cadence | None:
    """Give the cadence that an address asks for; None where it names none."""
    word = typed.get("cadence", "")
    return Cadence(word) if word in list(Cadence) else None


def body(found: Plans, cells: Cells) -> Body:
    """Show all periods together, each budget, and each budget in each period."""
    here = _Here(found, found.periods, cells)
    return Body(
        figures=tuple(_figures(here)) if here.periods else (),
        blocks=(_over_time(here), _by_budget(here), _each(here)),
        controls=_controls(here),
        notes=tuple(_notes(here)),
        mended=tuple(_mended(here)),
        empty=_EMPTY,
    )


def _notes(here: _Here) -> Iterator[str]:
    if set(searches.FILTERS).difference(_HEARD).intersection(here.cells.links.typed):
        yield _DEAF
    if here.found.is_cut:
        yield _CUT


def _mended(here: _Here) -> Iterator[FieldError]:
    word = here.cells.links.typed.get("cadence", "")
    if word and word != here.found.cadence:
        these = NAMES[here.found.cadence].lower()
        yield FieldError("cadence", f"There is no such budget here; these are: {these}.")


def _controls(here: _Here) -> tuple[Control, ...]:
    counts = here.found.counts
    options = tuple(Option(one, name) for one, name in NAMES.items() if one in counts)
    if len(options) < 2:  # noqa: PLR2004 (one is no choice)
        return ()
    return (Control("cadence", "Budgets", options, here.found.cadence),)


def _figures(here: _Here) -> Iterator[Figure]:
    periods = here.periods
    planned = sum((one.planned for one in periods), Decimal(0))
    spent = sum((one.spent for one in periods), Decimal(0))
    sheet = sheet_url(here.found.cadence, periods[-1].span.start)
    yield Figure("Planned", here.cells.amount(planned), sheet, value=planned)
    yield _all_spent(here, spent)
    left = planned - spent
    text = here.cells.amount(left, "net")
    yield Figure("Left of it", text, sheet, "net", value=left)


def _all_spent(here: _Here, spent: Decimal) -> Figure:
    """Write what came in all; one list holds it where the same budgets stood in each period."""
    cell = _whole(here, spent)
    return Figure(here.came, cell.text, cell.href, cell.tone, value=spent, proof=cell.proof)


def _whole(here: _Here, spent: Decimal) -> Cell:
    periods = here.periods
    categories = tuple(dict.fromkeys(key for one in periods for key in one.categories))
    href = here.rows(Span(periods[0].span.start, periods[-1].span.end), categories)
    if len({one.categories for one in periods}) == 1:
        return here.spent(spent, href)
    return here.cells.derived(spent, href, report_cells.tone(here.found.section))


def _over_time(here: _Here) -> Block:
    columns = (
        Column("Period", "period", is_number=False),
        Column("Planned", "planned"),
        Column(here.came, "actual"),
        Column("Left of it", "left"),
        Column("Used", "used"),
    )
    periods = here.periods
    there = zip(periods, here.sheets, here.lists, strict=True)
    rows = tuple(_period(here, one, sheet, href) for one, sheet, href in there)
    table = Table("periods", "All budgets by period", columns, rows, tuple(_foot(here)))
    return Block(
        "Planned against actual",
        table,
        _bars(here) if rows else None,
        f"Planned and {here.came.lower()} by period",
        switches=report_sections.switches(here.found.section, here.cells.links),
        empty=_EMPTY,
    )


def _period(here: _Here, one: Planned, sheet: str, href: str) -> Row:
    return Row(
        (
            here.cells.text(here.label(one.span), sheet),
            here.planned(one.planned, sheet),
            here.spent(one.spent, href),
            here.cells.derived(one.left, sheet, "net"),
            here.cells.share(one.spent, one.planned),
        )
    )


def _foot(here: _Here) -> Iterator[Row]:
    periods = here.periods
    if periods:
        planned = sum((one.planned for one in periods), Decimal(0))
        spent = sum((one.spent for one in periods), Decimal(0))
        yield Row(
            (
                here.cells.text("In all"),
                here.planned(planned, ""),
                _whole(here, spent),
                here.cells.derived(planned - spent, "", "net"),
                here.cells.share(spent, planned),
            )
        )


def _bars(here: _Here) -> Spec:
    periods = here.periods
    paint = report_cells.tone(here.found.section)
    planned = Series(
        "Planned", [one.planned for one in periods], "slate", here.sheets, drawn="dashed"
    )
    came = Series(here.came, [one.spent for one in periods], paint, here.lists)
    return here.cells.pen.bars([here.label(one.span) for one in periods], [planned, came])


def _by_budget(here: _Here) -> Block:
    columns = (
        Column("Budget", "budget", is_number=False),
        Column("Planned", "planned"),
        Column(here.came, "actual"),
        Column("Left of it", "left"),
        Column("Used", "used"),
        Column("Periods within it", "held"),
        Column("Periods", "periods"),
    )
    rows = tuple(_budget(here, one) for one in here.found.budgets)
    table = Table("budgets", "Each budget over all periods", columns, rows)
    return Block("Budget by budget", table, empty=_EMPTY)


def _budget(here: _Here, one: Kept) -> Row:
    last = one.cells[-1].span
    page = cell_url(one.budget_id, last)
    href = listed(one.days, one.section, one.category_id)
    return Row(
        (
            _name(here, one, page),
            here.planned(one.planned, page),
            here.spent(one.spent, href),
            here.cells.derived(one.planned - one.spent, page, "net"),
            here.cells.share(one.spent, one.planned),
            here.cells.count(one.held),
            here.cells.count(len(one.cells)),
        ),
        depth=int(one.within is not None),
    )


def _name(here: _Here, one: Kept, href: str) -> Cell:
    if one.category_id is None:
        return here.cells.text(one.name, href)
    return here.cells.category(one.category_id, href)


def _each(here: _Here) -> Block:
    """Show what came in each budget in each period, with what was given beside it."""
    columns = (
        Column("Budget", "budget", is_number=False),
        Column("Period", "period", is_number=False),
        Column("Planned", "planned"),
        Column("Carried in", "carried"),
        Column(here.came, "actual"),
        Column("Left", "left"),
    )
    rows = tuple(_cell(here, one, cell) for one in here.found.budgets for cell in one.cells)
    table = Table("cells", "Each budget in each period", columns, rows)
    return Block("Each period", table, is_folded=True, empty=_EMPTY)


def _cell(here: _Here, one: Kept, cell: Period) -> Row:
    page = cell_url(one.budget_id, cell.span)
    return Row(
        (
            _name(here, one, page),
            here.cells.text(here.label(cell.span), page),
            here.planned(cell.budgeted, page),
            here.planned(cell.carried, page),
            here.spent(cell.spent, listed(cell.span, one.section, one.category_id)),
            here.cells.derived(cell.left, page, "net"),
        )
    )
