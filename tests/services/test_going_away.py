"""A database that goes away and comes back."""

import pytest
from sqlalchemy import text

from ftracker.db import Actor, Database
from ftracker.db.unavailable import Unavailable
from ftracker.queries.catalogue import catalogue


def cut_off(database: Database) -> None:
    """End every connection of the pool on the server's side."""
    other = Database(database.engine.url)
    with other.engine.begin() as connection:
        connection.execute(
            text(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        )
    other.close()


def test_a_connection_that_was_cut_is_said_to_be_away_and_then_replaced(
    settings, books: Actor
) -> None:
    database = Database(settings.database_url, pool_size=1)
    with database.reading(books) as session:
        assert catalogue(session).accounts
    cut_off(database)
    with pytest.raises(Unavailable), database.reading(books) as session:
        catalogue(session)
    with database.reading(books) as session:
        assert catalogue(session).accounts
    database.close()


def test_a_connection_that_lay_idle_is_looked_at_before_it_is_used(
    settings, books: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ftracker.db.engine.IDLE_SECONDS", 0.0)
    database = Database(settings.database_url, pool_size=1)
    with database.reading(books) as session:
        assert catalogue(session).accounts
    cut_off(database)
    with database.reading(books) as session:
        assert catalogue(session).accounts
    database.close()
