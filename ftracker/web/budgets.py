"""The page of budgets, put together: every figure leads to what it is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import cadences, money
from ftracker.domain.budget_sheets import Loose, Row, Sheet
from ftracker.domain.budgets import Cell, Standing
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.web import budget_cells, budget_forecasts
from ftracker.web.budget_figures import (
    COLUMNS,
    TITLES,
    available_lines,
    bar,
    figures,
    hint,
    left,
    tone,
)
from ftracker.web.budget_periods import NAMES, cell_url, label, listed, sheet_url
from ftracker.web.budget_views import COUNTS, FILTERS, View
from ftracker.web.display import CategoryMark, Option, PeriodSwitch, Unit
from ftracker.web.forms import Form
from ftracker.web.pages_budgets import (
    BudgetsPage,
    CellView,
    LikelyView,
    Link,
    LooseView,
    OtherView,
    RowView,
    SectionView,
    Tabs,
    TotalView,
)
from ftracker.web.rows import TONES, Writer

NONE = "–"
# A form carries at most a thousand fields.
MOST_CELLS = 900
WAYS = (Option("median", "Median"), Option("average", "Average"))


def build(
    sheet: Sheet,
    shown: View,
    writer: Writer,
    form: Form,
    proposed: Iterable[tuple[UUID, Decimal]] = (),
) -> BudgetsPage:
    """Put the page together, ready to be written."""
    labels = tuple(label(span, sheet.cadence) for span in sheet.spans)
    builder = _Builder(sheet, shown, writer, form, labels)
    everything = next((row for row in sheet.rows if row.category_id is None), None)
    return BudgetsPage(
        switch=builder.switch(),
        counts=builder.counts(),
        filters=builder.filters(),
        figures=figures(sheet, writer, today=shown.today),
        periods=labels,
        everything=builder.row(everything) if everything and shown.shows(everything) else None,
        sections=tuple(builder.sections()),
        others=tuple(builder.other(one) for one in sheet.others),
        available=available_lines(sheet, writer),
        form=form,
        tools=Form.filled(way="median", periods="6"),
        action=builder.url(),
        start=str(sheet.spans[0].start),
        cadence=sheet.cadence.value,
        is_empty=sheet.is_empty,
        is_single=len(sheet.spans) == 1,
        is_filtered=bool(shown.only),
        ways=WAYS,
        proposed=tuple((builder.mark(key, ""), writer.money(amount)) for key, amount in proposed),
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    sheet: Sheet
    shown: View
    writer: Writer
    form: Form
    labels: tuple[str, ...]

    @property
    def today(self) -> date:
        return self.shown.today

    @property
    def can_write(self) -> bool:
        return self.shown.can_write

    def url(self, **changes: object) -> str:
        """Give the address of the page with some words changed."""
        words = {
            "cadence": self.sheet.cadence,
            "day": self.sheet.spans[0].start,
            "count": self.shown.count,
            "only": self.shown.only,
        }
        return sheet_url(**(words | changes))  # type: ignore[arg-type]

    def switch(self) -> PeriodSwitch:
        spans, cadence = self.sheet.spans, self.sheet.cadence
        clock, step = self.sheet.settings.clock, len(spans)
        before = cadences.following(spans[0], cadence, clock, by=-step)
        names = self.labels[0], self.labels[-1]
        is_now = spans[0].holds(self.today)
        return PeriodSwitch(
            label=names[0] if step == 1 else " – ".join(names),
            units=tuple(self._units()),
            previous_href=self.url(day=before.start),
            next_href=self.url(day=spans[-1].end),
            today_href="" if is_now else self.url(day=self.today),
        )

    def _units(self) -> Iterable[Unit]:
        """Offer the cadences in use; one alone is no choice."""
        known = {*self.sheet.counts, self.sheet.cadence, self.sheet.settings.cadence}
        known.discard(Cadence.WINDOW)
        for cadence, name in NAMES.items():
            if cadence in known and len(known) > 1:
                is_here = cadence is self.sheet.cadence
                href = sheet_url(cadence, self.sheet.day, self.shown.count)
                yield Unit(name, href, is_here)

    def counts(self) -> Tabs:
        return tuple(
            (str(count), self.url(count=count), count == self.shown.count) for count in COUNTS
        )

    def filters(self) -> Tabs:
        found = []
        for word, (name, fits) in FILTERS.items():
            text = f"{name} ({sum(map(fits, self.sheet.rows))})" if word else name
            found.append((text, self.url(only=word), word == self.shown.only))
        return tuple(found)

    def sections(self) -> Iterable[SectionView]:
        for section, title in TITLES.items():
            rows = [
                row
                for row in self.sheet.rows
                if row.section is section and row.category_id and self.shown.shows(row)
            ]
            loose = [one for one in self.sheet.loose if one.section is section]
            if rows or (loose and not self.shown.only):
                yield SectionView(
                    title=title,
                    tone=TONES[section],
                    columns=COLUMNS[section],
                    rows=tuple(self.row(row) for row in rows),
                    loose=tuple(self._loose(one) for one in loose if not self.shown.only),
                    totals=() if self.shown.only else tuple(self._totals(section)),
                )

    def row(self, row: Row) -> RowView:
        names = self.writer.names
        category = names.categories[row.category_id] if row.category_id else None
        return RowView(
            id=str(row.budget_id),
            mark=self.mark(row.category_id, f"/budgets/{row.budget_id}" if self.can_write else ""),
            note=row.note,
            is_child=category is not None and category.parent_id is not None,
            cells=tuple(self._cell(row, at) for at in range(len(row.cells))),
        )

    def mark(self, category_id: UUID | None, href: str) -> CategoryMark:
        if category_id is None:
            return CategoryMark("Everything", "globe", "slate", href)
        found = self.writer.names.categories[category_id]
        return CategoryMark(found.name, found.icon, found.colour, href)

    def _cell(self, row: Row, at: int) -> CellView:
        cell, written = row.cells[at], self.writer.money
        likely = self._likely(row, cell)
        name = budget_cells.name(row.budget_id, cell, self.writer.currency)
        is_begun = cell.span.end > row.first
        has_bar = is_begun and len(row.cells) == 1
        can_type = self.can_write and at < MOST_CELLS // max(len(self.sheet.rows), 1)
        held = budget_cells.value(cell, self.writer.currency)
        return CellView(
            name=name if can_type else "",
            id=f"cell-{row.budget_id.hex}-{cell.span.start:%Y%m%d}",
            label=f"{row.name}, {self.labels[at]}",
            value=self.form.value(name) if name in self.form.typed else held,
            usual=_plain(cell.budgeted, self.writer) if is_begun else "",
            error=self.form.error(name) or "",
            budgeted=written(cell.budgeted),
            carried=self.writer.signed(cell.carried) if cell.carried else "",
            spent=written(cell.spent),
            spent_href=listed(cell.span, row.section, row.category_id),
            left=left(cell, row.section, self.writer) if is_begun else NONE,
            href=cell_url(row.budget_id, cell.span),
            tone=tone(cell, row.section) if is_begun else "",
            # What is likely says it better than what the rate would come to.
            hint=self._hint(row, cell) if is_begun and not likely else "",
            note=row.notes[at],
            bar=bar(cell, row.section, today=self.today) if has_bar else None,
            likely=likely,
        )

    def _likely(self, row: Row, cell: Cell) -> LikelyView | None:
        """Say where a budget that has begun ends, in the period that runs."""
        if cell.span.end <= row.first or not cell.span.holds(self.today):
            return None
        ahead = self.shown.ahead
        return budget_forecasts.likely(ahead, row.section, row.category_id, cell, self.writer)

    def _hint(self, row: Row, cell: Cell) -> str:
        bills = self.sheet.bills.get(row.budget_id, ())
        return hint(cell, row.section, self.writer, today=self.today, bills=bills)

    def _loose(self, one: Loose) -> LooseView:
        name = NAMES[one.cadence].lower() if one.cadence else ""
        href = f"/budgets/add?category_id={one.category_id}"
        return LooseView(
            mark=self.mark(one.category_id, ""),
            note=f"budgeted: {name}" if name else "",
            add_href=href if self.can_write and not name else "",
            amounts=tuple(
                Link(self.writer.money(amount), _listed_alone(span, one))
                for amount, span in zip(one.amounts, self.sheet.spans, strict=True)
            ),
        )

    def _totals(self, section: Section) -> Iterable[TotalView]:
        rows = [row for row in self.sheet.rows if row.section is section and row.category_id]
        for cell in self.sheet.totals[section]:
            is_begun = any(cell.span.end > row.first for row in rows)
            yield TotalView(
                budgeted=self.writer.money(cell.budgeted) if is_begun else NONE,
                spent=Link(self.writer.money(cell.spent), listed(cell.span, section, None)),
                left=left(cell, section, self.writer) if is_begun else NONE,
                tone=tone(cell, section) if is_begun else "",
            )

    def other(self, one: Standing) -> OtherView:
        written = self.writer.money
        cell = Cell(one.span, one.budgeted, one.carried, one.spent)
        href = "" if one.cadence is Cadence.WINDOW else sheet_url(one.cadence, one.span.start)
        return OtherView(
            mark=self.mark(one.category_id, f"/budgets/{one.budget_id}" if self.can_write else ""),
            period=f"{NAMES[one.cadence]}: {label(one.span, one.cadence)}",
            period_href=href,
            budgeted=written(cell.there),
            spent=Link(written(one.spent), listed(one.span, one.section, one.category_id)),
            left=Link(
                left(cell, one.section, self.writer),
                f"/budgets/{one.budget_id}/cell?day={one.span.start}",
            ),
            tone=tone(cell, one.section),
            bar=bar(cell, one.section, today=self.today),
        )


def _listed_alone(span: Span, one: Loose) -> str:
    return listed(span, one.section, one.category_id, alone=True)


def _plain(amount: Decimal, writer: Writer) -> str:
    return money.plain(amount, writer.currency)
