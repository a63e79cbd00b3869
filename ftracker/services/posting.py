"""Booking what books itself on its day, also after the machine was off for a while."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from ftracker.db import locks
from ftracker.db.scope import household_id
from ftracker.domain.payments import State
from ftracker.domain.periods import DAY
from ftracker.models import Transaction
from ftracker.queries import schedules as stored
from ftracker.queries.schedules import ScheduleLine
from ftracker.services import occurrences, schedules

# How long ago a day may lie that is still booked; what is older is shown as missed.
CATCHES_UP = timedelta(days=92)


def post_due(session: Session, *, today: date) -> list[Transaction]:
    """Book all that books itself and whose day has come, each as a change of its own.

    Days up to 92 days ago count, though none before the schedule was last changed: what somebody
    turns on today is not booked for the past. What has been paid, or was said anything of, is left
    out. Gives the transactions (of a transfer the outgoing side), by day.
    """
    since = {line.id: _since(line) for line in stored.listing(session) if _posts(line)}
    if not since:
        return []
    locks.hold(session, "posting", household_id(session))
    start, end = today - CATCHES_UP, today + DAY
    dues = schedules.upcoming(session, start=start, end=end, today=today)
    asked = [
        due
        for due in dues
        if due.state not in (State.PAID, State.SKIPPED)
        and due.date >= since.get(due.schedule_id, end)
    ]
    made = [occurrences.post(session, due) for due in asked]
    return [row for row in made if row is not None]


def _posts(line: ScheduleLine) -> bool:
    return line.is_posted and not line.is_paused


def _since(line: ScheduleLine) -> date:
    """Tell the day of the last change, as clocks here show it."""
    return line.updated_at.astimezone().date()
