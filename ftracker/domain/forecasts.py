"""What will probably be of a household: the answers that a job works out and pages read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Topic(StrEnum):
    """What is answered; one stored answer each."""

    CASH = "cash"
    CATEGORIES = "categories"
    GOALS = "goals"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Band:
    """A middle with the ranges that hold the truth in 50 and in 80 of 100; low ≤ median ≤ high."""

    median: Decimal
    low50: Decimal
    high50: Decimal
    low80: Decimal
    high80: Decimal


@dataclass(frozen=True, slots=True)
class Basis:
    """What a forecast rests on, for words: `kind` is that of `forecast.answers.Kind`.

    `season` holds (month 1 to 12, its distance from the level as a share of it) of the months
    that stand out. `one_offs` are first days of months with something that is no habit. `error`
    is the mean distance from the truth in trials on the past, `simple_error` that of the best
    simple method, `covered80` how many of them lay in the wide range, 0.8 for 80 of 100; None
    where nothing could be tried. `is_simple` says that `method` alone is followed, as it was
    clearly better than all that is learnt.
    """

    kind: str
    months: int
    trials: int = 0
    method: str = ""
    season: tuple[tuple[int, float], ...] = ()
    one_offs: tuple[date, ...] = ()
    error: Decimal | None = None
    simple_error: Decimal | None = None
    covered80: float | None = None
    is_simple: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Something that moves money on a known day: what falls due, what is set aside, what is booked.

    Signed: below zero for what goes out. `kind` is due, pattern, goal, booked or a scenario's
    change; `id` is that of the schedule, goal, transaction or None.
    """

    date: date
    name: str
    amount: Decimal
    account_id: UUID
    kind: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DayAhead:
    """What will lie in accounts at the end of a day; `known` if nothing but known things moved."""

    date: date
    band: Band
    known: Decimal


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely the balance is below a level on some day up to, and without, `before`; 0 to 1."""

    level: Decimal
    before: date
    probability: float


@dataclass(frozen=True, slots=True)
class AccountAhead:
    """One account, or with `account_id` None all that can be spent from, day by day from today.

    `lowest` is the day with the lowest median, `chances` are of falling below zero, and below
    what the household never wants to touch, before the next income and before the end.
    """

    account_id: UUID | None
    balance: Decimal
    days: tuple[DayAhead, ...]
    lowest: DayAhead
    chances: tuple[Chance, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class CashAhead:
    """The balances ahead: of all together first, then of each account by name.

    `income_date` is the day of the next income; `known` is what is known to come, by day.
    """

    as_of: date
    until: date
    income_date: date
    accounts: tuple[AccountAhead, ...]
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class PeriodAhead:
    """What a category comes to in one period, what is spent already included.

    `budget` is what it may come to, None where nobody said; `over` how likely it is more, 0 to 1.
    """

    start: date
    end: date
    so_far: Decimal
    band: Band
    budget: Decimal | None = None
    over: float | None = None


@dataclass(frozen=True, slots=True)
class CategoryAhead:
    """One category and those below it (None: the whole section), period by period from this one."""

    category_id: UUID | None
    section: str
    periods: tuple[PeriodAhead, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class CategoriesAhead:
    """What will be spent and earned; the whole sections first, then categories, largest first.

    `needs` is how many months of history are asked for where there is too little to say anything.
    """

    as_of: date
    categories: tuple[CategoryAhead, ...]
    needs: int = 0


@dataclass(frozen=True, slots=True)
class GoalAhead:
    """How likely a goal is reached by its day, and when it is: as expected, early, late (80 %).

    None for what cannot be told: no day of its own, or not within ten years.
    """

    goal_id: UUID
    probability: float | None
    expected: date | None
    earliest: date | None
    latest: date | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class GoalsAhead:
    """All goals that are under way, in their order."""

    as_of: date
    goals: tuple[GoalAhead, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """How forecasts of one thing did, so many steps ahead, on the past.

    `subject` is a category's or an account's id, None for all together: all that is spent, or all
    that can be spent from; `section` is where a category counts, '' of accounts. `unit` of the
    steps is month or day. `error` is the mean distance from the truth, `size` the mean of the
    truth itself, `simple` the error of the best simple method, `method` whose error that is;
    `in50` and `in80`
    are the shares of truths inside the ranges, 0 to 1. `spread` is how far from the truth 80 of
    100 were at the most; ranges ahead reach as far at least. `used` names the simple method that
    was clearly better, and is followed from now on; '' for none.
    """

    topic: Topic
    subject: UUID | None
    unit: str
    step: int
    trials: int
    error: Decimal
    size: Decimal
    simple: Decimal
    method: str
    in50: float
    in80: float
    section: str = ""
    spread: Decimal = Decimal(0)
    used: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The score of the forecasts, on so many origins; the newest one is `last_origin`.

    `assumed` is the share of transactions that were imported long after their day: they count as
    known on their own day, as statements brought home each month would have made them.
    """

    as_of: date
    origins: int
    last_origin: date | None
    assumed: float
    rows: tuple[ScoreRow, ...]
