"""Transfers: what may be two sides of one, and what is known of those that are linked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    FromClause,
    Subquery,
    TableValuedAlias,
    Uuid,
    and_,
    column,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from ftracker.db.scope import household_id
from ftracker.domain.kinds import Direction
from ftracker.domain.periods import DAY
from ftracker.domain.transfers import MOST_DAYS
from ftracker.models import AccountWord, ChangeRow, Refusal, Transaction
from ftracker.queries import transactions
from ftracker.queries.transactions import Filter, Line

TOPIC = "transfer"
# How far one look goes: this many of the newest rows, and pairs among them. An amount that comes
# oftener on a side tells nothing.
MOST_ROWS = 100_000
MOST_PAIRS = 5_000
MOST_ALIKE = 400
_MATCHED = [
    Transaction.id, Transaction.date, Transaction.amount, Transaction.direction,
    Transaction.account_id,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two unlinked transactions of the same amount, out of one account and into another."""

    out: Line
    into: Line


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two transactions that may be one transfer; `score` is 0 to 100, reasons are sentences."""

    out: Line
    into: Line
    score: int
    is_sure: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Proposals for what left in [start, end), newest first; `older` ends the range before it.

    `older` is None where nothing is older, `refused` counts the pairs that were turned down.
    """

    items: tuple[Proposal, ...]
    start: date
    end: date
    older: date | None
    refused: int

    @property
    def sure(self) -> tuple[Proposal, ...]:
        """Those that nobody need look at one by one."""
        return tuple(item for item in self.items if item.is_sure)


def candidates(session: Session, *, start: date, end: date) -> list[Candidate]:
    """List what may be the two sides of a transfer that left in [start, end), newest first.

    At most `MOST_DAYS` lie between the sides; what was refused is left out, and what a split or a
    transfer has already. Only the newest `MOST_ROWS` rows are looked at.
    """
    near = MOST_DAYS * DAY
    rows = _unlinked(session, start - near, end + near)
    pairs = _pairs(session, rows, start, end)
    out, into = aliased(Transaction, name="left_by"), aliased(Transaction, name="came_by")
    home = household_id(session)
    statement = (
        select(*_columns(out), *_columns(into))
        .select_from(pairs)
        .join(out, and_(out.household_id == home, out.id == pairs.c.out_id))
        .join(into, and_(into.household_id == home, into.id == pairs.c.into_id))
        .order_by(out.date.desc(), out.id.desc(), into.date.desc(), into.id.desc())
    )
    middle = len(Line._fields)
    found = session.execute(statement)
    return [Candidate(Line(*row[:middle]), Line(*row[middle:])) for row in found]


def reach(session: Session, *, start: date, end: date) -> date:
    """Tell from which day on all rows before `end` are looked at: `start`, or a later one."""
    rows = _unlinked(session, start, end)
    oldest = session.scalar(select(func.min(rows.c.date)).having(func.count() == MOST_ROWS))
    return min(oldest + DAY, end - DAY) if oldest else start


