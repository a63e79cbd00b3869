"""What becomes of a category's budget when another category takes all that it has."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.scope import household_id
from ftracker.domain.budgets import ZERO, Rollover
from ftracker.domain.errors import Conflict
from ftracker.domain.kinds import Flow, Kind, Section, section
from ftracker.models import Allotment, Budget, Category
from ftracker.queries import budgets as stored
from ftracker.services import budget_chains, budgets

OTHER_RHYTHM = "“{}” and “{}” have budgets of different periods. Change or delete one first."


def take_over(session: Session, row: Category, target: Category) -> None:
    """Give the budget of a category to another one; two become one that has what both had.

    Raises Conflict where their periods differ.
    """
    budgets.hold(session)
    found = stored.of_categories(session, [row.id, target.id])
    mine, theirs = found.get(row.id), found.get(target.id)
    if mine is None:
        return
    with history.deed(session, "budgets.take_over", f"Gave budget {row.name} to {target.name}"):
        if theirs is None:
            _follow(mine, target)
        elif mine.cadence != theirs.cadence:
            raise Conflict(OTHER_RHYTHM.format(row.name, target.name))
        else:
            _join(session, mine, theirs)


def _follow(mine: Budget, target: Category) -> None:
    mine.category_id = target.id
    if section(Kind(target.kind), Flow.OUT) is Section.INCOME:
        # What is earned is expected anew each period.
        mine.rollover = Rollover.NONE


def _join(session: Session, mine: Budget, theirs: Budget) -> None:
    books = budget_chains.read(session)
    rows = stored.allotments_of(session, [mine.id, theirs.id])
    kept = {row.start_date: row for row in rows if row.budget_id == theirs.id}
    usual = {budget.id: books.usual(budget.id) for budget in (mine, theirs)}
    sums = {
        day: sum((_given(budget, rows, day, usual[budget.id]) for budget in (mine, theirs)), ZERO)
        for day in {row.start_date for row in rows}
    }
    for day, amount in sorted(sums.items()):
        if day in kept:
            kept[day].amount = amount
        else:
            its = {"budget_id": theirs.id, "start_date": day, "amount": amount}
            session.add(Allotment(household_id=household_id(session), **its))
    theirs.amount += mine.amount
    theirs.start_date = min(mine.start_date, theirs.start_date)
    for row in rows:
        if row.budget_id == mine.id:
            session.delete(row)
    session.flush()
    session.delete(mine)


def _given(budget: Budget, rows: Iterable[Allotment], day: date, usual: Decimal) -> Decimal:
    """Give what a budget had from a day on: what it was given, else its usual amount."""
    own = [row.amount for row in rows if row.budget_id == budget.id and row.start_date == day]
    return own[0] if own else usual if budget.start_date <= day else ZERO
