"""Scenarios made real: each change becomes schedules, budgets and goals, all as one change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
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
# What changes each year is written down for so many years.
YEARS = 5


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
        for change in changes:
            _DEEDS[type(change)](session, change, today)
            session.flush()
        # What was done inside may have settled another one.
        deed.summary = summary
        row.applied_set_id = deed.id
    return row


def _stop(session: Session, change: Stop, today: date) -> None:
    for row in _schedules(session, change, today):
        schedule_changes.stop(session, row, change.start)


def _reprice(session: Session, change: Reprice, today: date) -> None:
    once = replace(change, is_yearly=False)
    for row in _schedules(session, change, today):
        present = row
        for year in range(YEARS if change.is_yearly else 1):
            present = schedule_changes.reprice(
                session,
                present,
                years_later(change.start, year),
                lambda amount: repriced(amount, once, change.start),
            )


def _schedules(session: Session, change: Stop | Reprice, today: date) -> list[Schedule]:
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
    monthly = [
        row
        for row in kept.of_goal(session, change.goal_id)
        if (row.unit, row.every, row.is_paused) == ("month", 1, False)
    ]
    if len(monthly) == 1:
        schedule_changes.reprice(session, monthly[0], change.start, lambda _: change.amount)
    elif change.start > today:
        raise _too_early(session, change)
    if change.start <= today:
        goals.promise(session, change.goal_id, money.plain(change.amount, currency(session)))


def _too_early(session: Session, change: PauseGoal | GoalAmount) -> Conflict:
    name = kept.goal_names(session)[change.goal_id]
    return Conflict(LATER.format(name, change.start))


_DEEDS: Mapping[type[Change], Any] = {
    Stop: _stop,
    Reprice: _reprice,
    OneOff: _one_off,
    Repeat: _repeat,
    scenario_changes.Usual: budget,
    PauseGoal: _pause_goal,
    GoalAmount: _goal_amount,
}
