"""What a household saves for and pays off: its deeds; what becomes of it is read off the ledger."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import household_id
from ftracker.domain.errors import Conflict, NotFound, Stale
from ftracker.domain.goals import LIVE, State
from ftracker.domain.outlooks import Outlook
from ftracker.models import Goal
from ftracker.queries import goals as stored
from ftracker.queries import schedules
from ftracker.schemas.goals import GoalEdit, GoalIn
from ftracker.services import goal_fields, references, transactions
from ftracker.services import outlooks as looks

_DONE = {
    State.ACTIVE: "Resumed",
    State.PAUSED: "Paused",
    State.COMPLETED: "Completed",
    State.ARCHIVED: "Archived",
}


def outlooks(session: Session, *, today: date) -> list[Outlook]:
    """Tell how every goal that is active or paused stands, in the order of their priority."""
    return looks.overview(session, today=today).outlooks


def add(session: Session, data: GoalIn, *, today: date) -> Goal:
    """Add a goal and give its row; `current_amount` is what is there at the start.

    The same request twice makes one. Raises NotFound for an unknown category or account,
    InvalidInput and Clash for what makes no sense or does not fit into an account, and Conflict
    for an id that means another goal.
    """
    _hold(session)
    values = goal_fields.added(session, data, today=today)
    if data.id is not None and (there := stored.for_update(session, data.id)):
        return _same(there, values)
    if values["priority"] is None:
        values["priority"] = stored.last_priority(session) + 1
    row = Goal(household_id=household_id(session), id=data.id or new_id(), **values)
    goal_fields.check_earmark(session, row.id, values)
    with references.staying(), history.deed(session, "goals.add", f"Added goal {row.name}"):
        session.add(row)
    return row


def edit(session: Session, goal_id: UUID, data: GoalEdit) -> Goal:
    """Change a goal; with `current_amount` the starting amount moves so that it comes true.

    Raises NotFound, Stale when `version` is old, Clash as `add` does, and InvalidInput, also
    where the ledger says that more was set aside since the start than `current_amount`.
    """
    row = _open(session, goal_id, version=data.version)
    values = goal_fields.changed(session, row, data)
    return _change(session, row, "goals.edit", f"Changed goal {values['name']}", values)


def earmark(session: Session, goal_id: UUID, amount: str | None) -> Goal:
    """Let a goal own an amount of its account, or with None what the other goals there leave.

    Raises NotFound, InvalidInput, and Clash where all together would own more than is there.
    """
    row = _open(session, goal_id)
    values = {"earmark": goal_fields.present(session, amount, field="earmark")}
    return _change(session, row, "goals.earmark", f"Earmarked for goal {row.name}", values)


def switch(session: Session, goal_id: UUID, state: State) -> Goal:
    """Pause, resume, complete or archive a goal; the last two free what it owns of an account.

    Raises NotFound, and Clash where what it owned has been given to others since.
    """
    row = _open(session, goal_id)
    summary = f"{_DONE[state]} goal {row.name}"
    return _change(session, row, "goals.switch", summary, {"state": state.value})


def postpone(session: Session, goal_id: UUID, due_date: date) -> Goal:
    """Give a goal another day. Raises NotFound, and Clash for a day before it starts."""
    row = _open(session, goal_id)
    summary = f"Let goal {row.name} be due on {due_date}"
    return _change(session, row, "goals.postpone", summary, {"due_date": due_date})


def promise(session: Session, goal_id: UUID, monthly_amount: str) -> Goal:
    """Say what is meant to be added to a goal each month. Raises NotFound and InvalidInput."""
    row = _open(session, goal_id)
    amount = transactions.amount_of(session, monthly_amount, field="monthly_amount")
    summary = f"Meant to add {amount} a month to goal {row.name}"
    return _change(session, row, "goals.promise", summary, {"monthly_amount": amount})


def move(session: Session, goal_id: UUID, *, up: bool) -> Goal:
    """Let a goal change places with the one before it, or after it; at the end it stays.

    Only those that are active or paused have a place. Raises NotFound.
    """
    row = _open(session, goal_id)
    rows = [one for one in stored.all_for_update(session) if one is row or one.state in LIVE]
    others = [one for one in rows if one is not row]
    place = max(rows.index(row) + (-1 if up else 1), 0)
    with history.deed(session, "goals.move", f"Moved goal {row.name}"):
        for number, one in enumerate([*others[:place], row, *others[place:]]):
            one.priority = number
    return row


def delete(session: Session, goal_id: UUID, *, version: int | None = None) -> None:
    """Delete a goal; what was set aside stays in the ledger, and schedules contribute no more.

    Raises NotFound and Stale.
    """
    row = _open(session, goal_id, version=version)
    with history.deed(session, "goals.delete", f"Deleted goal {row.name}"):
        for schedule in schedules.of_goal(session, row.id):
            schedule.goal_id = None
        session.flush()
        session.delete(row)


def _hold(session: Session) -> None:
    """Let nobody else change goals until this ends: their earmarks are one sum."""
    locks.hold(session, "goals", household_id(session))


def _open(session: Session, goal_id: UUID, *, version: int | None = None) -> Goal:
    _hold(session)
    row = stored.for_update(session, goal_id)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _same(there: Goal, values: dict[str, Any]) -> Goal:
    if values["priority"] is None:
        values["priority"] = there.priority
    if any(getattr(there, name) != value for name, value in values.items()):
        raise Conflict("There is a goal with this id already, with other content.")
    return there


def _change(session: Session, row: Goal, deed: str, summary: str, values: dict[str, Any]) -> Goal:
    """Write values into a goal that make sense beside those it keeps."""
    before = {name: getattr(row, name) for name in goal_fields.BESIDE}
    after = before | {name: values[name] for name in before if name in values}
    goal_fields.check(after)
    if any(before[name] != after[name] for name in goal_fields.OWNED):
        goal_fields.check_earmark(session, row.id, after)
    with references.staying(), history.deed(session, deed, summary):
        for name, value in values.items():
            setattr(row, name, value)
    return row
