"""Many budgets at once: copied from the period before, filled with what is usual, begun."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.db.scope import currency, household_id
from ftracker.domain import budgets as maths
from ftracker.domain import cadences, money
from ftracker.domain.budgets import ZERO, Rollover, Way
from ftracker.domain.cadences import Cadence, Clock, Span
from ftracker.domain.errors import Conflict
from ftracker.domain.kinds import Flow, Section, section
from ftracker.domain.plans import Settings
from ftracker.models import Budget
from ftracker.queries import budgets as stored
from ftracker.queries import reports
from ftracker.queries.budgets import Sums
from ftracker.queries.catalogue import Catalogue, CategoryName, catalogue
from ftracker.schemas.budgets import CopyIn, FillIn
from ftracker.services import allotments, budget_chains, budgets, plans
from ftracker.services.budget_chains import Books, Chain

LOOKS_BACK = 6
NOTHING = "There is nothing yet to read a budget off: add or import transactions first."


def copy(session: Session, data: CopyIn) -> int:
    """Give budgets of a cadence what they had in the period before; gives how many changed.

    Budgets that had none then are left alone.
    """
    budgets.hold(session)
    books = budget_chains.read(session)
    span, chains = _chosen(books, data.cadence, data.day, data.ids)
    counted = budget_chains.sums(session, books, chains)
    amounts: dict[UUID, Decimal] = {}
    for chain in chains:
        cells = chain.cells(counted)
        if len(cells) > 1 and cells[-1].budgeted != cells[-2].budgeted:
            amounts[chain.budget.id] = cells[-2].budgeted
    summary = f"Copied budgets into the period from {span.start} on"
    allotments.give(session, books, amounts, span, name="budgets.copy", summary=summary)
    return len(amounts)


def fill(session: Session, data: FillIn) -> int:
    """Give budgets of a cadence what was usual in the periods before; gives how many changed.

    What was usual is at least zero. Periods before the first transaction count nowhere.
    """
    budgets.hold(session)
    books = budget_chains.read(session)
    span, chains = _chosen(books, data.cadence, data.day, data.ids)
    past = past_spans(session, span, data.cadence, books.settings.clock, data.periods)
    counted = budget_chains.sums(session, books, chains, past)
    amounts: dict[UUID, Decimal] = {}
    for chain in chains:
        usual = usual_of(session, counted, chain.section, chain.budget.category_id, past, data.way)
        if usual != chain.cells(counted)[-1].budgeted:
            amounts[chain.budget.id] = usual
    summary = f"Filled budgets with the {data.way} of {data.periods} from {span.start} on"
    allotments.give(session, books, amounts, span, name="budgets.fill", summary=summary)
    return len(amounts)


def begin(session: Session, *, today: date) -> int:
    """Make a first budget of every category that is used in most periods; gives how many.

    Each gets the median of up to six periods before the present one, which it begins with.
    Raises Conflict where there are budgets already, or nothing to read them off.
    """
    budgets.hold(session)
    if stored.listing(session):
        raise Conflict("There are budgets already.")
    proposed = proposals(session, today=today)
    if not proposed:
        raise Conflict(NOTHING)
    settings = plans.settings(session)
    span = cadences.containing(today, settings.cadence, settings.clock)
    with history.deed(session, "budgets.begin", f"Began with {len(proposed)} budgets"):
        session.add_all(_new(session, settings, span, *one) for one in proposed)
        session.flush()
        books = budget_chains.read(session)
        envelopes = [chain for chain in books.chains(until=span.end) if chain.is_envelope]
        amounts = {chain.budget.id: chain.budget.amount for chain in envelopes}
        allotments.give(session, books, amounts, span, name="budgets.begin", summary="")
    return len(proposed)


def proposals(session: Session, *, today: date) -> list[tuple[UUID, Decimal]]:
    """List categories with the median of up to six periods before the present one.

    Above zero only; the default category, timebound and archived ones are left out. A category
    with others below it is proposed where money goes to it directly.
    """
    settings, names = plans.settings(session), catalogue(session)
    span = cadences.containing(today, settings.cadence, settings.clock)
    past = past_spans(session, span, settings.cadence, settings.clock, LOOKS_BACK)
    counted = stored.sums(session, past, names)
    found = []
    for category in names.categories.values():
        if _is_fit(category) and _is_used_itself(category, names, counted, past):
            where = section(category.kind, Flow.OUT)
            amount = usual_of(session, counted, where, category.id, past, Way.MEDIAN)
            if amount > 0:
                found.append((category.id, amount))
    return found


def past_spans(
    session: Session, span: Span, cadence: Cadence, clock: Clock, count: int
) -> list[Span]:
    """List up to `count` periods before one, newest first, none before the first transaction."""
    extent = reports.extent(session)
    if extent is None or cadence is Cadence.WINDOW:
        return []
    found = [cadences.following(span, cadence, clock, by=-n) for n in range(1, count + 1)]
    return [one for one in found if one.end > extent[0]]


def usual_of(
    session: Session,
    counted: Sums,
    where: Section,
    category_id: UUID | None,
    past: Iterable[Span],
    way: Way,
) -> Decimal:
    """Give what is usual for a category, in the decimals of the currency, at least zero."""
    amounts = [counted.of(where, category_id, span) for span in past]
    return max(ZERO, money.quantise(maths.usual(amounts, way), currency(session)))


def _chosen(
    books: Books, cadence: Cadence, day: date, ids: Iterable[UUID]
) -> tuple[Span, list[Chain]]:
    """Find the period and those budgets that have it; without ids all of the cadence."""
    span = cadences.containing(day, cadence, books.settings.clock)
    wanted = set(ids)
    chains = [
        chain
        for chain in books.chains(until=span.end)
        if chain.cadence is cadence
        and chain.spans
        and chain.spans[-1] == span
        and (not wanted or chain.budget.id in wanted)
    ]
    return span, chains


def _new(
    session: Session, settings: Settings, span: Span, category_id: UUID, amount: Decimal
) -> Budget:
    kind = catalogue(session).categories[category_id].kind
    stays = settings.has_envelopes and section(kind, Flow.OUT) is not Section.INCOME
    return Budget(
        household_id=household_id(session),
        id=new_id(),
        category_id=category_id,
        cadence=settings.cadence,
        amount=amount,
        start_date=span.start,
        # What lies in an envelope stays in it.
        rollover=Rollover.LEFT if stays else Rollover.NONE,
    )


def _is_fit(category: CategoryName) -> bool:
    has_window = budget_chains.window_of(category) is not None
    return not (category.is_archived or category.is_default or has_window)


def _is_used_itself(
    category: CategoryName, names: Catalogue, counted: Sums, past: list[Span]
) -> bool:
    """Tell whether money goes to a category itself, and not only to those below it."""
    where = section(category.kind, Flow.OUT)
    below = names.family(category.id)[1:]
    for span in past:
        inside = sum((counted.of(where, key, span) for key in below), ZERO)
        if counted.of(where, category.id, span) != inside:
            return True
    return False
