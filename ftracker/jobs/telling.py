"""What the log is told of jobs: one line for each, under the id of the request that asked."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from procrastinate import App, JobContext

from ftracker.services import queueing

# There is one for each household every quarter of an hour.
QUIET = (queueing.LOOK,)

log = structlog.get_logger("ftracker.jobs")


def know(
    queue: App, name: str, work: Callable[..., None], *, clock: str = "", **options: Any
) -> None:
    """Make a job known to a queue, told of in the log; with a `clock`, it comes by that cron line.

    The only way in: no job can forget to be told of. `options` are the queue's own.
    """
    task = queue.task(name=name, pass_context=True, **options)(told(work))
    if clock:
        queue.periodic(cron=clock)(task)


def told(work: Callable[..., None]) -> Callable[..., None]:
    """Let all that a job logs carry its number and who asked, and let it say how it ended."""

    @wraps(work)
    def telling(context: JobContext, **given: Any) -> None:
        job, asked_by = context.job, given.pop(queueing.ASKED_BY, None)
        names = {"job": job.task_name, "job_id": job.id}
        if asked_by:
            names[queueing.ASKED_BY] = asked_by
        with structlog.contextvars.bound_contextvars(**names):
            started = time.perf_counter()
            try:
                work(context, **given)
            except Exception as bad:
                log.warning("job failed", reason=type(bad).__name__, milliseconds=_since(started))
                raise
            say = log.debug if job.task_name in QUIET else log.info
            say("job done", milliseconds=_since(started))

    return telling


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
