"""Statements that take long are told to the log, without what they were asked with."""

import pytest
from sqlalchemy import func, literal, select, text

from ftracker.db import Actor, Database
from ftracker.db.reads import Read

SLOW = select(literal("hunter2"), func.pg_sleep(0.06))


@pytest.fixture
def books(settings):
    found = Database(settings.database_url, pool_size=1, slow_query_ms=50)
    yield found
    found.close()


def test_a_slow_statement_is_logged_without_its_values(books, capsys):
    with books.session(Actor()) as session:
        session.execute(text("select pg_sleep(0.06), :who"), {"who": "hunter2"})
    said = capsys.readouterr()
    assert "slow query" in said.out + said.err
    assert "select pg_sleep(0.06)" in said.out + said.err
    assert "hunter2" not in said.out + said.err


def test_a_slow_statement_that_is_only_sent_is_logged_too(books, capsys):
    with books.reading(Actor()) as session:
        assert Read(SLOW).rows(session)[0][0] == "hunter2"
    said = capsys.readouterr()
    assert "slow query" in said.out + said.err
    assert "hunter2" not in said.out + said.err


def test_a_quick_statement_is_not_logged(books, capsys):
    with books.session(Actor()) as session:
        session.execute(text("select 1"))
    assert "slow query" not in str(capsys.readouterr())


def test_nothing_is_logged_where_nothing_is_asked_for(database, capsys):
    with database.session(Actor()) as session:
        session.execute(text("select pg_sleep(0.06)"))
    assert "slow query" not in str(capsys.readouterr())
