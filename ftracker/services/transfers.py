"""Transfers between own accounts: found among what was imported, linked, and let apart again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.db.scope import household_id
from ftracker.domain import periods
from ftracker.domain import transfers as domain
from ftracker.domain.errors import Conflict, NotFound
from ftracker.domain.kinds import Direction, Flow, Kind
from ftracker.domain.transfers import Side
from ftracker.models import Refusal, Transaction
from ftracker.queries import reports
from ftracker.queries import transactions as stored
from ftracker.queries import transfers as queries
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.transactions import Line
from ftracker.queries.transfers import Proposal, Proposals
from ftracker.services import ledger, sides, transactions

MONTHS = 13
BOTH = 2
_SETTING_ASIDE = (Kind.SAVINGS, Kind.INVESTMENT)


def proposed(session: Session, *, today: date, end: date | None = None) -> Proposals:
    """Find pairs that may be transfers, in the 13 months before `end`.

    Without `end` they are the newest 13 months that have transactions; fewer where there are very
    many. Nothing is written.
    """
    extent = reports.extent(session)
    first, last = extent or (today.replace(day=1), today.replace(day=1))
    end = end or periods.months_later(last, 1)
    start = queries.reach(session, start=periods.months_later(end, -MONTHS), end=end)
    found = queries.candidates(session, start=start, end=end)
    return Proposals(
        _judged(session, found),
        start,
        end,
        start if extent and first < start else None,
        queries.refusals(session),
    )


def link(session: Session, out_id: UUID, in_id: UUID) -> UUID:
    """Make two transactions the two sides of one transfer, and give its id.

    Both get the household's type for transfers; day and texts stay each side's own. Raises
    NotFound, and Conflict where they are no two sides: another amount, one account, one direction,
    deleted, part of a split, or linked already.
    """
    return link_all(session, [(out_id, in_id)])[0]


def link_all(session: Session, pairs: Sequence[tuple[UUID, UUID]]) -> list[UUID]:
    """Link many pairs as one change, and give the ids of the transfers in the order given.

    Raises as `link` does: then none of them is linked.
    """
    ledger.hold(session)
    keys = {key for pair in pairs for key in pair}
    rows = {row.id: row for row in stored.for_update(session, list(keys))}
    if not pairs or rows.keys() != keys:
        raise NotFound
    if len(keys) != BOTH * len(pairs):
        raise Conflict("A transaction can only be a side of one transfer.")
    for out_id, in_id in pairs:
        _check(rows[out_id], rows[in_id])
    kind = catalogue(session).default_type(Flow.TRANSFER).id
    with history.deed(session, "transfers.link", "") as deed:
        linked = [_link(rows[out_id], rows[in_id], kind) for out_id, in_id in pairs]
        deed.summary = f"Linked {_described(session, [rows[out_id] for out_id, _ in pairs])}"
    return linked


def unlink(session: Session, transfer_id: UUID) -> list[Transaction]:
    """Let the two sides of a transfer stand alone again, and give them.

    Each gets back the type that it had before it was linked; where none is known, its direction
    says whether it is money in or out. Raises NotFound.
    """
    ledger.hold(session)
    rows = stored.group_for_update(session, transfer_ids=[transfer_id])
    if not rows:
        raise NotFound
    with history.deed(session, "transfers.unlink", f"Unlinked {_described(session, rows[:1])}"):
        sides.release(session, rows)
    return rows


def refuse(session: Session, out_id: UUID, in_id: UUID) -> None:
    """Remember that two transactions are no transfer, so that nobody is asked again.

    Raises NotFound, and Conflict for a transaction and itself.
    """
    if len(stored.for_update(session, [out_id, in_id])) != len({out_id, in_id}):
        raise NotFound
    if out_id == in_id:
        raise Conflict("Choose two different transactions.")
    first_id, second_id = sorted((out_id, in_id))
    row = {"first_id": first_id, "second_id": second_id, "topic": queries.TOPIC}
    statement = insert(Refusal).values(row | {"household_id": household_id(session)})
    session.execute(statement.on_conflict_do_nothing())


def reconsider(session: Session) -> int:
    """Forget which pairs were turned down, so that they are proposed again; gives how many."""
    statement = delete(Refusal).where(
        Refusal.household_id == household_id(session), Refusal.topic == queries.TOPIC
    )
    return len(session.scalars(statement.returning(Refusal.first_id)).all())


def _judged(session: Session, found: Sequence[queries.Candidate]) -> tuple[Proposal, ...]:
    names = catalogue(session)
    called = _called(names, queries.words(session))
    lines = {line.id: line for pair in found for line in (pair.out, pair.into)}
    known = {line.id: _side(line, names) for line in lines.values()}
    pairs = [
        domain.judge(
            known[pair.out.id],
            known[pair.into.id],
            out_names=called[pair.out.account_id],
            in_names=called[pair.into.account_id],
        )
        for pair in found
    ]
    return tuple(
        Proposal(lines[pair.out.id], lines[pair.into.id], pair.score, pair.is_sure, pair.reasons)
        for pair in domain.match(pairs)
    )


def _called(names: Catalogue, words: Mapping[UUID, Iterable[str]]) -> dict[UUID, list[str]]:
    return {a.id: [a.name, *words.get(a.id, ())] for a in names.accounts.values()}


def _side(line: Line, names: Catalogue) -> Side:
    category = names.categories[line.category_id]
    return Side(
        id=line.id,
        date=line.date,
        amount=line.amount,
        account_id=line.account_id,
        text=f"{line.payee} {line.note}",
        category=category.name,
        is_plain=category.is_default or category.kind in _SETTING_ASIDE,
        is_typed=names.types[line.type_id].flow is Flow.TRANSFER,
    )


def _link(out: Transaction, into: Transaction, type_id: UUID) -> UUID:
    key = new_id()
    for row in (out, into):
        row.type_id, row.transfer_id = type_id, key
    return key


def _check(out: Transaction, into: Transaction) -> None:
    """Raise Conflict with the first thing that keeps two transactions from being one transfer."""
    pair = (out, into)
    obstacles = {
        "One of them is deleted. Restore it first.": not all(row.is_active for row in pair),
        "One of them is linked already. Unlink it first.": any(row.transfer_id for row in pair),
        "A part of a split cannot be a side of a transfer.": any(row.split_id for row in pair),
        "A transfer goes out of one account and into another.": (out.direction, into.direction)
        != (Direction.OUT, Direction.IN),
        "Both are in the same account.": out.account_id == into.account_id,
        "Their amounts differ.": out.amount != into.amount,
    }
    for sentence, stands_in_the_way in obstacles.items():
        if stands_in_the_way:
            raise Conflict(sentence)


def _described(session: Session, rows: Sequence[Transaction]) -> str:
    if len(rows) == 1:
        return f"transfer {transactions.describe(session, rows[0])}"
    return f"{len(rows)} transfers"
