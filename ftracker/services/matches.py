"""Rows of files that look like transactions of the books: offered, and never merged unasked."""

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.scope import household_id
from ftracker.domain import fingerprints
from ftracker.domain.errors import Conflict, NotFound
from ftracker.models import Import, ImportMatch, Refusal, Transaction
from ftracker.queries import matches as stored
from ftracker.queries import transactions as kept_rows
from ftracker.queries.matches import Match, Pair
from ftracker.services import ledger, settling, shadows, transactions

ALIKE = 50
_BLOCK = 1_000
NOT_ALIKE = "Two transactions of one account, one direction and one amount can be made one."

__all__ = ["Match", "open_ones"]


class Scored(NamedTuple):
    """A staged row and the transaction that it may be; `days` and `likeness` as in ImportMatch."""

    line: int
    transaction_id: UUID
    days: int
    likeness: int


def look(session: Session, found: Import) -> dict[int, UUID]:
    """Match staged rows that are new with what the books have, one to one, and keep the matches.

    The nearest and most alike come first. What a person said of a line is not asked again. Gives
    the transaction that each line may be.
    """
    made = found_pairs(session)
    _forget(session, found.id)
    mine = {"household_id": found.household_id, "import_id": found.id}
    # A file may hold very many: in one piece they would cost more memory than all the reading.
    for start in range(0, len(made), _BLOCK):
        rows = [mine | pair._asdict() for pair in made[start : start + _BLOCK]]
        session.connection().execute(insert(ImportMatch), rows)
    return {pair.line: pair.transaction_id for pair in made}


def found_pairs(session: Session) -> list[Scored]:
    """List what staged rows look like, one to one, each with how alike the texts are."""
    with shadows.beside(session):
        return _one_to_one(stored.pairs(session))


def decide(session: Session, found: Import, made: Container[int]) -> None:
    """Keep the staged rows out that a person said to be the same, or wants to skip.

    `made` are the lines that have a match.
    """
    said = {int(line): choice for line, choice in found.choices.items()}
    settling.leave(session, (line for line, choice in said.items() if choice == "skip"), "skip")
    same = [line for line, choice in said.items() if choice == "same" and line in made]
    if settling.leave(session, same, "same"):
        settling.remember_same(session, found.id)


def settle(session: Session, found: Import, made: Mapping[int, UUID]) -> None:
    """Close the matches of an import that a person decided; the rest stays open.

    `made` tells which transaction each line may be.
    """
    said = {int(line): choice for line, choice in found.choices.items()}
    decided = [line for line in said if line in made]
    if not decided:
        return
    new = stored.by_line(session, found.id, [n for n in decided if said[n] == "new"])
    for line, transaction_id in new.items():
        _refuse(session, transaction_id, made[line])
    session.connection().execute(
        delete(ImportMatch).where(
            ImportMatch.household_id == found.household_id,
            ImportMatch.import_id == found.id,
            ImportMatch.line.in_(decided),
        )
    )


def open_ones(session: Session, import_id: UUID | None = None) -> list[Match]:
    """List pairs of transactions that may be one, newest first, of one import or of all.

    What was merged, refused, deleted or taken back is left out.
    """
    return stored.open_ones(session, import_id)


def merge(session: Session, kept_id: UUID, gone_id: UUID) -> Transaction:
    """Make two transactions one: `kept_id` stays as a person left it, `gone_id` is deleted.

    The one that stays takes the bank's day when it came from a file as well, and what it does not
    say: payee and note. Both stay known to imports. Raises NotFound, and Conflict when they differ
    in account, direction or amount, or belong to a split or a transfer.
    """
    kept, gone = _both(session, kept_id, gone_id)
    if any(getattr(kept, n) != getattr(gone, n) for n in ("account_id", "direction", "amount")):
        raise Conflict(NOT_ALIKE)
    if gone.split_id is not None or gone.transfer_id is not None:
        raise Conflict("It belongs to a split or a transfer. Take it out there first.")
    summary = f"Merged two transactions: {transactions.describe(session, kept)}"
    with history.deed(session, "matches.merge", summary):
        if kept.import_id is not None and gone.import_id is not None:
            kept.date = gone.date
        kept.payee, kept.note = kept.payee or gone.payee, kept.note or gone.note
        kept.reference = kept.reference or gone.reference
        gone.is_active = False
    return kept


def keep_both(session: Session, first_id: UUID, second_id: UUID) -> None:
    """Remember that two transactions are not one; they are offered no more. Raises NotFound."""
    first, second = _both(session, first_id, second_id)
    _refuse(session, first.id, second.id)


def _both(session: Session, first_id: UUID, second_id: UUID) -> tuple[Transaction, Transaction]:
    ledger.hold(session)
    rows = {row.id: row for row in kept_rows.for_update(session, [first_id, second_id])}
    if len(rows) != 2:  # noqa: PLR2004 - the two that were asked for
        raise NotFound
    return rows[first_id], rows[second_id]


def _refuse(session: Session, one: UUID, other: UUID) -> None:
    first, second = sorted((one, other))
    row = {
        "household_id": household_id(session), "topic": "same",
        "first_id": first, "second_id": second,
    }  # fmt: skip
    session.connection().execute(pg_insert(Refusal).values(row).on_conflict_do_nothing())


def _forget(session: Session, import_id: UUID) -> None:
    session.connection().execute(
        delete(ImportMatch).where(
            ImportMatch.household_id == household_id(session), ImportMatch.import_id == import_id
        )
    )


def _one_to_one(pairs: Iterable[Pair]) -> list[Scored]:
    """Choose pairs so that nothing is in two: texts that are alike first, then the nearest."""
    scored = [
        Scored(line, key, days, fingerprints.likeness(_words(said), _words(there)))
        for line, key, days, said, there in pairs
    ]
    # They come the nearest first, and then by the line: what is equal keeps that order.
    scored.sort(key=lambda s: s.likeness, reverse=True)
    scored.sort(key=lambda s: abs(s.days) + (stored.DAYS + 1) * (s.likeness < ALIKE))
    lines: set[int] = set()
    taken: set[UUID] = set()
    found = []
    for pair in scored:
        if pair.line not in lines and pair.transaction_id not in taken:
            lines.add(pair.line)
            taken.add(pair.transaction_id)
            found.append(pair)
    return found


def _words(said: tuple[str, str]) -> frozenset[str]:
    return fingerprints.words(*said)
