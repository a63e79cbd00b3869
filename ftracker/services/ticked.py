"""What was ticked off against a balance of the bank: it stays as it was, unless told otherwise."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.errors import Reconciled
from ftracker.models import Transaction
from ftracker.queries import reconciliations as stored
from ftracker.queries.transactions import Line

CHANGE = "change"
_FIXED = ("amount", "date", "account_id", "direction")


@contextmanager
def kept(session: Session, rows: Sequence[Transaction], reconciled: str) -> Iterator[None]:
    """Let rows change inside the block, but for what a balance of the bank was checked with.

    Amount, date, account and direction of a ticked row stay, and it is not deleted; texts, type
    and category are free. With `change` it may become anything and is ticked off no more. Raises
    Reconciled.
    """
    before = {row.id: (row, _fixed(row)) for row in rows if row.reconciliation_id is not None}
    yield
    changed = [row for row, fixed in before.values() if _fixed(row) != fixed or not row.is_active]
    if changed and reconciled != CHANGE:
        raise Reconciled(of(session, changed), count=len(changed))
    for row in changed:
        row.reconciliation_id = None


def of(session: Session, rows: Sequence[Transaction | Line]) -> str:
    """Say against which balance rows were ticked off, as a sentence; '' when none was.

    The first stands for all.
    """
    ticked = [row for row in rows if row.reconciliation_id is not None]
    found = stored.one(session, ticked[0].reconciliation_id) if ticked else None
    if found is None:
        return ""
    balance = money.plain(found.balance, currency(session))
    many = f"{len(ticked)} of them were" if len(ticked) > 1 else "One of them was"
    what = many if len(rows) > 1 else "This was"
    return f"{what} ticked off against the bank’s balance of {balance} on {found.date}."


def _fixed(row: Transaction) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _FIXED)
