"""What comes again and no schedule says so: found, taken on, turned down; what got dearer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.scope import currency, household_id
from ftracker.domain import money, pairing, recurring, subscriptions
from ftracker.domain.cadences import Weekend
from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.paces import LAST_DAY
from ftracker.domain.pairing import Known
from ftracker.domain.schedules import Every
from ftracker.domain.series import Series
from ftracker.models import Refusal, Schedule
from ftracker.queries import recurring as stored
from ftracker.queries import schedules as kept
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.recurring import Pair, Seen
from ftracker.queries.schedules import ScheduleLine
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import schedules

# What a bill that varies may come to, against the least and the most of a year.
_LESS, _MORE = Decimal("0.8"), Decimal("1.25")
_LONGEST_PAYEE = 200
_LAST_OF_MONTH = -1


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What went out again and again and changed its amount; both are positive.

    `since` is the day of the first payment of the new amount, which is `transaction_id`.
    """

    payee: str
    before: Decimal
    after: Decimal
    since: date
    schedule_id: UUID | None
    transaction_id: UUID


def found(session: Session, *, today: date) -> list[Series]:
    """List what comes again and is no schedule yet, the next day first; nothing is written.

    What was turned down is left out, and what has ended.
    """
    return list(look(session, today=today).proposed)


def look(session: Session, *, today: date) -> Seen:
    """Find all series that go on, and what is known of each; a fixed number of queries."""
    found = recurring.find(stored.payments(session, today=today), today=today)
    return seen(session, [one for one in found if not one.is_ended])


def seen(session: Session, series: Sequence[Series]) -> Seen:
    """Tell what schedules and people say of series; a fixed number of queries."""
    names, pairs = catalogue(session), stored.refused(session)
    known = [_known(line, names) for line in kept.listing(session)]
    by_schedule = pairing.pair(series, known)
    of_schedules = {one.last.id for one in by_schedule.values()}
    refused = (one for one in series if one.last.id not in of_schedules and _is_refused(one, pairs))
    return Seen(tuple(series), by_schedule, tuple(refused))


def accept(session: Session, payment_ids: Sequence[UUID], *, today: date) -> list[Schedule]:
    """Make schedules of series, each named by one of its payments, as one change.

    Gives them in the order asked for; a series that is a schedule already gives that one. Raises
    NotFound where a payment is in no series.
    """
    seen = look(session, today=today)
    with history.deed(session, "recurring.accept", "") as deed:
        made = [_accept(session, seen.holding(key), seen) for key in payment_ids]
        deed.summary = _said(made)
    return made


def refuse(session: Session, payment_ids: Sequence[UUID], *, today: date) -> int:
    """Remember that series do not come again, each named by one of its payments; gives how many.

    Raises NotFound where a payment is in no series.
    """
    seen = look(session, today=today)
    refused = [seen.holding(key) for key in payment_ids]
    for one in refused:
        first_id, second_id = sorted(payment.id for payment in one.payments[-2:])
        row = {"first_id": first_id, "second_id": second_id, "topic": stored.TOPIC}
        statement = insert(Refusal).values(row | {"household_id": household_id(session)})
        session.execute(statement.on_conflict_do_nothing())
    return len(refused)


def reconsider(session: Session) -> int:
    """Forget what was turned down, so that it is proposed again; gives how many."""
    statement = delete(Refusal).where(
        Refusal.household_id == household_id(session), Refusal.topic == stored.TOPIC
    )
    return len(session.scalars(statement.returning(Refusal.first_id)).all())


def price_changes(session: Session, *, today: date) -> list[PriceChange]:
    """List what got dearer or cheaper in the last 27 months and still comes, the newest first.

    Only what goes out for good: no transfers, and nothing that was turned down.
    """
    seen = look(session, today=today)
    ids = {series.last.id: key for key, series in seen.by_schedule.items()}
    refused = {one.last.id for one in seen.refused}
    changes = [
        PriceChange(
            series.last.payee,
            change.before,
            change.after,
            change.payment.date,
            ids.get(series.last.id),
            change.payment.id,
        )
        for series in seen.series
        if series.last.direction is Direction.OUT
        and not series.last.to_account_id
        and series.last.id not in refused
        for change in series.changes
    ]
    return sorted(changes, key=lambda one: (one.since, one.transaction_id), reverse=True)


def draft(session: Session, series: Series, seen: Seen) -> ScheduleIn:
    """Write the schedule that a series makes: it begins on the next due day."""
    last, names, code = series.last, catalogue(session), currency(session)
    every, unit = series.pace.rhythm
    category = names.categories[last.category_id].name
    return ScheduleIn(
        name=seen.called(series, names),
        type_id=last.type_id,
        category_id=last.category_id,
        account_id=last.account_id,
        to_account_id=last.to_account_id,
        payee="" if last.to_account_id else last.payee[:_LONGEST_PAYEE],
        amount=money.plain(series.amount, code),
        start_date=replace(series.beat, weekend=Weekend.KEEP).due(series.numbers[-1] + 1),
        every=every,
        unit=Every(unit),
        month_day=_month_day(series),
        weekend=series.beat.weekend,
        is_subscription=subscriptions.is_likely(series, category),
        # What varies may go a little beyond what it was in a year.
        least=None if series.is_fixed else money.plain(series.least * _LESS, code),
        most=None if series.is_fixed else money.plain(series.most * _MORE, code),
    )


def _accept(session: Session, series: Series, seen: Seen) -> Schedule:
    for key, known in seen.by_schedule.items():
        if known.last.id == series.last.id:
            return schedules.get(session, key)
    return schedules.add(session, draft(session, series, seen))


def _month_day(series: Series) -> int | None:
    if not series.pace.months:
        return None
    return _LAST_OF_MONTH if series.beat.day == LAST_DAY else series.beat.day


def _said(made: Sequence[Schedule]) -> str:
    if len(made) == 1:
        return f"Scheduled {made[0].name}, which comes again"
    return f"Scheduled {len(made)} that come again"


def _known(line: ScheduleLine, names: Catalogue) -> Known:
    flow = names.types[line.type_id].flow
    return Known(
        line.id,
        line.name,
        line.payee,
        Direction.IN if flow is Flow.IN else Direction.OUT,
        line.to_account_id,
        line.amount,
        line.least,
        line.most,
        line.every,
        line.unit,
    )


def _is_refused(series: Series, pairs: Iterable[Pair]) -> bool:
    ids = {payment.id for payment in series.payments}
    return any(pair.first_id in ids and pair.second_id in ids for pair in pairs)
