"""How good forecasts are on real households, and what they cost.

Spending by month: at each month's end from the first year on, 1, 3 and 6 months ahead, on what was
known then, by account and in total; categories are stated. Balances by day: 30 days ahead, what is
found to come again on its days, held against that alone and against blocks of the past alone.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from benchmarks import spending
from benchmarks.results import Result
from benchmarks.spending import Books
from benchmarks.stores import Store
from ftracker.domain import recurring
from ftracker.domain.forecast import ahead, balances, draws, scores
from ftracker.domain.forecast.answers import Ask
from ftracker.domain.forecast.draws import Past
from ftracker.domain.forecast.panels import Floats
from ftracker.domain.forecast.scores import Score
from ftracker.domain.kinds import Direction
from ftracker.domain.series import Payment, Series

TODAY = date(2026, 11, 1)
SEEDS = range(1, 4)
SEED = 20_261_125
HORIZON, STEPS, FIRST_MONTHS = 6, (1, 3, 6), 12
SHARES = {"50": 50.0, "80": 80.0}
OFF_BY = 4.0
BETTER, MUCH_BETTER, SECONDS = 1.0, 0.9, 10.0
DAYS, FIRST_DAYS, APART, BLOCK = 30, 180, 20, 30
LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
_LATE = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """One day in the past: all flows until then, those of no plan, what is known, what came."""

    past: Floats
    rest: Floats
    known: Floats
    truth: Floats
    day: date


def measure(_: Store | None) -> Iterator[Result]:
    """Judge forecasts by month and by day, then time a whole household."""
    real = spending.real()
    if real:
        yield from _by_month("real accounts", real, "a")
        yield from _by_month("real categories", real, "category")
        yield from _by_day(real)
    samples = [spending.sample(seed, today=TODAY) for seed in SEEDS]
    yield from _by_month("sample categories", samples, "category")
    yield _timed()


def _by_month(of: str, books: Iterable[Books], kind: str) -> Iterator[Result]:
    """Judge series whose name begins with `kind`: for accounts what is promised, else stated."""
    found = [score for one in books for score in _scores(one, kind)]
    is_promised = kind != "category"
    wanted = [score for score in found if score.step in STEPS]
    ours = float(np.mean([score.mase for score in wanted if score.mase is not None]))
    others = [score.simple_mase for score in wanted if score.simple_mase is not None]
    simple = [float(one) for one in np.mean(others, axis=0)]
    detail = (
        f"MASE {ours:.3f}; a year ago {simple[0]:.3f}, mean {simple[1]:.3f}, last {simple[2]:.3f}"
    )
    best, year = (BETTER, MUCH_BETTER) if is_promised else (None, None)
    yield Result(f"Error to the best simple method's, {of}", ours / min(simple), best, detail)
    yield Result(f"Error to that of a year ago, {of}", ours / simple[0], year, "")
    tries = sum(score.tries for score in found)
    for name, right in SHARES.items():
        within = sum(getattr(score, f"within{name}") * score.tries for score in found) / tries
        off = abs(100 * within - right)
        limit = OFF_BY if is_promised else None
        detail = f"{100 * within:.1f} of 100 lie within, of {tries}"
        yield Result(f"Range of {name} of 100 is off by, {of}", off, limit, detail, "")


def _scores(books: Books, kind: str) -> Iterator[Score]:
    found = scores.back_test(
        books.spending(),
        Ask(HORIZON),
        origins=spending.months(books, FIRST_MONTHS),
        today=books.end,
    )
    for key, mine in found.items():
        if key.startswith(kind):
            yield from mine


def _by_day(books: Sequence[Books]) -> Iterator[Result]:
    looks = {one.name: list(_outlooks(one)) for one in books}
    ours, within = _loss(looks, _calibrated)
    plans, _ = _loss(looks, lambda one: np.tile(one.known.cumsum(), (len(LEVELS), 1)))
    blocks, _ = _loss(looks, _blocks)
    name = "Loss of balances 30 days ahead to that of"
    detail = f"{ours:.3f} against {{:.3f}}, in flows of a day"
    yield Result(f"{name} plans alone", ours / plans, BETTER, detail.format(plans))
    yield Result(f"{name} the past alone", ours / blocks, BETTER, detail.format(blocks))
    for place, (share, right) in enumerate(SHARES.items()):
        off = abs(within[place] - right)
        detail = f"{within[place]:.1f} of 100 lie within"
        yield Result(f"Range of {share} of 100 is off by, balances", off, None, detail, "")


def _loss(
    looks: dict[str, list[Outlook]], said: Callable[[Outlook], Floats]
) -> tuple[float, tuple[float, float]]:
    """Give the mean pinball loss over households, and how many of 100 lie in both ranges."""
    losses, inside = [], []
    for mine in looks.values():
        for one in mine:
            truth, levels = one.truth.cumsum(), said(one)
            off = truth - levels
            share = np.array(LEVELS)[:, None]
            loss = np.maximum(share * off, (share - 1) * off).mean() / np.abs(one.past).mean()
            losses.append((loss, 1 / len(mine)))
            inside.append(
                [((levels[low] <= truth) & (truth <= levels[-1 - low])).mean() for low in (1, 0)]
            )
    narrow, wide = 100 * np.mean(inside, axis=0)
    return sum(loss * weight for loss, weight in losses) / len(looks), (narrow, wide)


def _calibrated(one: Outlook) -> Floats:
    past = Past(one.day, one.rest[None])
    drawn = draws.draw(past, days=DAYS, seed=SEED)[0]
    halves = balances.calibrated(past, seed=SEED)
    days = balances.ahead(0.0, one.known.tolist(), drawn, one.day, halves)
    return np.array([[x.low80, x.low50, x.median, x.high50, x.high80] for x in days]).T


def _blocks(one: Outlook) -> Floats:
    """Draw whole months of the past, plans and all, wherever they begin."""
    random = np.random.default_rng(SEED)
    first = random.integers(0, len(one.past) - BLOCK, size=(draws.PATHS, 1))
    found: Floats = np.quantile(one.past[first + np.arange(DAYS)].cumsum(axis=1), LEVELS, axis=0)
    return found


def _outlooks(books: Books) -> Iterator[Outlook]:
    payments = books.payments()
    first, last = payments[0].date, payments[-1].date
    day = first + timedelta(days=FIRST_DAYS)
    while day <= last - timedelta(days=DAYS):
        yield _outlook(payments, first, day)
        day += timedelta(days=APART)


def _outlook(payments: Sequence[Payment], first: date, day: date) -> Outlook:
    """Part what comes again from the rest, as far as it could be known on a day."""
    before = [one for one in payments if one.date < day]
    found = recurring.find(before, today=day - timedelta(days=1))
    planned = {one.id for series in found for one in series.payments}
    past, rest = np.zeros((day - first).days), np.zeros((day - first).days)
    truth = np.zeros(DAYS)
    for one in payments:
        place, amount = (one.date - first).days, _signed(one)
        if one.date < day:
            past[place] += amount
            rest[place] += amount * (one.id not in planned)
        elif (one.date - day).days < DAYS:
            truth[(one.date - day).days] += amount
    return Outlook(past, rest, _known(found, day), truth, day)


def _known(found: Iterable[Series], day: date) -> Floats:
    """Lay what comes again on its days; what is a few days late is expected at once."""
    known = np.zeros(DAYS)
    for series in found:
        number = series.numbers[-1] + 1
        while not series.is_ended and (ahead_of := (series.beat.due(number) - day).days) < DAYS:
            if ahead_of >= -_LATE:
                sign = 1 if series.last.direction is Direction.IN else -1
                known[max(ahead_of, 0)] += sign * float(series.amount)
            number += 1
    return known


def _signed(payment: Payment) -> float:
    return float(payment.amount) * (1 if payment.direction is Direction.IN else -1)


def _timed() -> Result:
    """Time sixty categories of sixty months, a year ahead, with their trials on the past."""
    random = np.random.default_rng(SEED)
    some = random.random((60, 60)) < random.uniform(0.1, 1, size=(60, 1))
    series = (random.gamma(2, 50, size=(60, 60)) * some).tolist()
    begin = time.perf_counter()
    ahead.forecast(series, Ask(12))
    taken = time.perf_counter() - begin
    return Result("Forecasting 60 categories of 60 months", taken, SECONDS, "with trials", "s")
