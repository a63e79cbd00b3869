"""What is said of one due day: it is left out, it was paid by this, or it is booked now."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.db.scope import currency, household_id
from ftracker.domain import money, payments
from ftracker.domain import schedules as domain
from ftracker.domain.due_days import Due
from ftracker.domain.errors import Clash, Conflict, NotFound
from ftracker.domain.payments import State
from ftracker.domain.periods import DAY
from ftracker.domain.schedules import Day
from ftracker.models import Occurrence, Schedule, Transaction
from ftracker.queries import schedules as stored
from ftracker.queries import transactions as rows
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Line
from ftracker.schemas.schedules import OccurrenceIn
from ftracker.schemas.transactions import TransactionIn
from ftracker.services import due_days, ledger, schedules, transactions

# A weekend moves a day by at most two.
_AROUND = 3 * DAY
# Where a person may look for a payment that nothing matched.
_LOOKS = 45 * DAY
_SHOWN = 12
_MOST = Decimal(10) ** 15
NO_DAY = "It does not fall due on this day."


def say(session: Session, schedule_id: UUID, data: OccurrenceIn, *, today: date) -> Due:
    """Skip a due day, say which transaction paid it, or book it now; gives how it stands then.

    Raises NotFound for an unknown schedule or transaction, Clash for a day on which nothing falls
    due, and Conflict for a transaction that paid another one.
    """
    if data.state == "skipped":
        skip(session, schedule_id, data.due_date)
    elif data.transaction_id is not None:
        choose(session, schedule_id, data.due_date, data.transaction_id)
    else:
        book(session, schedule_id, data, today=today)
    return due_on(session, schedule_id, data.due_date, today=today)


def skip(session: Session, schedule_id: UUID, due_date: date) -> None:
    """Leave one due day out. Raises NotFound and Clash."""
    row = _held(session, schedule_id, due_date)
    with history.deed(session, "schedules.skip", f"Skipped {_named(row, due_date)}"):
        _write(session, row, due_date, State.SKIPPED, None)


def choose(session: Session, schedule_id: UUID, due_date: date, transaction_id: UUID) -> None:
    """Say that a transaction is the payment of a due day.

    Raises NotFound, Clash, and Conflict where it paid another due day.
    """
    row = _held(session, schedule_id, due_date)
    found = rows.line(session, transaction_id)
    if found is None or not found.is_active:
        raise NotFound
    other = stored.chosen_for(session, transaction_id)
    if other is not None and (other.schedule_id, other.due_date) != (row.id, due_date):
        raise Conflict("This transaction paid another due day. Take that back first.")
    with history.deed(session, "schedules.choose", f"Found {_named(row, due_date)}"):
        _write(session, row, due_date, State.PAID, transaction_id)


def forget(session: Session, schedule_id: UUID, due_date: date) -> None:
    """Take back what was said of a due day; a transaction stays. Raises NotFound."""
    row = _held(session, schedule_id, None)
    said = stored.occurrence(session, schedule_id, due_date)
    if said is None:
        raise NotFound
    summary = f"Took back what was said of {_named(row, due_date)}"
    with history.deed(session, "schedules.forget", summary):
        session.delete(said)


def book(session: Session, schedule_id: UUID, data: OccurrenceIn, *, today: date) -> Transaction:
    """Book what a due day asks for, and give the transaction (the outgoing side).

    The day and the amount may differ from what is expected. What is paid already is not booked
    again: its transaction is given. Raises NotFound, Clash, InvalidInput at `amount`, and Conflict
    while the schedule is paused.
    """
    row = _held(session, schedule_id, data.due_date)
    due = due_on(session, row.id, data.due_date, today=today)
    if due.transaction_id is not None:
        return rows.for_update(session, [due.transaction_id])[0]
    key = transaction_key(row.id, due.due_date)
    if stored.ever_written(session, [key]):
        key = new_id()
    day = data.date or min(due.date, today)
    with history.deed(session, "schedules.book", f"Booked {_named(row, due.due_date)}"):
        return _book(session, row, due.due_date, key=key, day=day, amount=data.amount)


def post(session: Session, due: Due) -> Transaction | None:
    """Book a due day unasked, once and for all; None where it was booked or said before.

    What a person deleted, or undid, does not come back: the history knows its id.
    """
    row = _held(session, due.schedule_id, None)
    key = transaction_key(row.id, due.due_date)
    is_told = stored.occurrence(session, row.id, due.due_date) is not None
    if is_told or stored.ever_written(session, [key]):
        return None
    with history.deed(session, "schedules.post", f"Booked {_named(row, due.due_date)} by itself"):
        return _book(session, row, due.due_date, key=key, day=due.date)


def transaction_key(schedule_id: UUID, due_date: date) -> UUID:
    """Name the transaction of a due day, so that whoever books it makes the same one."""
    return uuid5(schedule_id, due_date.isoformat())


def due_on(session: Session, schedule_id: UUID, due_date: date, *, today: date) -> Due:
    """Tell how one due day stands. Raises Conflict where a pause leaves it out."""
    around = due_date - _AROUND, due_date + _AROUND
    found = schedules.of_schedule(session, schedule_id, start=around[0], end=around[1], today=today)
    for due in found:
        if due.due_date == due_date:
            return due
    raise Conflict("This schedule is paused: let it go on first.")


def candidates(session: Session, due: Due, *, today: date) -> list[Line]:
    """List at most 12 transactions that may have paid a due day, the likeliest first.

    What was said to pay another day is left out; what was found to pay one comes last.
    """
    (line,) = (one for one in stored.listing(session) if one.id == due.schedule_id)
    start, end = due.date - _LOOKS, due.date + _LOOKS
    moves = stored.moves(session, start=start, end=end, least=Decimal(0), most=_MOST)
    paid = due_days.upcoming(session, start=start, end=end, today=today)
    chosen = {said.transaction_id for said in stored.said(session)}
    found = payments.likeliest(
        due_days.bill(line, catalogue(session)),
        Day(due.due_date, due.date),
        (move for move in moves if move.id not in chosen),
        spent={one.transaction_id for one in paid if one.transaction_id},
        count=_SHOWN,
    )
    return rows.lines(session, [move.id for move in found])


def _held(session: Session, schedule_id: UUID, due_date: date | None) -> Schedule:
    """Load and lock the schedule of a due day; the ledger comes first, as for all who need both.

    Raises NotFound, and Clash for a day on which nothing falls due.
    """
    ledger.share(session)
    row = schedules.get(session, schedule_id)
    if due_date is not None and not domain.is_day(stored.rhythm_of(row), due_date):
        raise Clash("due_date", NO_DAY)
    return row


def _book(
    session: Session,
    row: Schedule,
    due_date: date,
    *,
    key: UUID,
    day: date,
    amount: str | None = None,
) -> Transaction:
    data = TransactionIn(
        id=key,
        date=day,
        amount=amount or money.plain(row.amount, currency(session)),
        type_id=row.type_id,
        category_id=row.category_id,
        account_id=row.account_id,
        to_account_id=row.to_account_id,
        payee=row.payee or row.name,
        note=row.note,
        tags=row.tags,
    )
    made = transactions.add(session, data)
    _write(session, row, due_date, State.PAID, made.id)
    return made


def _write(
    session: Session, row: Schedule, due_date: date, state: State, transaction_id: UUID | None
) -> None:
    said = stored.occurrence(session, row.id, due_date)
    if said is None:
        mine = {"household_id": household_id(session), "schedule_id": row.id}
        said = Occurrence(id=new_id(), due_date=due_date, **mine)
        session.add(said)
    said.state, said.transaction_id = state, transaction_id


def _named(row: Schedule, due_date: date) -> str:
    return f"{row.name} of {due_date.day} {due_date:%B %Y}"
