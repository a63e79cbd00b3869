"""Files that were read, and which of their rows the books know already."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import ChangeSet, Import, ImportPiece, Transaction

_SHOWN = 100


def one(session: Session, import_id: UUID) -> Import | None:
    """Read one import, without the file's bytes."""
    return session.get(Import, (household_id(session), import_id))


def for_update(session: Session, import_id: UUID) -> Import | None:
    """Read and lock one import, without the file's bytes."""
    return session.get(
        Import, (household_id(session), import_id), with_for_update=True, populate_existing=True
    )


def piece(session: Session, import_id: UUID, number: int) -> bytes | None:
    """Read one piece of a file, compressed; None after the last one."""
    statement = select(ImportPiece.content).where(
        ImportPiece.household_id == household_id(session),
        ImportPiece.import_id == import_id,
        ImportPiece.number == number,
    )
    return session.scalars(statement).one_or_none()


def latest(session: Session, *, limit: int = _SHOWN) -> list[Import]:
    """List the newest imports, without the files' bytes; the id breaks ties."""
    statement = (
        select(Import)
        .where(Import.household_id == household_id(session))
        .order_by(Import.created_at.desc(), Import.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def known(session: Session, fingerprints: Sequence[UUID]) -> set[UUID]:
    """Tell which fingerprints the books have, deleted rows included: they shall not come back."""
    statement = select(Transaction.fingerprint).where(
        Transaction.household_id == household_id(session),
        Transaction.fingerprint == func.any(list(fingerprints)),
    )
    return {found for found in session.scalars(statement) if found is not None}


def change_set(session: Session, import_id: UUID) -> ChangeSet | None:
    """Find the latest change set in which an import was made (not the one that undid it)."""
    statement = (
        select(ChangeSet)
        .where(
            ChangeSet.household_id == household_id(session),
            ChangeSet.import_id == import_id,
            ChangeSet.deed == "imports.confirm",
        )
        .order_by(ChangeSet.at.desc(), ChangeSet.id.desc())
        .limit(1)
    )
    return session.scalars(statement).one_or_none()


def touched(session: Session, import_id: UUID) -> int:
    """Count the rows of an import that were changed, deleted or restored later."""
    statement = select(func.count()).where(
        Transaction.household_id == household_id(session),
        Transaction.import_id == import_id,
        or_(Transaction.version > 1, ~Transaction.is_active),
    )
    return session.scalars(statement).one()


def change_set_ids(session: Session) -> dict[UUID, str]:
    """Give the change set by which each import of the list came in, where it can be taken back."""
    statement = (
        select(ChangeSet.import_id, ChangeSet.id)
        .join(
            Import,
            (Import.household_id == ChangeSet.household_id) & (Import.id == ChangeSet.import_id),
        )
        .where(
            ChangeSet.household_id == household_id(session),
            ChangeSet.deed == "imports.confirm",
            Import.status == "imported",
        )
        .order_by(ChangeSet.at, ChangeSet.id)
    )
    return {key: str(made) for key, made in session.execute(statement) if key is not None}
