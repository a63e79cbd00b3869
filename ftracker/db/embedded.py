"""The PostgreSQL that comes along: started with FTracker, stopped with its last user.

It is looked after meanwhile: one that was killed, as where memory ran out, is started again.

Whoever uses the server holds a shared lock on a file. The kernel gives a lock back however its
holder ends, so that nothing a killed process leaves behind can mislead the next start.
"""

import fcntl
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import structlog
from sqlalchemy.engine import URL

from ftracker.db import majors
from ftracker.db.cluster import START_SECONDS, SUPERUSER, VERSION, Cluster
from ftracker.db.unavailable import Unavailable

# The path of a socket may have 107 bytes on Linux and 103 on macOS, with its name.
LONGEST_FOLDER = 103 - len("/.s.PGSQL.5432")
TRIES = 3
# So often somebody looks whether the server is there, and tries again where it does not start.
LOOK_SECONDS = 0.5
AGAIN_SECONDS = 5.0
# Data that nobody will miss: as fast as it gets, and lost when the machine stops.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")

log = structlog.get_logger("ftracker.database")


class EmbeddedServer:
    """The PostgreSQL of one folder, for as long as a `with` block lasts.

    Several processes may use it at once: the first starts it, the last stops it. What a crash has
    left is repaired or taken over. `url` is known inside the block.
    """

    url: str

    def __init__(self, folder: Path, *, options: tuple[str, ...] = ()) -> None:
        self.folder = folder.resolve()
        self._options = options
        self._using: IO[str] | None = None
        self._leaving = threading.Event()
        self._keeper: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Start the server unless it runs; raises Unavailable with what to do."""
        self._open_folder()
        cluster = self._cluster()
        with self._gate():
            version = majors.older(self.folder)
            if version is not None:
                majors.carry_over(self.folder, version)
            try:
                sockets = self._take_over(cluster) or self._begin(cluster)
            except BaseException:
                cluster.stop()
                raise
            self._using = _lock(self.folder / ".postgresql.users", fcntl.LOCK_SH)
        query = {"host": str(sockets)}
        address = URL.create("postgresql+psycopg", SUPERUSER, database="postgres", query=query)
        self.url = address.render_as_string()
        self._look_after(cluster, sockets)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server unless another process still uses it."""
        self._leaving.set()
        if self._keeper:
            self._keeper.join()
        with self._gate():
            if self._using and _is_last(self._using):
                cluster = self._cluster()
                live = cluster.live()
                cluster.stop()
                if live and live.sockets != cluster.data:
                    shutil.rmtree(live.sockets, ignore_errors=True)
            if self._using:
                self._using.close()
                self._using = None

    def _cluster(self) -> Cluster:
        return Cluster(self.folder / f"postgresql-{VERSION}")

    def _open_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if os.geteuid() == 0:
                # PostgreSQL runs as another user then, who has to pass through, not to look around.
                self.folder.chmod(self.folder.stat().st_mode | 0o011)
            (self.folder / ".postgresql.gate").touch()
        except OSError as error:
            raise Unavailable(
                f"The folder {self.folder} cannot be written ({error.strerror}): make it writable"
                " for this user, or choose another one with FTRACKER_DATA_DIR."
            ) from None

    @contextmanager
    def _gate(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with _lock(self.folder / ".postgresql.gate", fcntl.LOCK_EX):
            yield

    def _take_over(self, cluster: Cluster) -> Path | None:
        """Give the socket's folder of a server that runs already, once it is ready."""
        deadline = time.monotonic() + START_SECONDS
        while (live := cluster.live()) and time.monotonic() < deadline:
            if live.is_ready:
                return live.sockets
            time.sleep(0.1)
        return None

    def _begin(self, cluster: Cluster) -> Path:
        """Make the server's files unless they are there, and start it; gives its socket folder."""
        cluster.make()
        sockets = _socket_folder(cluster)
        self._start(cluster, sockets)
        return sockets

    def _start(self, cluster: Cluster, sockets: Path) -> None:
        """Start the server; the helpers of one that was killed may need a moment to go."""
        for remaining in reversed(range(TRIES)):
            cluster.forget_dead(sockets)
            try:
                cluster.start(sockets, self._options)
            except Unavailable as error:
                if not remaining:
                    raise Unavailable(
                        f"The PostgreSQL in {cluster.data} does not start: {error}. Its log is"
                        f" {cluster.log}."
                    ) from None
                time.sleep(1)
            else:
                break

    def _look_after(self, cluster: Cluster, sockets: Path) -> None:
        """Let a thread see to it that the server is there, until the block ends."""

        def keep() -> None:
            pause = LOOK_SECONDS
            while not self._leaving.wait(pause):
                pause = LOOK_SECONDS
                if cluster.live():
                    continue
                try:
                    self._start_again(cluster, sockets)
                except (Unavailable, OSError) as bad:
                    reason = str(bad)
                    log.error("the database does not start", reason=reason)  # noqa: TRY400 - its words say it all
                    pause = AGAIN_SECONDS

        self._leaving.clear()
        self._keeper = threading.Thread(target=keep, name="postgresql", daemon=True)
        self._keeper.start()

    def _start_again(self, cluster: Cluster, sockets: Path) -> None:
        """Start the server where its address says it is, unless another process was faster.

        Files that are gone are not made anew: an empty database would look like lost books.
        """
        with self._gate():
            if not self._take_over(cluster):
                self._start(cluster, sockets)
                log.warning("the database was gone and was started again")


@contextmanager
def temporary() -> Iterator[EmbeddedServer]:
    """Run a PostgreSQL whose data nobody will miss, for tests, trials and demonstrations."""
    with (
        tempfile.TemporaryDirectory(prefix="ftracker-", ignore_cleanup_errors=True) as folder,
        EmbeddedServer(Path(folder), options=CARELESS) as server,
    ):
        yield server


def _socket_folder(cluster: Cluster) -> Path:
    """Put the socket beside the data, or into a folder of its own where that path is too long."""
    if len(os.fsencode(cluster.data)) <= LONGEST_FOLDER:
        return cluster.data
    folder = Path(tempfile.mkdtemp(prefix="ftracker-"))
    if cluster.owner:
        shutil.chown(folder, cluster.owner)
    return folder


def _lock(path: Path, kind: int) -> IO[str]:
    file = path.open("a")
    fcntl.flock(file, kind)
    return file


def _is_last(using: IO[str]) -> bool:
    try:
        fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
