"""What will probably be: worked out from the books, and kept for the pages to read.

What reckons is loaded where it is used: the process that answers pages never needs it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import structlog
from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.db.scope import household_id
from ftracker.domain import short_answers
from ftracker.domain.forecast_inputs import HORIZON_DAYS, Inputs
from ftracker.domain.forecasts import CashAhead, CategoriesAhead, GoalsAhead, Topic
from ftracker.domain.periods import DAY
from ftracker.models import Forecast
from ftracker.queries import forecast_inputs as stored
from ftracker.queries import forecasts as stored_forecasts
from ftracker.services import forecast_gathering, forecast_scores, queueing, scenarios

Answers = tuple[CashAhead, CategoriesAhead, GoalsAhead]
log = structlog.get_logger("ftracker.forecasts")

TOPICS = (Topic.CASH, Topic.CATEGORIES, Topic.GOALS)


def gather(session: Session, *, today: date) -> Inputs:
    """Read what a forecast of the books is worked out from; a fixed number of queries."""
    return forecast_gathering.gather(session, today=today)


def answer(inputs: Inputs, *, seed: int) -> Answers:
    """Work the forecasts out; the same inputs and seed give the same answers."""
    from ftracker.domain.forecast import cash, reaching, spending

    return (
        cash.balances_ahead(inputs, seed=seed, days=HORIZON_DAYS),
        spending.categories(inputs),
        reaching.goals(inputs, seed=seed),
    )


def answer_plan(inputs: Inputs, *, seed: int) -> list[tuple[Topic, CashAhead | GoalsAhead]]:
    """Work out what a plan comes to: its balances and goals; the same draws as those of `answer`.

    What categories come to takes most of the time, and nothing of a plan rests on it.
    """
    from ftracker.domain.forecast import cash, reaching

    return [
        (Topic.CASH, cash.balances_ahead(inputs, seed=seed, days=HORIZON_DAYS)),
        (Topic.GOALS, reaching.goals(inputs, seed=seed)),
    ]


def seed(session: Session, *, today: date) -> int:
    """Give the seed of a household's draws: the whole day long the same, for every plan."""
    from ftracker.domain.forecast import draws

    return draws.seed_of(household_id(session), today)


def recompute(session: Session, *, today: date, now: datetime, score: bool = False) -> bool:
    """Work out anew what is not of today or older than the newest change; tell whether it was.

    With `score` the past is repeated first, and everything is worked out. Where another one is
    at it, nothing is done. Scenarios are worked out with the same draws. The number of queries
    depends on nothing but `score` and how many scenarios there are.
    """
    if not locks.take(session, "forecasts", household_id(session)):
        return False
    if not score and not stored.is_stale(session, today=today):
        return False
    if score:
        marks = forecast_scores.score(session, today=today)
        keep(session, [(Topic.SCORE, marks)], as_of=today, now=now)
    found, draws = gather(session, today=today), seed(session, today=today)
    answers = answer(found, seed=draws)
    keep(session, list(zip(TOPICS, answers, strict=True)), as_of=today, now=now)
    for key, otherwise in scenarios.inputs(session, found):
        try:
            ahead = answer_plan(otherwise(), seed=draws)
        except ArithmeticError:
            # Its figures are beyond all reckoning; the others are told all the same.
            log.warning("a scenario cannot be worked out", scenario_id=str(key))
            _forget(session, TOPICS, key)
        else:
            keep(session, ahead, as_of=today, now=now, scenario_id=key)
    return True


def keep(
    session: Session,
    answers: Sequence[tuple[Topic, stored_forecasts.Answer]],
    *,
    as_of: date,
    now: datetime,
    scenario_id: UUID | None = None,
) -> None:
    """Store answers of the books, or of a scenario, in the place of those before."""
    _forget(session, [topic for topic, _ in answers], scenario_id)
    session.add_all(
        Forecast(
            household_id=household_id(session),
            id=new_id(),
            topic=topic.value,
            scenario_id=scenario_id,
            as_of=as_of,
            made_at=now,
            answer=short_answers.write(one),
        )
        for topic, one in answers
    )
    session.flush()


def _forget(session: Session, topics: Iterable[Topic], scenario_id: UUID | None) -> None:
    session.execute(
        delete(Forecast).where(
            Forecast.household_id == household_id(session),
            Forecast.scenario_id == scenario_id,
            Forecast.topic.in_([topic.value for topic in topics]),
        )
    )


def is_pending(session: Session, *, today: date) -> bool:
    """Tell whether what is stored will be worked out anew soon; one query."""
    return stored.is_stale(session, today=today)


def ask(session: Session, *, today: date) -> bool:
    """Let a job work the forecasts out anew, if anything has changed; tell whether; two queries.

    Where the past was not repeated lately it is now: without a score ranges are too narrow, and at
    night, when scores are made, many machines sleep.
    """
    is_old = is_pending(session, today=today)
    score = _wants_score(session, today=today, is_old=is_old)
    if is_old or score:
        queueing.defer_forecast(session, household_id(session), score=score)
    return is_old or score


def _wants_score(session: Session, *, today: date, is_old: bool) -> bool:
    """Tell whether a score is to be made; of books too young for one only when they changed."""
    found = stored_forecasts.stored(session, Topic.SCORE)
    if found is None:
        return True
    return is_old if not found.answer.origins else found.as_of < today - DAY
