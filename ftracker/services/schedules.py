"""What comes again: added, changed, paused, deleted; what falls due is asked of `due_days`."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import household_id
from ftracker.domain import periods
from ftracker.domain import schedules as domain
from ftracker.domain.balances_ahead import DayBalance, DayParts
from ftracker.domain.due_days import Due
from ftracker.domain.errors import Clash, Conflict, FieldError, NotFound, Stale
from ftracker.domain.kinds import Flow
from ftracker.domain.schedules import Every, Rhythm
from ftracker.models import Schedule
from ftracker.queries import schedules as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.schedules import ScheduleEdit, ScheduleFields, ScheduleIn
from ftracker.schemas.transactions import TransactionFields
from ftracker.services import references, transactions
from ftracker.services.balances_ahead import balances, cash_accounts, parts
from ftracker.services.due_days import of_schedule, upcoming

__all__ = [
    "DayBalance", "DayParts", "Due", "balances", "cash_accounts", "of_schedule", "parts",
    "upcoming",
]  # fmt: skip

_LONGEST = timedelta(days=3660)
_AS_SAID = (
    "name", "payee", "note", "start_date", "every", "unit", "month_day", "nth", "weekday",
    "weekend", "end_date", "times", "is_posted", "remind_days", "is_subscription",
    "trial_end_date", "cancel_date", "is_paused",
)  # fmt: skip

_PLACES = (
    "type_id", "type", "category_id", "category", "account_id", "account", "to_account_id",
    "to_account",
)  # fmt: skip


def add(session: Session, data: ScheduleIn) -> Schedule:
    """Add a schedule and give its row; the same request twice makes one.

    Raises NotFound for an unknown type, category, account or goal, InvalidInput for what makes
    no sense, and Conflict for an id that means another schedule.
    """
    values = _values(session, data)
    if data.id is not None:
        locks.hold(session, "schedule", data.id)
        if there := stored.for_update(session, data.id):
            return _same(there, values)
    row = Schedule(household_id=household_id(session), id=data.id or new_id(), **values)
    with references.staying(), history.deed(session, "schedules.add", f"Scheduled {row.name}"):
        session.add(row)
    return row


def edit(session: Session, schedule_id: UUID, data: ScheduleEdit) -> Schedule:
    """Change a schedule; what was paid and skipped stays said of the days that are left.

    Raises as `add` does, and Stale when `version` is old.
    """
    row = get(session, schedule_id, version=data.version)
    values = _values(session, data)
    summary = f"Changed schedule {data.name}"
    with references.staying(), history.deed(session, "schedules.edit", summary):
        for name, value in values.items():
            setattr(row, name, value)
    return row


def delete(session: Session, schedule_id: UUID, *, version: int | None = None) -> None:
    """Delete a schedule; what paid it stays in the books. Raises NotFound and Stale."""
    row = get(session, schedule_id, version=version)
    with history.deed(session, "schedules.delete", f"Deleted schedule {row.name}"):
        for one in stored.occurrences(session, row.id):
            session.delete(one)
        session.flush()
        session.delete(row)


def pause(session: Session, schedule_id: UUID) -> Schedule:
    """Expect nothing of a schedule until it goes on. Raises NotFound."""
    return _switch(session, schedule_id, paused=True)


def resume(session: Session, schedule_id: UUID) -> Schedule:
    """Let a schedule go on; what fell due meanwhile is not booked. Raises NotFound."""
    return _switch(session, schedule_id, paused=False)


def get(session: Session, schedule_id: UUID, *, version: int | None = None) -> Schedule:
    """Load and lock a schedule. Raises NotFound, and Stale when `version` is not the present."""
    row = stored.for_update(session, schedule_id)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def rhythm(data: ScheduleFields) -> Rhythm:
    """Read the rhythm that a schedule says. Raises Clash where its parts contradict each other."""
    _check_day(data)
    if data.end_date is not None and data.end_date < data.start_date:
        raise Clash("end_date", "It cannot end before it starts.")
    found = Rhythm(
        start=data.start_date,
        every=data.every,
        unit=data.unit,
        month_day=data.month_day,
        nth=data.nth,
        weekday=data.weekday,
        weekend=data.weekend,
        end=data.end_date,
        times=data.times,
    )
    # A weekend may move the first day before the start.
    if not domain.upcoming(found, data.start_date - domain.MOVED, count=1):
        raise Clash("end_date", "It would never fall due: let it end later.")
    return found


def range_of(start: date | None, end: date | None, *, today: date) -> tuple[date, date]:
    """Complete a range of days: from this month's first on, for two months, at most ten years."""
    start = start or today.replace(day=1)
    end = end or min(periods.months_later(start, 2), periods.LAST)
    return start, min(end, start + _LONGEST)


