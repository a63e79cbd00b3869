"""Budgets as they stand, what they were given, and what was spent in their periods."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from itertools import chain, groupby
from operator import itemgetter
from uuid import UUID

from sqlalchemy import ARRAY, Date, Uuid, bindparam, func, select, true
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain.budgets import ZERO
from ftracker.domain.cadences import Span
from ftracker.domain.kinds import Section
from ftracker.domain.periods import months_later
from ftracker.models import Allotment, Budget, MonthlyTotal, Transaction
from ftracker.queries import filters
from ftracker.queries.catalogue import Catalogue

Key = tuple[Section, UUID | None]
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One budget, column by column; `category_id` is None where it is for everything."""

    id: UUID
    category_id: UUID | None
    cadence: str
    amount: Decimal
    start_date: date
    rollover: str
    cap: Decimal | None
    note: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AllotmentLine:
    """What a budget was given in the period of `start_date`, signed."""

    budget_id: UUID
    start_date: date
    amount: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Sums:
    """What counted in some spans, by section and category, signed as the section counts.

    A category's sum holds those below it; without a category it is the whole section. Months are
    kept in parts, by category and type: they are added up where somebody asks for their sum.
    """

    months: dict[Key, list[dict[date, Decimal]]] = field(default_factory=dict)
    days: dict[Key, dict[Span, Decimal]] = field(default_factory=dict)

    def has(self, section: Section, category_id: UUID) -> bool:
        """Tell whether anything counted there at all."""
        key = section, category_id
        return key in self.months or key in self.days

    def of(self, section: Section, category_id: UUID | None, span: Span) -> Decimal:
        """Give the sum in one of the spans that were asked for."""
        return self.reader(section, category_id)(span)

    def reader(self, section: Section, category_id: UUID | None) -> Callable[[Span], Decimal]:
        """Give what tells the sum of one category in span after span."""
        months = self._months((section, category_id))
        days = self.days.get((section, category_id), {})

        def read(span: Span) -> Decimal:
            if not _is_whole(span):
                return days.get(span, ZERO)
            month, total = span.start, months.get(span.start, ZERO)
            if span.days > _LONGEST_MONTH:
                while (month := months_later(month, 1)) < span.end:
                    total += months.get(month, ZERO)
            return total

        return read

    def _months(self, key: Key) -> Mapping[date, Decimal]:
        """Add the parts of a key up, once."""
        parts = self.months.get(key, [])
        if len(parts) > 1:
            parts[:] = [_together(parts)]
        return parts[0] if parts else {}


def listing(session: Session) -> list[BudgetLine]:
    """List all budgets in the order of their ids."""
    return [BudgetLine(*row) for row in _BUDGETS.rows(session, household=household_id(session))]


def line(session: Session, budget_id: UUID) -> BudgetLine | None:
    """Read one budget."""
    return next((one for one in listing(session) if one.id == budget_id), None)


def for_update(session: Session, budget_id: UUID) -> Budget | None:
    """Load and lock one budget."""
    key = household_id(session), budget_id
    return session.get(Budget, key, with_for_update=True, populate_existing=True)


