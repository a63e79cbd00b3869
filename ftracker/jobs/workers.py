"""The worker: takes jobs from the queue, one thread's loop for all of them, until it is stopped."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy.engine import URL, make_url

from ftracker.db import Database
from ftracker.jobs import tasks
from ftracker.jobs.tasks import HOUSEKEEPING, POSTING, WATCH, Place
from ftracker.services.posts import NOTHING, Post

# Signs of life come often: an import whose worker died is taken up again in that time.
ALIVE_SECONDS = 3.0
DEAD_SECONDS = 15.0
AGAIN_SECONDS = 2.0
GRACE_SECONDS = 20.0

log = structlog.get_logger("ftracker.jobs")


class Worker:
    """Works in a thread of its own; what is under way when it stops is taken up at a next start."""

    def __init__(
        self,
        url: str,
        database: Database,
        *,
        threads: int,
        keep_bytes: int,
        post: Post = NOTHING,
    ) -> None:
        self._address = _address(url)
        self._threads = threads
        self._stopping = threading.Event()
        self._place = Place(database, keep_bytes, self._stopping, post)
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, and wait a while for those under way."""
        self._stopping.set()
        loop, work = self._loop, self._work
        if loop is not None and work is not None:
            # The loop may have ended by itself in this moment.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(work.cancel)
        self._thread.join(GRACE_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._live())
            except Exception as away:  # noqa: BLE001 - whatever ended it, the next try tells more
                log.warning("the queue does not answer", reason=type(away).__name__)
            self._stopping.wait(AGAIN_SECONDS)

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._work = asyncio.create_task(self._serve())
        if self._stopping.is_set():
            # Told to stop while it started: nobody could cancel what was not there yet.
            self._work.cancel()
        with suppress(asyncio.CancelledError):
            await self._work

    async def _serve(self) -> None:
        app = queue(self._address)
        async with app.open_async():
            await asyncio.to_thread(tasks.resume, self._place.database)
            await _catch_up(app)
            watch = asyncio.create_task(_revive(app))
            try:
                await app.run_worker_async(
                    concurrency=self._threads,
                    install_signal_handlers=False,
                    additional_context={"place": self._place},
                    update_heartbeat_interval=ALIVE_SECONDS,
                    stalled_worker_timeout=DEAD_SECONDS,
                    shutdown_graceful_timeout=GRACE_SECONDS / 2,
                    delete_jobs="successful",
                )
            finally:
                watch.cancel()


def queue(address: str) -> App:
    """Give the queue behind an address, with all jobs that there are."""
    connector = PsycopgConnector(
        conninfo=address, min_size=1, max_size=4, timeout=5, kwargs={"prepare_threshold": None}
    )
    app = App(connector=connector)
    tasks.install(app)
    return app


@contextmanager
def working(
    url: str, database: Database, *, threads: int, keep_bytes: int, post: Post = NOTHING
) -> Iterator[Worker | None]:
    """Work as long as the block runs; with no thread somebody else does."""
    if not threads:
        yield None
        return
    worker = Worker(url, database, threads=threads, keep_bytes=keep_bytes, post=post)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


async def _catch_up(app: App) -> None:
    """Do at each start what is done by the clock: at night, many of these machines sleep."""
    for name in (HOUSEKEEPING, POSTING, WATCH):
        with suppress(AlreadyEnqueued):
            deferrer = app.configure_task(name, queueing_lock=name)
            await deferrer.defer_async(timestamp=int(time.time()))


async def _revive(app: App) -> None:
    """Give jobs back to the queue whose worker has shown no sign of life."""
    while True:
        dead = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS)
        for job in dead:
            await app.job_manager.retry_job(job)
        await asyncio.sleep(DEAD_SECONDS / 2)


def _address(url: str) -> str:
    """Write the address of the database as its own library reads it."""
    found: URL = make_url(url).set(drivername="postgresql")
    return found.render_as_string(hide_password=False)
