"""Looks at a household as its alerts ask, and says each thing once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from babel.numbers import format_currency
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.db.scope import actor, household_id
from ftracker.domain import findings, rehearsals
from ftracker.domain.alerts import Finding, Say, Topic, Watch, watches
from ftracker.domain.rehearsals import Rehearsal
from ftracker.models import Delivery, Notice
from ftracker.queries import channels as stored_channels
from ftracker.queries import notices
from ftracker.queries.notices import Said
from ftracker.services import alerts, channels, gathering

# What takes long to find is looked for by those who ask for it.
SLOW = frozenset({Topic.BILL_CHANGED})


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to: the notices that are new, and how many are true no more."""

    new: list[UUID]
    gone: int


def look(
    session: Session, *, today: date, now: datetime, besides: Collection[Topic] = ()
) -> Looked:
    """Say what is new, mark what is true no more, and queue what is new for all channels.

    What was said before is never said again; what comes true again stands open again, in silence.
    Topics in `besides` are not asked this time, and what they said stays. A fixed number of
    queries. Two at once say each thing once.
    """
    everything = watches(alerts.listing(session))
    known = [watch for watch in everything if watch.topic not in besides]
    asked = {watch.id for watch in known}
    found = _found(session, known, today=today)
    _begin(session, found)
    keys = {(watch.id, one.key): one for watch, one in found}
    before = notices.said(session, sorted({one.key for _, one in found}))
    gone = [
        one
        for one in before
        if not one.gone_at and one.alert_id in asked and (one.alert_id, one.key) not in keys
    ]
    back = [one for one in before if one.gone_at and (one.alert_id, one.key) in keys]
    _mark(session, gone, now)
    _mark(session, back, None)
    there = {(one.alert_id, one.key) for one in before}
    new = _say(session, [pair for pair in found if (pair[0].id, pair[1].key) not in there], now)
    _queue(session, new, now)
    return Looked(new, len(gone))


def rehearse(session: Session, watch: Watch, *, today: date) -> Rehearsal:
    """Tell what an alert would have said in the last 365 days, day by day; nothing is written."""
    start = rehearsals.start_of(today)
    past = gathering.gather(session, [watch.topic], start=start, today=today)
    return rehearsals.rehearse(watch, past, say(session), today=today)


def say(session: Session) -> Say:
    """Give what writes amounts as the household does."""
    who = actor(session)
    locale = who.locale.replace("-", "_")

    def written(amount: Decimal) -> str:
        text = format_currency(abs(amount), who.currency, locale=locale)
        return f"\N{MINUS SIGN}{text}" if amount < 0 else text

    return written


def _found(session: Session, known: Sequence[Watch], *, today: date) -> list[tuple[Watch, Finding]]:
    topics = [one.topic for one in known if not one.is_muted]
    seen = gathering.gather(session, topics, start=today, today=today).at(today)
    write = say(session)
    return [(watch, one) for watch in known for one in findings.find(watch, seen, write)]


def _begin(session: Session, found: Iterable[tuple[Watch, Finding]]) -> None:
    """Write down the general alerts that have something to say, as notices point to them."""
    speaking = {watch.topic for watch, _ in found if watch.subject_id is None}
    if speaking:
        alerts.begin(session, speaking)


def _mark(session: Session, lines: Sequence[Said], gone_at: datetime | None) -> None:
    if not lines:
        return
    statement = update(Notice).where(
        Notice.household_id == household_id(session), Notice.id.in_([one.id for one in lines])
    )
    session.execute(statement.values(gone_at=gone_at))


def _say(session: Session, new: Sequence[tuple[Watch, Finding]], now: datetime) -> list[UUID]:
    """Write notices down, but for those that another look has just written; gives the new ones."""
    if not new:
        return []
    rows = [
        {
            "household_id": household_id(session),
            "id": new_id(),
            "alert_id": watch.id,
            "subject_id": one.subject_id,
            "key": one.key,
            "title": one.title,
            "body": one.body,
            "facts": [fact.as_json for fact in one.facts],
            "href": one.href,
            "day": one.day,
            "said_at": now,
        }
        for watch, one in new
    ]
    statement = insert(Notice).values(rows).on_conflict_do_nothing().returning(Notice.id)
    return list(session.scalars(statement))


def _queue(session: Session, new: Sequence[UUID], now: datetime) -> None:
    """Let all that is new go through every channel, when its member wants to hear of it."""
    if not new:
        return
    rows = [
        {
            "household_id": household_id(session),
            "notice_id": notice_id,
            "channel_id": channel.id,
            "due_at": channels.hours(channel).next(now),
        }
        for channel in stored_channels.listening(session)
        for notice_id in new
    ]
    if rows:
        session.execute(insert(Delivery).values(rows).on_conflict_do_nothing())
