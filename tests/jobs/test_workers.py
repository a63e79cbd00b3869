"""A worker that is told to stop does stop, in whatever moment of its start it hears of it."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from sqlalchemy import text

from ftracker.jobs import workers
from ftracker.jobs.workers import Worker

STEP = 0.015
MOMENTS = 16


def test_it_stops_in_every_moment_of_its_start(settings, database):
    for moment in range(MOMENTS):
        worker = Worker(settings.database_url, database, threads=1, keep_bytes=1)
        worker.start()
        time.sleep(moment * STEP)
        worker.stop()
        assert not worker.is_alive, f"after {moment * STEP:.3f} s"


def test_a_job_whose_twin_waits_is_dropped_and_others_are_still_given_back(settings, database):
    jobs = (
        "insert into procrastinate_jobs (queue_name, task_name, status, queueing_lock)"
        " values ('test', 'test', cast(:state as procrastinate_job_status), :lock) returning id"
    )
    with database.outside() as session:
        states = (("doing", "tests:twin"), ("todo", "tests:twin"), ("doing", None))
        made = [
            session.scalar(text(jobs), {"state": state, "lock": lock}) for state, lock in states
        ]
    # A browser's tests may have left a loop behind in this thread.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _revived(settings.database_url)).result()
    with database.outside() as session:
        left = session.execute(
            text("delete from procrastinate_jobs where queue_name = 'test' returning id, status")
        )
        assert dict(left.all()) == {made[1]: "todo", made[2]: "todo"}


async def _revived(url: str) -> None:
    """Let what hangs be given back once."""
    app = workers.queue(workers._address(url))
    async with app.open_async():
        with suppress(TimeoutError):
            await asyncio.wait_for(workers._revive(app), 2)
