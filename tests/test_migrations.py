"""Migrations on books that are there: what they fill in, behind the wall too, and back again."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from ftracker.db import migrations, new_id
from ftracker.db.embedded import EmbeddedServer

HOME, ANNA, BEN = new_id(), new_id(), new_id()
FILE, FORGOTTEN = new_id(), new_id()


@pytest.fixture
def old(server: EmbeddedServer) -> Iterator[URL]:
    """Give an empty database as the version before left it, of somebody who is no superuser."""
    name = f"old_{new_id().hex}"
    here = make_url(server.url)
    with psycopg.connect(_plain(here), autocommit=True) as admin:
        admin.execute(f"create role {name} login createrole")
        admin.execute(f"create database {name} owner {name}")
        mine = here.set(database=name, username=name)
        migrations.upgrade(mine.render_as_string(), "0005")
        yield here.set(database=name)
        admin.execute(f"drop database {name} with (force)")
        admin.execute(f"drop owned by {name}")
        admin.execute(f"drop role {name}")


def test_who_wrote_a_transaction_is_read_from_imports_and_history(old: URL) -> None:
    typed, twice, brought, unknown, posted = (new_id() for _ in range(5))
    with psycopg.connect(_plain(old), autocommit=True) as books:
        # What rows point to is not looked at here.
        books.execute("set session_replication_role = replica")
        for key, who in ((FILE, BEN), (FORGOTTEN, None)):
            _import(books, key, who)
        _transactions(books, typed, twice, posted)
        _transactions(books, brought, import_id=FILE)
        _transactions(books, unknown, import_id=FORGOTTEN)
        _change(books, 1, ANNA, added=(typed, twice))
        _change(books, 2, None, added=(posted,))
        _change(books, 3, BEN, changed=(typed,))
        _change(books, 4, BEN, added=(twice, brought))
        migrations.upgrade(_owners(old))
        found = dict(books.execute("select id, member_id from transactions"))
        assert found == {typed: ANNA, twice: ANNA, brought: BEN, unknown: None, posted: None}
        migrations.downgrade(_owners(old), "0005")
        migrations.upgrade(_owners(old))
        assert dict(books.execute("select id, member_id from transactions")) == found


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string()


def _owners(url: URL) -> str:
    return url.set(username=url.database).render_as_string()


def _import(books: psycopg.Connection, key: object, who: object) -> None:
    books.execute(
        "insert into imports (household_id, id, file_name, file_sha256, size, format, mapping,"
        " reasons, account_name, status, leave_out, edits, choices, rows, added, duplicates,"
        " invalid, matched, progress, known, fingerprints, errors, created_by, created_at)"
        " values (%s, %s, 'bank.csv', '', 1, 'csv', '{}', '{}', '', 'imported', false, '{}',"
        " '{}', 1, 1, 0, 0, 0, 1, '[]', 2, '[]', %s, now())",
        (HOME, key, who),
    )


def _transactions(books: psycopg.Connection, *keys: object, import_id: object = None) -> None:
    for key in keys:
        books.execute(
            "insert into transactions (household_id, id, amount, direction, type_id, category_id,"
            " account_id, date, payee, note, tags, is_active, import_id, version, created_at,"
            " updated_at) values (%s, %s, 1, 'out', %s, %s, %s, '2026-01-01', '', '', '{}', true,"
            " %s, 1, now(), now())",
            (HOME, key, HOME, HOME, HOME, import_id),
        )


def _change(
    books: psycopg.Connection,
    day: int,
    who: object,
    *,
    added: tuple[object, ...] = (),
    changed: tuple[object, ...] = (),
) -> None:
    key = new_id()
    books.execute(
        "insert into change_sets (household_id, id, at, user_id, door, deed, summary)"
        " values (%s, %s, make_timestamptz(2026, 1, %s, 0, 0, 0), %s, 'page', 'x', '')",
        (HOME, key, day, who),
    )
    rows = [(row, None) for row in added] + [(row, "{}") for row in changed]
    for seq, (row, before) in enumerate(rows):
        books.execute(
            "insert into change_rows (household_id, change_set_id, seq, table_name, row_id,"
            " before, after) values (%s, %s, %s, 'transactions', %s, %s, '{}')",
            (HOME, key, seq, row, before),
        )
