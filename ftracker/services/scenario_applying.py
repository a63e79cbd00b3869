"""Scenarios made real: each change becomes schedules, budgets and goals, all as one change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.db.scope import currency
from ftracker.domain import money, scenario_changes
from ftracker.domain.errors import Conflict
from ftracker.domain.goals import State
from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.periods import years_later
from ftracker.domain.scenario_changes import (
    Change,
    GoalAmount,
    OneOff,
    PauseGoal,
    Repeat,
    Reprice,
    Stop,
)
from ftracker.domain.scenarios import repriced
from ftracker.models import Scenario, Schedule
from ftracker.queries import schedules as kept
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import goals, recurring, scenarios, schedule_changes, schedules
from ftracker.services.scenario_budgets import budget

NOTHING = "There is nothing in it to apply: add a change first."
LOST = "Some of its changes name what is no longer there: take them out first."
NO_SERIES = "“{}” comes no more: take this change out first."
LATER = "“{}” can only change from now on: nothing that is scheduled for it changes on {}."
MANY = "What “{}” gets does not come once a month: change what is scheduled for it instead."
# What changes each year is written down for so many years.
YEARS = 5
# Schedules by the id or the name that changes give: after a change there are two in the place of
# one, and the next change is of both.
_Rows = dict[UUID | str, list[Schedule]]


def apply(
    session: Session, scenario_id: UUID, *, today: date, version: int | None = None
) -> Scenario:
    """Make real schedules, budgets and goals of a scenario, as one change that can be undone.

    Raises NotFound, Stale when `version` is old, and Conflict where it was applied before, is
    empty, or names what is not there any more.
    """
    row = scenarios.get(session, scenario_id, version=version)
    if row.applied_set_id is not None:
        raise Conflict(scenarios.APPLIED)
    changes = scenario_changes.read_all(row.changes)
    if not changes:
        raise Conflict(NOTHING)
    if any(scenarios.missing(session, changes)):
        raise Conflict(LOST)
    summary = f"Applied scenario {row.name}"
    with history.deed(session, "scenarios.apply", summary) as deed:
        rows: _Rows = {}
        for change in changes:
            if isinstance(change, Stop | Reprice):
                _reschedule(session, change, _schedules(session, change, today, rows))
            else:
                _DEEDS[type(change)](session, change, today)
            session.flush()
        # What was done inside may have settled another one.
        deed.summary = summary
        row.applied_set_id = deed.id
    return row


def _reschedule(session: Session, change: Stop | Reprice, rows: list[Schedule]) -> None:
    """Change schedules, and put those to them in which they go on."""
    for row in tuple(rows):
        if isinstance(change, Stop):
            schedule_changes.stop(session, row, change.start)
        else:
            rows += _reprice(session, row, change)


def _reprice(session: Session, row: Schedule, change: Reprice) -> list[Schedule]:
    once = replace(change, is_yearly=False)
    made = [row]
    for year in range(YEARS if change.is_yearly else 1):
        present = schedule_changes.reprice(
            session,
            made[-1],
            years_later(change.start, year),
            lambda amount: repriced(amount, once, change.start),
        )
        if present is not made[-1]:
            made.append(present)
    return made[1:]


def _schedules(
    session: Session, change: Stop | Reprice, today: date, rows: _Rows
) -> list[Schedule]:
    """Give the schedules that what a change names has become by the changes before it."""
    key = change.schedule_id or change.payee.casefold()
    if key not in rows:
        rows[key] = _named(session, change, today)
    return rows[key]


def _named(session: Session, change: Stop | Reprice, today: date) -> list[Schedule]:
    """Give the schedules that a change names; what comes again without one gets one first."""
    if change.schedule_id is not None:
        return [schedules.get(session, change.schedule_id)]
    seen, names = recurring.look(session, today=today), catalogue(session)
    ids = [
        one.last.id
        for one in seen.proposed
        if seen.called(one, names).casefold() == change.payee.casefold()
    ]
    if not ids:
        raise Conflict(NO_SERIES.format(change.payee))
    return recurring.accept(session, ids, today=today)


def _one_off(session: Session, change: OneOff, _: date) -> None:
    schedules.add(session, ScheduleIn(**_new(session, change), times=1))


def _repeat(session: Session, change: Repeat, _: date) -> None:
    rhythm = {"every": change.every, "unit": change.unit, "times": change.times}
    schedules.add(session, ScheduleIn(**_new(session, change) | rhythm))


def _new(session: Session, change: OneOff | Repeat) -> dict[str, Any]:
    flow = Flow.IN if change.direction is Direction.IN else Flow.OUT
    return {
        "name": change.name,
        "amount": money.plain(change.amount, currency(session)),
        "start_date": change.start,
        "type_id": catalogue(session).default_type(flow).id,
        "category_id": change.category_id,
        "account_id": change.account_id,
    }


def _pause_goal(session: Session, change: PauseGoal, today: date) -> None:
    """Let what is scheduled for a goal wait; the goal itself waits if that begins by now."""
    rows = kept.of_goal(session, change.goal_id)
    for row in rows:
        schedule_changes.pause(session, row, change.start, change.until)
    if change.start <= today:
        goals.switch(session, change.goal_id, State.PAUSED)
    elif not rows:
        raise _too_early(session, change)


def _goal_amount(session: Session, change: GoalAmount, today: date) -> None:
    """Let a goal be promised so much; what is scheduled for it every month comes to as much."""
    rows = [
        row
        for row in kept.of_goal(session, change.goal_id)
        if schedule_changes.falls_due(row, change.start)
    ]
    if not _is_one_a_month(rows):
        raise Conflict(MANY.format(kept.goal_names(session)[change.goal_id]))
    for row in rows:
        schedule_changes.reprice(session, row, change.start, lambda _: change.amount)
    if change.start > today and not rows:
        raise _too_early(session, change)
    if change.start <= today:
        goals.promise(session, change.goal_id, money.plain(change.amount, currency(session)))


def _is_one_a_month(rows: Sequence[Schedule]) -> bool:
    """Tell whether schedules come once a month, and each only when the one before has ended."""
    ordered = sorted(rows, key=lambda row: row.start_date)
    return all((row.unit, row.every) == ("month", 1) for row in rows) and all(
        before.end_date is not None and before.end_date < after.start_date
        for before, after in pairwise(ordered)
    )


def _too_early(session: Session, change: PauseGoal | GoalAmount) -> Conflict:
    name = kept.goal_names(session)[change.goal_id]
    return Conflict(LATER.format(name, change.start))


_DEEDS: Mapping[type[Change], Any] = {
    OneOff: _one_off,
    Repeat: _repeat,
    scenario_changes.Usual: budget,
    PauseGoal: _pause_goal,
    GoalAmount: _goal_amount,
}
