"""What is subscribed to: schedules that say so, and what comes again and looks like it."""

from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain import schedules as rhythms
from ftracker.domain import subscriptions
from ftracker.domain.series import Series
from ftracker.queries import schedules as kept
from ftracker.queries.catalogue import catalogue
from ftracker.queries.recurring import Subscription
from ftracker.queries.schedules import ScheduleLine
from ftracker.services import recurring


def listing(session: Session, *, today: date) -> list[Subscription]:
    """List what is subscribed to, the dearest by the year first; ties by name.

    What was turned down as a series is left out, and schedules that are paused or have ended.
    """
    seen, names = recurring.look(session, today=today), catalogue(session)
    known = [
        _of_schedule(line, seen.by_schedule.get(line.id), days[0].date)
        for line in kept.listing(session)
        if line.is_subscription and not line.is_paused
        if (days := rhythms.upcoming(line.rhythm, today, count=1))
    ]
    likely = [
        _of_series(one, seen.called(one, names))
        for one in seen.proposed
        if subscriptions.is_likely(one, names.categories[one.last.category_id].name)
    ]
    return sorted(known + likely, key=lambda one: (-one.yearly_amount, one.name.casefold()))


def _of_schedule(line: ScheduleLine, series: Series | None, next_date: date) -> Subscription:
    """Take the amount from what was really paid, where something was."""
    amount = series.amount if series else line.amount
    yearly = rhythms.yearly(line.rhythm, amount)
    return Subscription(line.name, amount, yearly, next_date, line, series)


def _of_series(series: Series, name: str) -> Subscription:
    return Subscription(name, series.amount, series.yearly_amount, series.next_date, None, series)
