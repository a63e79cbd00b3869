"""Goals for programs."""

from functools import partial
from uuid import UUID

from ftracker.routes.api import requests, shown
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Today, Viewer
from ftracker.schemas.fields import Out
from ftracker.schemas.goals import Goal, GoalEdit, GoalIn
from ftracker.services import goals, outlooks

router = requests.router("goals")


class GoalList(Out):
    """All goals of a household; there is never another page."""

    items: list[Goal]
    next_cursor: str | None = None


@router.get("", operation_id="listGoals")
def listing(session: Viewer, today: Today) -> GoalList:
    """List all goals by priority, the ones that are completed or archived too."""
    return GoalList(items=shown.goals(session, outlooks.overview(session, today=today)))


@router.post("", status_code=201, operation_id="addGoal")
def add(data: GoalIn, session: Editor, today: Today, once: Repeatable) -> Goal:
    """Add a goal.

    Its category is given by id or by name. `current_amount` is what is there today; from then
    on it follows what is set aside in the category, and withdrawals subtract. On an account it
    is a part of the balance, and a debt (`aim` is `pay_off`) is the account's balance below zero.
    """

    def deed() -> Goal:
        return shown.goal(session, goals.add(session, data, today=today).id, today=today)

    return once.created(session, Goal, data, deed)


@router.get("/{goal_id}", operation_id="getGoal")
def one(goal_id: UUID, session: Viewer, today: Today) -> Goal:
    """Show one goal, and what becomes of it at the pace of the last 90 days."""
    return shown.goal(session, goal_id, today=today)


@router.put("/{goal_id}", operation_id="editGoal")
def edit(goal_id: UUID, data: GoalEdit, session: Editor, today: Today, once: Repeatable) -> Goal:
    """Change a goal; `version` must be the one that was read.

    With `current_amount` the starting amount moves so that it comes true. Without `due_date`
    there is none; all else that is left out stays.
    """
    show = partial(shown.goal, today=today)

    def deed() -> Goal:
        goals.edit(session, goal_id, data)
        return show(session, goal_id)

    with shown.both_versions(session, show):
        return once.done(session, Goal, data, deed)


@router.delete("/{goal_id}", status_code=204, operation_id="deleteGoal")
def delete(goal_id: UUID, session: Editor, today: Today, version: ReadVersion = None) -> None:
    """Delete a goal; what was set aside stays in the ledger."""
    with shown.both_versions(session, partial(shown.goal, today=today)):
        goals.delete(session, goal_id, version=version)