def many_for_update(session: Session, ids: Collection[UUID]) -> dict[UUID, Budget]:
    """Load and lock some budgets, in the order of their ids."""
    statement = (
        select(Budget)
        .where(Budget.household_id == household_id(session), Budget.id.in_(ids))
        .order_by(Budget.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in session.scalars(statement)}


def of_categories(session: Session, category_ids: Collection[UUID]) -> dict[UUID, Budget]:
    """Load and lock the budgets of some categories, by category."""
    statement = (
        select(Budget)
        .where(Budget.household_id == household_id(session), Budget.category_id.in_(category_ids))
        .order_by(Budget.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.category_id: row for row in session.scalars(statement) if row.category_id}


def allotments(session: Session) -> dict[UUID, list[AllotmentLine]]:
    """Read all that was ever given, by budget, oldest first."""
    found: dict[UUID, list[AllotmentLine]] = {}
    for row in _ALLOTMENTS.rows(session, household=household_id(session)):
        found.setdefault(row[0], []).append(AllotmentLine(*row))
    return found


def allotments_of(session: Session, ids: Collection[UUID]) -> list[Allotment]:
    """Load what some budgets were given, by budget and day; lock the budgets first."""
    statement = (
        select(Allotment)
        .where(Allotment.household_id == household_id(session), Allotment.budget_id.in_(ids))
        .order_by(Allotment.budget_id, Allotment.start_date, Allotment.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def sums(session: Session, spans: Iterable[Span], names: Catalogue) -> Sums:
    """Sum what counted in some spans.

    Whole months come from the totals in one query, all others from the rows in another one.
    """
    wanted = set(spans)
    whole = {span for span in wanted if _is_whole(span)}
    found = Sums(defaultdict(list), defaultdict(dict))
    if whole:
        _add_months(session, found, whole, names)
    if wanted - whole:
        _add_days(session, found, sorted(wanted - whole), names)
    return found


def _is_whole(span: Span) -> bool:
    return span.start.day == 1 and span.end.day == 1


def _add_months(session: Session, found: Sums, spans: set[Span], names: Catalogue) -> None:
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    rows = _MONTHS.rows(session, household=household_id(session), start=start, end=end)
    # By category and type, so that their place is looked up once for all months.
    for (category_id, type_id), group in groupby(rows, key=itemgetter(0, 1)):
        sign, keys = _place(names, category_id, type_id)
        part = {month: amount if sign > 0 else sign * amount for _, _, month, amount in group}
        for key in keys:
            found.months[key].append(part)


def _together(parts: Iterable[Mapping[date, Decimal]]) -> dict[date, Decimal]:
    found: dict[date, Decimal] = {}
    for month, amount in chain.from_iterable(part.items() for part in parts):
        found[month] = found.get(month, ZERO) + amount
    return found


def _add_days(session: Session, found: Sums, spans: list[Span], names: Catalogue) -> None:
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    rows = _DAYS.rows(session, household=household_id(session), starts=starts, ends=ends)
    places = cache(partial(_place, names))
    for category_id, type_id, start, end, amount in rows:
        span = Span(start, end)
        sign, keys = places(category_id, type_id)
        for key in keys:
            of_key = found.days[key]
            of_key[span] = of_key.get(span, ZERO) + sign * amount


def _place(names: Catalogue, category_id: UUID, type_id: UUID) -> tuple[int, tuple[Key, ...]]:
    """Tell the sign of a sum and where it counts: its category, the one above, its section.

    Names are read already, so that no join has to guess how many of them there are.
    """
    section = names.section(type_id, category_id)
    above = names.categories[category_id].parent_id
    mine: tuple[Key, ...] = ((section, category_id), (section, None))
    sign = names.sign(type_id, category_id)
    return sign, mine if above is None else ((section, above), *mine)


_BUDGETS = Read(
    select(
        Budget.id,
        Budget.category_id,
        Budget.cadence,
        Budget.amount,
        Budget.start_date,
        Budget.rollover,
        Budget.cap,
        Budget.note,
        Budget.version,
        Budget.created_at,
        Budget.updated_at,
    )
    .where(Budget.household_id == bindparam("household", type_=Uuid))
    .order_by(Budget.id)
)
_ALLOTMENTS = Read(
    select(Allotment.budget_id, Allotment.start_date, Allotment.amount, Allotment.note)
    .where(Allotment.household_id == bindparam("household", type_=Uuid))
    .order_by(Allotment.budget_id, Allotment.start_date)
)
_MONTH = MonthlyTotal
_MONTHS = Read(
    select(_MONTH.category_id, _MONTH.type_id, _MONTH.month, func.sum(_MONTH.amount))
    .where(
        _MONTH.household_id == bindparam("household", type_=Uuid),
        _MONTH.month >= bindparam("start", type_=Date),
        _MONTH.month < bindparam("end", type_=Date),
        _MONTH.count > 0,
    )
    .group_by(_MONTH.category_id, _MONTH.type_id, _MONTH.month)
    .order_by(_MONTH.category_id, _MONTH.type_id)
)
_SPANS = (
    func.unnest(bindparam("starts", type_=ARRAY(Date)), bindparam("ends", type_=ARRAY(Date)))
    .table_valued("start_date", "end_date", name="spans")
    .render_derived()
)
# Each span is found by the index of days, however many years there are.
_INSIDE = (
    select(
        Transaction.category_id, Transaction.type_id, func.sum(Transaction.amount).label("amount")
    )
    .where(
        Transaction.date >= _SPANS.c.start_date,
        Transaction.date < _SPANS.c.end_date,
        *filters.conditions(filters.shape(filters.Filter())),
    )
    .group_by(Transaction.category_id, Transaction.type_id)
    .lateral("inside")
)
_DAYS = Read(
    select(
        _INSIDE.c.category_id,
        _INSIDE.c.type_id,
        _SPANS.c.start_date,
        _SPANS.c.end_date,
        _INSIDE.c.amount,
    )
    .select_from(_SPANS)
    .join(_INSIDE, true())
)
