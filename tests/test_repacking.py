"""`ftracker repack` lays the rows of each household side by side, and changes nothing else."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import Row, TextClause, select, text

from ftracker.db import Database, distribution, migrations, repacking
from ftracker.db.unavailable import Unavailable
from ftracker.queries import health
from tests import copies, factories

MARKED = text("select indexrelid::regclass::text from pg_index where indisclustered")
ORDER = text("select household_id from transactions order by ctid")


@pytest.fixture
def apart(bare: str) -> Iterator[Database]:
    """Make a database of its own, in which three households wrote in turns."""
    with copies.copied(bare) as url:
        database = Database(url, pool_size=1)
        homes = [factories.household(database, name=f"Home {at}") for at in range(3)]
        for _ in range(4):
            for who in homes:
                with database.session(who) as session:
                    factories.transaction(session)
        yield database
        database.close()


def test_each_household_lies_side_by_side_and_every_row_is_there(apart, run, monkeypatch):
    assert len(list(groupby(_one(apart, ORDER)))) == 12
    before = _rows(apart)
    monkeypatch.setenv("FTRACKER_DATABASE_URL", _url(apart))
    done = run("repack")
    assert done.returncode == 0
    assert done.stdout.startswith("The books lie in order: they took ")
    assert len(list(groupby(_one(apart, ORDER)))) == 3
    assert _rows(apart) == before
    assert _one(apart, MARKED) == []


def test_the_server_knows_in_which_order_they_lie(apart):
    with apart.engine.connect() as connected:
        connected.execution_options(isolation_level="AUTOCOMMIT").execute(text("analyze"))
    with apart.outside() as outside:
        assert health.server(outside).order < 0.9
    list(repacking.repack(apart))
    with apart.outside() as outside:
        assert health.server(outside).order == 1


def test_a_table_in_use_is_waited_for_a_moment_and_named(apart):
    with migrations.connection(_url(apart)) as reading:
        reading.execute(text("lock table transactions in access share mode"))
        running = repacking.repack(apart, patience=timedelta(milliseconds=50))
        with pytest.raises(Unavailable, match="The table transactions is in use"):
            list(running)
    done = [one.name for one in repacking.repack(apart)]
    assert "transactions" in done
    assert len(list(groupby(_one(apart, ORDER)))) == 3


def test_where_there_is_no_room_it_is_said_and_nothing_is_lost(apart):
    before = _rows(apart)
    with apart.engine.begin() as connected:
        connected.execute(text(_NO_ROOM))
    apart.close()
    with pytest.raises(Unavailable, match="no room to write the table transactions anew"):
        list(repacking.repack(apart))
    assert _rows(apart) == before


def test_books_on_several_servers_are_left_alone(apart, monkeypatch):
    monkeypatch.setattr(distribution, "is_distributed", lambda _: True)
    with pytest.raises(Unavailable, match="several servers"):
        next(repacking.repack(apart))


# An index over what a function says, which fails as a full disk does once the index is there.
_NO_ROOM = """
    create function is_there(uuid) returns boolean immutable language plpgsql as $$ begin
        if current_setting('books.room', true) = 'none' then
            raise exception 'no room' using errcode = 'disk_full';
        end if;
        return true;
    end $$;
    create index on transactions (is_there(id));
    do $$ begin
        execute format('alter database %I set books.room = none', current_database());
    end $$
"""


def _rows(database: Database) -> dict[str, Sequence[Row[Any]]]:
    with database.engine.connect() as connected:
        return {
            table.name: connected.execute(select(table).order_by(*table.primary_key)).all()
            for table in repacking.tables()
        }


def _one(database: Database, statement: TextClause) -> list[Any]:
    with database.engine.connect() as connected:
        return list(connected.scalars(statement))


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)