def words(session: Session) -> dict[UUID, list[str]]:
    """Give what files call each account: numbers, IBANs, names it once had."""
    statement = (
        select(AccountWord.account_id, AccountWord.word)
        .where(AccountWord.household_id == household_id(session))
        .order_by(AccountWord.word)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for account_id, word in session.execute(statement):
        found[account_id].append(word)
    return found


def sides(session: Session, transfer_id: UUID) -> list[Line]:
    """List the active sides of a transfer, the outgoing one first."""
    wanted = Filter(transfer_id=transfer_id)
    statement = transactions.selecting(session, wanted, _columns(Transaction))
    order = Transaction.direction.desc(), Transaction.id
    return [Line(*row) for row in session.execute(statement.order_by(*order))]


def former_types(session: Session, transfer_id: UUID, row_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Give the type that each side had before it was linked; one made as a side had none."""
    linked = ChangeRow.after["transfer_id"].astext == str(transfer_id)
    stood_alone = and_(
        ChangeRow.before.is_not(None), ChangeRow.before["transfer_id"].astext.is_(None)
    )
    statement = (
        select(ChangeRow.row_id, ChangeRow.before["type_id"].astext)
        .where(
            ChangeRow.household_id == household_id(session),
            ChangeRow.row_id.in_(row_ids),
            ChangeRow.table_name == Transaction.__tablename__,
            linked,
            stood_alone,
        )
        .order_by(ChangeRow.change_set_id, ChangeRow.seq)
    )
    return {row_id: UUID(type_id) for row_id, type_id in session.execute(statement)}


def refusals(session: Session) -> int:
    """Count the pairs that were turned down."""
    statement = select(func.count()).where(
        Refusal.household_id == household_id(session), Refusal.topic == TOPIC
    )
    return session.scalars(statement).one()


def _unlinked(session: Session, start: date, end: date) -> CTE:
    """Read the newest rows that stand alone, once, off the index of days."""
    return (
        transactions.selecting(session, Filter(start, end), _MATCHED)
        .where(Transaction.transfer_id.is_(None), Transaction.split_id.is_(None))
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(MOST_ROWS)
        .cte("unlinked")
        .prefix_with("materialized", dialect="postgresql")
    )


def _by_amount(rows: CTE, start: date, end: date) -> Subquery:
    """Gather what left in [start, end), and what came, of each amount that tells something.

    Rows are gathered, not joined: right after a large file came in, PostgreSQL takes its rows for
    one or two, and a join of both sides would hold each against each.
    """
    columns = rows.c.id, rows.c.date, rows.c.account_id
    ways = {way: rows.c.direction == way.value for way in Direction}
    left = and_(ways[Direction.OUT], rows.c.date >= start, rows.c.date < end)
    sides = {"out": left, "into": ways[Direction.IN]}
    return (
        select(
            *(
                func.array_agg(one).filter(side).label(f"{name}_{one.name}")
                for name, side in sides.items()
                for one in columns
            )
        )
        .group_by(rows.c.amount)
        .having(and_(*(func.count().filter(way).between(1, MOST_ALIKE) for way in ways.values())))
        .subquery("by_amount")
    )


def _pairs(session: Session, rows: CTE, start: date, end: date) -> Subquery:
    """Pair what left with what came of the same amount, but for what was turned down."""
    gathered = _by_amount(rows, start, end)
    out, into = _side(gathered, "out"), _side(gathered, "into")
    return (
        select(out.c.id.label("out_id"), into.c.id.label("into_id"))
        .select_from(gathered.join(out, true()).join(into, true()))
        .where(
            into.c.account_id != out.c.account_id,
            into.c.date.between(out.c.date - MOST_DAYS, out.c.date + MOST_DAYS),
            ~_refused(session, out, into),
        )
        .order_by(out.c.date.desc(), out.c.id.desc(), into.c.date.desc(), into.c.id.desc())
        .limit(MOST_PAIRS)
        .subquery("pairs")
    )


def _side(gathered: Subquery, name: str) -> TableValuedAlias:
    """Read one side of an amount as rows again."""
    columns = ("id", Uuid()), ("date", Date()), ("account_id", Uuid())
    arrays = [gathered.c[f"{name}_{one}"] for one, _ in columns]
    read = func.unnest(*arrays).table_valued(*(column(one, kind) for one, kind in columns))
    return read.render_derived(name=name)


def _refused(session: Session, out: FromClause, into: FromClause) -> ColumnElement[bool]:
    return exists().where(
        Refusal.household_id == household_id(session),
        Refusal.topic == TOPIC,
        Refusal.first_id == func.least(out.c.id, into.c.id),
        Refusal.second_id == func.greatest(out.c.id, into.c.id),
    )


def _columns(of: Any) -> list[Any]:
    return [getattr(of, name) for name in Line._fields]
