"""Goals for programs."""

from uuid import UUID

from ftracker.queries import goals as stored
from ftracker.routes.api import requests, shown
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Today, Viewer
from ftracker.schemas.fields import Out
from ftracker.schemas.goals import Goal, GoalEdit, GoalIn
from ftracker.services import goals

router = requests.router("goals")


class GoalList(Out):
    """All goals of a household."""

    items: list[Goal]


@router.get("", operation_id="listGoals")
def listing(session: Viewer) -> GoalList:
    """List all goals, the one that is due first comes first."""
    return GoalList(items=shown.goals(session, stored.listing(session)))


@router.post("", status_code=201, operation_id="addGoal")
def add(data: GoalIn, session: Editor, today: Today, once: Repeatable) -> Goal:
    """Add a goal.

    Its category is given by id or by name. `current_amount` is what is there today; from then
    on it follows what is set aside in the category, and withdrawals subtract.
    """
    return once.created(
        session, Goal, data, lambda: shown.goal(session, goals.add(session, data, today=today).id)
    )


@router.get("/{goal_id}", operation_id="getGoal")
def one(goal_id: UUID, session: Viewer) -> Goal:
    """Show one goal."""
    return shown.goal(session, goal_id)


@router.put("/{goal_id}", operation_id="editGoal")
def edit(goal_id: UUID, data: GoalEdit, session: Editor, once: Repeatable) -> Goal:
    """Change a goal; `version` must be the one that was read.

    With `current_amount` the starting amount moves so that it comes true. What is left out of
    name, category and start stays; without `due_date` there is none.
    """

    def deed() -> Goal:
        goals.edit(session, goal_id, data)
        return shown.goal(session, goal_id)

    with shown.both_versions(session, shown.goal):
        return once.done(session, Goal, data, deed)


@router.delete("/{goal_id}", status_code=204, operation_id="deleteGoal")
def delete(goal_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete a goal; what was set aside stays in the ledger."""
    with shown.both_versions(session, shown.goal):
        goals.delete(session, goal_id, version=version)
