"""What was worked out of a scenario, beside the forecast of the books, and how old it is."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import scenario_outcomes
from ftracker.domain.forecasts import Topic
from ftracker.domain.scenario_outcomes import ScenarioOutlook
from ftracker.queries import forecasts, scenarios, schedules
from ftracker.queries.catalogue import catalogue


def outlook(session: Session, scenario_id: UUID) -> ScenarioOutlook | None:
    """Give what was last worked out of a scenario; None while nothing was."""
    topics = (Topic.CASH, Topic.GOALS)
    base = [forecasts.stored(session, topic) for topic in topics]
    otherwise = [forecasts.stored(session, topic, scenario_id) for topic in topics]
    if not all(base) or not all(otherwise):
        return None
    cash, goals = (one.answer for one in base if one)
    new_cash, new_goals = (one.answer for one in otherwise if one)
    made_at = min(one.made_at for one in otherwise if one)
    outcomes = scenario_outcomes.compare((cash, goals), (new_cash, new_goals))
    return ScenarioOutlook(cash, new_cash, outcomes, made_at)


def is_current(session: Session, found: ScenarioOutlook | None, *, today: date) -> bool:
    """Tell whether what was worked out is of today, and nothing was changed since.

    The job that a change asks for begins when that is written down, and so knows of it.
    """
    if found is None or found.outcomes.as_of != today:
        return False
    changed_at = scenarios.changed_at(session)
    return changed_at is None or changed_at <= found.made_at


def patterns(session: Session) -> list[str]:
    """List what comes again without a schedule, by name, as far as forecasts know of it."""
    found = forecasts.stored(session, Topic.CASH)
    known = found.answer.known if found else ()
    return sorted({one.name for one in known if one.kind == "pattern"}, key=str.casefold)


def names(session: Session) -> dict[UUID, str]:
    """Give the names of all that a change may name, by id."""
    known = catalogue(session)
    return {
        **{one.id: one.name for one in schedules.listing(session)},
        **{one.id: one.name for one in known.categories.values()},
        **{one.id: one.name for one in known.accounts.values()},
        **schedules.goal_names(session),
    }
