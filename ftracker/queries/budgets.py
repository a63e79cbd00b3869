"""Budgets as they stand, what they were given, and what was spent in their periods."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, Uuid, and_, bindparam, func, select
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain.budgets import ZERO
from ftracker.domain.cadences import Span
from ftracker.domain.kinds import Section
from ftracker.domain.periods import months_later
from ftracker.models import Allotment, Budget, Category, MonthlyTotal, Transaction, TransactionType
from ftracker.queries import filters, sections
from ftracker.queries.catalogue import Catalogue

Key = tuple[Section, UUID | None]


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

    A category's sum holds those below it; without a category it is the whole section.
    """

    months: dict[Key, dict[date, Decimal]] = field(default_factory=dict)
    days: dict[Key, dict[Span, Decimal]] = field(default_factory=dict)

    def has(self, section: Section, category_id: UUID) -> bool:
        """Tell whether anything counted there at all."""
        key = section, category_id
        return key in self.months or key in self.days

    def of(self, section: Section, category_id: UUID | None, span: Span) -> Decimal:
        """Give the sum in one of the spans that were asked for."""
        key = section, category_id
        if not _is_whole(span):
            return self.days.get(key, {}).get(span, ZERO)
        found = self.months.get(key)
        if found is None:
            return ZERO
        month, total = span.start, found.get(span.start, ZERO)
        while (month := months_later(month, 1)) < span.end:
            total += found.get(month, ZERO)
        return total


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
    found = Sums(defaultdict(dict), defaultdict(dict))
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
    for category_id, word, month, amount in rows:
        for key in _keys(Section(word), category_id, names):
            of_key = found.months[key]
            of_key[month] = of_key.get(month, ZERO) + amount


def _add_days(session: Session, found: Sums, spans: list[Span], names: Catalogue) -> None:
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    rows = _DAYS.rows(session, household=household_id(session), starts=starts, ends=ends)
    for category_id, word, start, end, amount in rows:
        span = Span(start, end)
        for key in _keys(Section(word), category_id, names):
            of_key = found.days[key]
            of_key[span] = of_key.get(span, ZERO) + amount


def _keys(section: Section, category_id: UUID, names: Catalogue) -> tuple[Key, ...]:
    """Tell where a sum counts: in its category, in the one above it, and in the section."""
    above = names.categories[category_id].parent_id
    mine: tuple[Key, ...] = ((section, category_id), (section, None))
    return mine if above is None else ((section, above), *mine)


def _named(entity: Any, other: Any, key: Any) -> Any:
    return and_(other.household_id == entity.household_id, other.id == key)


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
    select(
        _MONTH.category_id,
        sections.section().label("section"),
        _MONTH.month,
        func.sum(_MONTH.amount * sections.sign()),
    )
    .join(Category, _named(_MONTH, Category, _MONTH.category_id))
    .join(TransactionType, _named(_MONTH, TransactionType, _MONTH.type_id))
    .where(
        _MONTH.household_id == bindparam("household", type_=Uuid),
        _MONTH.month >= bindparam("start", type_=Date),
        _MONTH.month < bindparam("end", type_=Date),
        _MONTH.count > 0,
        sections.section() != Section.NONE.value,
    )
    .group_by(_MONTH.category_id, sections.section(), _MONTH.month)
)
_SPANS = (
    func.unnest(bindparam("starts", type_=ARRAY(Date)), bindparam("ends", type_=ARRAY(Date)))
    .table_valued("start_date", "end_date", name="spans")
    .render_derived()
)
_DAYS = Read(
    select(
        Transaction.category_id,
        sections.section().label("section"),
        _SPANS.c.start_date,
        _SPANS.c.end_date,
        func.sum(Transaction.amount * sections.sign()),
    )
    .join(
        Transaction,
        and_(
            Transaction.date >= _SPANS.c.start_date,
            Transaction.date < _SPANS.c.end_date,
            *filters.conditions(filters.shape(filters.Filter())),
        ),
    )
    .join(Category, _named(Transaction, Category, Transaction.category_id))
    .join(TransactionType, _named(Transaction, TransactionType, Transaction.type_id))
    .where(sections.section() != Section.NONE.value)
    .group_by(Transaction.category_id, sections.section(), _SPANS.c.start_date, _SPANS.c.end_date)
)
