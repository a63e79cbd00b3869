"""How goals stand and what it takes: each by itself, and all of them together.

Goals come and go in the order of their priority; amounts are of the household's currency.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.earmarks import spread
from ftracker.domain.goals import Facts, expected, needed

PACE_MONTHS = 3
_ZERO = Decimal(0)


class Status(StrEnum):
    """How a goal stands."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NO_DATE = "no_date"
    PAUSED = "paused"


class Way(StrEnum):
    """What can be done about a goal that is behind."""

    MORE = "more"
    LATER = "later"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Moved:
    """What was set aside: in the last 90 days, and in the present period; withdrawals subtract."""

    recent: Decimal = _ZERO
    period: Decimal = _ZERO


@dataclass(frozen=True, slots=True)
class Advice:
    """One way back for a goal that is behind.

    `more`: `amount` a month in all, which is `extra` above the pace. `later`: due on `due_date`.
    `wait`: let `other_name` wait, which gets `amount` a month.
    """

    way: Way
    amount: Decimal | None = None
    extra: Decimal | None = None
    due_date: date | None = None
    other_id: UUID | None = None
    other_name: str | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a goal stands and what becomes of it.

    `needed_monthly` lets it come true: by its day, or else what is meant to be added; None where
    it has neither. `pace_monthly` is what really came. On `expected_date` it is reached at that
    pace, None if never. `due_this_month` is still to be set aside in the present period.
    """

    goal_id: UUID
    name: str
    status: Status
    target: Decimal
    current: Decimal
    remaining: Decimal
    needed_monthly: Decimal | None
    pace_monthly: Decimal
    due_date: date | None
    expected_date: date | None
    due_this_month: Decimal
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """What a goal needs each month, and how much of that is not there for it."""

    goal_id: UUID
    name: str
    needed_monthly: Decimal
    short: Decimal


@dataclass(frozen=True, slots=True)
class Aside:
    """What was set aside in the last 90 days: in categories, or where it is one, in an account."""

    account_id: UUID | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Together:
    """All goals held against what is really set aside: `aside` comes to three times `monthly`.

    The 90 days are those from `start` up to, and without, `end`.
    """

    aside: tuple[Aside, ...]
    monthly: Decimal
    fits: tuple[Fit, ...]
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Moment:
    """What outlooks are reckoned from: today, the present period's first day, the currency."""

    today: date
    period_start: date
    currency: str

    def rounded(self, amount: Decimal) -> Decimal:
        """Round an amount as the currency has it."""
        return money.quantise(amount, self.currency)


def outlooks(goals: Sequence[Facts], moved: Mapping[UUID, Moved], moment: Moment) -> list[Outlook]:
    """Tell how goals stand; `moved` is keyed by their sources, and what is not there is nothing.

    Goals on one account share what came into it: those that money still goes to, in order of
    priority, each up to what it needs.
    """
    needs = {one.goal_id: _rounded(needed(one, start=moment.today), moment) for one in goals}
    recent = {key: one.recent / PACE_MONTHS for key, one in moved.items()}
    pace = _shared(goals, recent, needs)
    due = _due(goals, moved, needs, moment)
    found = [
        _outlook(one, needs[one.goal_id], pace[one.goal_id], due[one.goal_id], moment)
        for one in goals
    ]
    return [
        replace(one, advice=tuple(_advice(one, found[place:])))
        for place, one in enumerate(found, start=1)
    ]


def fits(found: Sequence[Outlook], set_aside: Decimal) -> list[Fit]:
    """Check what goals need together against what is really set aside each month, by priority.

    Goals that need nothing, are paused or name neither day nor amount are left out. Who is first
    is served first; one that gets too little still takes what is there.
    """
    left, checked = max(set_aside, _ZERO), []
    for one in found:
        if one.status in (Status.ON_TRACK, Status.BEHIND) and one.needed_monthly:
            part = min(one.needed_monthly, left)
            left -= part
            short = one.needed_monthly - part
            checked.append(Fit(one.goal_id, one.name, one.needed_monthly, short))
    return checked


