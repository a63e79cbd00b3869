"""Things as the API shows them: names beside ids, amounts as text."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.errors import NotFound, Stale
from ftracker.models import Transaction as Row
from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.reports import Sums
from ftracker.queries.transactions import Line
from ftracker.schemas.reports import Summary, SummaryCategory, SummaryPeriod, SummarySums
from ftracker.schemas.transactions import Transaction
from ftracker.services import reports


def transaction(session: Session, row: Line | Row) -> Transaction:
    """Show one transaction."""
    return transactions(session, [row])[0]


def transactions(session: Session, rows: Iterable[Line | Row]) -> list[Transaction]:
    """Show transactions in the order given."""
    names, code = catalogue(session), currency(session)
    return [_transaction(row, names, code) for row in rows]


def active_transaction(session: Session, transaction_id: UUID) -> Transaction:
    """Show one transaction that is not deleted. Raises NotFound."""
    line = stored.line(session, transaction_id)
    if line is None or not line.is_active:
        raise NotFound
    return transaction(session, line)


def summary(session: Session, found: reports.Summary) -> Summary:
    """Show a report."""
    code = currency(session)
    return Summary(
        unit=found.unit,
        start=found.start,
        end=found.end,
        periods=[_period(one, code) for one in found.periods],
        totals=SummarySums(**_sums(found.totals, code)),
        categories=[_share(one, code) for one in found.categories],
    )


@contextmanager
def both_versions(session: Session, show: Callable[[Session, Any], Any]) -> Iterator[None]:
    """Let a refused stale write carry the thing as it is now, as the API shows it."""
    try:
        yield
    except Stale as bad:
        raise Stale(show(session, bad.current)) from bad


def _transaction(row: Line | Row, names: Catalogue, code: str) -> Transaction:
    kind, category = names.types[row.type_id], names.categories[row.category_id]
    return Transaction(
        id=row.id,
        date=row.date,
        amount=money.plain(row.amount, code),
        type_id=row.type_id,
        type=kind.name,
        flow=kind.flow.value,
        direction="in" if row.direction == "in" else "out",
        category_id=row.category_id,
        category=category.name,
        kind=category.kind,
        account_id=row.account_id,
        account=names.accounts[row.account_id].name,
        payee=row.payee,
        note=row.note,
        tags=row.tags,
        split_id=row.split_id,
        transfer_id=row.transfer_id,
        is_active=row.is_active,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _period(one: reports.PeriodSums, code: str) -> SummaryPeriod:
    days = one.period
    return SummaryPeriod(
        start=days.start, end=days.end, label=one.label, **_sums(one.sums, code)
    )


def _share(one: reports.CategoryShare, code: str) -> SummaryCategory:
    return SummaryCategory(
        category_id=one.category_id,
        category=one.category,
        kind=one.kind,
        section=one.section,
        amount=money.plain(one.amount, code),
        share=float(one.share),
        count=one.count,
    )


def _sums(sums: Sums, code: str) -> dict[str, Any]:
    amounts: dict[str, Decimal] = {
        "income": sums.income,
        "spending": sums.spending,
        "set_aside": sums.set_aside,
        "net": sums.net,
    }
    return {name: money.plain(amount, code) for name, amount in amounts.items()} | {
        "count": sums.count
    }
