"""The worker: takes jobs from the queue, one thread's loop for all of them, until it is stopped."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import procrastinate.worker
import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job, Status
from sqlalchemy.engine import URL, make_url

from ftracker.db import Database
from ftracker.jobs import tasks
from ftracker.jobs.backups import BACKUP
from ftracker.jobs.places import Place
from ftracker.jobs.tasks import HOUSEKEEPING, POSTING, WATCH
from ftracker.services.backup_plans import Plan
from ftracker.services.posts import NOTHING, Post

# Signs of life come often: an import whose worker died is taken up again in that time.
ALIVE_SECONDS = 3.0
DEAD_SECONDS = 15.0
AGAIN_SECONDS = 2.0
GRACE_SECONDS = 20.0
HEARD_SECONDS = 0.2

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
        backups: Plan | None = None,
    ) -> None:
        self._address = _address(url)
        self._threads = threads
        self._stopping = threading.Event()
        self._place = Place(database, keep_bytes, self._stopping, post, backups)
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()
        self._taker: procrastinate.worker.Worker | None = None

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, and wait a while for those under way."""
        self._stopping.set()
        loop, ended = self._loop, self._ended
        if loop is not None:
            # The loop may have ended by itself in this moment.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(ended.set)
        self._thread.join(GRACE_SECONDS)

    @property
    def is_alive(self) -> bool:
        """Whether it works still; one that was stopped may have a job that takes its time."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._live())
            except Exception as away:  # noqa: BLE001 - whatever ended it, the next try tells more
                log.warning("the queue does not answer", reason=type(away).__name__)
            self._stopping.wait(AGAIN_SECONDS)

    async def _live(self) -> None:
        """Work until it is told to stop, or until the queue does not answer any more."""
        self._ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        serving = asyncio.create_task(self._serve())
        ending = asyncio.create_task(self._ended.wait())
        await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
        if self._taker is not None:
            self._taker.stop()  # type: ignore[no-untyped-call]
            await asyncio.wait({serving}, timeout=GRACE_SECONDS * 3 / 4)
        await _cancel_all()
        with suppress(asyncio.CancelledError):
            serving.result()

    async def _serve(self) -> None:
        self._taker = None
        app = queue(self._address)
        async with app.open_async():
            await asyncio.to_thread(tasks.resume, self._place.database)
            await _catch_up(app)
            # Who was told to stop before there was a loop to tell, or meanwhile, does not begin.
            if self._stopping.is_set():
                return
            self._taker = self._hire(app)
            watch = asyncio.create_task(_revive(app))
            try:
                await self._taker.run()  # type: ignore[no-untyped-call]
            finally:
                watch.cancel()

    def _hire(self, app: App) -> procrastinate.worker.Worker:
        return procrastinate.worker.Worker(
            app,
            concurrency=self._threads,
            install_signal_handlers=False,
            additional_context={"place": self._place},
            update_heartbeat_interval=ALIVE_SECONDS,
            stalled_worker_timeout=DEAD_SECONDS,
            shutdown_graceful_timeout=GRACE_SECONDS / 2,
            delete_jobs="successful",
        )


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
    url: str,
    database: Database,
    *,
    threads: int,
    keep_bytes: int,
    post: Post = NOTHING,
    backups: Plan | None = None,
) -> Iterator[Worker | None]:
    """Work as long as the block runs; with no thread somebody else does."""
    if not threads:
        yield None
        return
    worker = Worker(
        url, database, threads=threads, keep_bytes=keep_bytes, post=post, backups=backups
    )
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


async def _cancel_all() -> None:
    """Cancel all tasks of the loop but this one, and see them end.

    Before Python 3.12, a task that is cancelled in the moment in which what it waits for is done
    does not hear of it, and who cancels once waits for ever: so each is told until it does.
    """
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in rest:
            task.cancel()
        await asyncio.wait(rest, timeout=HEARD_SECONDS)


async def _catch_up(app: App) -> None:
    """Do at each start what is done by the clock: at night, many of these machines sleep."""
    for name in (HOUSEKEEPING, POSTING, WATCH, BACKUP):
        with suppress(AlreadyEnqueued):
            deferrer = app.configure_task(name, queueing_lock=name)
            await deferrer.defer_async(timestamp=int(time.time()))


async def _revive(app: App) -> None:
    """Give jobs back to the queue whose worker has shown no sign of life."""
    while True:
        dead = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS)
        for job in dead:
            await _give_back(app, job)
        await asyncio.sleep(DEAD_SECONDS / 2)


async def _give_back(app: App, job: Job) -> None:
    """Give a job back to the queue, unless one waits that may wait only once: it does the same."""
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        await app.job_manager.finish_job(job, Status.ABORTED, delete_job=True)


def _address(url: str) -> str:
    """Write the address of the database as its own library reads it."""
    found: URL = make_url(url).set(drivername="postgresql")
    return found.render_as_string(hide_password=False)
