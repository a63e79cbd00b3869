"""Which rows of files look like transactions that are there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session, aliased

from ftracker.db.scope import household_id
from ftracker.models import ImportMatch, Refusal, Transaction

DAYS = 5
_MOST = 50_000
_SHOWN = 200
# A movement of the books is left out that a known row of the same file stands for: what is left
# may be what the bank wrote otherwise before. The staging table has these names.
_PAIRS = text(
    "with fresh as materialized (select * from import_rows r"
    " where not exists (select 1 from import_left l where l.number = r.number)),"
    " span as (select min(date) - :days first, max(date) + :days last from fresh),"
    " stood as materialized (select r.fingerprint, r.reference, r.account_id from import_rows r"
    " join import_left l on l.number = r.number where l.why in ('known', 'twice'))"
    " select r.import_line, t.id, r.date - t.date, r.payee, r.note, t.payee, t.note"
    " from span, fresh r join transactions t on t.household_id = :home and t.is_active"
    " and t.account_id = r.account_id and t.direction = r.direction and t.amount = r.amount"
    " and t.date between r.date - :days and r.date + :days"
    " where t.date between span.first and span.last"
    " and not exists (select 1 from stood s where s.fingerprint = t.fingerprint)"
    " and not exists (select 1 from stood s where s.reference = t.reference"
    " and s.account_id = t.account_id)"
    " order by abs(r.date - t.date), r.import_line, t.id limit :most"
)
_ANY = text(
    "select exists (select 1 from transactions t, (select min(date) - :days first,"
    " max(date) + :days last from import_rows) span where t.household_id = :home and t.is_active"
    " and t.date between span.first and span.last)"
)


class Pair(NamedTuple):
    """A staged row and a transaction; `days` is how much later the row is."""

    line: int
    transaction_id: UUID
    days: int
    said: tuple[str, str]
    there: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """Two transactions that may be one: the older one, and the one that came in later.

    `days` is how much later the file's row is, `likeness` how alike the texts are, from 0 to 100.
    """

    import_id: UUID
    line: int
    older: Transaction
    newer: Transaction
    days: int
    likeness: int


def pairs(session: Session) -> Iterator[Pair]:
    """Give what each staged row that comes in may be, the nearest day first."""
    given = {"home": household_id(session), "days": DAYS}
    connection = session.connection()
    if not connection.execute(_ANY, given).scalar_one():
        return
    for line, key, days, a, b, c, d in connection.execute(_PAIRS, given | {"most": _MOST}):
        yield Pair(line, key, days, (a, b), (c, d))


def by_line(session: Session, import_id: UUID, lines: Sequence[int]) -> dict[int, UUID]:
    """Give the transactions that came from these lines of an import."""
    statement = select(Transaction.import_line, Transaction.id).where(
        Transaction.household_id == household_id(session),
        Transaction.import_id == import_id,
        Transaction.import_line.in_(lines),
    )
    return {line: key for line, key in session.execute(statement) if line is not None}


def lines(session: Session, import_id: UUID) -> set[int]:
    """Give the lines of a file that have a match, decided or not."""
    statement = select(ImportMatch.line).where(
        ImportMatch.household_id == household_id(session), ImportMatch.import_id == import_id
    )
    return set(session.scalars(statement))


def of_lines(session: Session, import_id: UUID, wanted: Sequence[int]) -> dict[int, ImportMatch]:
    """Give the matches of some lines of a file, decided or not."""
    statement = select(ImportMatch).where(
        ImportMatch.household_id == household_id(session),
        ImportMatch.import_id == import_id,
        ImportMatch.line.in_(wanted),
    )
    return {match.line: match for match in session.scalars(statement)}


def open_ones(session: Session, import_id: UUID | None, *, limit: int = _SHOWN) -> list[Match]:
    """List pairs that are both there and not refused, newest first; the ids break ties."""
    older, newer = aliased(Transaction), aliased(Transaction)
    mine = household_id(session)
    refused = exists().where(
        Refusal.household_id == mine,
        Refusal.topic == "same",
        Refusal.first_id == func.least(older.id, newer.id),
        Refusal.second_id == func.greatest(older.id, newer.id),
    )
    statement = (
        select(ImportMatch, older, newer)
        .join(older, (older.household_id == mine) & (older.id == ImportMatch.transaction_id))
        .join(
            newer,
            (newer.household_id == mine)
            & (newer.import_id == ImportMatch.import_id)
            & (newer.import_line == ImportMatch.line),
        )
        .where(ImportMatch.household_id == mine, older.is_active, newer.is_active, ~refused)
        .where(older.account_id == newer.account_id, older.amount == newer.amount)
        .order_by(newer.date.desc(), newer.id.desc())
        .limit(limit)
    )
    if import_id is not None:
        statement = statement.where(ImportMatch.import_id == import_id)
    return [
        Match(match.import_id, match.line, first, second, match.days, match.likeness)
        for match, first, second in session.execute(statement)
    ]
