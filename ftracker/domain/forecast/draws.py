"""What may happen on the days ahead: pieces of the household's own past, drawn at random.

A moving-block bootstrap (Künsch 1989) that keeps the calendar: each path is put together of pieces
of about ten days. Half of the paths take them from the same days of earlier months, so that what
happens around payday happens around payday; the other half from the same weekdays of earlier
weeks. Newer months are drawn more often. All accounts of a path take the same days, so that what
goes together stays together. The same seed gives the same draws: a plan that is changed is held
against the same luck.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from ftracker.domain.forecast.panels import LARGEST, Floats, Whole, median

PATHS = 500
_PIECE = 10
_MOST_MONTHS, _MOST_WEEKS = 24, 52
_FADING_MONTH, _FADING_WEEK = 0.95, 0.985
_WEEK = 7
# So many times what usually comes on a day is a slip or a windfall; neither is drawn again.
_GIANT = 50.0
_LEAST_KNOWN = 3


@dataclass(frozen=True, slots=True)
class Past:
    """What moved on each day and was in no plan: a row per account, signed, oldest day first.

    The last day is the one before the first day ahead. Days without anything are 0.
    """

    end: date
    flows: Floats

    @property
    def days(self) -> int:
        """How many days are known."""
        return int(self.flows.shape[1])


def seed_of(household_id: UUID, day: date) -> int:
    """Give the seed of a household's draws on a day: the whole day long the same."""
    return (household_id.int ^ day.toordinal()) % 2**63


def draw(past: Past, *, days: int, seed: int, paths: int = PATHS) -> Floats:
    """Draw what moves on each day ahead: (account, path, day), signed.

    With fewer than seven known days nothing is drawn: zeros.
    """
    if past.days < _WEEK:
        return np.zeros((len(past.flows), paths, days))
    flows = np.concatenate([tamed(past.flows), np.zeros((len(past.flows), 1))], axis=1)
    random = np.random.default_rng(seed)
    return np.asarray(flows[:, sources(past, days=days, paths=paths, random=random)])


def sources(past: Past, *, days: int, paths: int, random: np.random.Generator) -> Whole:
    """Tell for each path and day ahead which known day is taken, by its place; -1 is none."""
    months, weeks = _by_month(past, days), _by_week(past, days)
    piece = _pieces(days, paths, random)
    half = paths // 2 if len(months) else 0
    taken = np.empty((paths, days), dtype=np.intp)
    for table, fading, rows in (
        (months, _FADING_MONTH, slice(0, half)),
        (weeks, _FADING_WEEK, slice(half, paths)),
    ):
        if len(table):
            chance = fading ** np.arange(len(table))
            lags = random.choice(len(table), size=(paths, piece.max() + 1), p=chance / chance.sum())
            chosen = np.take_along_axis(lags, piece, axis=1)[rows]
            taken[rows] = table[chosen, np.arange(days)]
    return taken


def tamed(flows: Floats) -> Floats:
    """Bring giants down to fifty times what usually moves in an account on a day with anything."""
    flows = np.clip(np.nan_to_num(flows), -LARGEST, LARGEST)
    sizes = np.where(flows != 0, np.abs(flows), np.nan)
    known = np.isfinite(sizes).sum(axis=1) >= _LEAST_KNOWN
    most = np.where(known, _GIANT * median(sizes), LARGEST)[:, None]
    return np.clip(flows, -most, most)


def _by_month(past: Past, days: int) -> Whole:
    """Give for each earlier month the places of the days ahead; -1 where a month has no such day.

    The newest month first, and only those of which all these days are known.
    """
    ahead = [past.end + timedelta(days=day) for day in range(days)]
    nearest = [_nearest(past, day) for day in ahead]
    rows = []
    for back in range(_MOST_MONTHS):
        places = [_place(past, day, near + back) for day, near in zip(ahead, nearest, strict=True)]
        if min(places) < -1:
            break
        rows.append(places)
    return np.array(rows, dtype=np.intp)


def _nearest(past: Past, day: date) -> int:
    """Tell how many months back a day of the same number is known the soonest."""
    months = (day.year - past.end.year) * 12 + day.month - past.end.month
    return months + (day.day >= past.end.day)


def _place(past: Past, day: date, back: int) -> int:
    """Give the place of the same day some months earlier; -1 if there is none, -2 if unknown."""
    month = day.year * 12 + day.month - 1 - back
    year, month = month // 12, month % 12 + 1
    if day.day > calendar.monthrange(year, month)[1]:
        return -1
    place = past.days - (past.end - date(year, month, day.day)).days
    return place if 0 <= place < past.days else -2


def _by_week(past: Past, days: int) -> Whole:
    """Give for each earlier week the places of the days ahead, the newest first."""
    ahead = past.days + np.arange(days)
    rows = []
    for back in range(_MOST_WEEKS):
        places = ahead - _WEEK * (back + 1 + (ahead - past.days) // _WEEK)
        if places.min() < 0:
            break
        rows.append(places)
    return np.array(rows, dtype=np.intp)


def _pieces(days: int, paths: int, random: np.random.Generator) -> Whole:
    """Cut each path into pieces of ten days, at days of its own; tell each day's piece."""
    first = random.integers(0, _PIECE, size=(paths, 1))
    return np.asarray((np.arange(days) + first) // _PIECE, dtype=np.intp)
