"""Budgets for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from ftracker.queries import budgets as stored
from ftracker.routes.api import requests, shown_budgets
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.api.shown import both_versions
from ftracker.routes.deps import Editor, Today, Viewer
from ftracker.schemas.budgets import (
    AllotmentIn,
    Budget,
    BudgetEdit,
    BudgetIn,
    BudgetMoveIn,
    BudgetStanding,
    StandingsQuery,
)
from ftracker.schemas.fields import Out
from ftracker.services import allotments, budgets

router = requests.router("budgets")


class BudgetList(Out):
    """All budgets of a household; there is no further page."""

    items: list[Budget]
    next_cursor: None = None


class StandingList(Out):
    """Budgets in the periods that hold a day; there is no further page."""

    items: list[BudgetStanding]
    next_cursor: None = None


@router.get("", operation_id="listBudgets")
def listing(session: Viewer) -> BudgetList:
    """List all budgets in the order in which they were made."""
    return BudgetList(items=shown_budgets.budgets(session, stored.listing(session)))


@router.get("/standings", operation_id="listStandings")
def standings(
    session: Viewer, today: Today, wanted: Annotated[StandingsQuery, Query()]
) -> StandingList:
    """Tell of every budget in its period that holds a day: left = carried + budgeted − spent.

    Each is signed. A budget without such a period is left out.
    """
    found = budgets.standings(session, today=wanted.day or today)
    return StandingList(items=shown_budgets.standings(session, found))


@router.put("/allotments", operation_id="setAllotment")
def allot(data: AllotmentIn, session: Editor) -> BudgetStanding:
    """Set what a budget gets in the period that holds a day, and tell how it stands then.

    Without an amount it gets its usual one again. The budget is named by its id, or by the id
    or the name of its category; by nothing the one for everything is meant.
    """
    key = allotments.save(session, [data])[0]
    return shown_budgets.standing(session, key, data.day)


@router.post("/moves", operation_id="moveMoney")
def move(data: BudgetMoveIn, session: Editor) -> StandingList:
    """Move money between two budgets in their periods that hold a day; tells of both."""
    allotments.move(session, data)
    ids = (data.from_id, data.to_id)
    return StandingList(items=[shown_budgets.standing(session, key, data.day) for key in ids])


@router.post("", status_code=201, operation_id="addBudget")
def add(data: BudgetIn, session: Editor, today: Today, once: Repeatable) -> Budget:
    """Add a budget for a category and those below it, or for all spending.

    A category is given by id or by name, and has one budget at most. Without a cadence it has
    the household's usual one, or the window of a Timebound category.
    """
    return once.created(
        session,
        Budget,
        data,
        lambda: shown_budgets.budget(session, budgets.add(session, data, today=today).id),
    )


@router.get("/{budget_id:uuid}", operation_id="getBudget")
def one(budget_id: UUID, session: Viewer) -> Budget:
    """Show one budget."""
    return shown_budgets.budget(session, budget_id)


@router.put("/{budget_id:uuid}", operation_id="editBudget")
def edit(budget_id: UUID, data: BudgetEdit, session: Editor, once: Repeatable) -> Budget:
    """Change a budget; `version` must be the one that was read. Its category stays."""

    def deed() -> Budget:
        budgets.edit(session, budget_id, data)
        return shown_budgets.budget(session, budget_id)

    with both_versions(session, shown_budgets.budget):
        return once.done(session, Budget, data, deed)


@router.delete("/{budget_id:uuid}", status_code=204, operation_id="deleteBudget")
def delete(budget_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete a budget and what it was given; what was spent stays in the ledger."""
    with both_versions(session, shown_budgets.budget):
        budgets.delete(session, budget_id, version=version)
