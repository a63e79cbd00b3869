"""How well the forecasts do: the past repeated, with nothing but what was known at the time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import forecast_history, forecast_scoring, forecast_subjects
from ftracker.domain.cadences import Clock, Span
from ftracker.domain.forecast_history import History
from ftracker.domain.forecast_inputs import HORIZON_DAYS, Inputs
from ftracker.domain.forecast_scoring import Said
from ftracker.domain.forecast_subjects import Subject
from ftracker.domain.forecasts import Score, Topic
from ftracker.domain.kinds import Section
from ftracker.domain.periods import months_later
from ftracker.queries import forecast_inputs as stored
from ftracker.queries import plans
from ftracker.queries.catalogue import catalogue
from ftracker.services import (
    balances_ahead,
    forecast_gathering,
    forecast_histories,
    forecast_knowledge,
)
from ftracker.services.forecast_knowledge import Reading

MONTHS_AHEAD = (1, 3, 6)
DAYS_AHEAD = (7, 14, 30)
# So many month-ends are repeated, and fewer where the books are large.
_ORIGINS, _FEWER, _MANY_MOVES = 24, 12, 60_000
# What a month-end needs behind it.
_LEAST_MONTHS = 3
_YEAR = 12
# Draws enough for the ranges that are scored.
_PATHS = 200
_NOTHING = "nothing"
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Past:
    """The books as they are known today, of which earlier days are repeated.

    `look` gives them as they were known on an earlier day.
    """

    reading: Reading
    cash: Sequence[UUID]
    code: str
    clock: Clock
    look: Callable[[History, date], History] = History.at

    def inputs(self, day: date) -> Inputs:
        """Give what a forecast on the morning of a day was worked out from."""
        history = self.look(self.reading.history, day)
        then = Reading(self.reading.names, history, day + timedelta(days=HORIZON_DAYS))
        knowledge = forecast_knowledge.of_past(then)
        return forecast_gathering.inputs(
            then,
            knowledge,
            cash=self.cash,
            code=self.code,
            subjects=forecast_gathering.subjects(then, knowledge.known),
            clock=self.clock,
        )


def score(session: Session, *, today: date) -> Score:
    """Repeat the past at each month-end, and hold what was said against what came.

    What schedules and goals said then nobody knows any more: only payments count. A fixed number
    of queries.
    """
    past = read(session, today=today)
    days = list(origins(past.reading.history))
    said = [one for day in days for one in tried(past, day)]
    rows = forecast_scoring.rows(said, past.code)
    share = stored.assumed(session) if days else 0.0
    return Score(today, len(days), days[-1] if days else None, round(share, 4), tuple(rows))


def read(session: Session, *, today: date) -> Past:
    """Read the books, as far as their past can be repeated."""
    names = catalogue(session)
    history = forecast_histories.read(session, names, today=today)
    cash = balances_ahead.cash_accounts(session)
    clock = plans.clock(plans.stored(session))
    return Past(Reading(names, history, today), cash, currency(session), clock)


def origins(history: History) -> Iterator[date]:
    """Give the first days of months that forecasts are repeated on, oldest first."""
    known = forecast_history.extent(history)
    if known is None:
        return
    count = _ORIGINS if len(history.moves) < _MANY_MOVES else _FEWER
    for back in range(count, 0, -1):
        day = months_later(known.edge, -back)
        if months_later(known.start, _LEAST_MONTHS) <= day:
            yield day


def tried(past: Past, day: date) -> Iterator[Said]:
    """Tell what was said on a day of months and balances ahead, as far as they are known now."""
    inputs = past.inputs(day)
    yield from _months(past, day, inputs)
    yield from _days(past, day, inputs)


def _months(past: Past, day: date, inputs: Inputs) -> Iterator[Said]:
    """Tell what was said on a day of the months from it on, as far as they are over."""
    from ftracker.domain.forecast import spending

    history = past.reading.history
    known = forecast_history.extent(history)
    found = spending.categories(inputs).categories
    subjects = [
        Subject(Section(one.section), one.category_id, _family(past, one.category_id))
        for one in found
        if one.category_id is not None or one.section == Section.SPENDING
    ]
    ahead = [_month(day, step) for step in MONTHS_AHEAD]
    before = [_month(day, -back) for back in range(_YEAR - 1, -1, -1)]
    begun = [span for span in before if inputs.months and span.start >= inputs.begin]
    truths = forecast_subjects.totals(history, subjects, ahead)
    pasts = forecast_subjects.totals(past.look(history, day), subjects, begun)
    answers = {(Section(one.section), one.category_id): one for one in found}
    facts = {(one.section, one.category_id): one for one in inputs.categories}
    for one in subjects:
        for place, step in enumerate(MONTHS_AHEAD):
            if known is not None and ahead[place].end <= known.edge:
                yield Said(
                    topic=Topic.CATEGORIES,
                    subject=one.category_id,
                    section=one.section.value,
                    unit="month",
                    step=step,
                    band=answers[one.key].periods[step - 1].band,
                    truth=truths[one.key][place],
                    simple=forecast_scoring.simple(pasts[one.key], step),
                    least=spending.least(facts[one.key], step - 1, inputs),
                )


def _days(past: Past, day: date, inputs: Inputs) -> Iterator[Said]:
    """Tell what was said on a day of the balances on the days from it on, as far as known."""
    from ftracker.domain.forecast import cash

    history = past.reading.history
    known = forecast_history.extent(history)
    found = cash.balances_ahead(inputs, seed=day.toordinal(), days=max(DAYS_AHEAD), paths=_PATHS)
    certain = cash.known_only(inputs, max(DAYS_AHEAD))
    spent_from = {one.id for one in inputs.accounts if one.is_cash}
    for step in DAYS_AHEAD:
        end = day + timedelta(days=step)
        if known is None or end > known.edge:
            continue
        then = _balances(history, end)
        then[None] = sum((then[key] for key in spent_from if key in then), _ZERO)
        for one in found.accounts:
            if one.basis.kind != _NOTHING:
                yield Said(
                    topic=Topic.CASH,
                    subject=one.account_id,
                    section="",
                    unit="day",
                    step=step,
                    band=one.days[step - 1].band,
                    truth=then[one.account_id],
                    simple={
                        forecast_scoring.KNOWN_ONLY: certain[one.account_id][step - 1],
                        forecast_scoring.UNCHANGED: one.balance,
                    },
                )


def _month(day: date, step: int) -> Span:
    """Give the month that comes so many steps from a day's: 1 is its own."""
    return Span(months_later(day, step - 1), months_later(day, step))


def _family(past: Past, category_id: UUID | None) -> frozenset[UUID]:
    return frozenset(past.reading.names.family(category_id) if category_id else ())


def _balances(history: History, end: date) -> dict[UUID | None, Decimal]:
    """Give what lay in each account when a day began, as the books know it now."""
    found: dict[UUID | None, Decimal] = {}
    found.update(history.balances.items())
    for one in history.moves:
        if one.date >= end:
            found[one.account_id] -= one.moved
    return found
