"""Databases that live for a moment: a backup is restored into one, looked at, and thrown away."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.pool import NullPool

from ftracker.db import embedded

_PREFIX = "ftracker_scratch_"
_MAY_MAKE = text(
    "select rolsuper or (rolcreatedb and rolbypassrls) from pg_roles where rolname = current_user"
)
_STAMP = "%Y%m%d%H%M"
_LONGEST = timedelta(days=1)
_LEFT = text(
    "select datname from pg_database where starts_with(datname, :prefix) and datname < :end"
)


@contextmanager
def database(url: str | None) -> Iterator[str]:
    """Give the address of an empty database that is gone after the block.

    It stands on the server of `url` where its user may make databases and would see all rows in
    them; else, and without a server, on a PostgreSQL of its own that is started for it.
    """
    if url is None or not _may_make(url):
        with embedded.temporary() as server:
            yield server.url
        return
    name = f"{_PREFIX}{datetime.now(UTC):{_STAMP}}_{secrets.token_hex(8)}"
    with _outside(url) as connected:
        connected.execute(text(f'create database "{name}" template template0'))
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        _drop(url, name)


def clear(url: str, *, now: datetime) -> None:
    """Drop what killed programs left on a server a day ago or earlier."""
    end = f"{_PREFIX}{now - _LONGEST:{_STAMP}}"
    with _outside(url) as connected:
        left = list(connected.scalars(_LEFT, {"prefix": _PREFIX, "end": end}))
    for name in left:
        _drop(url, name)


def _may_make(url: str) -> bool:
    with _outside(url) as connected:
        return bool(connected.scalar(_MAY_MAKE))


def _drop(url: str, name: str) -> None:
    with _outside(url) as connected:
        connected.execute(text(f'drop database if exists "{name}" with (force)'))


@contextmanager
def _outside(url: str) -> Iterator[Connection]:
    """Connect outside of any transaction, in which databases can be neither made nor dropped."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connected:
        yield connected
