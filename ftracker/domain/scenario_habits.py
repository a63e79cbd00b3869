"""What if habits were others: what is usual of a category, what is set aside for a goal.

The past stays what it was, so that the same things are learnt from it; what is to be more or less
in each month is added to what is known to come.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import mean, median
from uuid import UUID

from ftracker.domain import kinds, money
from ftracker.domain.cadences import Cadence
from ftracker.domain.forecast_inputs import CategoryFacts, Coming, GoalFacts, Inputs, PeriodFacts
from ftracker.domain.kinds import Flow, Kind, Section
from ftracker.domain.scenario_additions import (
    PARTS_YEARLY,
    Place,
    ending,
    last_day,
    main_account,
    months,
    parts,
    side,
    together,
)
from ftracker.domain.scenario_changes import GoalAmount, PauseGoal, Usual

HABIT = "What is usual, changed"
_YEARLY = {
    Cadence.WEEK: 52, Cadence.FORTNIGHT: 26, Cadence.MONTH: 12, Cadence.PAYDAY: 12,
    Cadence.QUARTER: 4, Cadence.YEAR: 1, Cadence.WINDOW: 12,
}  # fmt: skip
_YEAR = 12
_WHOLE = Decimal(100)
_ZERO = Decimal(0)
_Kinds = Mapping[UUID, Kind]


def usual(inputs: Inputs, change: Usual, kinds_of: _Kinds) -> Inputs:
    """Let more or less come of a category from a month on, and its budget be as much more or less.

    Per cent are of the median of a year's past, without what is known to come. Nothing becomes
    less than nothing.
    """
    told = (*inputs.categories, *inputs.asked)
    facts = next((one for one in told if one.category_id == change.category_id), None)
    account_id, by = main_account(inputs), _by(facts, change, inputs.currency)
    if account_id is None or not by:
        return inputs
    section = facts.section if facts else _section(kinds_of.get(change.category_id))
    signed = by if section is Section.INCOME else -by
    place = Place(account_id, change.category_id, section)
    comings = [
        side(day, HABIT, part, place, yearly=PARTS_YEARLY)
        for month in months(inputs, change.start)
        for day, part in parts(month, signed, inputs.currency)
    ]
    return _rebudgeted(together(inputs, comings), change, by)


def level(facts: CategoryFacts | None) -> Decimal | None:
    """Give what a category usually comes to in a month; None where the past does not tell."""
    past = [one for one in facts.past[-_YEAR:] if one is not None] if facts else []
    return median(past) * _YEARLY[facts.cadence] / _YEAR if facts and past else None


def paused(inputs: Inputs, change: PauseGoal, _: _Kinds) -> Inputs:
    """Let nothing be set aside for a goal in some months: not what is known, nor what is usual."""
    goal = _goal(inputs, change.goal_id)
    if goal is None:
        return inputs
    pattern = _pattern(inputs, goal)
    without = replace(inputs, known=tuple(_without(inputs, goal, change)))
    if change.until is None and change.start <= inputs.today:
        facts = replace(goal.facts, is_paused=True)
        goals = tuple(replace(one, facts=facts) if one is goal else one for one in inputs.goals)
        without = replace(without, goals=goals)
    less = -_learnt(goal, inputs.currency)
    yearly = _ZERO if change.until else Decimal(_YEAR)
    comings = [
        one
        for month in months(inputs, change.start, change.until)
        if _within(last_day(month), change.start, change.until)
        for one in _set_aside(pattern, last_day(month), less, yearly)
    ]
    return together(without, comings)


def goal_amount(inputs: Inputs, change: GoalAmount, _: _Kinds) -> Inputs:
    """Let so much be set aside for a goal each month, whatever it was; until it is reached."""
    goal = _goal(inputs, change.goal_id)
    if goal is None:
        return inputs
    comings = [
        one
        for month, more in _missing(inputs, goal, change)
        for one in _set_aside(_pattern(inputs, goal), month, more, Decimal(_YEAR))
    ]
    facts = replace(goal.facts, monthly_amount=change.amount)
    goals = tuple(replace(one, facts=facts) if one is goal else one for one in inputs.goals)
    return replace(together(inputs, comings), goals=goals)


def _by(facts: CategoryFacts | None, change: Usual, currency: str) -> Decimal:
    """Give how much more or less it is in a month, signed."""
    now = level(facts)
    by = change.by or _ZERO
    if change.percent is not None:
        by = (now or _ZERO) * change.percent / _WHOLE
    return money.quantise(max(by, -max(now or _ZERO, _ZERO)), currency)


def _section(kind: Kind | None) -> Section:
    flow = Flow.IN if kind is Kind.INCOME else Flow.OUT
    return kinds.section(kind or Kind.UNKNOWN, flow)


def _rebudgeted(inputs: Inputs, change: Usual, by: Decimal) -> Inputs:
    categories = tuple(
        replace(one, periods=tuple(_period(one, period, change, by) for period in one.periods))
        if one.category_id == change.category_id
        else one
        for one in inputs.categories
    )
    return replace(inputs, categories=categories)


def _period(facts: CategoryFacts, period: PeriodFacts, change: Usual, by: Decimal) -> PeriodFacts:
    if period.budget is None or period.start < change.start.replace(day=1):
        return period
    more = by * _YEAR / _YEARLY[facts.cadence]
    return replace(period, budget=max(period.budget + more, _ZERO))


def _without(inputs: Inputs, goal: GoalFacts, change: PauseGoal) -> Iterable[Coming]:
    """Give what is known without what is set aside for a goal while it waits."""
    if change.until is None:
        return ending(inputs, change.start, lambda one: one.goal_id == goal.id)
    return (
        one
        for one in inputs.known
        if one.goal_id != goal.id or not _within(one.date, change.start, change.until)
    )


def _goal(inputs: Inputs, goal_id: UUID) -> GoalFacts | None:
    return next((one for one in inputs.goals if one.id == goal_id), None)


def _within(day: date, start: date, until: date | None) -> bool:
    return day >= start and (until is None or day < until)


def _learnt(goal: GoalFacts, currency: str) -> Decimal:
    """Give what usually comes to a goal in a month besides what is known; never below zero."""
    past = [one for one in goal.months[-_YEAR:] if one is not None]
    monthly = max(mean(past), _ZERO) * goal.share if past else _ZERO
    return money.quantise(monthly, currency)


def _missing(inputs: Inputs, goal: GoalFacts, change: GoalAmount) -> Iterator[tuple[date, Decimal]]:
    """Tell what is missing of the amount at the end of each month, signed, until it is reached.

    Of a month that has begun, what was set aside already is part of what is there: it stays.
    """
    left, learnt = goal.facts.remaining, _learnt(goal, inputs.currency)
    whole = (month for month in months(inputs, change.start) if month >= inputs.today)
    for month in whole:
        end = last_day(month)
        known = sum((goal.brought(one) for one in inputs.known if month <= one.date <= end), _ZERO)
        amount = min(change.amount, left)
        left -= amount
        yield end, amount - known - learnt


def _pattern(inputs: Inputs, goal: GoalFacts) -> tuple[Coming, ...]:
    """Give the sides of what is set aside for a goal: like what is known of it, if anything is."""
    known = [one for one in inputs.known if one.goal_id == goal.id and goal.brought(one) > 0]
    if known:
        like = known[0]
        same = (one for one in inputs.known if one.goal_id == goal.id and one.id == like.id)
        return tuple(one for one in same if one.date == like.date)
    account_id = main_account(inputs)
    if account_id is None:
        return ()
    target = goal.facts.account_id
    name, day, unit = goal.facts.name, inputs.today, Decimal(1)
    if target is None:
        category_id = min(goal.family, default=None)
        place = Place(account_id, category_id, Section.SET_ASIDE, goal.id)
        return (side(day, name, -unit, place),)
    places = [Place(key, None, Section.NONE, goal.id) for key in (account_id, target)]
    return side(day, name, -unit, places[0]), side(day, name, unit, places[1])


def _set_aside(
    pattern: tuple[Coming, ...], day: date, amount: Decimal, yearly: Decimal
) -> Iterator[Coming]:
    """Give the sides of an amount that goes to a goal, or below zero of what does not."""
    for one in pattern:
        section = one.section if one.sign else Section.NONE
        place = Place(one.account_id, one.category_id, section, one.goal_id)
        signed = -amount if one.amount < 0 else amount
        yield side(day, one.name, signed, place, yearly=yearly)
