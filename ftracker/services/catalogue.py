"""What categories, types and accounts have in common: a name of their own, and what uses them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import household_id
from ftracker.domain.errors import Clash, Conflict, InvalidInput, NotFound, Stale
from ftracker.models import Account, Category, TransactionType
from ftracker.queries import schedules, usage
from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import AccountName, CategoryName, TypeName, catalogue
from ftracker.queries.usage import Usage
from ftracker.services import ledger

CHUNK = 1000
T = TypeVar("T", Category, TransactionType, Account)


@dataclass(frozen=True, slots=True)
class Topic(Generic[T]):
    """One sort of thing: its table, its words, and why its default one stays.

    `belongings` loads the rows that go with a thing when it is deleted.
    """

    entity: type[T]
    word: str
    plural: str
    keeper: str
    belongings: Callable[[Session, UUID], Sequence[Any]] = lambda *_: ()


def add(session: Session, topic: Topic[T], values: Mapping[str, Any], *, key: UUID | None) -> T:
    """Add a thing. With an id that exists the same content gives the row that is there.

    Raises InvalidInput at `name` when another one has it, Conflict when the id means another.
    """
    hold(session, topic)
    there = usage.for_update(session, topic.entity, key) if key else None
    if there is not None:
        return _same(topic, there, values)
    _check_name(session, topic, values["name"])
    row = topic.entity(household_id=household_id(session), id=key or new_id(), **values)
    with history.deed(session, f"{topic.plural}.add", f"Added {topic.word} {row.name}"):
        session.add(row)
        with _name_is_free(topic, row.name):
            session.flush()
    return row


def edit(session: Session, topic: Topic[T], row: T, values: Mapping[str, Any]) -> T:
    """Change a thing that `get` gave. Raises InvalidInput at `name` when another one has it."""
    _check_name(session, topic, values["name"], besides=row.id)
    with history.deed(session, f"{topic.plural}.edit", f"Changed {topic.word} {values['name']}"):
        for name, value in values.items():
            setattr(row, name, value)
        with _name_is_free(topic, values["name"]):
            session.flush()
    return row


def delete(session: Session, topic: Topic[T], thing_id: UUID, *, version: int | None) -> None:
    """Delete a thing that nothing uses. Raises Conflict with the count of what uses it."""
    hold(session, topic)
    row = get(session, topic, thing_id, version=version)
    if row.is_default:
        raise Conflict(topic.keeper)
    check_unused(usage.usage(session, topic.entity, row.id), row.name)
    with history.deed(session, f"{topic.plural}.delete", f"Deleted {topic.word} {row.name}"):
        for belonging in topic.belongings(session, row.id):
            session.delete(belonging)
        session.flush()
        session.delete(row)
        try:
            session.flush()
        except IntegrityError as used:
            raise Conflict(f"“{row.name}” has just been used. Move or archive it.") from used


def archive(session: Session, topic: Topic[T], rows: list[T]) -> None:
    """Hide things from forms; their transactions stay. Raises Conflict for a default one."""
    if any(row.is_default for row in rows):
        raise Conflict(topic.keeper)
    _switch(session, topic, rows, archived=True)


def unarchive(session: Session, topic: Topic[T], rows: list[T]) -> None:
    """Show things in forms again."""
    _switch(session, topic, rows, archived=False)


def move(session: Session, topic: Topic[T], row: T, target: T) -> int:
    """Give transactions, deleted ones too, and schedules of one thing to another.

    Gives how many transactions moved.
    """
    column = usage.column_of(topic.entity)
    ids = usage.transaction_ids(session, topic.entity, row.id)
    summary = f"Moved the transactions of {topic.word} {row.name} to {target.name}"
    with history.deed(session, f"{topic.plural}.move", summary):
        _move_schedules(session, column, row.id, target.id)
        for start in range(0, len(ids), CHUNK):
            chunk = stored.for_update(session, ids[start : start + CHUNK])
            for transaction in chunk:
                setattr(transaction, column, target.id)
            session.flush()
            # A category may have more transactions than memory has room for.
            for transaction in chunk:
                session.expunge(transaction)
    return len(ids)


def get(session: Session, topic: Topic[T], thing_id: UUID, *, version: int | None = None) -> T:
    """Load and lock a thing. Raises NotFound, and Stale when `version` is not the present one."""
    row = usage.for_update(session, topic.entity, thing_id)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def pair(
    session: Session, topic: Topic[T], from_id: UUID, to_id: UUID, *, field: str
) -> tuple[T, T]:
    """Load and lock a thing and the one that shall take over from it.

    Raises NotFound, and InvalidInput at `field` when the second is the first, or archived.
    """
    hold(session, topic)
    ledger.hold(session)
    row, target = get(session, topic, from_id), get(session, topic, to_id)
    if row is target:
        raise InvalidInput(field, f"Choose another {topic.word}.")
    if target.is_archived:
        raise InvalidInput(field, f"“{target.name}” is archived. Bring it back first.")
    return row, target


def hold(session: Session, topic: Topic[T]) -> None:
    """Let nobody else change the household's things of this sort until the transaction ends."""
    locks.hold(session, topic.plural, household_id(session))


