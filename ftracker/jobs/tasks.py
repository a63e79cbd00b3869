"""The jobs themselves."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import cast
from uuid import UUID

import structlog
from procrastinate import App, JobContext, RetryStrategy
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, Door
from ftracker.db.unavailable import Unavailable
from ftracker.domain.alerts import Topic
from ftracker.domain.errors import Conflict, DomainError, FieldError, InvalidInput, NotFound
from ftracker.domain.statements.items import Entry, Item
from ftracker.jobs import backups, programs, rounds
from ftracker.jobs.places import Place
from ftracker.jobs.telling import know
from ftracker.queries import channels as stored_channels
from ftracker.queries import households as stored
from ftracker.services import (
    deliveries,
    forecasting,
    household_looks,
    households,
    import_runs,
    password_resets,
    posting,
    queueing,
    sign_in_steps,
    user_sessions,
    watching,
)
from ftracker.services.posts import Undelivered
from ftracker.services.staging import Count

HOUSEKEEPING = "ftracker:housekeeping"
POSTING = "ftracker:post_due"
WATCH = "ftracker:watch"
SCORE = "ftracker:score_forecasts"
ACCIDENT = "Something went wrong. Nothing was booked. It is not your fault; the log tells more."
_NOTED_SECONDS = 0.5
_NIGHTLY = "17 3 * * *"
_LATER_AT_NIGHT = "47 3 * * *"
_HOURLY = "7 * * * *"
_EVERY_MINUTES = rounds.EVERY // timedelta(minutes=1)
# A forecast that was lost is asked for again.
_FORECAST_AGAIN = timedelta(hours=1)
_OFTEN = f"*/{_EVERY_MINUTES} * * * *"
# The database is away: that passes.
_AWAY = RetryStrategy(wait=5, retry_exceptions=[Unavailable])
# Somebody waits for the mail; after some minutes they have asked again.
_UNSENT = RetryStrategy(max_attempts=5, wait=20, retry_exceptions=[Unavailable, Undelivered])

log = structlog.get_logger("ftracker.jobs")


class Stopped(Exception):
    """The program ends; what was begun is rolled back and taken up at the next start."""


def install(queue: App) -> None:
    """Make all jobs known to a queue."""
    know(queue, queueing.IMPORT, take_in, retry=_AWAY)
    know(queue, HOUSEKEEPING, housekeeping, clock=_NIGHTLY, retry=_AWAY)
    know(queue, POSTING, post_due, clock=_HOURLY, retry=_AWAY)
    know(queue, WATCH, watch, clock=_OFTEN, retry=_AWAY, priority=queueing.LATER)
    know(queue, queueing.LOOK, look, retry=_AWAY)
    know(queue, SCORE, score_forecasts, clock=_LATER_AT_NIGHT, retry=_AWAY, priority=queueing.LATER)
    know(queue, queueing.FORECAST, forecast, retry=_AWAY)
    backups.install(queue)
    know(queue, queueing.RESET, reset_password, retry=_UNSENT)


def take_in(context: JobContext, *, household_id: str, import_id: str, user_id: str | None) -> None:
    """Take a file in, whole or not at all."""
    place = cast("Place", context.additional_context["place"])
    who = UUID(household_id), UUID(user_id) if user_id else None
    key = UUID(import_id)
    with _acting(place.database, *who) as session:
        if not import_runs.start(session, key):
            return
    count = _Watched(stopping=place.stopping)
    try:
        with _watching(place.database, who, key, count), _acting(place.database, *who) as session:
            import_runs.run(session, key, count)
    except Unavailable:
        raise
    except Stopped:
        log.info("an import waits for the next start", import_id=import_id)
    except (NotFound, Conflict) as late:
        # Done or thrown away meanwhile; or names were taken, which another try would tell again.
        _fail(place.database, who, key, [FieldError("file", str(late))])
    except DomainError as bad:
        errors = bad.errors if isinstance(bad, InvalidInput) else [FieldError("file", str(bad))]
        _fail(place.database, who, key, errors)
    except Exception:
        _fail(place.database, who, key, [FieldError("file", ACCIDENT)])
        raise


def housekeeping(context: JobContext, timestamp: int) -> None:
    """Take up what an accident left, and let go of what is kept too long, in every household."""
    place = cast("Place", context.additional_context["place"])
    now = datetime.fromtimestamp(timestamp, UTC)
    with place.database.session(Actor(steward=True, door=Door.JOB)) as session:
        homes = stored.ids(session)
        sign_in_steps.sweep(session, now=now)
        user_sessions.sweep(session, now=now)
    for household_id in _until_stopped(place, homes):
        with _acting(place.database, household_id, None) as session:
            import_runs.sweep(session, now=now, keep_bytes=place.keep_bytes)


def post_due(context: JobContext, timestamp: int) -> None:
    """Book what books itself and whose day has come, in every household."""
    place = cast("Place", context.additional_context["place"])
    today = datetime.fromtimestamp(timestamp, UTC).astimezone().date()
    with place.database.session(Actor(steward=True, door=Door.JOB)) as session:
        homes = stored.ids(session)
    for household_id in _until_stopped(place, homes):
        try:
            with _acting(place.database, household_id, None) as session:
                posting.post_due(session, today=today)
        except DomainError as bad:
            # Something is just being changed there; the next hour asks again.
            log.warning("nothing was posted", household_id=str(household_id), reason=str(bad))


def watch(context: JobContext, timestamp: int) -> None:
    """Queue a look at every household that needs one: what goes wrong in one is its own.

    What takes long is asked by the first look of each hour.
    """
    place = cast("Place", context.additional_context["place"])
    is_whole = datetime.fromtimestamp(timestamp, UTC).minute < _EVERY_MINUTES
    begin = time.monotonic()
    looks = rounds.go(place, is_whole=is_whole)
    log.info("a round was made", looks=looks, seconds=round(time.monotonic() - begin, 1))


def look(context: JobContext, *, household_id: str, is_whole: bool) -> None:
    """Say what is new in a household, then send what is due.

    Forecasts that are older than the newest change are asked for anew, and a score that is old.
    """
    place = cast("Place", context.additional_context["place"])
    key, now = UUID(household_id), datetime.now(UTC)
    besides = set() if is_whole else set(watching.SLOW)
    if place.backups is None or not place.backups.is_on:
        besides.add(Topic.BACKUP_LATE)
    today = now.astimezone().date()
    with _acting(place.database, key, None) as session:
        seen = household_looks.begin(session, now=now)
        watching.look(session, today=today, now=now, besides=besides)
        waiting = stored_channels.due(session, now=now)
        is_asked = forecasting.ask(session, today=today)
    for channel_id in waiting:
        is_busy = True
        while is_busy and not place.stopping.is_set():
            with _acting(place.database, key, None) as session:
                is_busy = deliveries.send_next(session, channel_id, place.post, now=now)
    again_at = now + _FORECAST_AGAIN if is_asked else None
    with _acting(place.database, key, None) as session:
        household_looks.keep(session, seen, is_whole=is_whole, today=today, again_at=again_at)


def score_forecasts(context: JobContext, timestamp: int) -> None:
    """Queue that every household's forecasts are worked out, and their past repeated."""
    place = cast("Place", context.additional_context["place"])
    with place.database.session(Actor(steward=True, door=Door.JOB)) as session:
        homes = stored.ids(session)
        for household_id in homes:
            queueing.defer_forecast(session, household_id, score=True)
    log.info("forecasts will be scored", households=len(homes), asked_at=timestamp)


