"""Scenarios for programs: what would become of the money if some things were otherwise."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.db import Session, scope
from ftracker.domain import money, scenario_changes, scenario_links
from ftracker.domain.scenario_outcomes import Pair, ScenarioOutlook
from ftracker.domain.scenario_words import Speaker
from ftracker.queries import scenarios as stored
from ftracker.queries.scenarios import ScenarioLine
from ftracker.routes.api import requests
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.api.shown import both_versions
from ftracker.routes.deps import Editor, Today, Viewer, moment
from ftracker.schemas.fields import Out
from ftracker.schemas.scenarios import (
    GoalOutcome,
    Outcome,
    Outcomes,
    Scenario,
    ScenarioApplied,
    ScenarioEdit,
    ScenarioIn,
)
from ftracker.services import scenario_applying, scenario_outlooks, scenarios

router = requests.router("forecasts/scenarios")
PAGE = "/forecast/scenarios"
_KEPT = ("id", "name", "note", "applied_set_id", "version", "created_at", "updated_at")


class ScenarioList(Out):
    """All scenarios of a household; there is no further page."""

    items: list[Scenario]
    next_cursor: None = None


@router.get("", operation_id="listScenarios")
def listing(session: Viewer) -> ScenarioList:
    """List all scenarios by name; what becomes of each is told by itself alone."""
    speaker = _speaker(session)
    return ScenarioList(items=[_shown(one, speaker, None) for one in stored.listing(session)])


@router.post("", status_code=201, operation_id="addScenario")
def add(data: ScenarioIn, session: Editor, today: Today, once: Repeatable) -> Scenario:
    """Keep a list of changes under a name; a job works out what would become of it.

    Changes are made in their order, at most 40, and begin today or later. Nothing real changes
    until it is applied.
    """

    def deed() -> Scenario:
        return _one(session, scenarios.add(session, data, today=today).id, today)

    return once.created(session, Scenario, data, deed)


@router.get("/{scenario_id}", operation_id="getScenario")
def one(scenario_id: UUID, session: Viewer, today: Today) -> Scenario:
    """Show one scenario with what was last worked out of it."""
    return _one(session, scenario_id, today)


@router.put("/{scenario_id}", operation_id="editScenario")
def edit(
    scenario_id: UUID, data: ScenarioEdit, session: Editor, today: Today, once: Repeatable
) -> Scenario:
    """Change a scenario; `version` must be the one that was read. One that was applied stays."""

    def deed() -> Scenario:
        scenarios.edit(session, scenario_id, data, today=today)
        return _one(session, scenario_id, today)

    with both_versions(session, _present):
        return once.done(session, Scenario, data, deed)


@router.delete("/{scenario_id}", status_code=204, operation_id="deleteScenario")
def delete(scenario_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete a scenario; what was applied of it stays."""
    with both_versions(session, _present):
        scenarios.delete(session, scenario_id, version=version)


@router.post("/{scenario_id}/apply", operation_id="applyScenario")
def apply(
    scenario_id: UUID, session: Editor, today: Today, version: ReadVersion = None
) -> ScenarioApplied:
    """Make real schedules, budgets and goals of a scenario, as one change that can be undone."""
    with both_versions(session, _present):
        row = scenario_applying.apply(session, scenario_id, today=today, version=version)
    done = {"changed": len(row.changes), "change_set_id": row.applied_set_id}
    return ScenarioApplied.model_validate(done)


def _present(session: Session, scenario_id: UUID) -> Scenario:
    return _one(session, scenario_id, moment().astimezone().date())


def _one(session: Session, scenario_id: UUID, today: date) -> Scenario:
    line = scenarios.line(session, scenario_id)
    found = scenario_outlooks.outlook(session, line.id)
    is_current = scenario_outlooks.is_current(session, found, today=today)
    code = scope.currency(session)
    outcomes = _outcomes(found, code, is_current=is_current) if found else None
    return _shown(line, _speaker(session), outcomes)


def _speaker(session: Session) -> Speaker:
    names, code = scenario_outlooks.names(session), scope.currency(session)
    return Speaker(names, lambda amount: money.plain(amount, code), date.isoformat)


def _shown(line: ScenarioLine, speaker: Speaker, outcomes: Outcomes | None) -> Scenario:
    packed = scenario_links.packed(line.changes)
    kept = {name: getattr(line, name) for name in _KEPT}
    return Scenario.model_validate(
        kept
        | {
            "changes": [scenario_changes.write(one) for one in line.changes],
            "told": [speaker.told(one) for one in line.changes],
            "href": f"{PAGE}/{line.id}",
            "link": f"{PAGE}/new?changes={packed}",
            "outcomes": outcomes,
        }
    )


def _outcomes(found: ScenarioOutlook, code: str, *, is_current: bool) -> Outcomes:
    return Outcomes(
        as_of=found.outcomes.as_of,
        made_at=found.made_at,
        is_current=is_current,
        lowest=_outcome(found.outcomes.lowest, code),
        year_end=_outcome(found.outcomes.year_end, code),
        last=_outcome(found.outcomes.last, code),
        chance_base=found.outcomes.chances[0],
        chance_scenario=found.outcomes.chances[1],
        goals=[
            GoalOutcome(goal_id=one.goal_id, base_date=one.base, scenario_date=one.scenario)
            for one in found.outcomes.goals
        ],
    )


def _outcome(pair: Pair, code: str) -> Outcome:
    def plain(amount: Decimal) -> str:
        return money.plain(amount, code)

    return Outcome(
        base=plain(pair.base.band.median),
        scenario=plain(pair.scenario.band.median),
        difference=plain(pair.difference),
        base_date=pair.base.date,
        scenario_date=pair.scenario.date,
    )
