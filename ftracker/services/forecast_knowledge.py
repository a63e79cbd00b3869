"""What the books know to come: schedules, what comes again unsaid, promises to goals, bookings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import forecast_known, payments
from ftracker.domain import recurring as finding
from ftracker.domain import schedules as rhythms
from ftracker.domain.forecast_history import History
from ftracker.domain.forecast_inputs import BOOKED, Coming
from ftracker.domain.forecast_known import Knowledge, Paid, Promise
from ftracker.domain.kinds import Direction, Section
from ftracker.domain.periods import DAY, months_later
from ftracker.domain.series import Series
from ftracker.queries import forecast_inputs as stored
from ftracker.queries import schedules
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.goals import GoalLine
from ftracker.queries.recurring import MONTHS, Seen
from ftracker.services import due_days, outlooks, recurring
from ftracker.services.outlooks import Overview

_LATEST = timedelta(days=payments.LATE_DAYS + 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read: whose names, of which past, and up to which day without it."""

    names: Catalogue
    history: History
    end: date

    @property
    def today(self) -> date:
        """The day that it is read on."""
        return self.history.today

    def place(self, type_id: UUID, category_id: UUID) -> tuple[Section, int]:
        """Tell the section and the sign of a type and a category."""
        return self.names.section(type_id, category_id), self.names.sign(type_id, category_id)


def of_books(session: Session, reading: Reading, *, since: date) -> Knowledge:
    """Tell what schedules, patterns and bookings make known, and what they explain since a day."""
    found = finding.find(reading.history.payments, today=reading.today)
    seen = recurring.seen(session, [one for one in found if not one.is_ended])
    ended = [one for one in found if one.is_ended]
    return (
        _scheduled(session, reading, seen, since=since)
        .and_(_unsaid(reading, seen, ended))
        .and_(_booked(session, reading))
    )


def of_past(reading: Reading) -> Knowledge:
    """Tell what could be known of the payments alone, as nobody knows what schedules said then."""
    since = months_later(reading.today, -MONTHS)
    recent = [one for one in reading.history.payments if one.date >= since]
    found = finding.find(recent, today=reading.today)
    goes_on = tuple(one for one in found if not one.is_ended)
    seen = Seen(goes_on, {}, ())
    return _unsaid(reading, seen, [one for one in found if one.is_ended])


def of_goals(
    reading: Reading, overview: Overview, known: Sequence[Coming], cash: Sequence[UUID]
) -> Knowledge:
    """Tell what is promised to goals that nothing else brings anything, beyond their pace."""
    promises = _promises(reading, overview, known, cash) if cash else ()
    return forecast_known.of_promises(promises, today=reading.today, end=reading.end)


def _scheduled(session: Session, reading: Reading, seen: Seen, *, since: date) -> Knowledge:
    paired = seen.by_schedule
    differs = {key: forecast_known.is_learnt(series) for key, series in paired.items()}
    paid = {
        line.id: Paid(
            line.rhythm.gap, differs.get(line.id), rhythms.yearly_behind(line.rhythm, reading.end)
        )
        for line in schedules.listing(session)
    }
    start = min(since, reading.today - _LATEST)
    dues = due_days.upcoming(session, start=start, end=reading.end, today=reading.today)
    # Payments of a series that no due day was found for belong to its schedule all the same.
    ids = {key: {payment.id for payment in series.payments} for key, series in paired.items()}
    older = Knowledge(
        explained=frozenset(one for mine in ids.values() for one in mine),
        steady=frozenset(one for key, mine in ids.items() if not differs[key] for one in mine),
    )
    return forecast_known.of_dues(dues, reading.place, paid, reading.today).and_(older)


def _unsaid(reading: Reading, seen: Seen, ended: Sequence[Series]) -> Knowledge:
    named = [(one, seen.called(one, reading.names)) for one in seen.proposed]
    return forecast_known.of_series(named, ended, reading.place, end=reading.end)


def _booked(session: Session, reading: Reading) -> Knowledge:
    """Tell what the books hold already of the days ahead."""
    rows = stored.ahead(session, start=reading.today + DAY, end=reading.end)
    return Knowledge(tuple(_coming(row, reading) for row in rows))


def _coming(row: stored.Ahead, reading: Reading) -> Coming:
    section, sign = reading.place(row.type_id, row.category_id)
    return Coming(
        date=row.date,
        name=row.payee or reading.names.categories[row.category_id].name,
        amount=row.amount if row.direction == Direction.IN else -row.amount,
        account_id=row.account_id,
        kind=BOOKED,
        id=row.id,
        category_id=row.category_id,
        section=section,
        sign=sign,
    )


def _promises(
    reading: Reading, overview: Overview, known: Sequence[Coming], cash: Sequence[UUID]
) -> Iterator[Promise]:
    default = reading.names.default_account.id
    source = default if default in cash else cash[0]
    for line in overview.lines:
        outlook = overview.outlook(line.id)
        facts = outlooks.facts(line)
        if outlook is None or not facts.is_waiting or facts.monthly_amount is None:
            continue
        monthly = facts.monthly_amount - max(outlook.pace_monthly, Decimal(0))
        if monthly <= 0 or line.account_id == source or any(map(_brings(reading, line), known)):
            continue
        # A transfer counts in no section; what is set aside in a category does.
        place = (Section.NONE, 0) if line.account_id else (Section.SET_ASIDE, 1)
        yield Promise(facts, monthly, line.category_id, source, place)


def _brings(reading: Reading, line: GoalLine) -> Callable[[Coming], bool]:
    """Give what tells whether something that is to come is for a goal."""
    family = frozenset(reading.names.family(line.category_id))

    def brings(one: Coming) -> bool:
        if one.goal_id is not None:
            return one.goal_id == line.id
        if line.account_id is not None:
            return one.account_id == line.account_id and one.amount > 0
        return one.section is Section.SET_ASIDE and one.category_id in family

    return brings
