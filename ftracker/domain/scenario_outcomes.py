"""What a scenario comes to beside the forecast of the books: where they differ."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ftracker.domain.forecasts import AccountAhead, CashAhead, DayAhead, GoalAhead, GoalsAhead

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Pair:
    """A day as it is and as it would be; both with what lies there then, as expected."""

    base: DayAhead
    scenario: DayAhead

    @property
    def difference(self) -> Decimal:
        """How much more there would be, signed."""
        return self.scenario.band.median - self.base.band.median


@dataclass(frozen=True, slots=True)
class GoalPair:
    """A goal as it is and as it would be; None for what nothing can be told of."""

    goal_id: UUID
    base: date | None
    scenario: date | None

    @property
    def days(self) -> int | None:
        """How many days later it would be reached, below zero earlier; None where one is never."""
        return (
            None if self.base is None or self.scenario is None else (self.scenario - self.base).days
        )


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All that can be spent from: its lowest day, the end of the year and of what is looked at.

    `chances` are of falling below zero before the end, as it is and as it would be, 0 to 1.
    """

    as_of: date
    lowest: Pair
    year_end: Pair
    last: Pair
    chances: tuple[float, float]
    goals: tuple[GoalPair, ...]


@dataclass(frozen=True, slots=True)
class ScenarioOutlook:
    """The balances as they are and as they would be, and where they differ."""

    base: CashAhead
    scenario: CashAhead
    outcomes: Outcomes
    made_at: datetime


def compare(base: tuple[CashAhead, GoalsAhead], scenario: tuple[CashAhead, GoalsAhead]) -> Outcomes:
    """Hold two forecasts of the same day against each other."""
    one, other = together(base[0]), together(scenario[0])
    year_end = date(base[0].as_of.year, 12, 31)
    return Outcomes(
        base[0].as_of,
        Pair(one.lowest, other.lowest),
        Pair(_on(one, year_end), _on(other, year_end)),
        Pair(one.days[-1], other.days[-1]),
        (_chance(one), _chance(other)),
        tuple(_goals(base[1], scenario[1])),
    )


def together(cash: CashAhead) -> AccountAhead:
    """Give all that can be spent from."""
    return next(one for one in cash.accounts if one.account_id is None)


def _on(account: AccountAhead, day: date) -> DayAhead:
    return next((one for one in account.days if one.date >= day), account.days[-1])


def _chance(account: AccountAhead) -> float:
    """Give how likely it falls below zero on any of the days."""
    of_zero = [one for one in account.chances if one.level == _ZERO]
    return max(of_zero, key=lambda one: one.before).probability if of_zero else 0.0


def _goals(base: GoalsAhead, scenario: GoalsAhead) -> list[GoalPair]:
    otherwise: dict[UUID, GoalAhead] = {one.goal_id: one for one in scenario.goals}
    return [
        GoalPair(one.goal_id, one.expected, otherwise[one.goal_id].expected)
        for one in base.goals
        if one.goal_id in otherwise
    ]
