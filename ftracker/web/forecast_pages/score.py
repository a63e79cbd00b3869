"""How good the forecast is: held against the past, and what each line rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from ftracker.domain.forecasts import (
    Basis,
    CashAhead,
    CategoriesAhead,
    Score,
    ScoreRow,
    Topic,
)
from ftracker.domain.kinds import Section
from ftracker.web import filters, forecast_words
from ftracker.web.forecast_pages import spending
from ftracker.web.report_cells import Cells
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Row, Sentence, Table

COLUMNS = (
    Column("Forecast of", "what", is_number=False),
    Column("Ahead", "ahead"),
    Column("Typical miss", "error"),
    Column("Of", "size"),
    Column("Simple way", "method", is_number=False),
    Column("Its miss", "simple"),
    Column("Within 50 %", "in50"),
    Column("Within 80 %", "in80"),
    Column("Trials", "trials"),
)
BASES = (
    Column("Forecast of", "what", is_number=False),
    Column("What it rests on", "basis", is_number=False),
    Column("Typical miss", "error"),
    Column("A simple way's miss", "simple"),
    Column("Within 80 %", "in80"),
)
NONE_YET = (
    "There is no score yet: it is worked out at night, once there are months to look back on."
)
_MUCH_ASSUMED = 0.05
_MONTH = 30


@dataclass(frozen=True, slots=True)
class Here:
    """The score, if there is one yet, and the forecasts that it is about."""

    score: Score | None
    cash: CashAhead
    categories: CategoriesAhead
    cells: Cells


def body(here: Here) -> Body:
    """Say how good the forecasts were, then by horizon, and what each line rests on."""
    return Body(
        sentences=tuple(_sentences(here)),
        blocks=(*_tried(here), _bases(here)),
    )


def _sentences(here: Here) -> Iterator[Sentence]:
    if here.score is None or not here.score.rows:
        yield Sentence(NONE_YET)
        return
    for row in _together(here.score):
        if row.topic is Topic.CATEGORIES and row.step == 1:
            yield from _told(f"What was spent in the month ahead of {_ends(here.score)}", row, here)
        if row.topic is Topic.CASH and row.step == _MONTH:
            yield from _told("The balance 30 days ahead", row, here)
    if here.score.assumed >= _MUCH_ASSUMED:
        share = forecast_words.percent(here.score.assumed)
        yield Sentence(
            f"{share} of the transactions were imported long after their day. They count as known "
            "on their own day, as statements brought home each month would have made them."
        )


def _ends(score: Score) -> str:
    return "1 past month-end" if score.origins == 1 else f"{score.origins} past month-ends"


def _told(what: str, row: ScoreRow, here: Here) -> Iterator[Sentence]:
    rough = filters.rough(here.cells.writer.currency, here.cells.writer.locale)
    method = forecast_words.METHODS.get(row.method, row.method)
    is_better = row.error <= row.simple
    yield Sentence(
        f"{what} was missed by {rough(row.error)} of {rough(row.size)}, typically; "
        f"the best simple way, {method}, missed by {rough(row.simple)}.",
        tone="good" if is_better else "",
    )
    inside = f"{row.in80 * 100:.0f}"
    yield Sentence(f"Of 100 truths {inside} lay inside the 80 % range.")


def _together(score: Score) -> Iterator[ScoreRow]:
    """Give the rows of all spending and of all that can be spent from."""
    return (one for one in score.rows if one.subject is None)


def rows(score: Score | None, cells: Cells, wanted: Iterable[ScoreRow]) -> tuple[Row, ...]:
    """Write some rows of the score."""
    return tuple(_row(one, cells) for one in wanted) if score else ()


def _tried(here: Here) -> Iterator[Block]:
    """Show the score by horizon, and of each thing by itself, as far as there is one."""
    if here.score is None:
        return
    whole = rows(here.score, here.cells, _together(here.score))
    table = Table("score", "How good the forecasts were, by horizon", COLUMNS, whole)
    yield Block("By how far it looks ahead", table, empty=NONE_YET)
    wanted = [one for one in here.score.rows if one.subject]
    if wanted:
        each = rows(here.score, here.cells, wanted)
        table = Table("score_each", "How good the forecasts of each were", COLUMNS, each)
        yield Block("Category by category, account by account", table, is_folded=True)


def _row(one: ScoreRow, cells: Cells) -> Row:
    rough = filters.rough(cells.writer.currency, cells.writer.locale)
    method = forecast_words.METHODS.get(one.method, one.method)
    unit = one.unit if one.step == 1 else f"{one.unit}s"
    return Row(
        (
            _name(one, cells),
            Cell(one.step, f"{one.step} {unit}"),
            Cell(one.error, rough(one.error)),
            Cell(one.size, rough(one.size)),
            cells.text(method),
            Cell(one.simple, rough(one.simple)),
            _share(one.in50),
            _share(one.in80),
            cells.count(one.trials),
        )
    )


def _name(one: ScoreRow, cells: Cells) -> Cell:
    names = cells.writer.names
    if one.subject in names.categories:
        place = f"/forecast/categories/{one.subject}?section={one.section or 'spending'}"
        return cells.category(one.subject, place)
    if one.subject in names.accounts:
        return cells.text(names.accounts[one.subject].name, f"/forecast?account_id={one.subject}")
    if one.topic is Topic.CASH:
        return cells.text("All balances together", "/forecast")
    section = Section(one.section or Section.SPENDING)
    return cells.text(spending.WHOLE.get(section, "Gone by now"), "/forecast#spending")


def _share(share: float) -> Cell:
    exact = Decimal(str(share))
    return Cell(exact, filters.percent(exact))


def _bases(here: Here) -> Block:
    """Say of each forecast what it rests on; one that is set aside is named on its own page."""
    names = here.cells.writer.names
    found = []
    for account in here.cash.accounts:
        if account.account_id is None or account.account_id in names.accounts:
            name = names.accounts[account.account_id].name if account.account_id else "All balances"
            found.append(_basis(here.cells.text(name), account.basis, here.cells))
    for one in here.categories.categories:
        if one.category_id is None:
            first = here.cells.text(spending.WHOLE[Section(one.section)])
        elif one.category_id in names.categories:
            first = here.cells.category(one.category_id, spending.href(one, one.section))
        else:
            continue
        found.append(_basis(first, one.basis, here.cells))
    table = Table("bases", "What each forecast rests on", BASES, tuple(found))
    return Block("What it rests on", table, is_folded=True)


def _basis(first: Cell, one: Basis, cells: Cells) -> Row:
    rough = filters.rough(cells.writer.currency, cells.writer.locale)
    words = forecast_words.basis(one, cells.writer.locale)
    covered = NO_CELL if one.covered80 is None else _share(one.covered80)
    return Row(
        (
            first,
            cells.text(words),
            *(
                Cell(amount, "" if amount is None else rough(amount))
                for amount in (one.error, one.simple_error)
            ),
            covered,
        )
    )


def one_offs(one: Basis, place: str, cells: Cells) -> Iterator[Sentence]:
    """Name what was set aside, each with the list of its month; `place` ends the list's address."""
    for day in one.one_offs:
        last = (day + timedelta(days=31)).replace(day=1)
        name = forecast_words.month(day, cells.writer.locale)
        href = f"/?start={day}&end={last}&{place}#transactions"
        yield Sentence(f"{name} has something that is no habit; it is set aside.", href)
