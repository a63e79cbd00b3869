"""Changes in words: a sentence each, without its full stop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.kinds import Direction
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

GONE = "Something that is gone"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says changes with the names of one household; `names` are those of all that they name."""

    names: Mapping[UUID, str]
    money: Callable[[Decimal], str]
    day: Callable[[date], str]

    def told(self, change: Change) -> str:
        """Say what is otherwise."""
        match change:
            case Stop():
                return f"{self._whose(change)} stops: nothing from {self.day(change.start)} on"
            case Reprice():
                again = ", and again each year" if change.is_yearly else ""
                return f"{self._whose(change)}: {self._more(change)} {self._from(change)}{again}"
            case OneOff():
                return f"{change.name}: {self._once(change)} on {self.day(change.start)}"
            case Repeat():
                return f"{change.name}: {self._once(change)} {self._often(change)}"
            case _:
                return self._habit(change)

    def _habit(self, change: Usual | PauseGoal | GoalAmount) -> str:
        if isinstance(change, Usual):
            name = self._name(change.category_id)
            month = self.day(change.start.replace(day=1))
            return f"{name}: {self._more(change)} a month than usual, from {month} on"
        name = self._name(change.goal_id)
        if isinstance(change, GoalAmount):
            return f"{name} gets {self.money(change.amount)} a month {self._from(change)}"
        until = f" until {self.day(change.until)}" if change.until else " on"
        return f"{name} waits: nothing is set aside from {self.day(change.start)}{until}"

    def _whose(self, change: Stop | Reprice) -> str:
        return change.payee if change.schedule_id is None else self._name(change.schedule_id)

    def _name(self, key: UUID) -> str:
        return self.names.get(key, GONE)

    def _from(self, change: Reprice | GoalAmount) -> str:
        return f"from {self.day(change.start)} on"

    def _more(self, change: Reprice | Usual) -> str:
        """Say how much more or less it is."""
        by = change.by or change.percent or Decimal(0)
        amount = self.money(abs(by)) if change.by else f"{abs(by).normalize():f} %"
        return f"{amount} {'more' if by > 0 else 'less'}"

    def _once(self, change: OneOff | Repeat) -> str:
        way = "in" if change.direction is Direction.IN else "out"
        return f"{self.money(change.amount)} {way}"

    def _often(self, change: Repeat) -> str:
        often = (
            f"every {change.every} {change.unit}s" if change.every > 1 else f"every {change.unit}"
        )
        times = f", {change.times:,} times" if change.times else ""
        return f"{often} from {self.day(change.start)} on{times}"
