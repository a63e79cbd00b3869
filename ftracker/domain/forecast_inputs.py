"""What a forecast is worked out from: what is known to come, and what the past says of the rest.

A plan that is changed is another `Inputs`: nothing else decides what is answered, so that two of
them with the same seed differ only in what was changed.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.forecasts import Known
from ftracker.domain.goals import Facts
from ftracker.domain.kinds import Section

DUE, PATTERN, GOAL, BOOKED = "due", "pattern", "goal", "booked"


@dataclass(frozen=True, slots=True)
class Coming:
    """One side of what moves money on a known day: the account it moves, and where it counts.

    `amount` is signed, below zero for what leaves the account. A transfer has a side for each of
    its accounts, and counts in no section. `sign` says how the amount counts in its section: 1
    grows it, −1 lowers it, 0 is nowhere. `goal_id` is that of the goal which it is for. `id` is
    that of the schedule, goal or transaction, None of a pattern that no schedule says. `yearly`
    is how often a year it goes on behind the days that are looked at, 0 for what does not.
    """

    date: date
    name: str
    amount: Decimal
    account_id: UUID
    kind: str
    id: UUID | None = None
    category_id: UUID | None = None
    section: Section = Section.NONE
    sign: int = 0
    goal_id: UUID | None = None
    yearly: Decimal = Decimal(0)

    @property
    def counted(self) -> Decimal:
        """What it comes to in its section, signed as the section counts; zero where it is none."""
        return abs(self.amount) * self.sign

    @property
    def known(self) -> Known:
        """Give it as the answers show it."""
        return Known(self.date, self.name, self.amount, self.account_id, self.kind, self.id)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account: what lies in it today, and what moved in it by day that nothing known explains.

    `balance` holds what is booked up to and with today. `flows` are signed; days on which nothing
    moved are left out. `is_cash` says that it can be spent from.
    """

    id: UUID
    name: str
    balance: Decimal
    is_cash: bool
    flows: Mapping[date, Decimal]


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A period that runs or comes: what counted in it so far, and what it may come to.

    `so_far` is all that is booked up to and with today. `budget` is None where nobody said.
    """

    start: date
    end: date
    so_far: Decimal = Decimal(0)
    budget: Decimal | None = None

    @property
    def span(self) -> Span:
        """The days of it."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """A category with those below it, or with `category_id` None a whole section.

    `family` are the categories that it counts, empty for a whole section. `past` is what each
    whole period came to, oldest first, less what known things explain; None where nobody wrote
    anything down. `tails` is what came of each of them from the same place on at which the
    present one is, `since` what came of the present one from there on, up to and with today.
    `first` is the first day of the oldest period, and `skipped` how many periods lie between the
    newest of the past and the first of `periods`, which is the present one. `year` is what the
    last whole periods came to with all that known things explain, oldest first, 12 at the most.
    """

    category_id: UUID | None
    section: Section
    cadence: Cadence
    family: frozenset[UUID]
    past: tuple[Decimal | None, ...]
    tails: tuple[Decimal | None, ...]
    since: Decimal
    skipped: int
    first: date
    periods: tuple[PeriodFacts, ...]
    year: tuple[Decimal, ...] = ()

    def counts(self, coming: Coming) -> bool:
        """Tell whether something that is to come counts in it."""
        if coming.section is not self.section:
            return False
        return not self.family or coming.category_id in self.family


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """A goal under way, and what came to its source by month that nothing known explains.

    `source` is shared by goals on one account. `share` is the part of what comes that this goal
    gets beside them, 0 to 1. `months` are signed, oldest first, each a whole month. `family` are
    the categories that contribute to a goal without an account.
    """

    facts: Facts
    family: frozenset[UUID]
    share: Decimal
    months: tuple[Decimal | None, ...]

    @property
    def id(self) -> UUID:
        """The goal's own id."""
        return self.facts.goal_id

    @property
    def source(self) -> UUID:
        """What its money is seen in."""
        return self.facts.source

    def brought(self, coming: Coming) -> Decimal:
        """Tell what something that is to come brings it: signed, its share of what is for all."""
        if self.facts.account_id is not None:
            amount = coming.amount if coming.account_id == self.facts.account_id else Decimal(0)
        else:
            is_mine = coming.section is Section.SET_ASIDE and coming.category_id in self.family
            amount = coming.counted if is_mine else Decimal(0)
        if coming.goal_id is None:
            return amount * self.share
        return amount if coming.goal_id == self.id else Decimal(0)


@dataclass(frozen=True, slots=True)
class Typical:
    """How forecasts of one thing did on the past, as the score has it.

    `spreads` tell for some numbers of steps, in their order, how far off 80 of 100 were at most,
    `used` which simple method was clearly better there, '' for none.
    """

    error: Decimal
    simple: Decimal
    in80: float
    trials: int
    spreads: tuple[tuple[int, Decimal], ...] = ()
    used: tuple[tuple[int, str], ...] = ()

    def method(self, step: int) -> str:
        """Name the simple method to follow so many steps ahead, as the tried one before has it."""
        return next((name for tried, name in reversed(self.used) if tried <= step), "")

    def spread(self, step: float) -> float:
        """Give how far off a number of steps is; between two that are known in proportion.

        Before the first it is that one's, behind the last it grows with the root of the steps.
        """
        if not self.spreads:
            return 0.0
        first, last = self.spreads[0], self.spreads[-1]
        if step <= first[0]:
            return float(first[1])
        for (before, low), (after, high) in pairwise(self.spreads):
            if step <= after:
                return float(low) + float(high - low) * (step - before) / (after - before)
        return float(last[1]) * math.sqrt(step / last[0])


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything of a household on one day.

    `edge` is the first day of which the books do not know all: today, or the day after the last
    one that anything was written down of; `begin` is the first day of the first whole month.
    `known` are the things to come, by day, each side of a
    transfer for itself. `learnt` are those of them that the past of categories holds as well,
    because what they come to differs each time: an answer adds `known` and takes `learnt` away,
    and so tells only what is new. Plans are changed in `known`, `goals` and `budget`s, never in
    `learnt`. `months` is how many months of history there are. `typical` are by topic, category
    or account (None for all together) and section ('' of accounts).
    `asked` are categories that scenarios change, and that have no forecast of their own.
    """

    today: date
    begin: date
    edge: date
    currency: str
    months: int
    accounts: tuple[AccountFacts, ...]
    known: tuple[Coming, ...]
    learnt: tuple[Coming, ...]
    categories: tuple[CategoryFacts, ...]
    goals: tuple[GoalFacts, ...]
    income_date: date
    buffer: Decimal = Decimal(0)
    typical: Mapping[tuple[str, UUID | None, str], Typical] | None = None
    asked: tuple[CategoryFacts, ...] = ()

    @property
    def end(self) -> dt.date:
        """The day after the last one that is looked ahead to: a year from today."""
        return self.today + dt.timedelta(days=HORIZON_DAYS)


HORIZON_DAYS = 366
PERIODS = 12
