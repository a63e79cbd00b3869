"""Scenarios: lists of changes, added, changed and deleted; nothing real comes of it here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import currency, household_id
from ftracker.domain import money, scenario_changes
from ftracker.domain.errors import Clash, Conflict, FieldError, InvalidInput, NotFound, Stale
from ftracker.domain.forecast_inputs import Inputs
from ftracker.domain.scenario_changes import MOST_CHANGES, Change
from ftracker.domain.scenarios import changed
from ftracker.models import Scenario
from ftracker.queries import scenarios as stored
from ftracker.queries import schedules
from ftracker.queries.catalogue import catalogue
from ftracker.queries.scenarios import ScenarioLine
from ftracker.schemas import scenarios as schemas
from ftracker.schemas.scenarios import (
    MOST_SCENARIOS,
    ScenarioEdit,
    ScenarioFields,
    ScenarioIn,
    ScenarioName,
)
from ftracker.services import queueing

APPLIED = "It was applied. Undo that first, or copy it and change the copy."
OVER = "{} is over: write {} or a later day."
_GONE = {
    "schedule_id": "There is no such schedule.",
    "category_id": "There is no such category.",
    "account_id": "There is no such account.",
    "goal_id": "There is no such goal.",
}


def add(session: Session, data: ScenarioIn, *, today: date) -> Scenario:
    """Keep a scenario and give its row; the same request twice makes one.

    Raises Clash at `name` when another one has it, NotFound where a change names what is not
    there, InvalidInput for amounts and for a start before today, and Conflict for an id that
    means another scenario, or when there are 50.
    """
    locks.hold(session, "scenarios", household_id(session))
    there = stored.for_update(session, data.id) if data.id is not None else None
    values = _values(session, data, there, today=today)
    if there is not None:
        return _same(there, values)
    if stored.count(session) >= MOST_SCENARIOS:
        raise Conflict(f"There are {MOST_SCENARIOS} scenarios already. Delete some first.")
    row = Scenario(household_id=household_id(session), id=data.id or new_id(), **values)
    summary = f"Added the scenario {row.name}"
    with history.deed(session, "scenarios.add", summary), _name_is_free(row.name):
        session.add(row)
        session.flush()
    _work_out(session)
    return row


def edit(session: Session, scenario_id: UUID, data: ScenarioEdit, *, today: date) -> Scenario:
    """Change all of a scenario; a change that it had already may have begun before today.

    Raises as `add` does, NotFound, Stale when `version` is old, and Conflict for one that was
    applied.
    """
    row = _open(session, scenario_id, version=data.version)
    values = _values(session, data, row, today=today)
    return _write(session, row, "edit", f"Changed the scenario {data.name}", values)


def rename(session: Session, scenario_id: UUID, data: ScenarioName) -> Scenario:
    """Give a scenario another name and note. Raises as `edit` does."""
    row = _open(session, scenario_id, version=data.version)
    summary = f"Renamed the scenario {row.name} to {data.name}"
    return _write(session, row, "rename", summary, {"name": data.name, "note": data.note})


def put(
    session: Session, scenario_id: UUID, changes: Sequence[schemas.ChangeIn], *, today: date
) -> Scenario:
    """Put more changes behind those of a scenario.

    Raises NotFound, InvalidInput, and Conflict where they become too many or it was applied.
    """
    row = _open(session, scenario_id)
    more = [scenario_changes.write(one) for one in read(session, changes, today=today)]
    if len(row.changes) + len(more) > MOST_CHANGES:
        raise Conflict(f"A scenario has at most {MOST_CHANGES} changes. Take some out first.")
    summary = f"Changed what is otherwise in the scenario {row.name}"
    return _write(session, row, "put", summary, {"changes": [*row.changes, *more]})


def take_out(session: Session, scenario_id: UUID, place: int, *, version: int) -> Scenario:
    """Take one change out of a scenario by its place, the first is 0.

    Raises NotFound, Stale, and Conflict for one that was applied.
    """
    row = _open(session, scenario_id, version=version)
    if not 0 <= place < len(row.changes):
        raise NotFound
    rest = [one for number, one in enumerate(row.changes) if number != place]
    summary = f"Took a change out of the scenario {row.name}"
    return _write(session, row, "take_out", summary, {"changes": rest})


def delete(session: Session, scenario_id: UUID, *, version: int | None = None) -> None:
    """Delete a scenario; what was applied stays. Raises NotFound and Stale."""
    row = get(session, scenario_id, version=version)
    with history.deed(session, "scenarios.delete", f"Deleted the scenario {row.name}"):
        session.delete(row)


def follow(session: Session, old: UUID, new: UUID) -> None:
    """Let scenarios that name a thing name the one that it was merged into."""
    with history.deed(session, "scenarios.follow", "Let scenarios follow"):
        for row in stored.naming(session, old):
            row.changes = [
                {name: str(new) if value == str(old) else value for name, value in one.items()}
                for one in row.changes
            ]


def get(session: Session, scenario_id: UUID, *, version: int | None = None) -> Scenario:
    """Load and lock a scenario. Raises NotFound, and Stale when `version` is not the present."""
    row = stored.for_update(session, scenario_id)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def line(session: Session, scenario_id: UUID) -> ScenarioLine:
    """Read a scenario. Raises NotFound."""
    found = stored.line(session, scenario_id)
    if found is None:
        raise NotFound
    return found


def read(
    session: Session,
    said: Sequence[schemas.ChangeIn],
    *,
    today: date,
    there: Sequence[Mapping[str, Any]] = (),
) -> tuple[Change, ...]:
    """Read changes that come in; those that were `there` before may begin before today.

    Raises Clash for one that contradicts itself, NotFound where it names what is not there, and
    InvalidInput for its amount or its start.
    """
    try:
        changes = scenario_changes.read_all([schemas.kept(one) for one in said])
    except ValueError as bad:
        raise Clash("changes", str(bad)) from bad
    for change, lost in zip(changes, missing(session, changes), strict=True):
        for name in lost:
            raise NotFound(FieldError(name, _GONE[name]))
        _check_amounts(change, currency(session))
        if change.start < today and scenario_changes.write(change) not in there:
            raise InvalidInput("start", OVER.format(change.start, today))
    return changes


def missing(session: Session, changes: Sequence[Change]) -> tuple[tuple[str, ...], ...]:
    """Tell for each change the words, such as `goal_id`, that name what is not there."""
    names = catalogue(session)
    known: dict[str, Any] = {
        "schedule_id": {one.id for one in schedules.listing(session)},
        "category_id": names.categories,
        "account_id": names.accounts,
        "goal_id": schedules.goal_names(session),
    }
    return tuple(
        tuple(
            name
            for name, there in known.items()
            if (key := getattr(change, name, None)) is not None and key not in there
        )
        for change in changes
    )


def inputs(session: Session, base: Inputs) -> Iterator[tuple[UUID, Callable[[], Inputs]]]:
    """Give what makes the inputs of each scenario of those of the books, without applied ones.

    They are made where they are called for: what is wrong with one is nothing to the others.
    """
    kinds = {key: one.kind for key, one in catalogue(session).categories.items()}
    for one in stored.listing(session):
        if one.applied_set_id is None:
            yield one.id, partial(changed, base, one.changes, kinds)


def _open(session: Session, scenario_id: UUID, *, version: int | None = None) -> Scenario:
    row = get(session, scenario_id, version=version)
    if row.applied_set_id is not None:
        raise Conflict(APPLIED)
    return row


def _write(
    session: Session, row: Scenario, deed: str, summary: str, values: dict[str, Any]
) -> Scenario:
    name = values.get("name", row.name)
    with history.deed(session, f"scenarios.{deed}", summary), _name_is_free(name):
        for field, value in values.items():
            setattr(row, field, value)
        session.flush()
    _work_out(session)
    return row


def _work_out(session: Session) -> None:
    """Let a job tell what becomes of it; it works all forecasts out anew."""
    queueing.defer_forecast(session, household_id(session), score=False)


def _values(
    session: Session, data: ScenarioFields, row: Scenario | None, *, today: date
) -> dict[str, Any]:
    there = row.changes if row is not None else ()
    found = read(session, data.changes, today=today, there=there)
    kept = [scenario_changes.write(one) for one in found]
    return {"name": data.name, "note": data.note, "changes": kept}


def _check_amounts(change: Change, code: str) -> None:
    for name in ("amount", "by"):
        amount = getattr(change, name, None)
        if amount is None:
            continue
        try:
            money.parse_balance(f"{amount:f}", code)
        except ValueError as bad:
            raise InvalidInput(name, str(bad)) from bad


def _same(there: Scenario, values: dict[str, Any]) -> Scenario:
    if any(getattr(there, name) != value for name, value in values.items()):
        raise Conflict("There is a scenario with this id already, with other content.")
    return there


@contextmanager
def _name_is_free(name: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as taken:
        raise Clash("name", f"There is already a scenario called “{name}”.") from taken