def _shared(
    goals: Sequence[Facts], amounts: Mapping[UUID, Decimal], wants: Mapping[UUID, Decimal | None]
) -> dict[UUID, Decimal]:
    """Give each goal its share of what came into its source."""
    found = {one.goal_id: _ZERO for one in goals}
    for source in {one.source: None for one in goals}:
        mine = [one for one in goals if one.source == source]
        takers = [one for one in mine if one.is_waiting] or mine
        parts = spread(amounts.get(source, _ZERO), [wants[one.goal_id] for one in takers])
        found |= {one.goal_id: part for one, part in zip(takers, parts, strict=True)}
    return found


def _due(
    goals: Sequence[Facts],
    moved: Mapping[UUID, Moved],
    needs: Mapping[UUID, Decimal | None],
    moment: Moment,
) -> dict[UUID, Decimal]:
    """Tell what is still due in the present period: what was due at its beginning, less what came.

    So what is set aside early in a period does not lower what the period asks for.
    """
    amounts = {key: one.period for key, one in moved.items()}
    before = _shared(goals, amounts, needs)
    wants = {one.goal_id: _wanted(one, before[one.goal_id], moment) for one in goals}
    came = _shared(goals, amounts, wants)
    return {one.goal_id: _missing(one, wants[one.goal_id], came[one.goal_id]) for one in goals}


def _wanted(facts: Facts, came: Decimal, moment: Moment) -> Decimal | None:
    """Tell what a period asks for: what is meant, else what was needed at its beginning."""
    if facts.monthly_amount is not None:
        return facts.monthly_amount
    return needed(replace(facts, current=facts.current - came), start=moment.period_start)


def _missing(facts: Facts, want: Decimal | None, came: Decimal) -> Decimal:
    if want is None or not facts.is_waiting:
        return _ZERO
    return min(max(want - came, _ZERO), facts.remaining)


def _rounded(amount: Decimal | None, moment: Moment) -> Decimal | None:
    return None if amount is None else moment.rounded(amount)


def _outlook(
    facts: Facts, need: Decimal | None, pace: Decimal, due: Decimal, moment: Moment
) -> Outlook:
    return Outlook(
        goal_id=facts.goal_id,
        name=facts.name,
        status=_status(facts, need, moment.rounded(pace), moment.today),
        target=facts.target,
        current=facts.current,
        remaining=facts.remaining,
        needed_monthly=need,
        pace_monthly=moment.rounded(pace),
        due_date=facts.due_date,
        expected_date=expected(facts, pace, today=moment.today),
        due_this_month=moment.rounded(due),
    )


def _status(facts: Facts, need: Decimal | None, pace: Decimal, today: date) -> Status:
    if not facts.remaining:
        return Status.REACHED
    if facts.is_paused:
        return Status.PAUSED
    if need is None:
        return Status.NO_DATE
    is_over = facts.due_date is not None and facts.due_date < today
    return Status.BEHIND if is_over or pace < need else Status.ON_TRACK


def _advice(one: Outlook, below: Sequence[Outlook]) -> Iterator[Advice]:
    """Give the ways back; `below` are the goals that are less important.

    Who waits is the one that gets least of those that get enough, the least important of these.
    """
    if one.status is not Status.BEHIND or one.needed_monthly is None:
        return
    extra = max(one.needed_monthly - one.pace_monthly, _ZERO)
    if extra:
        yield Advice(Way.MORE, amount=one.needed_monthly, extra=extra)
    if one.due_date and one.expected_date and one.expected_date > one.due_date:
        yield Advice(Way.LATER, due_date=one.expected_date)
    enough = [other for other in below if _gets(other) >= extra]
    if extra and enough:
        least = min(reversed(enough), key=_gets)
        yield Advice(Way.WAIT, _gets(least), other_id=least.goal_id, other_name=least.name)


def _gets(one: Outlook) -> Decimal:
    """Tell what would be free each month if a goal waited."""
    return _ZERO if one.status in (Status.REACHED, Status.PAUSED) else one.pace_monthly
