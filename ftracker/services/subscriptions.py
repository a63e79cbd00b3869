"""What is subscribed to: schedules that say so, and what comes again and looks like it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.domain import schedules as rhythms
from ftracker.domain import subscriptions
from ftracker.domain.series import Series
from ftracker.queries import schedules as kept
from ftracker.queries.catalogue import catalogue
from ftracker.queries.schedules import ScheduleLine
from ftracker.services import recurring


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription that is a schedule, or a series that looks like one, or both.

    `amount` is what the next payment is expected to be, `yearly_amount` what comes of it in a
    year, not rounded.
    """

    name: str
    amount: Decimal
    yearly_amount: Decimal
    schedule: ScheduleLine | None
    series: Series | None


def listing(session: Session, *, today: date) -> list[Subscription]:
    """List what is subscribed to, the dearest by the year first; ties by name.

    What was turned down as a series is left out, and schedules that are paused or have ended.
    """
    seen, names = recurring.look(session, today=today), catalogue(session)
    known = [
        _of_schedule(line, seen.by_schedule.get(line.id))
        for line in kept.listing(session)
        if line.is_subscription and not line.is_paused and _goes_on(line, today)
    ]
    likely = [
        Subscription(
            recurring.called(one, names, seen.series), one.amount, one.yearly_amount, None, one
        )
        for one in seen.proposed
        if subscriptions.is_likely(one, names.categories[one.last.category_id].name)
    ]
    return sorted(known + likely, key=lambda one: (-one.yearly_amount, one.name.casefold()))


def _of_schedule(line: ScheduleLine, series: Series | None) -> Subscription:
    """Take the amount from what was really paid, where something was."""
    amount = series.amount if series else line.amount
    return Subscription(line.name, amount, rhythms.yearly(line.rhythm, amount), line, series)


def _goes_on(line: ScheduleLine, today: date) -> bool:
    return bool(rhythms.upcoming(line.rhythm, today, count=1))
