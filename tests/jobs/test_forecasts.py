"""Forecasts are worked out in a process of their own: after changes, at night, never for ever."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from ftracker.db import Database
from ftracker.domain.forecasts import Topic
from ftracker.jobs import programs, tasks, workers
from ftracker.jobs.tasks import Place
from ftracker.queries import forecasts
from ftracker.services import queueing
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


def test_the_queue_knows_the_jobs():
    known = workers.queue("postgresql:///").tasks
    assert {queueing.FORECAST, tasks.SCORE} <= set(known)


def test_a_command_that_fails_is_told_of(database):
    with pytest.raises(programs.Failed):
        programs.run(["forecast", "--household", "Nobody's"], database, stopping=threading.Event())


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
