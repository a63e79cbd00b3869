"""Transfers: what may be two sides of one, and what is known of those that are linked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, FromClause, Subquery, and_, exists, func, or_, select
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
_COLUMNS = [getattr(Transaction, name) for name in Line._fields]


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
    shared = _shared(rows)
    out, into = aliased(rows, name="leaving"), aliased(rows, name="arriving")
    statement = (
        select(*out.c, *into.c)
        .select_from(out.join(shared, shared.c.amount == out.c.amount))
        .join(into, _fits(out, into))
        .where(
            out.c.direction == Direction.OUT.value,
            out.c.date >= start,
            out.c.date < end,
            ~_refused(session, out, into),
        )
        .order_by(out.c.date.desc(), out.c.id.desc(), into.c.date.desc(), into.c.id.desc())
        .limit(MOST_PAIRS)
    )
    middle = len(_COLUMNS)
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
    statement = transactions.selecting(session, Filter(transfer_id=transfer_id), _COLUMNS)
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
        transactions.selecting(session, Filter(start, end), _COLUMNS)
        .where(Transaction.transfer_id.is_(None), Transaction.split_id.is_(None))
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(MOST_ROWS)
        .cte("unlinked")
        .prefix_with("materialized", dialect="postgresql")
    )


def _shared(rows: CTE) -> Subquery:
    """Name the amounts that went out and came in, and not so often that they tell nothing."""
    times = [func.count().filter(rows.c.direction == way.value) for way in Direction]
    return (
        select(rows.c.amount)
        .group_by(rows.c.amount)
        .having(and_(*(time.between(1, MOST_ALIKE) for time in times)))
        .subquery("shared")
    )


def _fits(out: FromClause, into: FromClause) -> ColumnElement[bool]:
    return and_(
        into.c.amount == out.c.amount,
        into.c.direction == Direction.IN.value,
        into.c.account_id != out.c.account_id,
        into.c.date.between(out.c.date - MOST_DAYS, out.c.date + MOST_DAYS),
    )


def _refused(session: Session, out: FromClause, into: FromClause) -> ColumnElement[bool]:
    either = or_(
        and_(Refusal.first_id == out.c.id, Refusal.second_id == into.c.id),
        and_(Refusal.first_id == into.c.id, Refusal.second_id == out.c.id),
    )
    return exists().where(
        Refusal.household_id == household_id(session), Refusal.topic == TOPIC, either
    )
