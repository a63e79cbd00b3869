"""Charts as the browser draws them: the only place of a page where an amount becomes a float."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal
from zlib import crc32

from ftracker.domain import money
from ftracker.domain.palette import COLOURS

Spec = dict[str, Any]
Measure = Literal["money", "count", "share"]
Drawn = Literal["", "line", "dashed", "thin"]

SECTIONS = ("income", "spending", "set_aside", "net")
# What is gathered from many small ones is drawn in it, so nothing else takes it by itself.
REST = "slate"
# Neighbours in this row are far apart, also for eyes that cannot tell red from green.
_ROW = ("blue", "orange", "teal", "purple", "amber", "cyan", "red", "lime", "indigo", "pink")
_WHEEL = (*_ROW, *(one for one in COLOURS if one not in (*_ROW, REST)))


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values, oldest first; `paint` is a section's word or a colour of the palette.

    None is a gap. Without links of its own a series follows those of its chart. `paints` gives
    each value a colour of its own. `drawn` says how it differs from the others: a `line` over
    bars, `dashed` for what it is compared with (bars are then hollow), `thin` for a middle.
    """

    name: str
    values: Sequence[Decimal | int | None]
    paint: str
    links: Sequence[str] = ()
    paints: Sequence[str] = ()
    drawn: Drawn = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """What lies between two lines: the range that holds the truth so and so often."""

    name: str
    lows: Sequence[Decimal | None]
    highs: Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a pie; parts that are not above zero cannot be drawn."""

    label: str
    amount: Decimal
    colour: str
    link: str


@dataclass(frozen=True, slots=True)
class Node:
    """A place that money flows through: `column` counts from 0 at the left.

    `key` is unique in its chart; `paint` is a section's word or a colour of the palette.
    """

    key: str
    name: str
    paint: str
    column: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """Money from one node to another by their keys, above zero; others cannot be drawn."""

    source: str
    target: str
    amount: Decimal
    link: str = ""


@dataclass(frozen=True, slots=True)
class Pen:
    """What all charts of a household have in common, and what their values are."""

    currency: str
    locale: str
    measure: Measure = "money"

    def of(self, measure: Measure) -> "Pen":
        """Give the pen for amounts, for counts, or for shares (0.25 is a quarter)."""
        return replace(self, measure=measure)

    def bars(self, labels: Sequence[str], series: Sequence[Series]) -> Spec:
        """Describe bars side by side, one group per label."""
        return self._rows("bar", labels, series)

    def stacked(self, labels: Sequence[str], series: Sequence[Series]) -> Spec:
        """Describe bars on top of each other, one pile per label."""
        return self._rows("stacked", labels, series)

    def sideways(self, labels: Sequence[str], series: Sequence[Series]) -> Spec:
        """Describe bars that lie, one below the other; they hold long names."""
        return self._rows("sideways", labels, series)

    def lines(self, labels: Sequence[str], series: Sequence[Series]) -> Spec:
        """Describe lines over the same labels."""
        return self._rows("line", labels, series)

    def bands(self, labels: Sequence[str], wide: Spread, narrow: Spread, *series: Series) -> Spec:
        """Describe what is likely: two ranges, one inside the other, and what is drawn over them.

        Bars among the series are of the past; the ranges have the colour of the last line.
        """
        spec = self._rows("bands", labels, series)
        ranges = [(wide, "wide"), (narrow, "narrow")]
        return spec | {"ranges": [_spread(one) | {"drawn": drawn} for one, drawn in ranges]}

    def pie(self, name: str, slices: Sequence[Slice]) -> Spec:
        """Describe the parts of a whole, in the order given."""
        drawn = [one for one in slices if one.amount > 0]
        return {
            "type": "pie",
            "labels": [one.label for one in drawn],
            "series": [{"name": name, "values": [float(one.amount) for one in drawn]}],
            "colours": [one.colour for one in drawn],
            "links": [one.link for one in drawn],
            "format": self._format(),
        }

    def sankey(self, nodes: Sequence[Node], streams: Iterable[Stream]) -> Spec:
        """Describe how money flows from column to column; nodes of one stand in the order given."""
        return {
            "type": "sankey",
            "nodes": [
                {"key": one.key, "name": one.name, "column": one.column, "link": one.link}
                | _painted(one.paint)
                for one in nodes
            ],
            "streams": [
                {"from": one.source, "to": one.target, "flow": float(one.amount), "link": one.link}
                for one in streams
                if one.amount > 0
            ],
            "format": self._format(),
        }

    def _rows(self, kind: str, labels: Sequence[str], series: Sequence[Series]) -> Spec:
        return {
            "type": kind,
            "labels": list(labels),
            "series": [_series(one) for one in series],
            "format": self._format(),
        }

    def _format(self) -> Spec:
        places = money.decimals(self.currency)
        known = {"currency": self.currency, "locale": self.locale, "decimals": places}
        return known if self.measure == "money" else known | {"measure": self.measure}


def colour_of(key: str) -> str:
    """Give what has no colour of its own one of the palette: always the same for the same key."""
    return _WHEEL[crc32(key.casefold().encode()) % len(_WHEEL)]


def colours_of(keys: Iterable[str]) -> dict[str, str]:
    """Give each key of one chart its colour, and the next free one where two share one.

    Earlier keys choose first. With more keys than colours they begin anew.
    """
    chosen: dict[str, str] = {}
    free: list[str] = []
    for key in dict.fromkeys(keys):
        free = free or list(_WHEEL)
        first = _WHEEL.index(colour_of(key))
        colour = next(one for one in (*_WHEEL[first:], *_WHEEL[:first]) if one in free)
        free.remove(colour)
        chosen[key] = colour
    return chosen


def _painted(paint: str) -> dict[str, str]:
    return {"role" if paint in SECTIONS else "colour": paint}


def _floats(values: Iterable[Decimal | int | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


def _spread(one: Spread) -> Spec:
    return {"name": one.name, "lows": _floats(one.lows), "highs": _floats(one.highs)}


def _series(one: Series) -> Spec:
    spec: Spec = {
        "name": one.name,
        "values": _floats(one.values),
        "links": list(one.links),
    } | _painted(one.paint)
    if one.paints:
        spec["colours"] = list(one.paints)
    if one.drawn:
        spec["drawn"] = one.drawn
    return spec
