"""The two sides of a transfer: made together, or linked from two accounts that each tell theirs.

Amount and type are always the same on both. Day and texts are one side's own where a file said
them or a balance was checked with them; what was typed once for both changes on both.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.db.scope import user_id
from ftracker.domain.errors import Clash
from ftracker.domain.kinds import Direction, Flow
from ftracker.models import Transaction
from ftracker.queries import transactions as stored
from ftracker.queries import transfers
from ftracker.queries.catalogue import catalogue
from ftracker.services.references import Places

SHARED = ("date", "amount", "payee", "note", "tags", "type_id", "category_id")
_ALWAYS = ("amount", "type_id")


def of(session: Session, rows: Sequence[Transaction]) -> list[Transaction]:
    """Load and lock both sides of every transfer that has one of the rows."""
    keys = keys_of(rows)
    return stored.group_for_update(session, transfer_ids=keys) if keys else []


def keys_of(rows: Sequence[Transaction]) -> list[UUID]:
    """List the transfers that rows are sides of."""
    return [row.transfer_id for row in rows if row.transfer_id]


def open_other(session: Session, row: Transaction, account_id: UUID) -> None:
    """Make the other side of a transfer, which says the same. Raises Clash for one account."""
    row.transfer_id = row.transfer_id or new_id()
    other = Transaction(household_id=row.household_id, id=new_id(), transfer_id=row.transfer_id)
    other.member_id = user_id(session)
    for name in SHARED:
        setattr(other, name, getattr(row, name))
    _set_against(row, other, account_id)
    session.add(other)


def shared(row: Transaction, other: Transaction) -> tuple[str, ...]:
    """Name what both sides say as one, so that a change of it changes both."""
    if other.import_id is not None or other.reconciliation_id is not None:
        return _ALWAYS
    return tuple(
        name for name in SHARED if name in _ALWAYS or getattr(row, name) == getattr(other, name)
    )


def settle(
    session: Session,
    row: Transaction,
    others: Sequence[tuple[Transaction, tuple[str, ...]]],
    places: Places,
) -> None:
    """Let the other side follow a changed one; `others` come with what they share (`shared`).

    When the transfer becomes something else, a side that was made for it goes, and one that is a
    transaction by itself stands alone again.
    """
    if places.flow is not Flow.TRANSFER:
        _part(session, row, [other for other, _ in others])
    elif others:
        other, names = others[0]
        for name in names:
            setattr(other, name, getattr(row, name))
        _set_against(row, other, places.to_account_id or other.account_id)
    elif places.to_account_id is not None:
        open_other(session, row, places.to_account_id)


def release(session: Session, rows: Sequence[Transaction]) -> None:
    """Let the sides of one transfer stand alone again.

    Each gets the type that it had before they were linked, or its direction's where the history
    knows none that is still there.
    """
    names = catalogue(session)
    former = _former(session, rows)
    for row in rows:
        known = names.types.get(former.get(row.id, row.id))
        fits = known is not None and known.flow in (Flow.TRANSFER.value, row.direction)
        row.type_id = known.id if known and fits else names.default_type(Flow(row.direction)).id
        row.transfer_id = None


def _set_against(row: Transaction, other: Transaction, account_id: UUID) -> None:
    other.account_id = account_id
    other.direction = Direction.IN if row.direction == Direction.OUT else Direction.OUT
    if other.account_id == row.account_id:
        raise Clash("to_account_id", "Choose two different accounts.")


def _part(session: Session, row: Transaction, others: Sequence[Transaction]) -> None:
    former = _former(session, others)
    own = [o for o in others if o.id in former or o.import_id or o.reconciliation_id]
    for other in others:
        if other not in own:
            other.is_active, other.transfer_id = False, None
    release(session, own)
    row.transfer_id = None


def _former(session: Session, rows: Sequence[Transaction]) -> dict[UUID, UUID]:
    keys = keys_of(rows)
    return transfers.former_types(session, keys[0], [row.id for row in rows]) if keys else {}
