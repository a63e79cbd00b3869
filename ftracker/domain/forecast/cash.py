"""What accounts hold day by day: known things on their days, and draws of all the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

import numpy as np

from ftracker.domain import money
from ftracker.domain.forecast import balances, chances, draws
from ftracker.domain.forecast.answers import Kind
from ftracker.domain.forecast.balances import Halves
from ftracker.domain.forecast.day_answers import Day
from ftracker.domain.forecast.draws import PATHS, Past
from ftracker.domain.forecast.panels import Floats
from ftracker.domain.forecast_inputs import AccountFacts, Inputs, Typical
from ftracker.domain.forecasts import AccountAhead, Band, Basis, CashAhead, Chance, DayAhead, Topic

METHOD = "draws"
# So many days are learnt from; what is older is another life.
_MOST_DAYS = 800
_MONTH_DAYS = 30.4
_SHORT_MONTHS = 6
# The range of 80 of 100, and how many standard deviations it reaches.
_WIDE, _REACH = (0.1, 0.9), 1.2816
_ZERO = Decimal(0)


class _Row(NamedTuple):
    """An account, or all that can be spent from: what lies there, what comes, what is drawn."""

    account_id: UUID | None
    balance: Decimal
    known: Sequence[Decimal]
    past: Floats
    drawn: Floats


@dataclass(frozen=True, slots=True)
class _Draws:
    """The days that were learnt from, an account a row, and what was drawn from them."""

    past: Past
    drawn: Floats
    days: int


def balances_ahead(inputs: Inputs, *, seed: int, days: int, paths: int = PATHS) -> CashAhead:
    """Tell what lies in each account at the end of so many days from today, and in all together."""
    found = _drawn(inputs, seed=seed, days=days, paths=paths)
    moves = _moves(inputs, days)
    own = [
        _Row(
            one.id,
            one.balance,
            moves.get(one.id, [_ZERO] * days),
            found.past.flows[place],
            found.drawn[place],
        )
        for place, one in enumerate(inputs.accounts)
    ]
    cash = [row for row, one in zip(own, inputs.accounts, strict=True) if one.is_cash]
    rows = [_together(cash, days, found), *own]
    return CashAhead(
        inputs.today,
        inputs.today + timedelta(days=days - 1),
        inputs.income_date,
        tuple(_account(row, inputs, found.past.end, seed) for row in rows),
        tuple(one.known for one in inputs.known if (one.date - inputs.today).days < days),
    )


def _drawn(inputs: Inputs, *, seed: int, days: int, paths: int) -> _Draws:
    """Draw what moves from today on; where something is booked of today, from tomorrow on."""
    behind = max((inputs.today - inputs.edge).days, 0)
    is_begun = any(inputs.today in one.flows for one in inputs.accounts)
    end = inputs.edge + timedelta(days=int(is_begun and not behind))
    first = min((min(one.flows) for one in inputs.accounts if one.flows), default=end)
    count = max(min((end - first).days, _MOST_DAYS), 0)
    flows = np.array([_flows(one, end, count) for one in inputs.accounts]).reshape(
        len(inputs.accounts), count
    )
    past = Past(end, flows)
    ahead = draws.draw(past, days=days + behind, seed=seed, paths=paths)[:, :, behind:]
    if end > inputs.today:
        ahead = np.concatenate([np.zeros((*ahead.shape[:2], 1)), ahead[:, :, :-1]], axis=2)
    return _Draws(past, ahead, count)


def _flows(account: AccountFacts, end: date, count: int) -> list[float]:
    days = (end - timedelta(days=count - place) for place in range(count))
    return [float(account.flows.get(day, _ZERO)) for day in days]


def _moves(inputs: Inputs, days: int) -> dict[UUID, list[Decimal]]:
    """Sum what known things move in each account on each day ahead."""
    found: dict[UUID, list[Decimal]] = {one.id: [_ZERO] * days for one in inputs.accounts}
    for one in inputs.known:
        place = max((one.date - inputs.today).days, 0)
        if one.account_id in found and place < days:
            found[one.account_id][place] += one.amount
    return found


def _together(rows: Sequence[_Row], days: int, found: _Draws) -> _Row:
    """Put the accounts that can be spent from together, path by path."""
    known = [sum((row.known[day] for row in rows), _ZERO) for day in range(days)]
    drawn = np.zeros(found.drawn.shape[1:])
    past = np.zeros(found.past.days)
    for row in rows:
        drawn, past = drawn + row.drawn, past + row.past
    return _Row(None, sum((row.balance for row in rows), _ZERO), known, past, drawn)


def _account(row: _Row, inputs: Inputs, end: date, seed: int) -> AccountAhead:
    halves = Halves()
    if row.past.any():
        halves = balances.calibrated(Past(end, row.past[None, :]), seed=seed)
    drawn = row.drawn + _unsure(row, _typical(row, inputs), seed)
    known = [float(amount) for amount in row.known]
    said = balances.ahead(float(row.balance), known, drawn, inputs.today, halves)
    certain = list(accumulate(row.known, initial=row.balance))[1:]
    days = tuple(_days(said, certain, inputs.currency))
    return AccountAhead(
        row.account_id,
        row.balance,
        days,
        min(days, key=lambda day: (day.band.median, day.date)),
        tuple(_chances(said, inputs, days[-1].date)),
        _basis(row, inputs),
    )


def _unsure(row: _Row, typical: Typical | None, seed: int) -> Floats:
    """Draw what plans and draws together were off by in the past, beyond what draws tell.

    Known things come a day late, or come to something else: no draw of the rest knows that.
    """
    paths, days = row.drawn.shape
    if typical is None:
        return np.zeros((paths, days))
    low, high = np.quantile(row.drawn.cumsum(axis=1), _WIDE, axis=0)
    spreads = np.array([typical.spread(day + 1) for day in range(days)])
    missing = np.sqrt(np.maximum(spreads**2 - ((high - low) / 2) ** 2, 0)) / _REACH
    luck = np.random.default_rng([seed, 1]).standard_normal((paths, 1))
    return np.diff(luck * missing, axis=1, prepend=0.0)


def _typical(row: _Row, inputs: Inputs) -> Typical | None:
    return (inputs.typical or {}).get((Topic.CASH.value, row.account_id, ""))


def _days(said: Iterable[Day], certain: Iterable[Decimal], currency: str) -> Iterable[DayAhead]:
    for day, known in zip(said, certain, strict=True):
        figures = (day.median, day.low50, day.high50, day.low80, day.high80)
        band = Band(*(_amount(one, currency) for one in figures))
        yield DayAhead(day.date, band, money.quantise(known, currency))


def _chances(said: Sequence[Day], inputs: Inputs, last: date) -> Iterable[Chance]:
    levels = dict.fromkeys((_ZERO, inputs.buffer))
    for before in (inputs.income_date, last + timedelta(days=1)):
        for level in levels:
            earlier = [day for day in said if day.date < before]
            yield Chance(level, before, round(chances.below(float(level), earlier[-1].lowest), 4))


def _basis(row: _Row, inputs: Inputs) -> Basis:
    months = int(len(row.past) / _MONTH_DAYS)
    typical = _typical(row, inputs)
    kind = _kind(row.past, months)
    if typical is None:
        return Basis(kind.value, months, method=METHOD)
    return Basis(
        kind.value,
        months,
        trials=typical.trials,
        method=METHOD,
        error=money.quantise(typical.error, inputs.currency),
        simple_error=money.quantise(typical.simple, inputs.currency),
        covered80=typical.in80,
    )


def _kind(past: Floats, months: int) -> Kind:
    if not past.any():
        return Kind.NOTHING
    if not months:
        return Kind.FIRST
    return Kind.SHORT if months < _SHORT_MONTHS else Kind.LEVEL


def _amount(value: float, currency: str) -> Decimal:
    return money.quantise(Decimal(repr(value)), currency)


def known_only(inputs: Inputs, days: int) -> Mapping[UUID | None, list[Decimal]]:
    """Give what accounts would hold at the end of each day if only known things moved."""
    moves = _moves(inputs, days)
    found: dict[UUID | None, list[Decimal]] = {
        one.id: list(accumulate(moves[one.id], initial=one.balance))[1:] for one in inputs.accounts
    }
    cash = [found[one.id] for one in inputs.accounts if one.is_cash]
    found[None] = [sum(of, _ZERO) for of in zip(*cash, strict=True)] or [_ZERO] * days
    return found
