"""A database that goes away and comes back."""

import pytest
from sqlalchemy import func, select

from ftracker.db import Actor, Database
from ftracker.db.unavailable import Unavailable
from ftracker.queries.catalogue import catalogue


def used(database: Database, books: Actor) -> int:
    """Use the pool's one connection, and tell what the server calls it."""
    with database.reading(books) as session:
        assert catalogue(session).accounts
        return session.scalar(select(func.pg_backend_pid()))


def cut_off(database: Database, backend: int) -> None:
    """End a connection on the server's side, and wait until it is gone."""
    with database.engine.begin() as connection:
        assert connection.scalar(select(func.pg_terminate_backend(backend, 10_000)))


def test_a_connection_that_was_cut_is_said_to_be_away_and_then_replaced(
    settings, database: Database, books: Actor
) -> None:
    lone = Database(settings.database_url, pool_size=1)
    cut_off(database, used(lone, books))
    with pytest.raises(Unavailable):
        used(lone, books)
    assert used(lone, books)
    lone.close()


def test_a_connection_that_lay_idle_is_looked_at_before_it_is_used(
    settings, database: Database, books: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ftracker.db.engine.IDLE_SECONDS", 0.0)
    lone = Database(settings.database_url, pool_size=1)
    first = used(lone, books)
    cut_off(database, first)
    assert used(lone, books) != first
    lone.close()
