"""What categories come to, period by period: what is known, and the rest as the past has it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ftracker.domain import forecast_scoring, money
from ftracker.domain.cadences import Cadence
from ftracker.domain.forecast import chances, signs, wholes
from ftracker.domain.forecast.answers import Forecast, Kind, NotEnough, Reason
from ftracker.domain.forecast_inputs import CategoryFacts, Coming, Inputs, PeriodFacts, Typical
from ftracker.domain.forecasts import (
    Band,
    Basis,
    CategoriesAhead,
    CategoryAhead,
    PeriodAhead,
    Topic,
)
from ftracker.domain.periods import months_later

# What a year has of each, and how many months one of them is.
_YEARLY = {
    Cadence.MONTH: 12, Cadence.PAYDAY: 12, Cadence.WEEK: 52, Cadence.FORTNIGHT: 26,
    Cadence.QUARTER: 4, Cadence.YEAR: 1,
}  # fmt: skip
_MONTHS = 12
# A month stands out when it lies so far from the level, as a share of it.
_STANDS_OUT = 0.15
NEEDS = 1
# So many periods tell that something came only once.
_LONG = 4
_HABITS = (Kind.LEVEL, Kind.SEASONAL)
_ZERO = Decimal(0)
# How far each figure of a band, then each quantile, lies from the middle of a normal distribution,
# as a part of how far the range of 80 of 100 reaches.
_BAND = (0.0, -0.526, 0.526, -1.0, 1.0)
_REACHES = (*_BAND, -1.2835, -1.0, -0.526, 0.0, 0.526, 1.0, 1.2835)
_Answer = Forecast | NotEnough


class _Learnt(NamedTuple):
    """What the past says of whole periods, and of what is left of the present one."""

    whole: _Answer
    tail: _Answer


def categories(inputs: Inputs) -> CategoriesAhead:
    """Tell what all categories come to; those that nothing at all is known of are left out."""
    learnt = _learnt(inputs.categories)
    found = [
        _category(one, said, inputs)
        for one, said in zip(inputs.categories, learnt, strict=True)
        if _says_something(one, said, inputs)
    ]
    found = wholes.no_less_than_parts(found)
    found.sort(key=_place)
    return CategoriesAhead(inputs.today, tuple(found), 0 if inputs.months else NEEDS)


def _learnt(facts: Sequence[CategoryFacts]) -> list[_Learnt]:
    """Forecast all series, those of one cadence together, as they help each other."""
    found: dict[int, _Learnt] = {}
    for cadence in dict.fromkeys(one.cadence for one in facts):
        mine = {str(n): one for n, one in enumerate(facts) if one.cadence is cadence}
        horizon = max(one.skipped + len(one.periods) for one in mine.values())
        season = _YEARLY[cadence]
        whole = signs.forecast(
            {key: _habits(one) for key, one in mine.items()}, horizon=horizon, season=season
        )
        tails = signs.forecast(
            {key: _floats(one.tails) for key, one in mine.items()}, horizon=1, season=season
        )
        found |= {int(key): _Learnt(whole[key], tails[key]) for key in mine}
    return [found[n] for n in range(len(facts))]


def _says_something(facts: CategoryFacts, learnt: _Learnt, inputs: Inputs) -> bool:
    if any(period.so_far for period in facts.periods) or any(map(facts.counts, inputs.known)):
        return True
    return isinstance(learnt.whole, Forecast) and learnt.whole.reason.kind is not Kind.NOTHING


def _category(facts: CategoryFacts, learnt: _Learnt, inputs: Inputs) -> CategoryAhead:
    known = [one for one in inputs.known if facts.counts(one)]
    besides = [one for one in inputs.learnt if facts.counts(one)]
    periods = tuple(
        _period(facts, number, learnt, _sum(known, period) - _sum(besides, period), inputs)
        for number, period in enumerate(facts.periods)
    )
    basis = _basis(facts, learnt.whole, _typical(facts, inputs), inputs.currency)
    methods = (_method(facts, number, inputs) for number in range(len(facts.periods)))
    if used := next(filter(None, methods), ""):
        basis = replace(basis, method=used, is_simple=True)
    return CategoryAhead(facts.category_id, facts.section.value, periods, basis)


def _period(
    facts: CategoryFacts, number: int, learnt: _Learnt, known: Decimal, inputs: Inputs
) -> PeriodAhead:
    period = facts.periods[number]
    said = _simply(facts, number, inputs) or _said(facts, number, learnt, period.so_far + known)
    by = _spread(facts, number, inputs)
    floor = period.so_far if min(said) >= period.so_far else None
    wide = [_wider(x, said[0], by * reach, floor) for x, reach in zip(said, _REACHES, strict=True)]
    band = Band(*(money.quantise(one, inputs.currency) for one in wide[: len(_BAND)]))
    over = None
    if period.budget is not None:
        over = _over(period.budget, wide[len(_BAND) :], floor)
    return PeriodAhead(period.start, period.end, period.so_far, band, period.budget, over)


def least(facts: CategoryFacts, number: int, inputs: Inputs) -> Decimal:
    """Give what a period comes to at the least: what is booked of it, and what is known to come."""
    period = facts.periods[number]
    known = [one for one in inputs.known if facts.counts(one)]
    return period.so_far + _sum(known, period)


def _simply(facts: CategoryFacts, number: int, inputs: Inputs) -> Sequence[Decimal]:
    """Give all figures by the simple method that was clearly better on the past; none for none.

    It was tried on whole months only: of one that has begun more is known than it knows.
    """
    method = _method(facts, number, inputs)
    if not method or facts.periods[number].start < inputs.today:
        return ()
    amount = forecast_scoring.simple(facts.year, facts.skipped + number + 1)[method]
    return [max(amount, least(facts, number, inputs))] * len(_REACHES)


def _method(facts: CategoryFacts, number: int, inputs: Inputs) -> str:
    typical = _typical(facts, inputs)
    if typical is None or facts.cadence is not Cadence.MONTH:
        return ""
    return typical.method(facts.skipped + number + 1)


def _said(facts: CategoryFacts, number: int, learnt: _Learnt, base: Decimal) -> Sequence[Decimal]:
    """Give the figures of a band, then those of all levels, upon what is there and known."""
    is_tail = number == 0 and facts.skipped == 0
    answer = learnt.tail if is_tail else learnt.whole
    if isinstance(answer, NotEnough):
        return [base] * len(_REACHES)
    step = answer.steps[0 if is_tail else facts.skipped + number]
    # What came already of what is usually still to come does not come again.
    came = facts.since if number == 0 else _ZERO
    figures = (step.mean, step.low50, step.high50, step.low80, step.high80, *step.quantiles)
    return [base + _left(one, came) for one in figures]


def _left(said: float, came: Decimal) -> Decimal:
    """Give what is still to come of an amount of which some came already."""
    amount = Decimal(repr(said))
    return max(amount - came, _ZERO) if came > 0 else amount


def _spread(facts: CategoryFacts, number: int, inputs: Inputs) -> float:
    """Tell how far off forecasts of such a period were; only months were tried.

    Of what is left of a period it is the root of its share.
    """
    typical = _typical(facts, inputs)
    if typical is None or _YEARLY[facts.cadence] != _MONTHS:
        return 0.0
    period = facts.periods[number]
    left = (period.end - max(period.start, inputs.edge)).days / period.span.days
    return typical.spread(facts.skipped + number + 1) * math.sqrt(min(left, 1.0))


def _typical(facts: CategoryFacts, inputs: Inputs) -> Typical | None:
    key = Topic.CATEGORIES.value, facts.category_id, facts.section.value
    return (inputs.typical or {}).get(key)


def _wider(said: Decimal, middle: Decimal, by: float, floor: Decimal | None) -> Decimal:
    """Move a figure away from the middle to a distance, below zero for one below the middle."""
    moved = middle + Decimal(repr(by))
    found = min(said, moved) if by < 0 else max(said, moved) if by > 0 else said
    return found if floor is None else max(found, floor)


def _over(budget: Decimal, quantiles: Sequence[Decimal], floor: Decimal | None) -> float:
    if floor is not None and floor > budget:
        return 1.0
    return round(chances.above(float(budget), [float(one) for one in quantiles]), 4)


def _sum(known: Sequence[Coming], period: PeriodFacts) -> Decimal:
    return sum((one.counted for one in known if period.start <= one.date < period.end), _ZERO)


def _basis(facts: CategoryFacts, said: _Answer, typical: Typical | None, currency: str) -> Basis:
    if isinstance(said, NotEnough):
        return Basis(Kind.NOTHING.value, 0)
    reason = said.reason
    error, simple = _errors(said, typical)
    once = _once(facts.past)
    return Basis(
        kind=_kind(reason.kind, once).value,
        months=reason.values * _MONTHS // _YEARLY[facts.cadence],
        trials=typical.trials if typical else reason.trials,
        method=reason.method,
        season=tuple(_season(facts, reason)),
        one_offs=tuple(_begins(facts, place) for place in _one_offs(reason, once)),
        error=None if error is None else money.quantise(error, currency),
        simple_error=None if simple is None else money.quantise(simple, currency),
        covered80=typical.in80 if typical else None,
    )


def _errors(said: Forecast, typical: Typical | None) -> tuple[Decimal | None, Decimal | None]:
    """Give the error one step ahead and that of the best simple method, as far as tried."""
    if typical is not None:
        return typical.error, typical.simple
    if not said.typical:
        return None, None
    nearest = said.typical[0]
    return Decimal(repr(nearest.error)), Decimal(repr(nearest.simple))


def _season(facts: CategoryFacts, reason: Reason) -> Iterator[tuple[int, float]]:
    """Give the months of the year that stand out, from January on."""
    if _YEARLY[facts.cadence] != _MONTHS or not reason.season:
        return
    first = months_later(facts.first, len(facts.past)).month
    months = {(first + place - 1) % _MONTHS + 1: x for place, x in enumerate(reason.season)}
    yield from ((n, round(x, 4)) for n, x in sorted(months.items()) if abs(x) >= _STANDS_OUT)


def _begins(facts: CategoryFacts, place: int) -> date:
    """Give the first day of the month that holds the beginning of a past period."""
    length = _MONTHS / _YEARLY[facts.cadence]
    return months_later(facts.first, int(place * length))


def _habits(facts: CategoryFacts) -> list[float | None]:
    """Give the past without what came only once: a sofa is not a habit."""
    once = _once(facts.past)
    return [0.0 if place == once else value for place, value in enumerate(_floats(facts.past))]


def _once(past: Sequence[Decimal | None]) -> int | None:
    """Tell the place of the only period with anything, where there are enough without."""
    used = [place for place, value in enumerate(past) if value]
    return used[0] if len(used) == 1 and len(past) >= _LONG else None


def _kind(kind: Kind, once: int | None) -> Kind:
    """Tell what is learnt from; where plans explain all of the past, nothing is left to learn."""
    if kind is not Kind.NOTHING:
        return kind
    return Kind.CONSTANT if once is None else Kind.RARE


def _one_offs(reason: Reason, once: int | None) -> tuple[int, ...]:
    """Give the places of what is no habit; among rare things none is an exception."""
    if once is not None:
        return (once,)
    return reason.one_offs if reason.kind in _HABITS else ()


def _floats(values: Sequence[Decimal | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


def _place(one: CategoryAhead) -> tuple[object, ...]:
    """Sort whole sections first, then the largest."""
    expected = sum((period.band.median for period in one.periods), _ZERO)
    return one.category_id is not None, -expected, one.section, str(one.category_id)
