"""The page of the installation's health."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ftracker.domain import health as rules
from ftracker.domain.checkups import Check, Level, worst
from ftracker.domain.health import Health
from ftracker.web import filters
from ftracker.web.display import counted

_JOBS = {
    "ftracker:take_in": "Take a file in",
    "ftracker:housekeeping": "Tidy up",
    "ftracker:post_due": "Book what is due",
    "ftracker:watch": "Look for what is worth saying",
    "ftracker:backup": "Back up",
    "ftracker:backup_now": "Back up, because somebody asked",
    "ftracker:look": "Look at a household",
    "ftracker:score_forecasts": "Try forecasts on the past",
    "ftracker:forecast": "Work forecasts out",
}
_STATES = {
    "todo": ("waits", ""),
    "doing": ("under way", ""),
    "succeeded": ("done", "good"),
    "failed": ("failed", "bad"),
}
_TONES = {Level.OK: "success", Level.NOTE: "info", Level.ERROR: "danger"}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known, and its name."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """What is worth a look, and what mends it."""

    tone: str
    sentence: str
    repair: str


@dataclass(frozen=True, slots=True)
class TurnLine:
    """The last turn of a job of the clock."""

    name: str
    at: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class FailureLine:
    """A job that failed."""

    name: str
    at: str
    words: str


@dataclass(frozen=True, slots=True)
class HealthPage:
    """How the installation stands: what needs a look first, then what is well, then figures."""

    tone: str
    verdict: str
    attention: tuple[Attention, ...]
    well: tuple[str, ...]
    groups: tuple[Group, ...]
    turns: tuple[TurnLine, ...]
    failures: tuple[FailureLine, ...]


def page(health: Health, *, version: str, locale: str, now: datetime) -> HealthPage:
    """Show how everything but the books stands at the moment `now`."""
    found = health.checks
    return HealthPage(
        tone=_TONES[worst(found)],
        verdict=_verdict(found),
        attention=tuple(_attention(found)),
        well=tuple(one.sentence for one in found if one.level is Level.OK),
        groups=(
            Group("FTracker and its database", tuple(_database(health, version))),
            Group("Jobs", tuple(_queue(health))),
            Group("Backups and disk", tuple(_stores(health, locale, now))),
        ),
        turns=tuple(_turns(health, locale)),
        failures=tuple(_failures(health, locale)),
    )


def _verdict(found: list[Check]) -> str:
    errors = sum(one.level is Level.ERROR for one in found)
    notes = sum(one.level is Level.NOTE for one in found)
    if errors:
        return f"{counted(errors, 'thing')} must be mended."
    if notes:
        return f"FTracker is well. {counted(notes, 'thing')} to know."
    return "FTracker is well."


def _attention(found: list[Check]) -> Iterator[Attention]:
    """Give what is wrong before what is only worth knowing."""
    for level, tone in ((Level.ERROR, "danger"), (Level.NOTE, "info")):
        for one in found:
            if one.level is level:
                yield Attention(tone, one.sentence, one.repair)


def _database(health: Health, version: str) -> Iterator[Fact]:
    server = health.server
    yield Fact("FTracker", version)
    yield Fact("Schema", server.schema)
    yield Fact("PostgreSQL", server.version)
    yield Fact("Size", rules.size(server.size))
    yield Fact("Connections", f"{server.connections} of {server.most_connections}")


def _queue(health: Health) -> Iterator[Fact]:
    queue = health.queue
    yield Fact("Workers", f"{queue.workers:,}")
    yield Fact("Waiting", f"{queue.waiting:,}")
    yield Fact("For later", f"{queue.later:,}")
    yield Fact("Under way", f"{queue.running:,}")
    yield Fact("Failed in seven days", f"{queue.failed:,}")


def _stores(health: Health, locale: str, now: datetime) -> Iterator[Fact]:
    proven_at = health.proven_at
    yield Fact("Last proven backup", _moment(proven_at, locale) if proven_at else "none yet")
    if proven_at:
        yield Fact("Its age", _age(now - proven_at))
    yield Fact("Free on the disk", f"{rules.size(health.disk.free)} of"
               f" {rules.size(health.disk.total)}")  # fmt: skip


def _turns(health: Health, locale: str) -> Iterator[TurnLine]:
    for turn in health.turns:
        state, tone = _STATES.get(turn.state, (turn.state, ""))
        yield TurnLine(_name(turn.name), _moment(turn.at, locale), state, tone)


def _failures(health: Health, locale: str) -> Iterator[FailureLine]:
    for one in health.failures:
        tries = counted(one.attempts, "try", "tries")
        words = f"after {tries}; in the log by job_id={one.id}"
        yield FailureLine(_name(one.name), _moment(one.at, locale), words)


def _name(task: str) -> str:
    plain = task.removeprefix("ftracker:").replace("_", " ")
    return _JOBS.get(task, f"{plain[:1].upper()}{plain[1:]}")


def _moment(at: datetime, locale: str) -> str:
    return f"{filters.day(at.date(), locale)}, {at:%H:%M} UTC"


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")  # noqa: PLR2004 (two days)
