"""Imports as the API shows them."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.models import Import
from ftracker.queries import imports as stored
from ftracker.queries import profiles
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.imports import (
    ImportPage,
    ImportResult,
    ImportSummary,
    PreviewRow,
    RowProblem,
    StatementOut,
    Understood,
    cursor,
)
from ftracker.schemas.previews import Seen
from ftracker.services.previews import Trial

_DAY = timedelta(days=1)


def imported(session: Session, found: Import) -> ImportResult:
    """Show an import as it is now."""
    return ImportResult(
        **_summary(found),
        errors=[RowProblem(**error) for error in found.errors],
        mapping=found.mapping,
        profile=_profile(session, found),
        statements=_statements(session, found),
    )


def trial(session: Session, tried: Trial) -> ImportResult:
    """Show what an import would do, every good row with it."""
    found = tried.found
    said = _summary(found) | {
        "import_id": None,
        "added": len(tried.rows) - tried.duplicates,
        "duplicates": tried.duplicates,
        "matches": tried.matches,
    }
    code = currency(session)
    return ImportResult(
        **said,
        errors=[RowProblem(**error) for error in found.errors],
        mapping=found.mapping,
        profile=_profile(session, found),
        statements=[],
        preview=[_row(one, code) for one in tried.rows],
    )


def page(found: Sequence[Import], limit: int) -> ImportPage:
    """Show one page of imports; `found` has one more than the limit where there is a next one."""
    items = list(found[:limit])
    more = cursor(items[-1].created_at, items[-1].id) if len(found) > limit else None
    return ImportPage(items=[ImportSummary(**_summary(one)) for one in items], next_cursor=more)


def _summary(found: Import) -> dict[str, Any]:
    """Name what there is of a file; what was not written yet counts nothing."""
    counts = ("rows", "added", "duplicates", "invalid", "progress")
    plain = ("file_name", "format", "created_at", "imported_at")
    return (
        {name: getattr(found, name) or 0 for name in counts}
        | {name: getattr(found, name) for name in plain}
        | {
            "import_id": found.id,
            "status": found.status or "previewed",
            "matches": found.matched or 0,
        }
    )


def _profile(session: Session, found: Import) -> Understood:
    known = profiles.one(session, found.profile_id) if found.profile_id else None
    return Understood(
        id=known.id if known else None,
        name=known.name if known else "",
        mapping=found.mapping,
        reasons=found.reasons,
    )


def _statements(session: Session, found: Import) -> list[StatementOut]:
    code, accounts = currency(session), catalogue(session).accounts
    return [
        StatementOut(
            account=accounts[one.account_id].name,
            start=one.start_date,
            end=one.end_date,
            last_day=one.end_date - _DAY,
            opening=_plain(one.opening, code),
            closing=_plain(one.closing, code),
            total=money.plain(one.total, code),
            is_balanced=None
            if one.opening is None or one.closing is None
            else one.opening + one.total == one.closing,
        )
        for one in stored.statements(session, found.id)
    ]


def _plain(amount: Decimal | None, code: str) -> str | None:
    return None if amount is None else money.plain(amount, code)


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
