"""How an installation stands, and what of it is worth saying: no household's books are in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ftracker.domain.checkups import Check, error, note, well

LONGEST_WAIT = timedelta(hours=1)
FAREST_CLOCKS = timedelta(seconds=60)
GIB = 1024**3
_FULL, _FILLING = 0.05, 0.10
_LEAST, _LITTLE = 1 * GIB, 5 * GIB
_CROWDED = 0.9
# Below this much, memory holds the transactions whichever way they lie.
_LARGE = 1 * GIB
_IN_ORDER = 0.5


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs by their state, how long the oldest waits that could begin, and who works.

    `later` are those whose time has not come, `stuck` those whose worker is gone, `failed` those
    that failed in the last seven days.
    """

    waiting: int
    later: int
    running: int
    stuck: int
    failed: int
    workers: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class Server:
    """The database's server: version, clock, what it was told of safety, and its connections.

    `transactions` is what their table takes, in bytes, without its indexes; `order` how far they
    lie by household on the disk: 0 is not at all, 1 and -1 are wholly, None is not known.
    """

    version: str
    schema: str
    now: datetime
    size: int
    connections: int
    most_connections: int
    careless: tuple[str, ...]
    transactions: int = 0
    order: float | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """The room on the disk of the data folder, in bytes."""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Turn:
    """When a job was last asked for by the clock, and what became of it: the queue's own word."""

    name: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that failed for good: its number is that of the log."""

    id: int
    name: str
    attempts: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """How everything but the books stands; `checks` are always in the same order.

    `proven_at` is when a backup was last seen to be whole.
    """

    server: Server
    queue: Queue
    proven_at: datetime | None
    disk: Disk
    turns: list[Turn]
    failures: list[Failure]
    checks: list[Check]


@dataclass(frozen=True, slots=True)
class Connections:
    """The connections of one process: those in use, those that wait, how many there may be."""

    used: int
    idle: int
    most: int


@dataclass(frozen=True, slots=True)
class Glance:
    """What those who watch from outside are told; None is what is not known now."""

    version: str
    is_up: bool
    pool: Connections
    queue: Queue | None = None
    backup_age: timedelta | None = None


def of_queue(queue: Queue) -> list[Check]:
    """Judge the queue of jobs."""
    return [_stuck(queue), _waiting(queue), _failed(queue)]


def of_disk(disk: Disk) -> Check:
    """Judge the room on the disk of the data folder."""
    share = disk.free / disk.total if disk.total else 0.0
    sentence = f"The disk of the data folder has {size(disk.free)} of {size(disk.total)} free."
    repair = "Make room: when the disk is full, nothing can be written down any more."
    if share < _FULL and disk.free < _LEAST:
        return error(sentence, repair)
    if share < _FILLING and disk.free < _LITTLE:
        return note(sentence, repair)
    return well(sentence)


def of_server(server: Server, *, now: datetime) -> list[Check]:
    """Judge the database's server."""
    return [_safety(server), _clocks(server, now), _room(server), _order(server)]


def size(count: int) -> str:
    """Write a number of bytes in the unit that people say: `3.2 GB`."""
    value, units = float(count), ("bytes", "KB", "MB", "GB", "TB")
    for unit in units[:-1]:
        if value < 1000:  # noqa: PLR2004 - units go by thousands
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} {units[-1]}"


def _stuck(queue: Queue) -> Check:
    if not queue.stuck:
        return well("No job hangs.")
    return note(
        f"{_jobs(queue.stuck)} lost the worker that had begun.",
        "The next worker takes them up; --repair gives them back to the queue at once.",
    )


def _waiting(queue: Queue) -> Check:
    if queue.waiting and queue.oldest > LONGEST_WAIT:
        who = "and no worker lives" if not queue.workers else "though workers live"
        return error(
            f"{_jobs(queue.waiting)} wait, the oldest for {_hours(queue.oldest)}, {who}.",
            "Start ftracker work, or set FTRACKER_WORKERS to more than it is.",
        )
    return well("No job waits for long.")


def _failed(queue: Queue) -> Check:
    if not queue.failed:
        return well("No job failed in the last seven days.")
    return note(
        f"{_jobs(queue.failed)} failed in the last seven days.",
        "The log tells why, by the number of the job; the health page lists them.",
    )


def _safety(server: Server) -> Check:
    if not server.careless:
        return well(f"PostgreSQL {server.version} keeps what it has confirmed.")
    return error(
        f"PostgreSQL may lose what it has confirmed: {', '.join(server.careless)} is off.",
        "Switch it on in postgresql.conf, and restart the server.",
    )


def _clocks(server: Server, now: datetime) -> Check:
    apart = abs(server.now - now)
    if apart <= FAREST_CLOCKS:
        return well("The clocks of the database and of this machine agree.")
    return error(
        f"The clocks of the database and of this machine are {apart.total_seconds():,.0f} seconds"
        " apart: people are signed out too early or too late.",
        "Let both keep their time by NTP.",
    )


def _room(server: Server) -> Check:
    used = f"{server.connections} of {server.most_connections} connections"
    if server.connections > server.most_connections * _CROWDED:
        return note(
            f"{used} of the database are in use.",
            "Raise max_connections, run fewer processes, or put pgbouncer between.",
        )
    return well(f"{used} of the database are in use.")


def _order(server: Server) -> Check:
    is_scattered = server.order is not None and abs(server.order) < _IN_ORDER
    if server.transactions < _LARGE or not is_scattered:
        return well("What a household has lies close together on the disk.")
    return note(
        "What each household has lies scattered over the disk: its searches wait for many pages.",
        "Run ftracker repack at an hour when nobody works: it takes some minutes.",
    )


def _jobs(count: int) -> str:
    return f"{count:,} job{'' if count == 1 else 's'}"


def _hours(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    return f"{hours} hour{'' if hours == 1 else 's'}" if hours else "less than an hour"
