"""From what a household looks like on a day to what is worth saying on it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ftracker.domain import budgets, searches
from ftracker.domain.alerts import (
    Fact,
    Finding,
    Say,
    Topic,
    Watch,
    counted,
    in_days,
    rows_at,
    said,
)
from ftracker.domain.cadences import Span
from ftracker.domain.kinds import Flow
from ftracker.domain.periods import months_later
from ftracker.domain.situations import Bill, BudgetState, Payment, Situation

# A rate is no rate before a week, or a quarter of a shorter period, has passed.
SETTLED_DAYS = 7
SETTLED_PART = Decimal("0.25")
RECENT = timedelta(days=31)

Found = Iterator[Finding]


def find(watch: Watch, seen: Situation, say: Say) -> list[Finding]:
    """Give all that an alert has to say on the day of a situation; nothing where it is muted."""
    if watch.is_muted:
        return []
    return [one for one in _FINDERS[watch.topic](watch, seen, say) if watch.takes(one.subject_id)]


def percent(part: Decimal, whole: Decimal) -> int:
    """Give the whole percents that a part of a whole reaches; of nothing everything is too much."""
    return int(part * 100 / whole) if whole > 0 else 1000


def _pace(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.budgets:
        days = (one.end - one.start).days
        gone = (seen.today - one.start).days + 1
        if gone < SETTLED_DAYS and Decimal(gone) / days < SETTLED_PART:
            continue
        span = Span(one.start, one.end)
        ahead = budgets.projected(one.spent, span, seen.today, one.bills) or Decimal(0)
        share = percent(ahead, one.available)
        # Where it is used up already, that is what is said.
        if one.available <= 0 or one.spent >= one.available or share < watch.level:
            continue
        yield Finding(
            Topic.BUDGET_PACE, one.id, f"{one.id}:{one.start}",
            f"At this rate {one.name} ends its period at {share} %",
            f"{say(one.spent)} of {say(one.available)} is spent after {counted(gone, 'day')} of"
            f" {days}. Going on so, it comes to {say(ahead)} by {said(_last(one))}.",
            seen.today, _spent_at(one),
            (*_of_budget(one), Fact("At this rate", ahead, "money"),
             Fact("Of the budget", share, "percent")),
        )  # fmt: skip


def _limit(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.budgets:
        share = percent(one.spent, one.available)
        if one.spent <= 0 or share < watch.level:
            continue
        over = one.spent - one.available
        left = counted((one.end - seen.today).days, "day")
        came = f"{say(over)} over" if over > 0 else f"{say(-over)} is left"
        title = f"{one.name} is over its budget" if over > 0 else f"{one.name} is {share} % spent"
        # There is no part of nothing.
        used = (Fact("Used", share, "percent"),) if one.available > 0 else ()
        yield Finding(
            Topic.BUDGET_LIMIT, one.id, f"{one.id}:{one.start}", title,
            f"{say(one.spent)} of {say(one.available)} is spent: {came}, and {left} to go.",
            seen.today, _spent_at(one), (*_of_budget(one), *used),
        )  # fmt: skip


def _due(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.bills:
        away = (one.day - seen.today).days
        before = int(watch.level) or one.remind_days
        if one.flow is Flow.IN or _is_paid(one, seen) or not 0 <= away <= before:
            continue
        yield _of_bill(
            Topic.BILL_DUE, one, seen, f"{one.name} is due {in_days(away)}",
            f"{say(one.amount)} is due on {said(one.day)}.",
        )  # fmt: skip


def _late(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.bills:
        days = (seen.today - one.day).days
        # What is older than a month is no news any more.
        if _is_paid(one, seen) or not watch.level <= days <= RECENT.days + watch.level:
            continue
        what = "has not come" if one.flow is Flow.IN else "has not been paid"
        yield _of_bill(
            Topic.BILL_LATE, one, seen, f"{one.name} {what}",
            f"{say(one.amount)} was due on {said(one.day)}, {counted(days, 'day')} ago, and"
            " nothing in the books looks like it. Add it, or skip that day.",
        )  # fmt: skip


def _changed(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.changes:
        share = percent(abs(one.after - one.before), one.before)
        if not seen.today - RECENT <= one.day <= seen.today or share < watch.level:
            continue
        way = "more" if one.after > one.before else "less"
        yield Finding(
            Topic.BILL_CHANGED, one.schedule_id, str(one.transaction_id),
            f"{one.name} costs {share} % {way}",
            f"It was {say(one.before)}, and {say(one.after)} on {said(one.day)}.",
            seen.today, f"/transaction/edit/{one.transaction_id}",
            (Fact("Before", one.before, "money"), Fact("Now", one.after, "money"),
             Fact("Since", one.day, "day")),
        )  # fmt: skip


def _contract(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.contracts:
        away = (one.day - seen.today).days
        if not 0 <= away <= watch.level:
            continue
        until = f"until {said(one.day)}, {in_days(away)}"
        title = f"The trial of {one.name} ends {in_days(away)}"
        body = f"It is free {until}; then it costs {say(one.amount)} each time."
        if not one.is_trial:
            title = f"Cancel {one.name} by {said(one.day)}"
            body = f"Notice can be given {until}. It costs {say(one.amount)} each time."
        yield Finding(
            Topic.CONTRACT_END, one.schedule_id,
            f"{one.schedule_id}:{'trial' if one.is_trial else 'notice'}:{one.day}",
            title, body, seen.today, f"/schedules/{one.schedule_id}",
            (Fact("Last day", one.day, "day"), Fact("It costs", one.amount, "money")),
        )  # fmt: skip


def _low(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.ahead:
        below = [(day, balance) for day, balance in one.days if balance < watch.level]
        if not below:
            continue
        (first, there), (_, present) = below[0], one.days[0]
        lowest_day, lowest = min(below, key=lambda of: (of[1], of[0]))
        title = f"{one.name} falls to {say(there)} on {said(first)}"
        body = (
            f"It holds {say(present)} now; what is due by then takes it below {say(watch.level)}."
        )
        if first == seen.today:
            title = f"{one.name} holds {say(there)}"
            body = f"That is below {say(watch.level)}."
        if lowest < there:
            body += f" Its lowest is {say(lowest)} on {said(lowest_day)}."
        yield Finding(
            Topic.LOW_BALANCE, one.account_id, f"{one.account_id}:{first:%Y-%m}", title, body,
            seen.today, f"/accounts/{one.account_id}/statement",
            (Fact("Now", present, "money"), Fact("Below the level on", first, "day"),
             Fact("Lowest", lowest, "money"), Fact("Lowest on", lowest_day, "day")),
        )  # fmt: skip


def _behind(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.goals:
        short = one.needed - one.pace
        if not one.is_behind or short < watch.level:
            continue
        due = f" by {said(one.due_date)}" if one.due_date else ""
        comes = (
            f"At this pace it comes in {_month(one.expected_date)}." if one.expected_date else ""
        )
        yield Finding(
            Topic.GOAL_BEHIND, one.id, f"{one.id}:{seen.today:%Y-%m}", f"{one.name} is behind",
            f"To be met{due} it needs {say(one.needed)} a month; lately it got {say(one.pace)}."
            f" {comes}".rstrip(),
            seen.today, f"/goals/{one.id}",
            (Fact("Needed a month", one.needed, "money"),
             Fact("Lately a month", one.pace, "money")),
        )  # fmt: skip


def _unusual(watch: Watch, seen: Situation, say: Say) -> Found:
    for one in seen.payments:
        if one.score < watch.level or not seen.today - RECENT <= one.day <= seen.today:
            continue
        way = "more" if one.amount > one.usual else "less"
        yield Finding(
            Topic.UNUSUAL_AMOUNT, one.account_id, str(one.id),
            f"{say(one.amount)} at {one.payee} is unusual",
            f"{counted(one.earlier, 'earlier payment')} lie around {say(one.usual)}; this one of"
            f" {said(one.day)} is {say(abs(one.amount - one.usual))} {way}.",
            seen.today, f"/transaction/edit/{one.id}",
            (Fact("This payment", one.amount, "money", f"/transaction/edit/{one.id}"),
             Fact("Usually", one.usual, "money", _paid_at(one)),
             Fact("Times as far off as usual", _short(one.score), "number")),
        )  # fmt: skip


def _waiting(watch: Watch, seen: Situation, _: Say) -> Found:
    if seen.waiting >= watch.level:
        yield Finding(
            Topic.UNCATEGORISED, None, f"{seen.today:%G-W%V}",
            f"{counted(seen.waiting, 'transaction')} wait for a category",
            "Sort them, so that budgets and reports tell the truth.", seen.today, "/review",
            (Fact("They wait", seen.waiting, "number", "/review"),),
        )  # fmt: skip


def _quiet(watch: Watch, seen: Situation, _: Say) -> Found:
    for one in seen.accounts:
        days = (seen.today - one.last_date).days
        if days < watch.level:
            continue
        yield Finding(
            Topic.QUIET_ACCOUNT, one.account_id, f"{one.account_id}:{one.last_date}",
            f"No news from {one.name} for {counted(days, 'day')}",
            f"The last transaction is of {said(one.last_date)}. Import a statement, or archive the"
            " account if it is closed.",
            seen.today, f"/accounts/{one.account_id}/statement",
            (Fact("Last transaction", one.last_date, "day"),),
        )  # fmt: skip


def _backup(watch: Watch, seen: Situation, _: Say) -> Found:
    one = seen.proof
    if one is None or (seen.today - one.day).days < watch.level:
        return
    days = counted((seen.today - one.day).days, "day")
    last = f"The last one that was restored aside and compared is of {said(one.day)}."
    if one.is_beginning:
        last = f"None was ever proven since these books were begun on {said(one.day)}."
    yield Finding(
        Topic.BACKUP_LATE, None, str(one.day), f"No proven backup for {days}",
        f"{last} Whoever runs FTracker finds the reason on the page of backups, and makes one with"
        ' "ftracker backup".',
        seen.today, "/settings/backups", (Fact("Last proven", one.day, "day"),),
    )  # fmt: skip


def _of_budget(one: BudgetState) -> tuple[Fact, ...]:
    return (
        Fact("Spent", one.spent, "money", _spent_at(one)),
        Fact("Budget", one.available, "money", "/budgets"),
    )


def _of_bill(topic: Topic, one: Bill, seen: Situation, title: str, body: str) -> Finding:
    facts = Fact("Amount", one.amount, "money"), Fact("Due", one.day, "day")
    key = f"{one.schedule_id}:{one.due_date}"
    # The page of the day has the buttons that put it right.
    href = f"/schedules/{one.schedule_id}/days/{one.due_date}"
    return Finding(topic, one.schedule_id, key, title, body, seen.today, href, facts)


def _is_paid(one: Bill, seen: Situation) -> bool:
    return one.paid_date is not None and one.paid_date <= seen.today


def _spent_at(one: BudgetState) -> str:
    return rows_at(category_id=one.category_id, section=one.section, start=one.start, end=one.end)


def _paid_at(one: Payment) -> str:
    return rows_at(q=searches.phrase(one.payee), start=months_later(one.day, -24), until=one.day)


def _last(one: BudgetState) -> date:
    return one.end - timedelta(days=1)


def _month(day: date) -> str:
    return said(day).partition(" ")[2]


def _short(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


_FINDERS: dict[Topic, Callable[[Watch, Situation, Say], Found]] = {
    Topic.BUDGET_PACE: _pace,
    Topic.BUDGET_LIMIT: _limit,
    Topic.BILL_DUE: _due,
    Topic.BILL_LATE: _late,
    Topic.BILL_CHANGED: _changed,
    Topic.CONTRACT_END: _contract,
    Topic.LOW_BALANCE: _low,
    Topic.GOAL_BEHIND: _behind,
    Topic.UNUSUAL_AMOUNT: _unusual,
    Topic.UNCATEGORISED: _waiting,
    Topic.QUIET_ACCOUNT: _quiet,
    Topic.BACKUP_LATE: _backup,
}
