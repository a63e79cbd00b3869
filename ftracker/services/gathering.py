"""Reads what alerts look at: today, or all of the days since one, to be tried on them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.alerts import Topic
from ftracker.domain.budgets import Cell
from ftracker.domain.cadences import Span
from ftracker.domain.due_days import Due
from ftracker.domain.findings import RECENT
from ftracker.domain.kinds import Flow, Section
from ftracker.domain.outlooks import Outlook, Status
from ftracker.domain.pasts import AccountCourse, BudgetCourse, Expected, Past
from ftracker.domain.payments import State
from ftracker.domain.periods import DAY, LAST, months_later
from ftracker.domain.situations import Bill, BudgetState, Contract, GoalState, PriceChange, Proof
from ftracker.domain.unusual import compared
from ftracker.queries import accounts, backups, balances, goals, watching
from ftracker.queries import budgets as spent
from ftracker.queries import schedules as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.schedules import ScheduleLine
from ftracker.services import (
    balances_ahead,
    budget_bills,
    budget_chains,
    due_days,
    outlooks,
    past_outlooks,
    recurring,
)
from ftracker.services.budget_bills import Bills
from ftracker.services.budget_chains import Chain

# Bills are looked at while they are late, and as long before as anybody is reminded.
_BEHIND, _BEFORE = timedelta(days=100), timedelta(days=61)
_WITH_MONEY = ("cash", "current", "savings", "card", "loan")


def gather(session: Session, topics: Iterable[Topic], *, start: date, today: date) -> Past:
    """Read what some topics look at, of the days from `start` up to and with today.

    The number of queries depends on the number of months, for goals, and else on nothing. Only
    what is read for today itself (`start` is today) knows what the books hold of days ahead.
    """
    reading = _Reading(session, start, today)
    found = Past(knows_ahead=reading.is_today)
    # A topic's reader may be another one's, too: each reads once.
    for reader in dict.fromkeys(_READERS[topic] for topic in topics):
        found = replace(found, **reader(reading))
    return found


class _Reading:
    """The days that are read, and what several topics look at."""

    def __init__(self, session: Session, start: date, today: date) -> None:
        self.session, self.start, self.today = session, start, today
        self.end = today + DAY
        self.is_today = start == today

    @cached_property
    def schedules(self) -> list[ScheduleLine]:
        """All schedules, paused ones included."""
        return stored.listing(self.session)

    @cached_property
    def dues(self) -> list[Due]:
        """All that fell due, and what does soon."""
        start, end = self.start - _BEHIND, self.today + _BEFORE
        found = due_days.upcoming(self.session, start=start, end=end, today=self.today)
        return [due for due in found if due.state is not State.SKIPPED]


def _budgets(of: _Reading) -> dict[str, Any]:
    books = budget_chains.read(of.session)
    chains = [one for one in books.chains(until=of.end) if one.section is not Section.INCOME]
    sums = budget_chains.sums(of.session, books, chains)
    cells = [(one, cell) for one in chains for cell in one.cells(sums) if cell.span.end > of.start]
    bills = budget_bills.of(
        of.session, books, [(one, cell.span) for one, cell in cells], today=of.today
    )
    if of.is_today:
        return {
            "budgets": [
                _course(one, cell, {cell.span.start: cell.spent}, bills) for one, cell in cells
            ]
        }
    days = _days(min((cell.span.start for _, cell in cells), default=of.end), of.end)
    daily = spent.sums(of.session, days, books.names)
    return {
        "budgets": [
            _course(
                one,
                cell,
                {
                    day.start: daily.of(one.section, one.budget.category_id, day)
                    for day in _days(cell.span.start, min(cell.span.end, of.end))
                },
                bills,
            )
            for one, cell in cells
        ]
    }


def _course(chain: Chain, cell: Cell, by_day: dict[date, Decimal], bills: Bills) -> BudgetCourse:
    state = BudgetState(
        id=chain.budget.id,
        name=chain.name,
        category_id=chain.budget.category_id,
        section=chain.section.value,
        start=cell.span.start,
        end=cell.span.end,
        available=cell.there,
        spent=Decimal(0),
        bills=bills.get(chain.budget.id, ()),
    )
    return BudgetCourse(state, {day: amount for day, amount in by_day.items() if amount})


def _days(start: date, end: date) -> list[Span]:
    """Cut the days of [start, end) into spans of one."""
    return [Span(start + DAY * n, start + DAY * (n + 1)) for n in range((end - start).days)]


def _bills(of: _Reading) -> dict[str, Any]:
    return {
        "bills": [
            Bill(
                due.schedule_id, due.name, due.due_date, due.date, due.amount, due.flow,
                due.remind_days, due.paid_date,
            )
            for due in of.dues
        ]
    }  # fmt: skip


def _changes(of: _Reading) -> dict[str, Any]:
    names = {line.id: line.name for line in of.schedules}
    found = [
        PriceChange(
            schedule_id=one.schedule_id,
            name=names[one.schedule_id] if one.schedule_id else one.payee,
            day=one.since,
            before=one.before,
            after=one.after,
            transaction_id=one.transaction_id,
        )
        for one in recurring.price_changes(of.session, today=of.today)
    ]
    return {"changes": sorted(found, key=lambda one: (one.day, one.transaction_id))}


def _contracts(of: _Reading) -> dict[str, Any]:
    found = [
        Contract(line.id, line.name, day, is_trial, line.amount)
        for line in of.schedules
        if not line.is_paused
        for day, is_trial in ((line.trial_end_date, True), (line.cancel_date, False))
        if day is not None and day >= of.start
    ]
    return {"contracts": found}


def _accounts(of: _Reading) -> dict[str, Any]:
    ids = balances_ahead.cash_accounts(of.session)
    moved: dict[UUID, dict[date, Decimal]] = defaultdict(dict)
    for (account_id, day), total in balances.moved(
        of.session, ids, start=of.start, end=LAST
    ).items():
        moved[account_id][day] = total
    expected: dict[UUID, list[Expected]] = defaultdict(list)
    for due in of.dues:
        into = due.amount if due.flow is Flow.IN else -due.amount
        expected[due.account_id].append(Expected(due.date, into, due.paid_date))
        if due.to_account_id is not None:
            expected[due.to_account_id].append(Expected(due.date, due.amount, due.paid_date))
    lines = [one for one in accounts.listing(of.session) if one.id in set(ids)]
    return {
        "accounts": [
            AccountCourse(
                one.id, one.name, one.balance - sum(moved[one.id].values(), Decimal(0)),
                sorted(moved[one.id].items()), expected[one.id],
            )
            for one in lines
        ]
    }  # fmt: skip


def _goals(of: _Reading) -> dict[str, Any]:
    """Read how goals stand; of days that are over, how they stood on the first of each month."""
    if of.is_today:
        found = outlooks.overview(of.session, today=of.today).outlooks
        return {"goals": [(of.today, _states(found))]}
    lines = goals.listing(of.session)
    balances = {one.id: one.balance for one in accounts.listing(of.session)}
    months = [months_later(of.start, by) for by in range(_months(of.start, of.today) + 1)]
    days = [of.start, *(day for day in months if day > of.start)]
    return {
        "goals": [
            (day, _states(past_outlooks.on(of.session, lines, balances, day))) for day in days
        ]
    }


def _states(found: Iterable[Outlook]) -> tuple[GoalState, ...]:
    return tuple(
        GoalState(
            id=one.goal_id,
            name=one.name,
            is_behind=one.status is Status.BEHIND,
            needed=one.needed_monthly or Decimal(0),
            pace=one.pace_monthly,
            due_date=one.due_date,
            expected_date=one.expected_date,
        )
        for one in found
    )


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _payments(of: _Reading) -> dict[str, Any]:
    since = of.start - RECENT
    paid = watching.paid(of.session, since=since, end=of.end)
    return {"payments": list(compared(paid, since=since))}


def _waiting(of: _Reading) -> dict[str, Any]:
    return {"waiting": watching.waiting(of.session)}


def _booked(of: _Reading) -> dict[str, Any]:
    names = catalogue(of.session).accounts
    days = watching.booked(of.session, start=of.start + DAY, end=of.end)
    return {
        "booked": {
            account_id: (names[account_id].name, found)
            for account_id, found in days.items()
            if not names[account_id].is_archived and names[account_id].kind in _WITH_MONEY
        }
    }


def _proofs(of: _Reading) -> dict[str, Any]:
    begun = backups.begun_at(of.session)
    beginning = [Proof(begun.date(), is_beginning=True)] if begun else []
    return {"proofs": [*beginning, *(Proof(at.date()) for at in backups.proofs(of.session))]}


_Reader = Callable[[_Reading], dict[str, Any]]
_READERS: dict[Topic, _Reader] = {
    Topic.BUDGET_PACE: _budgets,
    Topic.BUDGET_LIMIT: _budgets,
    Topic.BILL_DUE: _bills,
    Topic.BILL_LATE: _bills,
    Topic.BILL_CHANGED: _changes,
    Topic.CONTRACT_END: _contracts,
    Topic.LOW_BALANCE: _accounts,
    Topic.GOAL_BEHIND: _goals,
    Topic.UNUSUAL_AMOUNT: _payments,
    Topic.UNCATEGORISED: _waiting,
    Topic.QUIET_ACCOUNT: _booked,
    Topic.BACKUP_LATE: _proofs,
}
