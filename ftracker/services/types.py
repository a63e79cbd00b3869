"""Adding, changing, archiving, merging and deleting transaction types."""

from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.domain.errors import Conflict, InvalidInput
from ftracker.models import TransactionType
from ftracker.queries import usage
from ftracker.schemas.types import TypeEdit, TypeIn
from ftracker.services import catalogue, saved_views
from ftracker.services.catalogue import Topic

TOPIC = Topic(
    TransactionType,
    "type",
    "types",
    "Transactions that only say which way money moved are of this type: it can be renamed, "
    "not archived or deleted.",
)
WAYS = {"in": "money in", "out": "money out", "transfer": "money between accounts"}


def add(session: Session, data: TypeIn) -> TransactionType:
    """Add a type and give its row; the same request twice makes one.

    Raises InvalidInput for a name that is taken.
    """
    values = data.model_dump(exclude={"id"})
    return catalogue.add(session, TOPIC, values, key=data.id)


def edit(session: Session, type_id: UUID, data: TypeEdit) -> TransactionType:
    """Change a type; a type in use keeps its flow.

    Raises NotFound, Stale when `version` is old, InvalidInput for a name that is taken, and
    Conflict with the count of transactions whose direction would turn.
    """
    catalogue.hold(session, TOPIC)
    row = catalogue.get(session, TOPIC, type_id, version=data.version)
    if data.flow != row.flow:
        _check_turnable(session, row)
    return catalogue.edit(session, TOPIC, row, data.model_dump(exclude={"version"}))


def delete(session: Session, type_id: UUID, *, version: int | None = None) -> None:
    """Delete a type. Raises Conflict when it is the default of its flow or something uses it."""
    catalogue.delete(session, TOPIC, type_id, version=version)


def archive(session: Session, type_id: UUID) -> TransactionType:
    """Hide a type from forms; its transactions stay."""
    row = catalogue.get(session, TOPIC, type_id)
    catalogue.archive(session, TOPIC, [row])
    return row


def unarchive(session: Session, type_id: UUID) -> TransactionType:
    """Bring a type back."""
    row = catalogue.get(session, TOPIC, type_id)
    catalogue.unarchive(session, TOPIC, [row])
    return row


def move(session: Session, type_id: UUID, *, to_id: UUID) -> int:
    """Give all transactions of a type to another of the same flow; gives how many.

    Raises NotFound, and InvalidInput at `to_id`.
    """
    row, target = _pair(session, type_id, to_id, field="to_id")
    return catalogue.move(session, TOPIC, row, target)


def merge(session: Session, type_id: UUID, *, into_id: UUID) -> int:
    """Move all transactions of a type into another and delete it, as one change; gives how many.

    Raises NotFound, InvalidInput at `to_id`, and Conflict for the default of a flow.
    """
    row, target = _pair(session, type_id, into_id, field="to_id")
    with history.deed(session, "types.merge", f"Merged type {row.name} into {target.name}"):
        moved = catalogue.move(session, TOPIC, row, target)
        saved_views.follow(session, "type", row.id, target.id)
        catalogue.delete(session, TOPIC, row.id, version=None)
    return moved


def _check_turnable(session: Session, row: TransactionType) -> None:
    if row.is_default:
        raise Conflict("Each direction has one type that stays: add another type instead.")
    used = usage.usage(session, TransactionType, row.id)
    if used.total:
        raise Conflict(
            f"“{row.name}” is used by {catalogue.described(used)}, whose direction would turn. "
            "Add another type instead.",
            count=used.total,
        )


def _pair(
    session: Session, from_id: UUID, to_id: UUID, *, field: str
) -> tuple[TransactionType, TransactionType]:
    row, target = catalogue.pair(session, TOPIC, from_id, to_id, field=field)
    if row.flow != target.flow:
        raise InvalidInput(field, f"Choose a type that means {WAYS[row.flow]} too.")
    return row, target
