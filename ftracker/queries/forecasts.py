"""Forecasts as they were last worked out."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, select
from sqlalchemy.orm import Session

from ftracker.db.reads import Read
from ftracker.db.scope import household_id
from ftracker.domain import short_answers
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
    """Read the answer to one topic, of the books or of a scenario; None while there is none.

    What an earlier FTracker wrote otherwise is none either, until the next change or the next day
    lets it be worked out anew.
    """
    if scenario_id is None:
        rows = _BOOKS.rows(session, household=household_id(session), topic=topic.value)
    else:
        rows = _SCENARIO.rows(
            session, household=household_id(session), topic=topic.value, scenario=scenario_id
        )
    if not rows:
        return None
    as_of, made_at, written = rows[0]
    try:
        answer = short_answers.read(_ANSWERS[topic], written)
    except (ValueError, TypeError, InvalidOperation):
        return None
    return Stored(answer, as_of, made_at)


_COLUMNS = (Forecast.as_of, Forecast.made_at, Forecast.answer)
_MINE = (
    Forecast.household_id == bindparam("household", type_=Uuid),
    Forecast.topic == bindparam("topic", type_=Text),
)
_BOOKS = Read(select(*_COLUMNS).where(*_MINE, Forecast.scenario_id.is_(None)))
_SCENARIO = Read(
    select(*_COLUMNS).where(*_MINE, Forecast.scenario_id == bindparam("scenario", type_=Uuid))
)
