"""Imports as the API shows them."""

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.models import Import
from ftracker.schemas.imports import ImportResult, PreviewRow, RowProblem
from ftracker.schemas.previews import Seen
from ftracker.services.previews import Trial


def imported(found: Import) -> ImportResult:
    """Show an import that was made."""
    return ImportResult(
        import_id=found.id,
        status="imported",
        rows=found.rows,
        added=found.added,
        duplicates=found.duplicates,
        invalid=found.invalid,
        errors=[RowProblem(**error) for error in found.errors],
        mapping=found.mapping,
    )


def trial(session: Session, tried: Trial) -> ImportResult:
    """Show what an import would do, every good row with it."""
    code = currency(session)
    return ImportResult(
        import_id=None,
        status="previewed",
        rows=tried.count.rows,
        added=len(tried.rows) - tried.duplicates,
        duplicates=tried.duplicates,
        invalid=tried.count.invalid,
        errors=[RowProblem.model_validate(error) for error in tried.count.errors],
        mapping=tried.found.mapping,
        preview=[_row(one, code) for one in tried.rows],
    )


def _row(one: Seen, code: str) -> PreviewRow:
    entry = one.entry
    return PreviewRow(
        row=entry.row,
        date=entry.date,
        amount=money.plain(entry.amount, code),
        flow=entry.flow.value,
        payee=entry.payee,
        note=entry.note,
        category=one.category,
        account=one.account,
        currency=entry.currency,
        duplicate=one.is_duplicate,
    )
