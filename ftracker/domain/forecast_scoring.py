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
# How far the range of 50 of 100 reaches beside that of 80, as the normal distribution has it.
_NARROW = Decimal("0.526")
_YEAR = 12
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said of the past, so many steps ahead, and what came of it.

    `simple` is what simple methods said, by their names.
    """

    topic: Topic
    subject: UUID | None
    section: str
    unit: str
    step: int
    band: Band
    truth: Decimal
    simple: Mapping[str, Decimal]

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


def _row(said: Sequence[Said], currency: str) -> ScoreRow:
    first, count = said[0], len(said)
    errors = {
        name: sum((abs(one.truth - one.simple[name]) for one in said), _ZERO) / count
        for name in first.simple
    }
    best = min(errors, key=lambda name: (errors[name], name))
    off = [abs(one.truth - one.band.median) for one in said]
    size = sum((abs(one.truth) for one in said), _ZERO) / count
    # Each range is as wide as the errors before it let it be: none knows its own.
    bands = [widened(one.band, spread(off[:place])) for place, one in enumerate(said)]
    tried = list(zip(said, bands, strict=True))
    in50 = sum(band.low50 <= one.truth <= band.high50 for one, band in tried) / count
    in80 = sum(band.low80 <= one.truth <= band.high80 for one, band in tried) / count
    return ScoreRow(
        topic=first.topic,
        subject=first.subject,
        unit=first.unit,
        step=first.step,
        trials=count,
        error=money.quantise(sum(off, _ZERO) / count, currency),
        size=money.quantise(size, currency),
        simple=money.quantise(errors[best], currency),
        method=best,
        in50=round(in50, 4),
        in80=round(in80, 4),
        section=first.section,
        spread=money.quantise(spread(off), currency),
    )
