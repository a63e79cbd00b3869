"""From what an address says to what a query means."""

from datetime import date
from decimal import Decimal

from ftracker.domain import periods
from ftracker.queries.transactions import Cursor, Filter, read_cursor
from ftracker.schemas.filters import TransactionFilter, TransactionQuery


def meant(wanted: TransactionFilter) -> Filter:
    """Give the filter of an address; a period and days together mean what both hold."""
    start, end = _range(wanted)
    return Filter(
        start=start,
        end=end,
        q=wanted.q,
        type_ids=tuple(wanted.type_id),
        category_ids=tuple(wanted.category_id),
        account_ids=tuple(wanted.account_id),
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


def _range(wanted: TransactionFilter) -> tuple[date | None, date | None]:
    if wanted.period is None:
        return wanted.start, wanted.end
    period = periods.parse(wanted.period)
    start, end = wanted.start or period.start, wanted.end or period.end
    return max(start, period.start), min(end, period.end)
