"""What was done, and what the rows are now that it touched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, inspect, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from ftracker.db.base import Tracked
from ftracker.db.scope import household_id
from ftracker.models import ChangeRow, ChangeSet, Import, User


@dataclass(frozen=True, slots=True)
class Search:
    """Which change sets are meant; `start` belongs, `end` does not.

    `topics` are the words that the name of a deed begins with: `transactions`, `categories` …
    """

    user_id: UUID | None = None
    door: str = ""
    topics: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change set; `who` is empty where no person did it.

    `times_undone` counts the chain of undoing it, doing it again, and so on: an odd number says
    that it is undone now.
    """

    id: UUID
    at: datetime
    user_id: UUID | None
    who: str
    door: str
    deed: str
    summary: str
    undoes_id: UUID | None
    import_id: UUID | None
    rows: int
    times_undone: int = field(default=0)


@dataclass(frozen=True, slots=True)
class Entries:
    """Change sets newest first, and the ids that the pages around begin at; None at either end."""

    entries: list[Entry]
    older: UUID | None
    newer: UUID | None


def change_set(session: Session, change_set_id: UUID) -> ChangeSet | None:
    """Read one change set of the household."""
    return session.get(ChangeSet, (household_id(session), change_set_id))


def change_rows(session: Session, change_set_id: UUID) -> list[ChangeRow]:
    """List the rows of a change set in the order they were written."""
    statement = (
        select(ChangeRow)
        .where(
            ChangeRow.household_id == household_id(session),
            ChangeRow.change_set_id == change_set_id,
        )
        .order_by(ChangeRow.seq)
    )
    return list(session.scalars(statement))


def present(
    session: Session, entity: type[Tracked], row_ids: Sequence[UUID]
) -> dict[UUID, Tracked]:
    """Load and lock rows that a change touched, as they are now, by id; those gone are left out.

    Not for households and memberships, which are governed in the settings.
    """
    columns = inspect(entity).columns
    statement = (
        select(entity)
        .where(columns["household_id"] == household_id(session), columns["id"].in_(row_ids))
        .order_by(columns["id"])
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in session.scalars(statement)}  # type: ignore[attr-defined]


def page(
    session: Session,
    wanted: Search,
    *,
    limit: int = 50,
    before: UUID | None = None,
    after: UUID | None = None,
) -> Entries:
    """List one page of change sets, newest first: those before an id, or just after one."""
    statement = _listing(session).where(*_conditions(wanted))
    statement = statement.order_by(ChangeSet.id if after else ChangeSet.id.desc())
    if after is not None:
        statement = statement.where(ChangeSet.id > after)
    elif before is not None:
        statement = statement.where(ChangeSet.id < before)
    found = [Entry(*row) for row in session.execute(statement.limit(limit + 1))]
    more, entries = len(found) > limit, found[:limit]
    if after is not None:
        entries.reverse()
    entries = _with_chains(session, entries)
    has_older, has_newer = (True, more) if after else (more, before is not None)
    return Entries(
        entries,
        entries[-1].id if entries and has_older else None,
        entries[0].id if entries and has_newer else None,
    )


def entry(session: Session, change_set_id: UUID) -> Entry | None:
    """Read one change set of the household as the list shows it."""
    row = session.execute(_listing(session).where(ChangeSet.id == change_set_id)).one_or_none()
    return _with_chains(session, [Entry(*row)])[0] if row else None


def rows_from(
    session: Session, change_set_id: UUID, *, seq: int = 0, limit: int = 50
) -> list[ChangeRow]:
    """List rows of a change set from a number on, in the order they were written."""
    statement = (
        select(ChangeRow)
        .where(
            ChangeRow.household_id == household_id(session),
            ChangeRow.change_set_id == change_set_id,
            ChangeRow.seq >= seq,
        )
        .order_by(ChangeRow.seq)
    )
    return list(session.scalars(statement.limit(limit)))


def _listing(session: Session) -> Select[Any]:
    mine = household_id(session)
    rows = (
        select(func.count())
        .where(
            ChangeRow.household_id == ChangeSet.household_id,
            ChangeRow.change_set_id == ChangeSet.id,
        )
        .correlate(ChangeSet)
        .scalar_subquery()
    )
    imported = (
        select(Import.added)
        .where(Import.household_id == ChangeSet.household_id, Import.id == ChangeSet.import_id)
        .correlate(ChangeSet)
        .scalar_subquery()
    )
    return (
        select(
            ChangeSet.id,
            ChangeSet.at,
            ChangeSet.user_id,
            func.coalesce(func.nullif(User.name, ""), User.email, ""),
            ChangeSet.door,
            ChangeSet.deed,
            ChangeSet.summary,
            ChangeSet.undoes_id,
            ChangeSet.import_id,
            rows + func.coalesce(imported, 0),
        )
        .outerjoin(User, User.id == ChangeSet.user_id)
        .where(ChangeSet.household_id == mine)
    )


def _conditions(wanted: Search) -> list[ColumnElement[bool]]:
    return [
        test(value)
        for name, test in _TESTS.items()
        if (value := getattr(wanted, name)) not in (None, "", ())
    ]


def _with_chains(session: Session, entries: list[Entry]) -> list[Entry]:
    """Count for each entry how often it was undone and done again, with one query for all."""
    mine = ChangeSet.household_id == household_id(session)
    roots = ChangeSet.undoes_id.in_([e.id for e in entries])
    columns: list[Any] = [
        ChangeSet.undoes_id.label("root"),
        ChangeSet.id,
        literal_column("1").label("n"),
    ]
    chain = select(*columns).where(mine, roots).cte(recursive=True)
    later = aliased(ChangeSet)
    chain = chain.union_all(
        select(chain.c.root, later.id, chain.c.n + 1).where(
            later.household_id == household_id(session), later.undoes_id == chain.c.id
        )
    )
    statement = select(chain.c.root, func.max(chain.c.n)).group_by(chain.c.root)
    times = {root: int(n) for root, n in session.execute(statement)}
    return [replace(e, times_undone=times.get(e.id, 0)) for e in entries]


_TESTS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "user_id": lambda key: ChangeSet.user_id == key,
    "door": lambda door: ChangeSet.door == door,
    "topics": lambda topics: or_(*(ChangeSet.deed.startswith(f"{t}.") for t in topics)),
    "start": lambda moment: ChangeSet.at >= moment,
    "end": lambda moment: ChangeSet.at < moment,
    "q": lambda words: ChangeSet.summary.icontains(words, autoescape=True),
}
