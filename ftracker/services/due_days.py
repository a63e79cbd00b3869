"""What falls due, and how each day stands: by the rules, by what came in, by what was said."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import payments
from ftracker.domain import schedules as domain
from ftracker.domain.due_days import Due
from ftracker.domain.payments import Bill, Key, State
from ftracker.domain.schedules import Day
from ftracker.queries import schedules as stored
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.schedules import Said, ScheduleLine

__all__ = ["Due", "bill", "of_schedule", "upcoming"]

# Days around those asked for: what they claim of the transactions belongs to them.
_AROUND = timedelta(days=payments.LATEST + 1)
_SETTLED = (State.PAID, State.SKIPPED)
_SHARED = (
    "name", "amount", "type_id", "category_id", "account_id", "to_account_id", "goal_id", "payee",
    "is_subscription", "is_posted", "remind_days",
)  # fmt: skip


class _Word(NamedTuple):
    """How a day stands, and what paid it."""

    state: State
    transaction_id: UUID | None = None
    paid_amount: Decimal | None = None
    paid_date: date | None = None


def upcoming(session: Session, *, start: date, end: date, today: date) -> list[Due]:
    """List what falls due in [start, end), by day, then by name; a fixed number of queries.

    Paused schedules show only what was paid or skipped.
    """
    return _dues(session, stored.listing(session), start=start, end=end, today=today)


def of_schedule(
    session: Session, schedule_id: UUID, *, start: date, end: date, today: date
) -> list[Due]:
    """List what falls due of one schedule in [start, end), by day.

    Others that could claim the same transactions are heard.
    """
    lines = {line.id: line for line in stored.listing(session)}
    if schedule_id not in lines:
        return []
    names, payees = catalogue(session), _payees(stored.said(session))
    bills = {key: bill(line, names, payees.get(key, ())) for key, line in lines.items()}
    mine = bills[schedule_id]
    heard = [lines[key] for key, other in bills.items() if payments.may_compete(mine, other)]
    found = _dues(session, heard, start=start, end=end, today=today)
    return [due for due in found if due.schedule_id == schedule_id]


def bill(line: ScheduleLine, names: Catalogue, payees: Iterable[str] = ()) -> Bill:
    """Tell what is looked for among what came in; `payees` are further ones that are known."""
    known = dict.fromkeys(name for name in (line.payee, *payees) if name)
    return Bill(
        id=line.id,
        rhythm=line.rhythm,
        flow=names.types[line.type_id].flow,
        payees=tuple(known),
        category_id=line.category_id,
        account_id=line.account_id,
        to_account_id=line.to_account_id,
        amount=line.amount,
        least=line.least,
        most=line.most,
    )


def _dues(
    session: Session, lines: Sequence[ScheduleLine], *, start: date, end: date, today: date
) -> list[Due]:
    if not lines:
        return []
    names, said = catalogue(session), [s for s in stored.said(session) if not s.is_gone]
    payees = _payees(said)
    bills = {line.id: bill(line, names, payees.get(line.id, ())) for line in lines}
    days = {
        key: list(domain.days(one.rhythm, start - _AROUND, end + _AROUND))
        for key, one in bills.items()
    }
    settled = _matched(session, bills, days, said) | {
        (one.schedule_id, one.due_date): _Word(
            State(one.state), one.transaction_id, one.amount, one.date
        )
        for one in said
    }
    dues = [
        _due(line, bills[line.id], day, settled.get((line.id, day.due_date)), today=today)
        for line in lines
        for day in days[line.id]
        if start <= day.date < end
    ]
    paused = {line.id for line in lines if line.is_paused}
    shown = [due for due in dues if due.schedule_id not in paused or due.state in _SETTLED]
    return sorted(shown, key=lambda due: (due.date, due.name.casefold(), due.schedule_id))


def _matched(
    session: Session,
    bills: Mapping[UUID, Bill],
    days: Mapping[UUID, Sequence[Day]],
    said: Sequence[Said],
) -> dict[Key, _Word]:
    """Match the days of which nothing was said with the transactions that nobody chose."""
    told = {(one.schedule_id, one.due_date) for one in said}
    asked = [
        (bills[key], [day for day in of_one if (key, day.due_date) not in told])
        for key, of_one in days.items()
    ]
    dates = [day.date for _, of_one in asked for day in of_one]
    if not dates:
        return {}
    bounds = [one.widest() for one in bills.values()]
    moves = stored.moves(
        session,
        start=min(dates) - timedelta(days=payments.EARLIEST),
        end=max(dates) + timedelta(days=payments.LATEST + 1),
        least=min(least for least, _ in bounds),
        most=max(most for _, most in bounds),
    )
    chosen = {one.transaction_id for one in said}
    found = payments.find_payments(asked, [move for move in moves if move.id not in chosen])
    return {key: _Word(State.PAID, move.id, move.amount, move.date) for key, move in found.items()}


def _due(line: ScheduleLine, of: Bill, day: Day, word: _Word | None, *, today: date) -> Due:
    word = word or _Word(payments.unpaid(of.rhythm, day, today=today))
    return Due(
        schedule_id=line.id,
        due_date=day.due_date,
        date=day.date,
        flow=of.flow,
        is_ahead=word.paid_date is not None and word.paid_date > today,
        **{name: getattr(line, name) for name in _SHARED},
        **word._asdict(),
    )


def _payees(said: Sequence[Said]) -> dict[UUID, list[str]]:
    """List by schedule who got or sent the payments that were chosen for it."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in said:
        found[one.schedule_id].append(one.payee)
    return found
