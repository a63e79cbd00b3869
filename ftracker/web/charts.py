"""Charts as the browser draws them: the only place of a page where an amount becomes a float."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ftracker.domain import money

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values, oldest first; `paint` is a section's word or a colour of the palette.

    None is a gap. Without links of its own a series follows those of its chart.
    """

    name: str
    values: Sequence[Decimal | None]
    paint: str
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a pie; parts that are not above zero cannot be drawn."""

    label: str
    amount: Decimal
    colour: str
    link: str


@dataclass(frozen=True, slots=True)
class Pen:
    """What all charts of a household have in common."""

    currency: str
    locale: str

    def bars(self, labels: Sequence[str], series: Sequence[Series]) -> Spec:
        """Describe bars side by side, one group per label."""
        return self._rows("bar", labels, series)

    def lines(self, labels: Sequence[str], series: Sequence[Series]) -> Spec:
        """Describe lines over the same labels."""
        return self._rows("line", labels, series)

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

    def _rows(self, kind: str, labels: Sequence[str], series: Sequence[Series]) -> Spec:
        return {
            "type": kind,
            "labels": list(labels),
            "series": [_series(one) for one in series],
            "format": self._format(),
        }

    def _format(self) -> Spec:
        places = money.decimals(self.currency)
        return {"currency": self.currency, "locale": self.locale, "decimals": places}


def _series(one: Series) -> Spec:
    is_section = one.paint in ("income", "spending", "set_aside", "net")
    return {
        "name": one.name,
        "values": [None if value is None else float(value) for value in one.values],
        "role" if is_section else "colour": one.paint,
        "links": list(one.links),
    }
