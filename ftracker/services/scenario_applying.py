"""Scenarios made real: each change becomes schedules, budgets and goals, all as one change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from ftracker.domain.periods import LAST, years_later
from ftracker.domain.scenario_changes import (
    Change,
    GoalAmount,
    OneOff,
    PauseGoal,
    Repeat,
    Reprice,
    Stop,
    Usual,
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
FOR_A_TIME = (
    "“{}” cannot wait for a time: nothing that is scheduled for it falls due from {} until {}. "
    "Take the last day out, and let it wait from now on."
)
LATER = "“{}” can only change from now on: nothing that is scheduled for it changes on {}."
MANY = "What “{}” gets does not come once a month: change what is scheduled for it instead."
# What changes each year is written down for so many years.
YEARS = 5


@dataclass(frozen=True, slots=True)
class _Work:
    """What a scenario is applied with, and what schedules have become by the changes before.

    `rows` are by the id or the name that changes give. After a change there are two schedules in
    the place of one, and the next change is of both.
    """

    session: Session
    today: date
    rows: dict[UUID | str, list[Schedule]] = field(default_factory=dict)

    def go_on(self, row: Schedule, made: Schedule) -> None:
        """Let changes that come after this one be of what a schedule goes on as, too."""
        self.rows.setdefault(row.id, [row])
        for found in self.rows.values():
            if row in found and made not in found:
                found.append(made)


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
        work = _Work(session, today)
        for change in changes:
            _DEEDS[type(change)](work, change)
            session.flush()
        # What was done inside may have settled another one.
        deed.summary = summary
        row.applied_set_id = deed.id
    return row


def _stop(work: _Work, change: Stop) -> None:
    for row in _schedules(work, change):
        schedule_changes.stop(work.session, row, change.start)


def _reprice(work: _Work, change: Reprice) -> None:
    once = replace(change, is_yearly=False)
    for row in _schedules(work, change):
        present = row
        for year in range(YEARS if change.is_yearly else 1):
            made = schedule_changes.reprice(
                work.session,
                present,
                years_later(change.start, year),
                lambda amount: repriced(amount, once, change.start),
            )
            work.go_on(present, made)
            present = made


def _schedules(work: _Work, change: Stop | Reprice) -> tuple[Schedule, ...]:
    """Give the schedules that what a change names has become by the changes before it."""
    key = change.schedule_id or change.payee.casefold()
    if key not in work.rows:
        work.rows[key] = _named(work.session, change, work.today)
    return tuple(work.rows[key])


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


def _one_off(work: _Work, change: OneOff) -> None:
    schedules.add(work.session, ScheduleIn(**_new(work.session, change), times=1))


def _repeat(work: _Work, change: Repeat) -> None:
    rhythm = {"every": change.every, "unit": change.unit, "times": change.times}
    schedules.add(work.session, ScheduleIn(**_new(work.session, change) | rhythm))


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


def _usual(work: _Work, change: Usual) -> None:
    budget(work.session, change, work.today)


def _pause_goal(work: _Work, change: PauseGoal) -> None:
    """Let what is scheduled for a goal wait; the goal itself waits if it shall from now on.

    A goal does not wait until a day: with a last day, only what is scheduled for it does.
    """
    rows = _falling_due(work, change.goal_id, change.start, change.until or LAST)
    for row in rows:
        made = schedule_changes.pause(work.session, row, change.start, change.until)
        work.go_on(row, made or row)
    if change.until is None and change.start <= work.today:
        goals.switch(work.session, change.goal_id, State.PAUSED)
    elif not rows:
        raise _unscheduled(work.session, change)


def _goal_amount(work: _Work, change: GoalAmount) -> None:
    """Let a goal be promised so much; what is scheduled for it every month comes to as much."""
    session = work.session
    rows = _falling_due(work, change.goal_id, change.start, LAST)
    if not _is_one_a_month(rows):
        raise Conflict(MANY.format(kept.goal_names(session)[change.goal_id]))
    for row in rows:
        made = schedule_changes.reprice(session, row, change.start, lambda _: change.amount)
        work.go_on(row, made)
    if change.start <= work.today:
        goals.promise(session, change.goal_id, money.plain(change.amount, currency(session)))
    elif not rows:
        raise _unscheduled(session, change)


def _falling_due(work: _Work, goal_id: UUID, start: date, end: date) -> list[Schedule]:
    return [
        row
        for row in kept.of_goal(work.session, goal_id)
        if schedule_changes.falls_due(row, start, end)
    ]


def _is_one_a_month(rows: Sequence[Schedule]) -> bool:
    """Tell whether schedules come once a month, and each only when the one before has ended."""
    ordered = sorted(rows, key=lambda row: row.start_date)
    return all((row.unit, row.every) == ("month", 1) for row in rows) and all(
        before.end_date is not None and before.end_date < after.start_date
        for before, after in pairwise(ordered)
    )


def _unscheduled(session: Session, change: PauseGoal | GoalAmount) -> Conflict:
    name = kept.goal_names(session)[change.goal_id]
    if isinstance(change, PauseGoal) and change.until is not None:
        return Conflict(FOR_A_TIME.format(name, change.start, change.until))
    return Conflict(LATER.format(name, change.start))


_DEEDS: Mapping[type[Change], Any] = {
    Stop: _stop,
    Reprice: _reprice,
    OneOff: _one_off,
    Repeat: _repeat,
    Usual: _usual,
    PauseGoal: _pause_goal,
    GoalAmount: _goal_amount,
}
