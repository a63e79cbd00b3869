"""Rows that must not come in again although no transaction says so any more."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain import fingerprints
from ftracker.models import Import, KnownRow, Transaction


def bury(session: Session, rows: Sequence[Transaction]) -> None:
    """Remember what imports know rows by that are deleted for good."""
    said = {
        known: row.import_id
        for row in rows
        for known in (
            row.fingerprint,
            row.reference and fingerprints.of_reference(row.reference, row.account_id),
        )
        if known is not None
    }
    values = [
        {
            "household_id": household_id(session),
            "fingerprint": known,
            "reason": "purged",
            "import_id": import_id,
        }
        for known, import_id in said.items()
    ]
    if values:
        statement = pg_insert(KnownRow).on_conflict_do_nothing()
        session.connection().execute(statement, values)


def forget(session: Session, found: Import) -> None:
    """Forget what was remembered of an import's rows, so that its file can come in again."""
    mine = KnownRow.household_id == found.household_id, KnownRow.import_id == found.id
    session.connection().execute(delete(KnownRow).where(*mine))
