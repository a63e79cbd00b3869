"""Schedules that change on a day: what was until then stays said, what comes is another one."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain import schedules as domain
from ftracker.domain.periods import DAY, LAST
from ftracker.domain.schedules import Every
from ftracker.models import Schedule
from ftracker.queries.schedules import rhythm_of
from ftracker.schemas.schedules import ScheduleEdit, ScheduleFields, ScheduleIn
from ftracker.services import schedules

# Gives what an amount becomes; at most zero is nothing any more.
Price = Callable[[Decimal], Decimal]
_OTHERWISE = ("type", "category", "account", "to_account", "goal", "amount", "least", "most")
_SAID = tuple(name for name in ScheduleFields.model_fields if name not in _OTHERWISE)


def stop(session: Session, row: Schedule, day: date) -> None:
    """Let a schedule fall due no more from a day on; one with no day before it is paused."""
    if not falls_due(row, day):
        return
    summary = f"Let {row.name} end before {day}"
    with history.deed(session, "schedules.stop", summary):
        past = _past_days(row, day)
        if past:
            _edit(session, row, end_date=_last_day(row, day, past[-1].due_date))
        else:
            schedules.pause(session, row.id)


def reprice(session: Session, row: Schedule, day: date, price: Price) -> Schedule:
    """Let a schedule have another amount from a day on, and give the one that has it.

    One that fell due before ends, and goes on as a new one. What falls due no more stays.
    """
    if not falls_due(row, day):
        return row
    amounts = _amounts(row, price, currency(session))
    with history.deed(session, "schedules.reprice", f"Let {row.name} change on {day}"):
        if not amounts:
            stop(session, row, day)
            return row
        if not _past_days(row, day):
            return _edit(session, row, **amounts)
        return _go_on(session, row, day, amounts)


def pause(session: Session, row: Schedule, start: date, until: date | None) -> Schedule | None:
    """Let a schedule fall due on no day from `start` up to, and without, `until`.

    Gives the one that goes on from then; None where nothing does.
    """
    with history.deed(session, "schedules.leave_out", f"Let {row.name} wait from {start} on"):
        made = None
        if until is not None and falls_due(row, until):
            made = _add_from(session, row, until, {})
        stop(session, row, start)
    return made


def falls_due(row: Schedule, start: date, end: date = LAST) -> bool:
    """Tell whether a schedule falls due in [start, end); a paused one never does."""
    return not row.is_paused and any(domain.days(rhythm_of(row), start, end))


def _go_on(session: Session, row: Schedule, day: date, amounts: dict[str, Any]) -> Schedule:
    made = _add_from(session, row, day, amounts)
    stop(session, row, day)
    return made


def _add_from(session: Session, row: Schedule, day: date, changed: dict[str, Any]) -> Schedule:
    """Add a schedule that goes on from a day as another one would."""
    first = domain.upcoming(rhythm_of(row), day, count=1)[0].due_date
    before = len(_past_days(row, day))
    said = _said(row, currency(session)) | {
        "start_date": first,
        "month_day": _month_day(row),
        "times": None if row.times is None else row.times - before,
    }
    return schedules.add(session, ScheduleIn(**said | changed))


def _edit(session: Session, row: Schedule, **changed: Any) -> Schedule:
    said = _said(row, currency(session)) | changed
    return schedules.edit(session, row.id, ScheduleEdit(**said, version=row.version))


def _said(row: Schedule, code: str) -> dict[str, Any]:
    amounts = {name: getattr(row, name) for name in ("amount", "least", "most")}
    return {name: getattr(row, name) for name in _SAID} | {
        name: None if amount is None else money.plain(amount, code)
        for name, amount in amounts.items()
    }


def _amounts(row: Schedule, price: Price, code: str) -> dict[str, Any]:
    """Give what its amounts become; nothing where nothing would be left of the amount."""
    found: dict[str, Any] = {}
    for name in ("amount", "least", "most"):
        before = getattr(row, name)
        after = money.quantise(price(before), code) if before is not None else Decimal(0)
        found[name] = money.plain(after, code) if after > 0 else None
    return found if found["amount"] else {}


def _month_day(row: Schedule) -> int | None:
    """Say the day of the month that it keeps, which its new first day may not have."""
    if row.unit in (Every.DAY, Every.WEEK) or row.nth is not None:
        return row.month_day
    return row.month_day or row.start_date.day


def _last_day(row: Schedule, day: date, last_due: date) -> date:
    """Give the day before a day; but between the due days around it where a weekend moved them."""
    next_due = domain.upcoming(rhythm_of(row), day, count=1)[0].due_date
    return min(max(day - DAY, last_due), next_due - DAY)


def _past_days(row: Schedule, day: date) -> list[domain.Day]:
    return list(domain.days(rhythm_of(row), row.start_date - DAY * 3, day))
