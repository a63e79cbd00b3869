"""What a household saves for: added, changed, deleted; what is there is read off the ledger."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import currency, household_id
from ftracker.domain import money
from ftracker.domain.errors import Clash, Conflict, FieldError, InvalidInput, NotFound, Stale
from ftracker.models import Goal
from ftracker.queries import goals as stored
from ftracker.queries import schedules
from ftracker.queries.catalogue import CategoryName, catalogue
from ftracker.schemas.goals import GoalEdit, GoalFields, GoalIn
from ftracker.services import references, transactions


def add(session: Session, data: GoalIn, *, today: date) -> Goal:
    """Add a goal and give its row; `current_amount` is what is there at the start.

    The same request twice makes one. Raises NotFound for an unknown category, InvalidInput for
    amounts and days that make no sense, and Conflict for an id that means another goal.
    """
    category = _category(session, data)
    if category is None:
        raise InvalidInput("category_id", "Choose the category that the money is set aside in.")
    start = data.start_date or today
    _check_days(start, data.due_date)
    values = {
        "name": data.name or category.name,
        "category_id": category.id,
        "target_amount": transactions.amount_of(session, data.target_amount, field="target_amount"),
        "starting_amount": _current(session, data) or Decimal(0),
        "start_date": start,
        "due_date": data.due_date,
    }
    return _add(session, data.id, values)


def edit(session: Session, goal_id: UUID, data: GoalEdit) -> Goal:
    """Change a goal; with `current_amount` the starting amount moves so that it comes true.

    Raises NotFound, Stale when `version` is old, and InvalidInput, also where the ledger says
    that more was set aside since the start than `current_amount`.
    """
    row = _open(session, goal_id, version=data.version)
    category = _category(session, data)
    values = {
        "name": data.name or row.name,
        "category_id": category.id if category else row.category_id,
        "target_amount": transactions.amount_of(session, data.target_amount, field="target_amount"),
        "start_date": data.start_date or row.start_date,
        "due_date": data.due_date,
    }
    values["starting_amount"] = _starting(session, row, data, values)
    summary = f"Changed goal {values['name']}"
    with references.staying(), history.deed(session, "goals.edit", summary):
        for name, value in values.items():
            setattr(row, name, value)
    return row


def delete(session: Session, goal_id: UUID, *, version: int | None = None) -> None:
    """Delete a goal; what was set aside stays in the ledger. Raises NotFound and Stale."""
    row = _open(session, goal_id, version=version)
    with history.deed(session, "goals.delete", f"Deleted goal {row.name}"):
        for schedule in schedules.of_goal(session, row.id):
            schedule.goal_id = None
        session.flush()
        session.delete(row)


def _add(session: Session, key: UUID | None, values: dict[str, Any]) -> Goal:
    if key is not None:
        locks.hold(session, "goal", key)
        if there := stored.for_update(session, key):
            return _same(there, values)
    row = Goal(household_id=household_id(session), id=key or new_id(), **values)
    with references.staying(), history.deed(session, "goals.add", f"Added goal {row.name}"):
        session.add(row)
    return row


def _same(there: Goal, values: dict[str, Any]) -> Goal:
    if any(getattr(there, name) != value for name, value in values.items()):
        raise Conflict("There is a goal with this id already, with other content.")
    return there


def _open(session: Session, goal_id: UUID, *, version: int | None) -> Goal:
    row = stored.for_update(session, goal_id)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _category(session: Session, data: GoalFields) -> CategoryName | None:
    """Find the category that is named by id or by name; None where neither is."""
    names = catalogue(session).categories
    if data.category_id is not None:
        if data.category_id not in names:
            raise NotFound(FieldError("category_id", "There is no such category."))
        return names[data.category_id]
    if data.category is None:
        return None
    for category in names.values():
        if category.name.casefold() == data.category.casefold():
            return category
    raise NotFound(FieldError("category", f"There is no category called “{data.category}”."))


def _check_days(start: date, due: date | None) -> None:
    if due is not None and due < start:
        raise Clash("due_date", "A goal cannot be due before it starts.")


def _current(session: Session, data: GoalFields) -> Decimal | None:
    if data.current_amount is None:
        return None
    try:
        return money.parse_balance(data.current_amount, currency(session))
    except ValueError as bad:
        raise InvalidInput("current_amount", str(bad)) from bad


def _starting(session: Session, row: Goal, data: GoalEdit, values: dict[str, Any]) -> Decimal:
    """Give the starting amount that lets the current one come true; without one it stays."""
    since: date = values["start_date"]
    _check_days(since, data.due_date)
    current = _current(session, data)
    if current is None:
        return row.starting_amount
    aside = stored.set_aside(session, values["category_id"], since=since)
    if current < aside:
        written = money.plain(aside, currency(session))
        raise InvalidInput(
            "current_amount",
            f"Transactions since {since} say that {written} was set aside: "
            "change them, or let the goal start later.",
        )
    return current - aside
