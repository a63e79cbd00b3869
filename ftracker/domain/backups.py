"""What a backup says of itself, what a restore of it is compared with, and which ones are kept."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

FORMAT = 1
PREFIX = "ftracker-"
SUFFIX = ".backup"
_SEALED = ".sealed"
_UNPROVEN = ".unproven"
_STAMP = "%Y-%m-%dT%H%M%SZ"
# Nightly ones come a little more than a day apart when a machine sleeps; two days are too long.
LATE = timedelta(days=2)
FRESH = timedelta(hours=20)
# Who has just begun has nothing to lose yet; a demonstration never has.
BEGUN = timedelta(hours=1)
DEMO = "This is a demonstration: it is gone when it ends, and no backups of it are made."
# What could not be proven stays so long to be looked at, and while nothing newer is proven.
LOOKED_AT = timedelta(days=7)
# What a clock that went wrong dates later than this says nothing of when something was.
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a backup, as it is when it lies open."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Books:
    """What a household's books came to: counted transactions, sums, and a balance by account.

    Amounts are exact, as text; `came` and `went` are positive, balances are signed.
    """

    transactions: int
    came: str
    went: str
    balances: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What lay in a database at one moment.

    `tables` gives rows and checksum by the table's name, `households` their books by their id.
    """

    schema: str
    tables: Mapping[str, tuple[int, str]]
    households: Mapping[str, Books]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `server` is the major version of the database's server."""

    made_at: datetime
    reason: str
    version: str
    server: int
    contents: Contents
    parts: Mapping[str, Part]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(rows for rows, _ in self.contents.tables.values())

    @property
    def as_json(self) -> dict[str, Any]:
        """The manifest as it is written."""
        return asdict(self) | {"made_at": self.made_at.isoformat()}

    @property
    def in_short(self) -> dict[str, Any]:
        """The manifest without what anybody owns: what may be kept beside the books."""
        contents = self.contents
        return {
            "version": self.version,
            "schema": contents.schema,
            "server": self.server,
            "rows": self.rows,
            "households": len(contents.households),
            "transactions": sum(one.transactions for one in contents.households.values()),
            "has_secret": "secret" in self.parts,
            "tables": {name: list(found) for name, found in contents.tables.items()},
        }


@dataclass(frozen=True, slots=True)
class State:
    """How it stands with backups, for those who watch: moments are None where there was none.

    `is_late` says that the last proof is older than two days; `problem` is the newest one's. Of a
    demonstration, which is gone when it ends, none are made.
    """

    is_on: bool
    made_at: datetime | None
    verified_at: datetime | None
    is_late: bool
    problem: str
    is_demo: bool = False


def read(given: Mapping[str, Any]) -> Manifest:
    """Read a manifest as it was written. Raises KeyError, TypeError or ValueError for others."""
    inside = given["contents"]
    contents = Contents(
        schema=str(inside["schema"]),
        tables={name: (int(rows), str(text)) for name, (rows, text) in inside["tables"].items()},
        households={key: Books(**one) for key, one in inside["households"].items()},
    )
    return Manifest(
        made_at=datetime.fromisoformat(given["made_at"]),
        reason=str(given["reason"]),
        version=str(given["version"]),
        server=int(given["server"]),
        contents=contents,
        parts={name: Part(**one) for name, one in given["parts"].items()},
        format=int(given["format"]),
    )


def differences(wanted: Contents, found: Contents) -> list[str]:
    """Say in what a restored database differs from what was backed up; empty when in nothing."""
    return [
        *_of_tables(wanted.tables, found.tables),
        *_of_books(wanted.households, found.households),
    ]


def file_name(at: datetime, *, is_sealed: bool) -> str:
    """Name a backup by its moment in UTC, so that names are in the order of time."""
    return f"{PREFIX}{at:{_STAMP}}{_SEALED if is_sealed else ''}{SUFFIX}"


def stamp(name: str) -> datetime | None:
    """Read the moment out of a backup's name; None for a name that is no backup's."""
    inner = name.removeprefix(PREFIX).removesuffix(SUFFIX)
    inner = inner.removesuffix(_UNPROVEN).removesuffix(_SEALED)
    try:
        return datetime.strptime(inner, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def unproven(name: str) -> str:
    """Name a file that was not proven yet: only a proof gives it the name of a backup."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}{_UNPROVEN}.{ending}" if dot and stem else f"{name}{_UNPROVEN}"


def is_unproven(name: str) -> bool:
    """Tell whether a file in the folder of backups says that it was not proven."""
    return name.endswith(f"{_UNPROVEN}{SUFFIX}")


@dataclass(frozen=True, slots=True)
class Keep:
    """How many backups are kept: the newest of so many days, weeks and months each."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


def kept(stamps: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Choose which backups stay: the newest of each of the last days, weeks and months with any.

    The newest one of all stays whatever the numbers say.
    """
    newest_first = sorted(stamps, reverse=True)
    chosen = set(newest_first[:1])
    for count, period in ((keep.daily, _day), (keep.weekly, _week), (keep.monthly, _month)):
        newest: dict[Hashable, datetime] = {}
        for stamp in newest_first:
            newest.setdefault(period(stamp), stamp)
        chosen |= set(list(newest.values())[:count])
    return chosen


def is_given_up(made_at: datetime, *, proven: datetime | None, now: datetime) -> bool:
    """Tell whether what was never proven may go; `proven` is the newest backup that was.

    It goes a week after it was made, once a later backup was proven, and never before.
    """
    return proven is not None and made_at < proven and now - made_at > LOOKED_AT


def is_late(verified_at: datetime | None, *, since: datetime, now: datetime) -> bool:
    """Tell whether the last proof is too old; where there never was one, books begin at `since`."""
    return now - (verified_at or since) > LATE


def is_due(made_at: datetime | None, *, since: datetime | None, now: datetime) -> bool:
    """Tell whether it is time for a backup; `since` is when the first books were begun, if any."""
    if since is None or now - since < BEGUN:
        return False
    return made_at is None or now - made_at > FRESH


def _of_tables(
    wanted: Mapping[str, tuple[int, str]], found: Mapping[str, tuple[int, str]]
) -> list[str]:
    said = [f"The table {name} is missing." for name in sorted(wanted.keys() - found.keys())]
    said += [f"The table {name} was not in it." for name in sorted(found.keys() - wanted.keys())]
    for name in sorted(wanted.keys() & found.keys()):
        (rows, checksum), (there, sums) = wanted[name], found[name]
        if rows != there:
            said.append(f"The table {name} has {there:,} rows instead of {rows:,}.")
        elif checksum != sums:
            said.append(f"Rows of the table {name} are not what they were.")
    return said


def _of_books(wanted: Mapping[str, Books], found: Mapping[str, Books]) -> list[str]:
    return [
        f"Totals or balances of the household {key} are not what they were."
        for key in sorted(wanted.keys() | found.keys())
        if wanted.get(key) != found.get(key)
    ]


def _day(stamp: datetime) -> Hashable:
    return stamp.date()


def _week(stamp: datetime) -> Hashable:
    return stamp.isocalendar()[:2]


def _month(stamp: datetime) -> Hashable:
    return stamp.year, stamp.month
