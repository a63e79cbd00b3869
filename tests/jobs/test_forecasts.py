"""Forecasts are worked out in a process of their own: after changes, at night, never for ever."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from ftracker.db import Database, new_id
from ftracker.domain.forecasts import CashAhead, CategoriesAhead, GoalsAhead, Score, Topic
from ftracker.jobs import programs, tasks, workers
from ftracker.jobs.tasks import Place
from ftracker.queries import forecasts
from ftracker.services import forecasting, queueing
from tests import factories, foreseen

TODAY = datetime.now(UTC).astimezone().date()


def context(database: Database, stopping: threading.Event | None = None) -> SimpleNamespace:
    place = Place(database, 1, stopping or threading.Event())
    return SimpleNamespace(additional_context={"place": place})


def queued(database: Database, books) -> list[bool]:
    """Give, for each forecast that was asked for, whether with a score."""
    statement = text(
        "select (args ->> 'score')::bool from procrastinate_jobs where task_name = :name"
        " and args ->> 'household_id' = :household and status = 'todo' order by id"
    )
    with database.engine.connect() as bare:
        who = {"name": queueing.FORECAST, "household": str(books.household_id)}
        return list(bare.scalars(statement, who))


def test_a_change_is_seen_by_the_next_look_and_worked_out_in_another_process(database, books):
    look = {"household_id": str(books.household_id), "is_whole": False}
    with database.session(books) as session:
        foreseen.book(session, foreseen.calm(5))
    tasks.look(context(database), **look)
    # Nothing was ever scored: ranges are not to be too narrow until the night.
    assert queued(database, books) == [True]
    tasks.forecast(context(database), household_id=str(books.household_id), score=True)
    with database.session(books) as session:
        cash = forecasts.stored(session, Topic.CASH)
        assert (cash.as_of, cash.answer.as_of) == (TODAY, TODAY)
        score = forecasts.stored(session, Topic.SCORE)
        assert score.as_of == TODAY
        assert score.answer.origins > 0
    with database.session(books) as session:
        factories.transaction(session)
    tasks.look(context(database), **look)
    assert queued(database, books) == [True, False]


def test_at_night_every_household_is_scored(database, books):
    tasks.score_forecasts(context(database), timestamp=0)
    assert queued(database, books) == [True]
    tasks.score_forecasts(context(database), timestamp=0)
    # One that waits already is enough.
    assert queued(database, books) == [True]


def keep_score(session, *, origins, days_ago):
    as_of = TODAY - timedelta(days=days_ago)
    score = Score(as_of, origins, None, 0.0, ())
    now = datetime.now(UTC) + timedelta(hours=1)
    forecasting.keep(session, [(Topic.SCORE, score)], as_of=as_of, now=now)
    cash = CashAhead(TODAY, TODAY, TODAY, (), ())
    kept = [cash, CategoriesAhead(TODAY, ()), GoalsAhead(TODAY, ())]
    forecasting.keep(
        session, list(zip(forecasting.TOPICS, kept, strict=True)), as_of=TODAY, now=now
    )


@pytest.mark.parametrize(
    ("origins", "days_ago", "asked"),
    [
        # What was scored last night, or the night before, is new enough.
        (9, 0, []),
        (9, 1, []),
        # A machine that slept at night makes its score by day.
        (9, 2, [True]),
        # Books that are too young for a score, and did not change, are left alone.
        (0, 0, []),
        (0, 5, []),
    ],
)
def test_a_score_is_made_by_day_where_it_was_not_made_at_night(
    database, books, origins, days_ago, asked
):
    with database.session(books) as session:
        factories.transaction(session)
        keep_score(session, origins=origins, days_ago=days_ago)
    for _ in range(2):
        tasks.look(context(database), household_id=str(books.household_id), is_whole=False)
    assert queued(database, books) == asked


def test_young_books_that_changed_are_scored_as_they_may_be_old_enough_now(database, books):
    with database.session(books) as session:
        keep_score(session, origins=0, days_ago=0)
        session.execute(text("update forecasts set made_at = now() - interval '1 day'"))
        factories.transaction(session)
    tasks.look(context(database), household_id=str(books.household_id), is_whole=False)
    assert queued(database, books) == [True]


def test_forecasts_of_one_household_are_asked_for_once_and_come_one_after_the_other(
    database, books
):
    with database.session(books) as session:
        for score in (False, True, False, True):
            queueing.defer_forecast(session, books.household_id, score=score)
        factories.transaction(session)
    assert queued(database, books) == [False, True]
    statement = text(
        "select distinct lock from procrastinate_jobs where args ->> 'household_id' = :household"
    )
    with database.engine.connect() as bare:
        locks = list(bare.scalars(statement, {"household": str(books.household_id)}))
    assert locks == [f"forecast:{books.household_id}"]


def test_what_is_refused_for_any_other_reason_is_told_of(database, books):
    with pytest.raises(TypeError), database.session(books) as session:
        queueing.defer_forecast(session, books.household_id, score=object())
    assert queued(database, books) == []


def test_the_queue_knows_the_jobs():
    known = workers.queue("postgresql:///").tasks
    assert {queueing.FORECAST, tasks.SCORE} <= set(known)


def test_a_command_that_fails_is_told_of(database):
    words = ["forecast", "--household-id", str(new_id())]
    with pytest.raises(programs.Failed):
        programs.run(words, database, stopping=threading.Event())


def test_a_command_that_takes_too_long_is_stopped(database):
    began = time.monotonic()
    with pytest.raises(programs.Failed):
        programs.run(["forecast"], database, stopping=threading.Event(), longest=0.1)
    assert time.monotonic() - began < 10


def test_a_command_ends_with_the_program(database, books):
    stopping = threading.Event()
    stopping.set()
    tasks.forecast(context(database, stopping), household_id=str(books.household_id), score=False)
    with database.session(books) as session:
        assert forecasts.stored(session, Topic.CASH) is None


def test_a_command_that_hears_no_signal_is_killed():
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " print(1, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as program:
        program.stdout.readline()
        programs.stop(program, patience=0.2)
        assert program.returncode < 0


def test_the_command_tells_what_it_did(database, books, capsys, monkeypatch):
    from ftracker.cli import app

    url = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("FTRACKER_DATABASE_URL", url)
    with database.session(books) as session:
        factories.transaction(session)
    words = ["forecast", "--household-id", str(books.household_id)]
    app(words, standalone_mode=False)
    assert capsys.readouterr().out.startswith("Home: worked out in ")
