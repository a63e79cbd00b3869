"""From what an address says to what a query means."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import periods, searches
from ftracker.domain.errors import FieldError, NotFound
from ftracker.queries import searches as asked
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.conditions import Where
from ftracker.queries.filters import NOTHING
from ftracker.queries.transactions import Cursor, Filter, read_cursor
from ftracker.schemas.filters import RowFilter, TransactionFilter, TransactionQuery
from ftracker.web.searches import SECTIONS


def meant(wanted: TransactionFilter, names: Catalogue) -> Filter:
    """Give the filter of an address; a period and days together mean what both hold.

    Raises NotFound for a search that names what is not there.
    """
    start, end = days(wanted)
    sections = SECTIONS[wanted.section] if wanted.section else None
    return Filter(
        start=start,
        end=end,
        where=_asked(wanted.q, names),
        type_ids=tuple(wanted.type_id),
        category_ids=_categories(wanted, names),
        account_ids=tuple(wanted.account_id),
        member_ids=tuple(wanted.member_id),
        payees=tuple(wanted.payee),
        sections=names.places(*sections) if sections else None,
        tag=wanted.tag,
        min=Decimal(wanted.min) if wanted.min else None,
        max=Decimal(wanted.max) if wanted.max else None,
        split_id=wanted.split_id,
        transfer_id=wanted.transfer_id,
        import_id=wanted.import_id,
        active=wanted.active,
    )


def position(wanted: TransactionQuery) -> Cursor | None:
    """Give the place where the wanted page begins."""
    return read_cursor(wanted.cursor) if wanted.cursor else None


def days(wanted: RowFilter) -> tuple[date | None, date | None]:
    """Give the first day that belongs and the first that does not, where they are said."""
    if wanted.period is None:
        return wanted.start, wanted.end
    period = periods.parse(wanted.period)
    start, end = wanted.start or period.start, wanted.end or period.end
    return max(start, period.start), min(end, period.end)


def _asked(q: str, names: Catalogue) -> Where | None:
    try:
        return asked.meant(searches.parse(q), names) if q else None
    except ValueError as bad:
        raise NotFound(FieldError("q", str(bad))) from bad


def _categories(wanted: TransactionFilter, names: Catalogue) -> tuple[UUID, ...]:
    """Give the categories that were named, those of the kinds, or what is both."""
    if not wanted.kind:
        return tuple(wanted.category_id)
    of_kind = (c.id for c in names.categories.values() if c.kind in wanted.kind)
    found = tuple(key for key in of_kind if not wanted.category_id or key in wanted.category_id)
    return found or (NOTHING,)
