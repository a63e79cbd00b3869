"""Holding an account against a balance of the bank, and ticking off what it is made of."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.db.scope import currency, household_id
from ftracker.domain import money
from ftracker.domain.errors import Conflict, NotFound
from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.periods import DAY
from ftracker.models import Account, Reconciliation
from ftracker.queries import balances, usage
from ftracker.queries import reconciliations as stored
from ftracker.queries import transactions as lines
from ftracker.queries.catalogue import catalogue
from ftracker.queries.reconciliations import Sheet, Waiting
from ftracker.schemas.reconciliations import ReconciliationIn
from ftracker.schemas.transactions import TransactionIn
from ftracker.services import accounts, ledger, transactions

CHUNK = 1000
NOTE = "Reconciliation"
MOVED_ON = "Something in the list was changed meanwhile. Look it over again."


def sheet(session: Session, account_id: UUID, *, day: date) -> Sheet:
    """Gather what can be ticked off up to a day and with it. Raises NotFound."""
    opening = balances.opening(session, account_id)
    if opening is None:
        raise NotFound
    rows = stored.waiting(session, account_id, day=day)
    count, amount = stored.waiting_sum(session, account_id, day=day)
    moved = balances.before(session, account_id, [day + DAY])[day + DAY]
    shown = sum((effect(row) for row in rows), Decimal(0))
    return Sheet(opening + moved - amount, tuple(rows), count - len(rows), amount - shown)


def effect(row: Waiting) -> Decimal:
    """Give the amount of a waiting transaction with the sign of its direction."""
    return row.line.amount if row.line.direction == Direction.IN else -row.line.amount


def save(session: Session, account_id: UUID, data: ReconciliationIn) -> Reconciliation:
    """Tick transactions off against a balance of the bank, and give the reconciliation.

    Raises NotFound, and Conflict when a difference is left (unless `correct` makes up for it) or
    the list was changed meanwhile.
    """
    ledger.hold(session)
    account = usage.for_update(session, Account, account_id)
    if account is None:
        raise NotFound
    balance = accounts.balance_of(session, data.balance, field="balance")
    found = sheet(session, account_id, day=data.date)
    chosen = [row for row in found.rows if row.line.id in set(data.ids)]
    if len(chosen) != len(set(data.ids)):
        raise Conflict(MOVED_ON)
    difference = _difference(found, chosen, balance, older=data.older)
    if difference and not data.correct:
        raise Conflict(f"A difference of {_plain(session, difference)} is left.")
    made = Reconciliation(
        household_id=household_id(session),
        id=new_id(),
        account_id=account_id,
        date=data.date,
        balance=balance,
    )
    ids = [row.line.id for row in chosen]
    if data.older and found.rows:
        ids += stored.older(session, account_id, found.rows[-1].line)
    summary = f"Reconciled {account.name} at {_plain(session, balance)}"
    with history.deed(session, "reconciliations.save", summary):
        session.add(made)
        if difference:
            ids.append(_correct(session, account_id, data.date, difference))
        _tick(session, ids, made.id)
    return made


def remove(session: Session, reconciliation_id: UUID) -> None:
    """Take a reconciliation back: nothing is ticked off by it any more. Raises NotFound.

    A transaction that it added to make up for a difference is deleted with it.
    """
    ledger.hold(session)
    found = stored.one(session, reconciliation_id)
    if found is None:
        raise NotFound
    name = catalogue(session).accounts[found.account_id].name
    made = stored.made_with(session, found.id)
    summary = f"Took back the reconciliation of {name} at {_plain(session, found.balance)}"
    with history.deed(session, "reconciliations.remove", summary):
        _tick(session, stored.ticked(session, found.id), None)
        for row in lines.for_update(session, made):
            row.is_active = False
        session.delete(found)


def _difference(
    found: Sheet, chosen: Sequence[Waiting], balance: Decimal, *, older: bool
) -> Decimal:
    ticked = sum((effect(row) for row in chosen), Decimal(0))
    return balance - found.cleared - ticked - (found.older_amount if older else 0)


def _correct(session: Session, account_id: UUID, day: date, difference: Decimal) -> UUID:
    """Add the transaction that makes up for a difference."""
    way = Flow.IN if difference > 0 else Flow.OUT
    data = TransactionIn(
        date=day,
        amount=_plain(session, abs(difference)),
        type_id=catalogue(session).default_type(way).id,
        account_id=account_id,
        note=NOTE,
    )
    return transactions.add(session, data).id


def _tick(session: Session, ids: Sequence[UUID], reconciliation_id: UUID | None) -> None:
    for start in range(0, len(ids), CHUNK):
        chunk = lines.for_update(session, ids[start : start + CHUNK])
        for row in chunk:
            row.reconciliation_id = reconciliation_id
        session.flush()


def _plain(session: Session, amount: Decimal) -> str:
    return money.plain(amount, currency(session))
