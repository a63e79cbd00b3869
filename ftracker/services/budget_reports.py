"""Budgets over the days of a view, each period with what was given and what came."""

from collections import Counter
from collections.abc import Callable, Collection
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.domain.reports import budgets
from ftracker.domain.reports.budgets import Kept, Plans
from ftracker.domain.reports.ranges import Range
from ftracker.queries.budgets import Sums
from ftracker.queries.views import View
from ftracker.services import budget_chains
from ftracker.services.budget_chains import Chain


def plans_of(session: Session, view: View, section: Section, wish: Cadence | None) -> Plans:
    """Follow the budgets of a section and a cadence through their periods in a view's days.

    Periods that begin before the first day or end after the last one are there whole. Of the
    filters only categories are heard. `wish` is the cadence to show, where there is one such.
    """
    books = budget_chains.read(session)
    chains = [
        chain
        for chain in books.chains(until=view.days.end)
        if chain.section is section and _is_wanted(chain, view.wanted.category_ids)
    ]
    counts = Counter(chain.cadence for chain in chains)
    cadence = budgets.usual(counts, wish, books.settings.cadence)
    mine = [chain for chain in chains if chain.cadence is cadence]
    there = {span for chain in mine for span in chain.spans if _is_inside(span, view.days)}
    spans = budgets.newest(there)
    counted = budget_chains.sums(session, books, mine)
    ids = {chain.budget.id for chain in mine}
    first, chosen = view.days.start, set(spans)

    def is_shown(span: Span) -> bool:
        # Days are compared first: most periods are older, and to look them up costs more.
        return first < span.end and span.start < view.days.end and span in chosen

    kept = [_kept(chain, counted, is_shown, ids) for chain in mine]
    shown = tuple(one for one in kept if one.cells)
    return Plans(section, cadence, spans, shown, counts, len(spans) < len(there))


def _is_wanted(chain: Chain, category_ids: Collection[UUID]) -> bool:
    return not category_ids or chain.budget.category_id in category_ids


def _is_inside(span: Span, days: Range) -> bool:
    return span.end > days.start and span.start < days.end


def _kept(
    chain: Chain, counted: Sums, is_shown: Callable[[Span], bool], ids: Collection[UUID]
) -> Kept:
    return Kept(
        chain.budget.id,
        chain.budget.category_id,
        chain.name,
        chain.section,
        tuple(cell for cell in chain.cells(counted) if is_shown(cell.span)),
        chain.within if chain.within in ids else None,
    )
