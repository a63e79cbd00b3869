"""One category ahead: what it came to, what it is expected to, and what that rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftracker.domain.cadences import Span
from ftracker.domain.forecasts import CategoryAhead, PeriodAhead, Score
from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY
from ftracker.web import filters, forecast_words, report_cells
from ftracker.web.budget_periods import listed
from ftracker.web.charts import Series, Spec, Spread
from ftracker.web.display import Figure, Proof
from ftracker.web.forecast_pages import score, spending
from ftracker.web.report_cells import Cells
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Row, Sentence, Table

Past = Sequence[tuple[Span, Decimal]]
_MONTH = 28


@dataclass(frozen=True, slots=True)
class Here:
    """A category ahead as of a day, what it came to before, and the score if there is one."""

    one: CategoryAhead
    past: Past
    score: Score | None
    cells: Cells
    as_of: date

    @property
    def section(self) -> Section:
        """Where it counts."""
        return Section(self.one.section)

    @property
    def name(self) -> str:
        """What it is called."""
        names = self.cells.writer.names.categories
        return names[self.one.category_id].name if self.one.category_id else ""

    def rough(self, amount: Decimal) -> str:
        """Write what is only likely in whole units."""
        return filters.rough(self.cells.writer.currency, self.cells.writer.locale)(amount)


def body(here: Here) -> Body:
    """Show the present period, the past and the periods ahead, and how good it is."""
    return Body(
        figures=tuple(_figures(here)),
        sentences=tuple(_sentences(here)),
        blocks=(_over_time(here), _score(here)),
    )


def _figures(here: Here) -> Iterator[Figure]:
    now, writer = here.one.periods[0], here.cells.writer
    href = spending.so_far(here.one, now, here.as_of)
    tone = report_cells.tone(here.section)
    yield here.cells.figure(spending.SO_FAR[here.section], now.so_far, href, tone)
    end = forecast_words.near_day(now.end - DAY, here.as_of, writer.locale)
    note = f"80 %: {forecast_words.wide(now.band, writer)}"
    median = now.band.median
    yield Figure(
        f"Expected by {end}", here.rough(median), href, tone, None, note, median, Proof.DERIVED
    )
    if now.budget is not None:
        said = forecast_words.over(now.over) if now.over is not None else ""
        yield Figure("Budget", here.rough(now.budget), "/budgets", note=said, value=now.budget)


def _sentences(here: Here) -> Iterator[Sentence]:
    now = here.one.periods[0]
    is_bad = here.section is Section.SPENDING and (now.over or 0) >= spending.LIKELY
    text = spending.budget_sentence(here.name, now, here.cells.writer)
    yield Sentence(text, tone="bad" if is_bad else "")
    basis = forecast_words.basis(here.one.basis, here.cells.writer.locale)
    yield Sentence(f"{basis[:1].upper()}{basis[1:]}.")
    place = f"section={here.section.value}&category_id={here.one.category_id}"
    yield from score.one_offs(here.one.basis, place, here.cells)


def _over_time(here: Here) -> Block:
    columns = (
        Column("Period", "period", is_number=False),
        Column("Came to", "came"),
        Column("Expected", "expected"),
        Column("Half: from", "low50"),
        Column("to", "high50"),
        Column("80 %: from", "low80"),
        Column("to", "high80"),
        Column("Budget", "budget"),
    )
    rows = (*(_past_row(*one, here) for one in here.past), *_ahead_rows(here))
    table = Table("periods", f"{here.name} before and ahead", columns, rows)
    return Block(
        "Before and ahead",
        table,
        _chart(here),
        "What each period came to, and what is expected with its ranges; the table says the same",
        is_folded=True,
    )


def _past_row(span: Span, amount: Decimal, here: Here) -> Row:
    href = listed(span, here.section, here.one.category_id)
    came = here.cells.sum(amount, href, report_cells.tone(here.section))
    empty = (NO_CELL,) * 6
    return Row((_name(span.start, span.end, here), came, *empty))


def _ahead_rows(here: Here) -> Iterator[Row]:
    for place, one in enumerate(here.one.periods):
        href = spending.so_far(here.one, one, here.as_of)
        came = here.cells.sum(one.so_far, href, report_cells.tone(here.section))
        band = one.band
        likely = (band.median, band.low50, band.high50, band.low80, band.high80)
        yield Row(
            (
                _name(one.start, one.end, here),
                NO_CELL if place else came,
                *(Cell(amount, here.rough(amount)) for amount in likely),
                NO_CELL if one.budget is None else Cell(one.budget, here.rough(one.budget)),
            )
        )


def _name(start: date, end: date, here: Here) -> Cell:
    return Cell(start, spending.period_label(start, end, here.cells.writer.locale))


def _chart(here: Here) -> Spec:
    before: list[None] = [None] * len(here.past)
    ahead = here.one.periods
    after: list[None] = [None] * (len(ahead) - 1)
    links = [listed(span, here.section, here.one.category_id) for span, _ in here.past]
    labels = [_short(span.start, span.end, here) for span, _ in here.past]
    came = [*(amount for _, amount in here.past), ahead[0].so_far, *after]
    bands = [one.band for one in ahead]
    wide = Spread(
        "80 of 100",
        [*before, *(one.low80 for one in bands)],
        [*before, *(one.high80 for one in bands)],
    )
    narrow = Spread(
        "50 of 100",
        [*before, *(one.low50 for one in bands)],
        [*before, *(one.high50 for one in bands)],
    )
    tone = report_cells.tone(here.section) or "slate"
    series = [
        Series("Came to", came, tone, [*links, spending.so_far(here.one, ahead[0], here.as_of)]),
        *_budgets(before, ahead),
        Series("Expected", [*before, *(one.median for one in bands)], "net", drawn="line"),
    ]
    labels += [_short(one.start, one.end, here) for one in ahead]
    return here.cells.pen.bands(labels, wide, narrow, *series)


def _budgets(before: Sequence[None], ahead: Sequence[PeriodAhead]) -> Iterator[Series]:
    if any(one.budget is not None for one in ahead):
        yield Series("Budget", [*before, *(one.budget for one in ahead)], "slate", drawn="dashed")


def _short(start: date, end: date, here: Here) -> str:
    if (end - start).days >= _MONTH:
        return forecast_words.short_month(start, here.cells.writer.locale)
    return forecast_words.short_day(start, here.cells.writer.locale)


def _score(here: Here) -> Block:
    found = [
        one
        for one in (here.score.rows if here.score else ())
        if one.subject == here.one.category_id and one.section in ("", here.one.section)
    ]
    rows = score.rows(here.score, here.cells, found)
    table = Table("score", f"How good the forecasts of {here.name} were", score.COLUMNS, rows)
    return Block("How good is this?", table, empty=score.NONE_YET)
