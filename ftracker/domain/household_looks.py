"""Whether a household has to be looked at again as its alerts ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

# What takes longer than this between being begun and being there is no deed any more.
LONGEST_DEED = timedelta(days=1)


class Why(StrEnum):
    """Why a household is looked at, what cannot wait first."""

    CHANGED = "changed"
    AGAIN = "again"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Due:
    """A look that is due; `is_whole` says that it asks what takes long, too."""

    household_id: UUID
    is_whole: bool
    why: Why


@dataclass(frozen=True, slots=True)
class Last:
    """What the last look saw, and what is there now.

    `misses_backup` says that a notice of a late backup is open, which the next proof ends.
    """

    is_whole: bool
    looked_at: datetime
    day: date
    again_at: datetime | None
    seen: str
    there: str
    misses_backup: bool


def why(last: Last | None, *, today: date, now: datetime, proven_at: datetime | None) -> Why | None:
    """Tell why a look may find something else than the last one; None where it cannot.

    Alerts are said of days: within one, only what is written, sent or backed up changes them.
    """
    if last is None or last.seen != last.there:
        return Why.CHANGED
    is_proven = proven_at is not None and proven_at > last.looked_at
    if (last.again_at is not None and last.again_at <= now) or (last.misses_backup and is_proven):
        return Why.AGAIN
    return Why.DAY if last.day != today else None


def moments(due: Iterable[Due], *, now: datetime, within: timedelta) -> list[datetime]:
    """Give each look its moment: at once, or one after the other where only the day is new.

    Half a second lies between those, or less where they would not fit `within` otherwise.
    """
    whys = [one.why for one in due]
    step = min(timedelta(seconds=0.5), within / max(whys.count(Why.DAY), 1))
    found, at = [], now
    for one in whys:
        found.append(at if one is Why.DAY else now)
        at += step if one is Why.DAY else timedelta(0)
    return found
