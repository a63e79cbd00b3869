"""One budget in one period: its past, what would be usual, and which budgets stand beside it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.budget_sheets import Detail, Partner
from ftracker.domain.budgets import ZERO, Cell, Way
from ftracker.domain.cadences import Span
from ftracker.domain.errors import NotFound
from ftracker.domain.payments import State
from ftracker.queries.budgets import Sums
from ftracker.services import allotments, budget_bills, budget_chains, due_days, fillings
from ftracker.services.budget_chains import Books, Chain

LOOKS_BACK = 12
USUAL = [(way, count) for count in (3, 6, 12) for way in Way]


def detail(session: Session, budget_id: UUID, *, day: date, today: date) -> Detail:
    """Tell of one budget in its period that holds a day. Raises NotFound.

    Budgets of other cadences stand beside it in their period that holds `today`, where its own
    does, else in the one that holds its first day.
    """
    books = budget_chains.read(session)
    if budget_id not in books.lines:
        raise NotFound
    span = books.span_on(budget_id, day)
    chains = books.chains(until=span.end)
    chain = next(chain for chain in chains if chain.budget.id == budget_id)
    past = fillings.past_spans(session, span, chain.cadence, books.settings.clock, LOOKS_BACK)
    counted = budget_chains.sums(session, books, chains, (span, *past))
    cells = _cells(chain, counted, (span, *past))
    at = today if span.holds(today) else span.start
    bills = budget_bills.of(session, books, [(chain, span)], today=today)
    beside = [other for other in chains if _is_beside(chain, other, at)]
    return Detail(
        budget_id=budget_id,
        category_id=chain.budget.category_id,
        name=chain.name,
        section=chain.section,
        cadence=chain.cadence,
        first=chain.first,
        cell=cells[0],
        amount=chain.budget.amount,
        note=next((one.note for one in chain.given if span.holds(one.start_date)), ""),
        past=cells[1:],
        usual=_usual(session, chain, counted, past),
        expected=_expected(session, books, chain, span, today),
        partners=tuple(_partners(beside, counted, at)),
        day=at,
        bills=bills.get(budget_id, ()),
        can_move=allotments.holds_money(chain) and any(own == span for own in chain.spans),
    )


def _cells(chain: Chain, counted: Sums, spans: Iterable[Span]) -> tuple[Cell, ...]:
    its = {cell.span: cell for cell in chain.cells(counted)}
    key = chain.budget.category_id
    return tuple(
        its.get(span) or Cell(span, spent=counted.of(chain.section, key, span)) for span in spans
    )


def _usual(
    session: Session, chain: Chain, counted: Sums, past: Sequence[Span]
) -> Mapping[tuple[Way, int], Decimal]:
    where, key = chain.section, chain.budget.category_id
    return {
        (way, count): fillings.usual_of(session, counted, where, key, past[:count], way)
        for way, count in USUAL
        if past
    }


def _expected(
    session: Session, books: Books, chain: Chain, span: Span, today: date
) -> Decimal | None:
    """Sum what schedules say of a period, as its section counts it; None where they say nothing."""
    key, names = chain.budget.category_id, books.names
    family = set(names.family(key)) if key else set(names.categories)
    dues = [
        due
        for due in due_days.upcoming(session, start=span.start, end=span.end, today=today)
        if due.category_id in family
        and names.section(due.type_id, due.category_id) is chain.section
        and (due.is_open or due.state is State.PAID)
    ]
    signed = [due.amount * names.sign(due.type_id, due.category_id) for due in dues]
    return max(ZERO, sum(signed, ZERO)) if dues else None


def _is_beside(chain: Chain, other: Chain, day: date) -> bool:
    return (
        other.budget.id != chain.budget.id
        and allotments.holds_money(other)
        and other.within == chain.within
        and any(own.holds(day) for own in other.spans)
    )


def _partners(beside: Iterable[Chain], counted: Sums, day: date) -> Iterable[Partner]:
    for other in beside:
        held = next(cell for cell in other.cells(counted) if cell.span.holds(day))
        yield Partner(other.budget.id, other.name, held.left)
