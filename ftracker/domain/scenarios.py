"""What if: the inputs of a forecast as they would be after some changes, and nothing else changed.

So a forecast of them and one of the books differ, on the same seed, by the changes alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from ftracker.domain import kinds, money, schedules
from ftracker.domain.forecast_inputs import PATTERN, Coming, Inputs
from ftracker.domain.kinds import Flow, Kind
from ftracker.domain.periods import years_later
from ftracker.domain.scenario_additions import CHANGE, Place, ending, side, together
from ftracker.domain.scenario_changes import (
    Change,
    GoalAmount,
    OneOff,
    PauseGoal,
    Repeat,
    Reprice,
    Stop,
    Usual,
)
from ftracker.domain.scenario_habits import goal_amount, paused, usual
from ftracker.domain.schedules import Rhythm

__all__ = ["CHANGE", "changed", "is_of", "repriced"]

_WHOLE = Decimal(100)
_ZERO = Decimal(0)
_MOST = money.LARGEST - 1
_Kinds = Mapping[UUID, Kind]


def changed(inputs: Inputs, changes: Sequence[Change], kinds_of: _Kinds | None = None) -> Inputs:
    """Give the inputs as they would be after some changes, which are made in their order.

    `kinds_of` tells what each category is for; one that is not told of counts by its direction.
    What lies before today stays as it was. No changes give the same inputs.
    """
    for change in changes:
        inputs = _MAKERS[type(change)](inputs, change, kinds_of or {})
    return inputs


def is_of(coming: Coming, change: Stop | Reprice) -> bool:
    """Tell whether something that is to come is what a change names."""
    if change.schedule_id is not None:
        return coming.id == change.schedule_id
    return coming.kind == PATTERN and coming.name.casefold() == change.payee.casefold()


def repriced(amount: Decimal, change: Reprice, day: date) -> Decimal:
    """Give what an amount, which is positive, comes to on a day.

    Never below zero, and no more than the largest amount that can be written down.
    """
    for _ in range(_steps(change, day)):
        if change.percent is not None:
            amount += amount * change.percent / _WHOLE
        amount = min(amount + (change.by or _ZERO), _MOST)
    return max(amount, _ZERO)


def _steps(change: Reprice, day: date) -> int:
    """Count how often an amount was changed up to and with a day."""
    if day < change.start:
        return 0
    if not change.is_yearly:
        return 1
    years = day.year - change.start.year
    return years + int(day >= years_later(change.start, years))


def _stop(inputs: Inputs, change: Stop, _: _Kinds) -> Inputs:
    return replace(inputs, known=tuple(ending(inputs, change.start, partial(is_of, change=change))))


def _reprice(inputs: Inputs, change: Reprice, _: _Kinds) -> Inputs:
    known = (_at_price(one, change, inputs) for one in inputs.known)
    return replace(inputs, known=tuple(one for one in known if one.amount))


def _at_price(coming: Coming, change: Reprice, inputs: Inputs) -> Coming:
    if not is_of(coming, change):
        return coming
    if coming.date < change.start:
        # What goes on behind the year does so at the new price.
        is_over = coming.kind == PATTERN and change.start < inputs.end
        return replace(coming, yearly=_ZERO) if is_over else coming
    amount = money.quantise(repriced(abs(coming.amount), change, coming.date), inputs.currency)
    return replace(coming, amount=amount.copy_sign(coming.amount))


def _one_off(inputs: Inputs, change: OneOff, kinds_of: _Kinds) -> Inputs:
    return together(inputs, [_new(change, change.start, kinds_of)])


def _repeat(inputs: Inputs, change: Repeat, kinds_of: _Kinds) -> Inputs:
    rhythm = Rhythm(change.start, change.every, change.unit, times=change.times)
    days = schedules.days(rhythm, inputs.today, inputs.end)
    yearly = schedules.yearly_behind(rhythm, inputs.end)
    comings = (_new(change, one.date, kinds_of, yearly=yearly) for one in days)
    return together(inputs, comings)


def _new(
    change: OneOff | Repeat, day: date, kinds_of: _Kinds, *, yearly: Decimal = _ZERO
) -> Coming:
    flow = Flow(change.direction.value)
    section = kinds.section(kinds_of.get(change.category_id, Kind.UNKNOWN), flow)
    amount = change.amount if flow is Flow.IN else -change.amount
    place = Place(change.account_id, change.category_id, section)
    return side(day, change.name, amount, place, yearly=yearly)


_MAKERS: Mapping[type[Change], Any] = {
    Stop: _stop,
    Reprice: _reprice,
    OneOff: _one_off,
    Repeat: _repeat,
    Usual: usual,
    PauseGoal: paused,
    GoalAmount: goal_amount,
}
