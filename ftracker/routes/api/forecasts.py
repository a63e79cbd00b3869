"""What will probably be, for programs: answers that a job worked out."""

from typing import Annotated

from fastapi import Query

from ftracker.db.scope import currency
from ftracker.domain.forecasts import Topic
from ftracker.queries import forecasts
from ftracker.routes.api import requests, shown_forecasts
from ftracker.routes.deps import Editor, Today, Viewer
from ftracker.schemas.forecasts import (
    BalancesAhead,
    CategoriesAhead,
    DaysQuery,
    GoalsAhead,
    Score,
    Worked,
)
from ftracker.services import forecasting

router = requests.router("forecasts")


@router.get("/balances", operation_id="forecastBalances")
def balances(session: Viewer, wanted: Annotated[DaysQuery, Query()]) -> BalancesAhead:
    """Tell what accounts will probably hold, day by day, with ranges of 50 and of 80 of 100.

    Known things come on their days: schedules, what comes again, goals, what is booked ahead. All
    else is learnt from the past. Before the first answer the state is `pending`.
    """
    found = forecasts.stored(session, Topic.CASH)
    return shown_forecasts.balances(found, currency(session), days=wanted.days)


@router.get("/categories", operation_id="forecastCategories")
def categories(session: Viewer) -> CategoriesAhead:
    """Tell what categories will probably come to, in the present period and those to come.

    Periods are those of a category's budget, else months. Trips and seasons count in their
    section only.
    """
    found = forecasts.stored(session, Topic.CATEGORIES)
    return shown_forecasts.categories(found, currency(session))


@router.get("/goals", operation_id="forecastGoals")
def goals(session: Viewer) -> GoalsAhead:
    """Tell how likely goals are reached by their day, and when they are."""
    return shown_forecasts.goals(forecasts.stored(session, Topic.GOALS), currency(session))


@router.get("/score", operation_id="forecastScore")
def score(session: Viewer) -> Score:
    """Tell how well forecasts did: the past repeated each night, at each of the last month-ends."""
    return shown_forecasts.score(forecasts.stored(session, Topic.SCORE), currency(session))


@router.post("/refresh", status_code=202, operation_id="refreshForecasts")
def refresh(session: Editor, today: Today) -> Worked:
    """Ask for new forecasts; where nothing has changed since the last ones they stay."""
    forecasting.ask(session, today=today)
    found = forecasts.stored(session, Topic.CATEGORIES)
    is_pending = found is None or forecasting.is_pending(session, today=today)
    return Worked(
        state="pending" if is_pending else "ready",
        as_of=found.as_of if found else None,
        made_at=found.made_at if found else None,
    )
