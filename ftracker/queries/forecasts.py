"""Forecasts as they were last worked out."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Text, Uuid, bindparam, cast, select
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain.forecasts import CashAhead, CategoriesAhead, GoalsAhead, Score, Topic
from ftracker.models import Forecast

Answer = CashAhead | CategoriesAhead | GoalsAhead | Score
_ANSWERS: dict[Topic, Any] = {
    Topic.CASH: CashAhead,
    Topic.CATEGORIES: CategoriesAhead,
    Topic.GOALS: GoalsAhead,
    Topic.SCORE: Score,
}


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer, the day that it was worked out for, and when that was done."""

    answer: Any
    as_of: date
    made_at: datetime


def stored(session: Session, topic: Topic, scenario_id: UUID | None = None) -> Stored | None:
    """Read the answer to one topic, of the books or of a scenario; None while there is none."""
    if scenario_id is None:
        rows = _BOOKS.rows(session, household=household_id(session), topic=topic.value)
    else:
        rows = _SCENARIO.rows(
            session, household=household_id(session), topic=topic.value, scenario=scenario_id
        )
    if not rows:
        return None
    as_of, made_at, text = rows[0]
    return Stored(adapter(topic).validate_json(text), as_of, made_at)


@cache
def adapter(topic: Topic) -> TypeAdapter[Any]:
    """Give what writes the answer to a topic as JSON, and reads it."""
    return TypeAdapter(_ANSWERS[topic])


_COLUMNS = (Forecast.as_of, Forecast.made_at, cast(Forecast.answer, Text))
_MINE = (
    Forecast.household_id == bindparam("household", type_=Uuid),
    Forecast.topic == bindparam("topic", type_=Text),
)
_BOOKS = Read(select(*_COLUMNS).where(*_MINE, Forecast.scenario_id.is_(None)))
_SCENARIO = Read(
    select(*_COLUMNS).where(*_MINE, Forecast.scenario_id == bindparam("scenario", type_=Uuid))
)
