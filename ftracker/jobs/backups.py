"""Backups by the clock, and when somebody asks for one."""

from datetime import UTC, datetime
from typing import cast

import structlog
from procrastinate import App, JobContext

from ftracker.db.unavailable import Unavailable
from ftracker.domain.errors import DomainError
from ftracker.jobs.places import Place
from ftracker.jobs.telling import know
from ftracker.services import backup_keeping, queueing

BACKUP = "ftracker:backup"
# Before the night's other work changes anything.
_NIGHTLY = "37 2 * * *"

log = structlog.get_logger("ftracker.jobs")


def install(queue: App) -> None:
    """Make the jobs of backups known to a queue.

    They are not tried again by themselves: the next night is, and the next start.
    """
    know(
        queue,
        BACKUP,
        by_clock,
        clock=_NIGHTLY,
        priority=queueing.LATER,
        lock=queueing.BACKING_UP,
    )
    know(queue, queueing.BACKUP_NOW, now)


def by_clock(context: JobContext, timestamp: int) -> None:
    """Make a backup, prove it and let go of old ones, if it is time."""
    _back_up(context, asked_at=timestamp, is_asked=False)


def now(context: JobContext) -> None:
    """Make a backup because somebody asked for one."""
    _back_up(context, asked_at=None, is_asked=True)


def _back_up(context: JobContext, *, asked_at: int | None, is_asked: bool) -> None:
    place = cast("Place", context.additional_context["place"])
    if place.backups is None:
        return
    at = datetime.now(UTC)
    try:
        is_made = backup_keeping.by_clock(place.database, place.backups, now=at, is_asked=is_asked)
    except (DomainError, Unavailable) as bad:
        log.warning("a backup did not work", reason=str(bad))
        raise
    log.info("a backup was asked for", is_made=is_made, asked_at=asked_at)