def _check_day(data: ScheduleFields) -> None:
    if data.unit in (Every.DAY, Every.WEEK):
        for field in ("month_day", "nth", "weekday"):
            if getattr(data, field) is not None:
                raise Clash(field, "Only what comes by month or year has a day of the month.")
    if (data.nth is None) is not (data.weekday is None):
        field = "nth" if data.nth is None else "weekday"
        raise Clash(field, "Choose both which one of the month, and which day of the week.")
    if data.nth is not None and data.month_day is not None:
        raise Clash("month_day", "Choose a day of the month or a day of the week, not both.")


def _switch(session: Session, schedule_id: UUID, *, paused: bool) -> Schedule:
    row = get(session, schedule_id)
    name, verb = ("pause", "Paused") if paused else ("resume", "Resumed")
    with history.deed(session, f"schedules.{name}", f"{verb} schedule {row.name}"):
        row.is_paused = paused
    return row


def _same(there: Schedule, values: dict[str, Any]) -> Schedule:
    if any(getattr(there, name) != value for name, value in values.items()):
        raise Conflict("There is a schedule with this id already, with other content.")
    return there


def _values(session: Session, data: ScheduleFields) -> dict[str, Any]:
    rhythm(data)
    amounts = {
        field: transactions.amount_of(session, text, field=field)
        for field in ("amount", "least", "most")
        if (text := getattr(data, field)) is not None
    }
    _check_range(amounts)
    return {
        **{name: getattr(data, name) for name in _AS_SAID},
        **_places(session, data),
        "tags": list(dict.fromkeys(data.tags)),
        "amount": amounts["amount"],
        "least": amounts.get("least"),
        "most": amounts.get("most"),
        "goal_id": _goal(session, data),
    }


def _check_range(amounts: dict[str, Decimal]) -> None:
    if amounts.get("least", amounts["amount"]) > amounts["amount"]:
        raise Clash("least", "The least cannot be more than what is expected.")
    if amounts.get("most", amounts["amount"]) < amounts["amount"]:
        raise Clash("most", "The most cannot be less than what is expected.")


def _places(session: Session, data: ScheduleFields) -> dict[str, UUID | None]:
    """Find what it points to; money that goes to another account is a transfer."""
    said = {name: getattr(data, name) for name in _PLACES}
    if data.to_account_id or data.to_account:
        said["type_id"] = data.type_id or _transfer_type(session, data)
    moved = TransactionFields(date=data.start_date, amount=data.amount, **said)
    found = references.places(session, moved)
    if found.flow is Flow.TRANSFER and found.to_account_id is None:
        raise Clash("to_account_id", "Choose the account that the money goes to.")
    return {
        name: getattr(found, name)
        for name in ("type_id", "category_id", "account_id", "to_account_id")
    }


def _transfer_type(session: Session, data: ScheduleFields) -> UUID | None:
    return None if data.type else catalogue(session).default_type(Flow.TRANSFER).id


def _goal(session: Session, data: ScheduleFields) -> UUID | None:
    if data.goal_id is None and data.goal is None:
        return None
    names = stored.goal_names(session)
    if data.goal_id is not None:
        if data.goal_id not in names:
            raise NotFound(FieldError("goal_id", "There is no such goal."))
        return data.goal_id
    for goal_id, name in names.items():
        if name.casefold() == str(data.goal).casefold():
            return goal_id
    raise NotFound(FieldError("goal", f"There is no goal called “{data.goal}”."))
