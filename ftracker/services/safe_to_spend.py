"""What is safe to spend until the next income, line by line; and from which accounts."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import cadences, money, payments, safe_to_spend
from ftracker.domain.cadences import Cadence
from ftracker.domain.errors import FieldError, InvalidInput, NotFound
from ftracker.domain.goals import Aim
from ftracker.domain.kinds import Flow, Section
from ftracker.domain.periods import DAY, LAST
from ftracker.domain.safe_to_spend import Bill, Line, Part, Pot, Row, Statement, Until, Want
from ftracker.models import Plan
from ftracker.queries import accounts, balances
from ftracker.queries import plans as stored
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.schemas.safe_to_spend import SafeToSpendEdit
from ftracker.services import budgets, outlooks, plans, schedules
from ftracker.services.outlooks import Overview
from ftracker.services.schedules import Due

_LATEST = timedelta(days=payments.LATE_DAYS + 1)
# How far ahead an income is looked for.
_AHEAD = timedelta(days=62)


def statement(session: Session, *, today: date) -> Statement:
    """Say what is safe to spend from today up to the next income, in lines that sum to it.

    Each thing is counted once: what a bill takes no budget asks for again, what is scheduled for
    a goal the goal does not, and what goals own of the accounts is not free. A fixed number of
    queries.
    """
    names, plan = catalogue(session), stored.stored(session)
    cash = schedules.cash_accounts(session)
    pots = _pots(session, names, today=today)
    # What budgets keep for bills behind the income is no need of the days before it.
    end = max([today + _AHEAD, *(pot.span.end for pot in pots)])
    dues = schedules.upcoming(session, start=today - _LATEST, end=end, today=today)
    due = [one for one in dues if one.is_open]
    until, why, income = _next_income(due, plan, today=today)
    bills = [_bill(one, names) for one in due if _leaves(one, cash)]
    soon = [bill for bill in bills if bill.day < until]
    found = outlooks.overview(session, today=today)
    needs = safe_to_spend.needs(
        pots,
        bills,
        today=today,
        until=until,
        currency=currency(session),
    )
    lines = (
        *_cash(session, names, cash, today=today, until=until),
        Line(Part.BILLS, tuple(Row(b.name, -b.amount, b.id, b.day) for b in soon)),
        Line(Part.KEPT, tuple(_kept(found, cash))),
        Line(Part.GOALS, tuple(safe_to_spend.contributions(_wants(found, names), soon))),
        Line(Part.BUDGETS, tuple(needs)),
        Line(Part.BUFFER, tuple(_buffer(plan))),
    )
    return Statement(today, until, why, income, lines)


def choose(session: Session, data: SafeToSpendEdit) -> Plan:
    """Say which accounts can be spent from, none means all that are cash or current, and a buffer.

    Raises NotFound for an unknown account, InvalidInput and Stale.
    """
    known = catalogue(session).accounts
    if any(key not in known for key in data.cash_account_ids):
        raise NotFound(FieldError("cash_account_ids", "There is no such account."))
    try:
        buffer = money.parse_balance(data.buffer, currency(session))
    except ValueError as bad:
        raise InvalidInput("buffer", str(bad)) from bad
    ids = list(dict.fromkeys(data.cash_account_ids))
    values = {"buffer": buffer, "cash_account_ids": ids}
    return plans.save(session, values, version=data.version)


def _next_income(due: Iterable[Due], plan: Plan | None, *, today: date) -> tuple[date, Until, str]:
    """Find the next income that is scheduled, else the payday of the plan, else the month's end."""
    for one in due:
        if one.flow is Flow.IN and today < one.date < today + _AHEAD:
            return one.date, Until.SCHEDULE, one.name
    clock = stored.clock(plan)
    payday = cadences.containing(today, Cadence.PAYDAY, clock).end
    return payday, Until.MONTH_END if clock.payday.day == 1 else Until.PAYDAY, ""


def _leaves(one: Due, cash: Sequence[UUID]) -> bool:
    """Tell whether something due takes money out of the accounts that can be spent from."""
    return one.flow is not Flow.IN and one.account_id in cash and one.to_account_id not in cash


def _bill(one: Due, names: Catalogue) -> Bill:
    return Bill(
        id=one.schedule_id,
        name=one.name,
        day=one.date,
        amount=one.amount,
        category_id=one.category_id,
        is_spending=names.section(one.type_id, one.category_id) is Section.SPENDING,
        goal_id=one.goal_id,
        to_account_id=one.to_account_id,
    )


def _cash(
    session: Session, names: Catalogue, cash: Sequence[UUID], *, today: date, until: date
) -> list[Line]:
    """Say what lies in the accounts today, and what is booked already for the days ahead."""
    ahead = balances.moved(session, cash, start=today + DAY, end=LAST)
    there = {one.id: one.balance for one in accounts.listing(session)}
    soon: dict[UUID, Decimal] = {}
    for (key, day), amount in ahead.items():
        there[key] -= amount
        if day < until:
            soon[key] = soon.get(key, Decimal(0)) + amount
    return [
        Line(Part.CASH, tuple(Row(names.accounts[key].name, there[key], key) for key in cash)),
        Line(Part.AHEAD, tuple(Row(names.accounts[key].name, soon[key], key) for key in soon)),
    ]


def _kept(found: Overview, cash: Sequence[UUID]) -> Iterable[Row]:
    """List what goals own of the accounts that can be spent from."""
    for line in found.lines:
        if line.is_live and line.aim is Aim.SAVE and line.account_id in cash:
            owned = min(line.current_amount, line.target_amount)
            if owned > 0:
                yield Row(line.name, -owned, line.id)


def _wants(found: Overview, names: Catalogue) -> list[Want]:
    lines = {line.id: line for line in found.lines}
    return [
        Want(
            id=one.goal_id,
            name=one.name,
            due=one.due_this_month,
            account_id=lines[one.goal_id].account_id,
            family=frozenset(names.family(lines[one.goal_id].category_id)),
        )
        for one in found.outlooks
    ]


def _pots(session: Session, names: Catalogue, *, today: date) -> list[Pot]:
    """List the budgets of spending in their present periods."""
    found = []
    for one in budgets.standings(session, today=today):
        if one.section is Section.SPENDING:
            key = one.category_id
            family = names.family(key) if key else ()
            parent_id = names.categories[key].parent_id if key else None
            coming = Decimal(0) if one.cadence is Cadence.WINDOW else one.budgeted
            pot = Pot(
                one.budget_id, one.name, key, parent_id, frozenset(family), one.span, one.left,
                coming,
            )  # fmt: skip
            found.append(pot)
    return found


def _buffer(plan: Plan | None) -> Iterable[Row]:
    if plan is not None and plan.buffer:
        yield Row("", -plan.buffer)
