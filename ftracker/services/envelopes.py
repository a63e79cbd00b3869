"""What envelopes are filled from: what came in and no envelope has yet, to the cent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import budgets, cadences
from ftracker.domain.budgets import ZERO, Available, Cell
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.domain.periods import DAY
from ftracker.queries.budgets import Sums
from ftracker.services.budget_chains import Books, Chain


def frame(books: Books, chains: Iterable[Chain], *, today: date) -> tuple[Span, ...]:
    """List the periods whose income fills envelopes: from the first envelope to the present one.

    None where no money is put into envelopes.
    """
    begins = [chain.first for chain in chains if _is_filled(chain)]
    if not books.settings.has_envelopes or not begins:
        return ()
    settings = books.settings
    return tuple(cadences.cut(min(begins), today + DAY, settings.cadence, settings.clock))


def available(
    books: Books,
    chains: Sequence[Chain],
    cells: Mapping[UUID, Sequence[Cell]],
    counted: Sums,
    *,
    today: date,
) -> Available | None:
    """Tell what can be put into envelopes; None where the household has none.

    Envelopes below another one are left out: that one counts their money.
    """
    if not books.settings.has_envelopes:
        return None
    spans = frame(books, chains, today=today)
    filled = [chain for chain in chains if _is_filled(chain)]
    begun = {
        chain.budget.id: [cell for cell in cells[chain.budget.id] if cell.span.start <= today]
        for chain in filled
    }
    return Available(
        income=sum((_income(books, chains, cells, counted, span) for span in spans), ZERO),
        assigned=sum((one.amount for chain in filled for one in chain.given), ZERO),
        returned=sum((_returned(chain, begun[chain.budget.id], today) for chain in filled), ZERO),
        loose=_all_out(counted, spans) - sum((c.spent for of in begun.values() for c in of), ZERO),
        span=Span(spans[0].start, spans[-1].end) if spans else None,
    )


def _is_filled(chain: Chain) -> bool:
    return chain.is_envelope and chain.within is None


def _income(
    books: Books,
    chains: Iterable[Chain],
    cells: Mapping[UUID, Sequence[Cell]],
    counted: Sums,
    span: Span,
) -> Decimal:
    expected = sum(
        (
            cell.budgeted
            for chain in chains
            if chain.section is Section.INCOME and chain.within is None
            for cell in cells[chain.budget.id]
            if span.holds(cell.span.start)
        ),
        ZERO,
    )
    came = counted.of(Section.INCOME, None, span)
    return budgets.income(expected, came, books.settings.income)


def _returned(chain: Chain, begun: Sequence[Cell], today: date) -> Decimal:
    """Sum what an envelope gave back; one for a window gives back what is left when it is over."""
    over = chain.cadence is Cadence.WINDOW and bool(begun) and begun[-1].span.end <= today
    return budgets.returned(begun) + (begun[-1].left if over else ZERO)


def _all_out(counted: Sums, spans: Iterable[Span]) -> Decimal:
    return sum(
        (
            counted.of(section, None, span)
            for section in (Section.SPENDING, Section.SET_ASIDE)
            for span in spans
        ),
        ZERO,
    )
