"""What a scenario lets a category come to, made a budget: a year's periods get another amount."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import cadences, money
from ftracker.domain.budgets import ZERO, Way
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.scenario_changes import Usual
from ftracker.queries import budgets as stored
from ftracker.schemas.budgets import BudgetIn
from ftracker.services import allotments, budget_chains, budgets, fillings
from ftracker.services.budget_chains import Books

PERIODS = 12
_YEARLY = {
    Cadence.WEEK: 52, Cadence.FORTNIGHT: 26, Cadence.MONTH: 12, Cadence.PAYDAY: 12,
    Cadence.QUARTER: 4, Cadence.YEAR: 1, Cadence.WINDOW: 12,
}  # fmt: skip
_YEAR = 12
_WHOLE = Decimal(100)


def budget(session: Session, change: Usual, today: date) -> None:
    """Give the budget of a category more or less in the twelve periods from a month on.

    Periods that are over stay. A category without a budget gets one, of what was usual.
    """
    budgets.hold(session)
    books = budget_chains.read(session)
    start = max(change.start, today).replace(day=1)
    for line in books.lines.values():
        if line.category_id == change.category_id:
            _give(session, books, line.id, change, start)
            return
    _begin(session, books, change, start, today)


def _give(session: Session, books: Books, budget_id: UUID, change: Usual, start: date) -> None:
    spans = _spans(books, budget_id, start)
    chain = books.chain(budget_id, day=spans[-1].start)
    counted = budget_chains.sums(session, books, [chain])
    for cell in chain.cells(counted):
        if cell.span in spans:
            amount = _changed(cell.budgeted, change, chain.cadence, currency(session))
            said = f"Changed budget {chain.name} from {cell.span.start} on"
            how = {"name": "allotments.save", "summary": said}
            allotments.give(session, books, {budget_id: amount}, cell.span, **how)


def _spans(books: Books, budget_id: UUID, start: date) -> list[Span]:
    """List the twelve periods of a budget from a day on; a window is the only one."""
    span, cadence = books.span_on(budget_id, start), books.cadence_of(budget_id)
    if cadence is Cadence.WINDOW:
        return [span]
    clock = books.settings.clock
    if span.start < start:
        span = cadences.following(span, cadence, clock)
    return [cadences.following(span, cadence, clock, by=n) for n in range(PERIODS)]


def _begin(session: Session, books: Books, change: Usual, start: date, today: date) -> None:
    """Add a budget of what was usual in the periods before today's, and what is more or less."""
    settings = books.settings
    span = cadences.containing(start, settings.cadence, settings.clock)
    present = cadences.containing(today, settings.cadence, settings.clock)
    past = fillings.past_spans(
        session, present, settings.cadence, settings.clock, fillings.LOOKS_BACK
    )
    counted = stored.sums(session, past, books.names)
    where = books.section_of(change.category_id)
    usual = fillings.usual_of(session, counted, where, change.category_id, past, Way.MEDIAN)
    code = currency(session)
    amount = _changed(usual, change, settings.cadence, code)
    data = BudgetIn(
        category_id=change.category_id,
        amount=money.plain(amount, code),
        cadence=settings.cadence,
        start_date=span.start,
    )
    budgets.add(session, data, today=start)


def _changed(amount: Decimal, change: Usual, cadence: Cadence, code: str) -> Decimal:
    """Give what a period's amount becomes; never below zero."""
    more = amount * (change.percent or ZERO) / _WHOLE
    more += (change.by or ZERO) * _YEAR / _YEARLY[cadence]
    return money.quantise(max(amount + more, ZERO), code)