def forecast(context: JobContext, *, household_id: str, score: bool) -> None:
    """Work a household's forecasts out, in a process of its own: what reckons is large.

    It ends with the program; the next look asks for it again. A score that was lost so, or as
    the machine slept at night, is asked for by a look of the day after the next one.
    """
    place = cast("Place", context.additional_context["place"])
    words = ["forecast", "--household-id", str(UUID(household_id)), *(["--score"] if score else [])]
    programs.run(words, place.database, stopping=place.stopping)


def reset_password(context: JobContext, *, user_id: str | None, ip: str) -> None:
    """Send somebody a link to a new password; who is nobody gets none."""
    place = cast("Place", context.additional_context["place"])
    if user_id is None:
        return
    try:
        with place.database.session(Actor(steward=True, door=Door.JOB)) as session:
            password_resets.send(session, place.post, UUID(user_id), ip=ip, now=datetime.now(UTC))
    except Undelivered as bad:
        log.warning("a link to a new password was not sent", user_id=user_id, reason=str(bad))
        if not bad.is_final:
            raise


def resume(database: Database) -> None:
    """Queue the imports of all households anew that were under way when the program ended."""
    with database.session(Actor(steward=True, door=Door.JOB)) as session:
        homes = stored.ids(session)
    for household_id in homes:
        with _acting(database, household_id, None) as session:
            import_runs.resume(session)


def _until_stopped(place: Place, homes: Iterable[UUID]) -> Iterator[UUID]:
    """Pass households on until the program ends; the next start begins anew with all of them."""
    return takewhile(lambda _: not place.stopping.is_set(), homes)


@dataclass(slots=True)
class _Watched(Count):
    """Counts, and stops when the program ends."""

    stopping: threading.Event = field(default_factory=threading.Event)

    def entries(self, items: Iterable[Item]) -> Iterator[Entry]:
        """Pass the good rows on as long as the program runs."""
        is_stopping = self.stopping.is_set
        for entry in Count.entries(self, items):
            if is_stopping():
                raise Stopped
            yield entry


@contextmanager
def _acting(database: Database, household_id: UUID, user_id: UUID | None) -> Iterator[Session]:
    with database.session(Actor(steward=True, door=Door.JOB)) as session:
        household = stored.one(session, household_id)
        if household is None:
            raise NotFound
        households.enter(session, household, user_id=user_id)
        yield session


@contextmanager
def _watching(
    database: Database, who: tuple[UUID, UUID | None], import_id: UUID, count: Count
) -> Iterator[None]:
    """Note twice a second how far the reading is, on a connection of its own."""
    done = threading.Event()

    def watch() -> None:
        noted = 0
        while not done.wait(_NOTED_SECONDS):
            if count.rows == noted:
                continue
            noted = count.rows
            try:
                with _acting(database, *who) as session:
                    import_runs.note(session, import_id, noted)
            except (Unavailable, NotFound):
                # The import itself will say so.
                return

    watcher = threading.Thread(target=watch, name="progress", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _fail(
    database: Database, who: tuple[UUID, UUID | None], import_id: UUID, errors: list[FieldError]
) -> None:
    with _acting(database, *who) as session:
        import_runs.fail(session, import_id, errors)
