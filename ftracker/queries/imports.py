"""Files that were read, and which of their rows the books know already."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, UnaryExpression, exists, func, or_, select, tuple_
from sqlalchemy import asc as ascending
from sqlalchemy import desc as descending
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute, Session

from ftracker.db.scope import household_id
from ftracker.models import (
    AccountWord,
    Category,
    ChangeRow,
    ChangeSet,
    Household,
    Import,
    ImportPiece,
    KnownRow,
    Statement,
    Transaction,
)

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


def has_bytes(session: Session, import_id: UUID) -> bool:
    """Tell whether the bytes of a file are kept."""
    first = exists().where(
        ImportPiece.household_id == household_id(session),
        ImportPiece.import_id == import_id,
        ImportPiece.number == 0,
    )
    return bool(session.scalar(select(first)))


def without_category(session: Session, import_id: UUID) -> int:
    """Count the active rows of an import that have the default category."""
    statement = (
        select(func.count())
        .select_from(Transaction)
        .join(
            Category,
            (Category.household_id == Transaction.household_id)
            & (Category.id == Transaction.category_id),
        )
        .where(
            Transaction.household_id == household_id(session),
            Transaction.import_id == import_id,
            Transaction.is_active,
            Category.is_default,
        )
    )
    return session.scalars(statement).one()


def last_day(session: Session, import_id: UUID) -> date | None:
    """Give the day of the newest transaction that an import brought; None without any."""
    statement = select(func.max(Transaction.date)).where(
        Transaction.household_id == household_id(session),
        Transaction.import_id == import_id,
        Transaction.is_active,
    )
    return session.scalar(statement)


def latest(session: Session, *, limit: int = _SHOWN) -> list[Import]:
    """List the newest imports, without the files' bytes; the id breaks ties."""
    statement = (
        select(Import)
        .where(Import.household_id == household_id(session))
        .order_by(Import.created_at.desc(), Import.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def page(session: Session, *, before: tuple[datetime, UUID] | None, limit: int) -> list[Import]:
    """List imports newest first, those after a place of the list; the id breaks ties."""
    statement = (
        select(Import)
        .where(Import.household_id == household_id(session))
        .order_by(Import.created_at.desc(), Import.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(tuple_(Import.created_at, Import.id) < before)
    return list(session.scalars(statement))


def unfinished(session: Session) -> list[UUID]:
    """List the imports that wait for a job or are worked on, the oldest first."""
    statement = (
        select(Import.id)
        .where(
            Import.household_id == household_id(session), Import.status.in_(("queued", "running"))
        )
        .order_by(Import.created_at, Import.id)
    )
    return list(session.scalars(statement))


def stale(session: Session, *, before: datetime) -> list[UUID]:
    """List files that came in before a moment and were never confirmed, in the order of ids."""
    statement = (
        select(Import.id)
        .where(
            Import.household_id == household_id(session),
            Import.status.in_(("previewed", "failed")),
            Import.created_at < before,
        )
        .order_by(Import.id)
    )
    return list(session.scalars(statement))


def beyond(session: Session, most_bytes: int) -> list[UUID]:
    """List the oldest files whose bytes are kept, so many that the rest is within a limit.

    Files that wait or are being taken in are not touched.
    """
    sizes = (
        select(ImportPiece.import_id, func.sum(func.length(ImportPiece.content)).label("size"))
        .where(ImportPiece.household_id == household_id(session))
        .group_by(ImportPiece.import_id)
        .subquery()
    )
    newest = (Import.created_at.desc(), Import.id.desc())
    kept = (
        select(Import.id, Import.status, func.sum(sizes.c.size).over(order_by=newest).label("sum"))
        .join(sizes, sizes.c.import_id == Import.id)
        .where(Import.household_id == household_id(session))
        .subquery()
    )
    gone = kept.c.sum > most_bytes, kept.c.status.in_(("imported", "undone"))
    return list(session.scalars(select(kept.c.id).where(*gone).order_by(kept.c.id)))


def has_old(session: Session) -> bool:
    """Tell whether files came in whose rows are known by the first version of fingerprints."""
    old = exists().where(
        Import.household_id == household_id(session),
        Import.fingerprints == 1,
        Import.status == "imported",
    )
    return bool(session.scalar(select(old)))


def has_anything(session: Session) -> bool:
    """Tell whether there is anything that a row of a file may be: a transaction, or a known row."""
    mine = household_id(session)
    there = [exists().where(entity.household_id == mine) for entity in (Transaction, KnownRow)]
    return bool(session.scalar(select(or_(*there))))


def account_words(session: Session) -> dict[str, UUID]:
    """Give what earlier files called accounts."""
    statement = select(AccountWord.word, AccountWord.account_id).where(
        AccountWord.household_id == household_id(session)
    )
    return {str(word): account_id for word, account_id in session.execute(statement)}


def categorise_from(session: Session) -> int | None:
    """Give the percentage from which a proposed category is taken unasked; None for never."""
    statement = select(Household.categorise_from).where(Household.id == household_id(session))
    return session.scalar(statement)


def statements(session: Session, import_id: UUID) -> list[Statement]:
    """List what a file said of its accounts, in the order of days; the id breaks ties."""
    statement = (
        select(Statement)
        .where(Statement.household_id == household_id(session), Statement.import_id == import_id)
        .order_by(Statement.start_date, Statement.id)
    )
    return list(session.scalars(statement))


def origin(session: Session, transaction_id: UUID) -> tuple[Import, int] | None:
    """Find the file and the line that a transaction came from; None for one typed by hand."""
    statement = (
        select(Import, Transaction.import_line)
        .join(
            Transaction,
            (Transaction.household_id == Import.household_id)
            & (Transaction.import_id == Import.id),
        )
        .where(Transaction.household_id == household_id(session), Transaction.id == transaction_id)
    )
    found = session.execute(statement).one_or_none()
    return None if found is None else (found[0], found[1] or 0)


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
    """Count the rows of an import that are not as it brought them; what was changed back is.

    The first change after the import holds how a row was then, the last one how it is.
    """
    statement = select(func.count()).where(
        Transaction.household_id == household_id(session),
        Transaction.import_id == import_id,
        Transaction.version > 1,
        _said(ChangeRow.before, ascending).is_distinct_from(_said(ChangeRow.after, descending)),
    )
    return session.scalars(statement).one()


def _said(
    column: InstrumentedAttribute[Any], order: Callable[[Any], UnaryExpression[Any]]
) -> ColumnElement[Any]:
    """Give what the first or the last change of a transaction says of it, but for its version."""
    without = column.op("-", return_type=JSONB())("version")
    return (
        select(without.op("-", return_type=JSONB())("updated_at"))
        .where(
            ChangeRow.household_id == Transaction.household_id,
            ChangeRow.row_id == Transaction.id,
        )
        .order_by(order(ChangeRow.change_set_id), order(ChangeRow.seq))
        .limit(1)
        .correlate(Transaction)
        .scalar_subquery()
    )


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
