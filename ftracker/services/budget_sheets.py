"""The budgets of one cadence over some periods, beside all that has no budget there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import cadences
from ftracker.domain.budget_sheets import Loose, Row, Sheet
from ftracker.domain.budgets import ZERO, Cell, Standing
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY
from ftracker.queries.budgets import AllotmentLine, Sums
from ftracker.services import budget_bills, budget_chains, envelopes
from ftracker.services.budget_chains import SECTIONS, Books, Chain

MOST_PERIODS = 12


def sheet(session: Session, *, cadence: Cadence, day: date, count: int, today: date) -> Sheet:
    """Read the budgets of a cadence in `count` periods from the one that holds a day on."""
    books = budget_chains.read(session)
    spans = spans_from(books, cadence, day, count)
    shown_day = today if spans[0].start <= today < spans[-1].end else spans[0].start
    chains = books.chains(until=max(spans[-1].end, today + DAY))
    frame = envelopes.frame(books, chains, today=today)
    counted = budget_chains.sums(session, books, chains, (*spans, *frame))
    cells = {chain.budget.id: chain.cells(counted) for chain in chains}
    mine = [chain for chain in chains if chain.cadence is cadence]
    ids = {chain.budget.id for chain in mine}
    rows = tuple(_row(chain, cells[chain.budget.id], spans, ids, counted) for chain in mine)
    return Sheet(
        settings=books.settings,
        cadence=cadence,
        spans=spans,
        day=shown_day,
        rows=rows,
        loose=tuple(_loose(books, mine, counted, spans)),
        totals={one: tuple(_totals(one, rows, counted, spans)) for one in SECTIONS},
        others=tuple(_others(chains, cells, cadence, shown_day)),
        counts=_counts(chains),
        available=envelopes.available(books, chains, cells, counted, today=today),
        bills=budget_bills.of(session, books, _held(mine, spans, today), today=today),
    )


def spans_from(books: Books, cadence: Cadence, day: date, count: int) -> tuple[Span, ...]:
    """List `count` periods, at most twelve, from the one that holds a day on."""
    clock = books.settings.clock
    found = [cadences.containing(day, cadence, clock)]
    for _ in range(min(count, MOST_PERIODS) - 1):
        found.append(cadences.following(found[-1], cadence, clock))
    return tuple(found)


def _held(
    mine: Iterable[Chain], spans: Iterable[Span], today: date
) -> Iterable[tuple[Chain, Span]]:
    """List the budgets whose period in progress is shown."""
    return [(chain, span) for span in spans if span.holds(today) for chain in mine]


def _row(
    chain: Chain,
    cells: Sequence[Cell],
    spans: Iterable[Span],
    ids: Collection[UUID],
    counted: Sums,
) -> Row:
    its = {cell.span.start: cell for cell in cells}
    spent = counted.reader(chain.section, chain.budget.category_id)
    shown = [its.get(span.start) or Cell(span, spent=spent(span)) for span in spans]
    noted = [one for one in chain.given if one.note]
    return Row(
        budget_id=chain.budget.id,
        category_id=chain.budget.category_id,
        usual=chain.budget.amount,
        note=chain.budget.note,
        name=chain.name,
        section=chain.section,
        first=chain.first,
        cells=tuple(shown),
        notes=tuple(_note(noted, span) for span in spans),
        is_envelope=chain.is_envelope,
        is_nested=chain.within in ids,
    )


def _note(noted: Iterable[AllotmentLine], span: Span) -> str:
    return next((one.note for one in noted if span.holds(one.start_date)), "")


def _totals(
    section: Section, rows: Sequence[Row], counted: Sums, spans: Sequence[Span]
) -> Iterable[Cell]:
    roots = [
        row
        for row in rows
        if row.section is section and not row.is_nested and row.category_id is not None
    ]
    for at, span in enumerate(spans):
        budgeted = sum((row.cells[at].budgeted for row in roots), ZERO)
        carried = sum((row.cells[at].carried for row in roots), ZERO)
        yield Cell(span, budgeted, carried, counted.of(section, None, span))


def _loose(
    books: Books, mine: Sequence[Chain], counted: Sums, spans: Sequence[Span]
) -> Iterable[Loose]:
    """List what no budget here counts, by section and name; what came to nothing is left out."""
    here = {(chain.section, chain.budget.category_id) for chain in mine}
    cadence = {line.category_id: books.cadence_of(line.id) for line in books.lines.values()}
    for section in SECTIONS:
        for category in books.names.categories.values():
            line = (category.id, category.parent_id or category.id)
            if counted.has(section, category.id) and not any(
                (section, key) in here for key in line
            ):
                amounts = tuple(_own(books, counted, section, category.id, span) for span in spans)
                other = next((cadence[key] for key in line if key in cadence), None)
                if any(amounts):
                    yield Loose(category.id, section, other, amounts)


def _own(books: Books, counted: Sums, section: Section, category_id: UUID, span: Span) -> Decimal:
    """Give what counted in a category itself, without those below it."""
    below = books.names.family(category_id)[1:]
    inside = sum((counted.of(section, key, span) for key in below), ZERO)
    return counted.of(section, category_id, span) - inside


def _others(
    chains: Iterable[Chain], cells: Mapping[UUID, Sequence[Cell]], cadence: Cadence, day: date
) -> Iterable[Standing]:
    for chain in chains:
        if chain.cadence is not cadence:
            held = [cell for cell in cells[chain.budget.id] if cell.span.holds(day)]
            yield from (budget_chains.standing(chain, cell) for cell in held)


def _counts(chains: Iterable[Chain]) -> dict[Cadence, int]:
    found: dict[Cadence, int] = {}
    for chain in chains:
        found[chain.cadence] = found.get(chain.cadence, 0) + 1
    return found
