"""What will probably be, as it goes out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from ftracker.domain.forecasts import Topic
from ftracker.schemas.fields import In, Out

MOST_DAYS = 366
Probability = Annotated[float, Field(ge=0, le=1, description="From 0 to 1.", examples=[0.18])]
Amount = Annotated[str, Field(description="With the currency's decimals.", examples=["412.50"])]


class DaysQuery(In):
    """How many days of balances are asked for, today included."""

    days: int = Field(92, ge=1, le=MOST_DAYS)


class Worked(Out):
    """How far a forecast is worked out.

    `ready` has an answer. `pending` has none yet: a job works it out within minutes. `not_enough`
    says that the books are too young, and `needs` how many whole months are asked for.
    """

    state: Literal["ready", "pending", "not_enough"]
    needs: int = Field(0, description="How many whole months of history are asked for.")
    as_of: date | None = Field(None, description="The day that it was worked out for.")
    made_at: datetime | None = Field(None, description="When that was done.")


class Band(Out):
    """A middle with the ranges that hold the truth in 50 and in 80 of 100."""

    median: Amount
    low50: Amount
    high50: Amount
    low80: Amount
    high80: Amount


class Basis(Out):
    """What a forecast rests on.

    `error` is how far from the truth trials on the past were on the average, `simple_error` how
    far the best simple method was, `covered80` the share of truths inside the wide range; null
    where nothing could be tried yet. `season` are months of the year, each with its distance from
    the level as a share of it.
    """

    kind: str = Field(description="From nothing, first and short to level and seasonal.")
    months: int
    trials: int
    method: str
    season: list[tuple[int, float]]
    one_offs: list[date] = Field(description="Months with something that is no habit.")
    error: Amount | None
    simple_error: Amount | None
    covered80: Probability | None
    is_simple: bool = Field(
        description="Whether it is taken from `method` alone, which was clearly better on the past."
    )


class Known(Out):
    """Something that moves money on a known day; signed, below zero for what goes out."""

    date: date
    name: str
    amount: Amount
    account_id: UUID
    kind: str = Field(description="due, pattern, goal or booked.", examples=["due"])
    id: UUID | None = Field(description="Of the schedule, goal or transaction.")


class DayAhead(Out):
    """The balance at the end of a day; `known` if nothing but known things moved."""

    date: date
    band: Band
    known: Amount


class Chance(Out):
    """How likely the balance is below a level on some day before `before`."""

    level: Amount
    before: date
    probability: Probability


class AccountAhead(Out):
    """One account, or with `account_id` null all that can be spent from.

    `lowest` is the day with the lowest median of the whole year, however many days are asked for.
    """

    account_id: UUID | None
    balance: Amount
    days: list[DayAhead]
    lowest: DayAhead
    chances: list[Chance]
    basis: Basis


class BalancesAhead(Worked):
    """Balances day by day: of all together first, then of each account."""

    income_date: date | None = Field(None, description="The day of the next income.")
    accounts: list[AccountAhead] = Field(default_factory=list)
    known: list[Known] = Field(default_factory=list)


class PeriodAhead(Out):
    """What a category comes to in one period, what is spent already (`so_far`) included.

    `end` is the day after the last one. `over` is how likely it is more than its budget.
    """

    start: date
    end: date
    so_far: Amount
    band: Band
    budget: Amount | None
    over: Probability | None


class CategoryAhead(Out):
    """A category and those below it; with `category_id` null the whole section."""

    category_id: UUID | None
    section: str
    periods: list[PeriodAhead]
    basis: Basis


class CategoriesAhead(Worked):
    """What is spent, earned and set aside: whole sections first, then categories, largest first."""

    items: list[CategoryAhead] = Field(default_factory=list)


class GoalAhead(Out):
    """How likely a goal is reached by its day, and when; null for what cannot be told."""

    goal_id: UUID
    probability: Probability | None
    expected: date | None
    earliest: date | None
    latest: date | None
    basis: Basis


class GoalsAhead(Worked):
    """All goals under way, in their order."""

    items: list[GoalAhead] = Field(default_factory=list)


class ScoreRow(Out):
    """How forecasts of one thing did, so many steps ahead, on the past.

    `error` is the mean distance from the truth, `size` the mean truth itself, `simple` the error
    of the best simple method, which is `method`. `spread` is how far off 80 of 100 were at most.
    """

    topic: Topic
    subject: UUID | None = Field(description="A category or an account; null is all together.")
    section: str = Field(description="Where a category counts; empty of accounts.")
    unit: str = Field(description="What a step is: month or day.")
    step: int
    trials: int
    error: Amount
    size: Amount
    simple: Amount
    method: str
    in50: Probability
    in80: Probability
    spread: Amount
    used: str = Field(
        description="The simple method that was clearly better, and is followed; empty for none.",
        examples=["year_ago"],
    )


class Score(Worked):
    """How well forecasts did when the past was repeated, with nothing that was learnt later.

    `assumed` is the share of transactions that were written down long after their day, which
    count as known on it.
    """

    origins: int = Field(0, description="On how many month-ends the past was repeated.")
    last_origin: date | None = None
    assumed: Probability = 0.0
    items: list[ScoreRow] = Field(default_factory=list)
