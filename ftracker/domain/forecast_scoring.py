"""What was said of the past held against what came, and against the simple methods."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.forecasts import Band, ScoreRow, Topic

YEAR_AGO, AVERAGE, LAST = "year_ago", "average", "last"
KNOWN_ONLY, UNCHANGED = "known_only", "unchanged"
# After so many trials on the past their errors are known well enough to go by.
ENOUGH = 8
_SHARE = 0.8
# A simple method is clearly better when its error is so small beside ours at the most.
_CLEARLY = Decimal("0.9")
# How far the range of 50 of 100 reaches beside that of 80, as the normal distribution has it.
_NARROW = Decimal("0.526")
_YEAR = 12
_SHORTEST_MONTH = 28
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said of the past, so many steps ahead, and what came of it.

    `simple` is what simple methods said, by their names; `least` is what was there or known to
    come already, which no simple method is followed below.
    """

    topic: Topic
    subject: UUID | None
    section: str
    unit: str
    step: int
    band: Band
    truth: Decimal
    simple: Mapping[str, Decimal]
    least: Decimal = _ZERO

    @property
    def off(self) -> Decimal:
        """How far its middle was from the truth."""
        return abs(self.truth - self.band.median)

    @property
    def may_switch(self) -> bool:
        """Tell whether a simple method may take its place: whole sections only.

        Of single categories the switch made what was said of the past worse.
        """
        return self.topic is Topic.CATEGORIES and self.subject is None

    @property
    def thing(self) -> tuple[Topic, UUID | None, str, str, int]:
        """What tells those that are averaged together."""
        return self.topic, self.subject, self.section, self.unit, self.step


def rows(said: Sequence[Said], currency: str) -> Iterator[ScoreRow]:
    """Average what was said of each thing; all together first, then as they came."""
    groups: dict[tuple[Topic, UUID | None, str, str, int], list[Said]] = defaultdict(list)
    for one in said:
        groups[one.thing].append(one)
    order = list(Topic)
    for thing in sorted(groups, key=lambda key: (order.index(key[0]), key[1] is not None)):
        yield _row(groups[thing], currency)


def simple(past: Sequence[Decimal], step: int) -> dict[str, Decimal]:
    """Say what the simple methods do, so many months ahead of some that are over, oldest first.

    Where there is no year yet the average stands for the value of a year ago.
    """
    year = past[-_YEAR:]
    average = sum(year, _ZERO) / len(year) if year else _ZERO
    is_whole = len(year) == _YEAR
    return {
        YEAR_AGO: year[(step - 1) % _YEAR] if is_whole else average,
        AVERAGE: average,
        LAST: year[-1] if year else _ZERO,
    }


def spread(errors: Sequence[Decimal]) -> Decimal:
    """Tell how far off 80 of 100 are at the most, going by earlier errors; zero after too few.

    One more than there are, as the next one belongs to them (conformal prediction).
    """
    count = len(errors)
    if count < ENOUGH:
        return _ZERO
    return sorted(errors)[min(ceil(_SHARE * (count + 1)), count) - 1]


def better(said: Sequence[Said]) -> str:
    """Name the simple method that was clearly better in trials; '' for none, or after too few."""
    if len(said) < ENOUGH or not said[0].may_switch:
        return ""
    errors = _errors(said)
    best = min(errors, key=lambda name: (errors[name], name))
    ours = sum((one.off for one in said), _ZERO) / len(said)
    return best if ours and errors[best] <= _CLEARLY * ours else ""


def followed(amount: Decimal, least: Decimal) -> Band:
    """Say what a simple method says, but nothing below what is there; its range has no width."""
    return Band(*[max(amount, least)] * 5)


def widened(band: Band, by: Decimal) -> Band:
    """Let a range of 80 of 100 reach so far from its middle at least, and that of 50 in keeping."""
    middle, narrow = band.median, by * _NARROW
    return Band(
        middle,
        min(band.low50, middle - narrow),
        max(band.high50, middle + narrow),
        min(band.low80, middle - by),
        max(band.high80, middle + by),
    )


def _told(one: Said, before: Sequence[Said]) -> Band:
    """Say a thing by what had proved best in earlier trials, as sure as those let it be."""
    method = better(before)
    band = followed(one.simple[method], one.least) if method else one.band
    return widened(band, _spread(before, method))


def _spread(said: Sequence[Said], method: str) -> Decimal:
    """Tell how far off what we said was, or a simple method."""
    return spread(
        [abs(one.truth - max(one.simple[method], one.least)) if method else one.off for one in said]
    )


def _before(said: Sequence[Said], place: int) -> Sequence[Said]:
    """Give the trials whose truths are known at one: the newest may not be over, a month apart."""
    first = said[0]
    months = first.step if first.unit == "month" else ceil(first.step / _SHORTEST_MONTH)
    return said[: max(place - months + 1, 0)]


def _errors(said: Sequence[Said]) -> dict[str, Decimal]:
    """Give the mean error of each simple method."""
    return {
        name: sum((abs(one.truth - one.simple[name]) for one in said), _ZERO) / len(said)
        for name in said[0].simple
    }


def _row(said: Sequence[Said], currency: str) -> ScoreRow:
    first, count = said[0], len(said)
    errors = _errors(said)
    best = min(errors, key=lambda name: (errors[name], name))
    size = sum((abs(one.truth) for one in said), _ZERO) / count
    # Neither what is said nor how wide its range is knows its own error, or a later one.
    bands = [_told(one, _before(said, place)) for place, one in enumerate(said)]
    tried = list(zip(said, bands, strict=True))
    off = sum((abs(one.truth - band.median) for one, band in tried), _ZERO)
    in50 = sum(band.low50 <= one.truth <= band.high50 for one, band in tried) / count
    in80 = sum(band.low80 <= one.truth <= band.high80 for one, band in tried) / count
    used = better(said)
    return ScoreRow(
        topic=first.topic,
        subject=first.subject,
        unit=first.unit,
        step=first.step,
        trials=count,
        error=money.quantise(off / count, currency),
        size=money.quantise(size, currency),
        simple=money.quantise(errors[best], currency),
        method=best,
        in50=round(in50, 4),
        in80=round(in80, 4),
        section=first.section,
        spread=money.quantise(_spread(said, used), currency),
        used=used,
    )