def check_unused(used: Usage, name: str) -> None:
    """Raise Conflict with the count when something uses a thing."""
    if used.total:
        raise Conflict(
            f"“{name}” is used by {described(used)}. Move them elsewhere, or archive it.",
            count=used.total,
        )


def described(used: Usage) -> str:
    """Say in words what uses a thing: `2 transactions (1 deleted) and 1 goal`."""
    parts = [
        _counted(used.transactions, "transaction", "transactions")
        + (f" ({used.inactive} deleted)" if used.inactive else ""),
        _counted(used.goals, "goal", "goals"),
        _counted(used.children, "subcategory", "subcategories"),
        _counted(used.schedules, "schedule", "schedules"),
        _counted(used.budgets, "budget", "budgets"),
    ]
    present = [part for part in parts if part]
    return " and ".join(filter(None, (", ".join(present[:-1]), *present[-1:])))


def _move_schedules(session: Session, column: str, from_id: UUID, to_id: UUID) -> None:
    for schedule in schedules.naming(session, column, from_id):
        if getattr(schedule, column) == from_id:
            setattr(schedule, column, to_id)
        if schedule.to_account_id == from_id:
            schedule.to_account_id = to_id


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}" if count else ""


def _same(topic: Topic[T], there: T, values: Mapping[str, Any]) -> T:
    if any(getattr(there, name) != value for name, value in values.items()):
        raise Conflict(f"There is a {topic.word} with this id already, with other content.")
    return there


def _check_name(
    session: Session, topic: Topic[T], name: str, *, besides: UUID | None = None
) -> None:
    names = catalogue(session)
    things: dict[type, Mapping[UUID, TypeName | CategoryName | AccountName]] = {
        Category: names.categories,
        TransactionType: names.types,
        Account: names.accounts,
    }
    for thing in things[topic.entity].values():
        if thing.name.casefold() == name.casefold() and thing.id != besides:
            raise _taken(topic, thing.name, archived=thing.is_archived)


@contextmanager
def _name_is_free(topic: Topic[T], name: str) -> Iterator[None]:
    """Say the same of a name that an import took since it was checked."""
    try:
        yield
    except IntegrityError as taken:
        raise _taken(topic, name) from taken


def _taken(topic: Topic[T], name: str, *, archived: bool = False) -> Clash:
    article = "an archived" if archived else "a" if topic.word[0] not in "aeiou" else "an"
    return Clash("name", f"There is already {article} {topic.word} called “{name}”.")


def _switch(session: Session, topic: Topic[T], rows: list[T], *, archived: bool) -> None:
    deed, verb = ("archive", "Archived") if archived else ("unarchive", "Brought back")
    summary = f"{verb} {topic.word} {rows[0].name}"
    with history.deed(session, f"{topic.plural}.{deed}", summary):
        for row in rows:
            row.is_archived = archived
