"""A look sees one moment, tells who looks, and cannot write, whichever way its statements go."""

from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, looks
from ftracker.db.scope import APP_ROLE
from ftracker.models import Account
from ftracker.queries.catalogue import catalogue
from tests import factories

HOUSEHOLD = "select current_setting('ftracker.household_id')"


def by_the_driver(session: Session, sql: str) -> Any:
    return looks.rows(session, sql, {})[0][0]


def by_sqlalchemy(session: Session, sql: str) -> Any:
    return session.execute(text(sql)).scalar_one()


WAYS = pytest.mark.parametrize(
    "ways", [(by_the_driver, by_sqlalchemy), (by_sqlalchemy, by_the_driver)]
)


@WAYS
def test_both_ways_lead_into_one_transaction(database: Database, books: Actor, ways):
    with database.reading(books) as session:
        assert len({way(session, "select now()") for way in ways}) == 1
        assert {way(session, HOUSEHOLD) for way in ways} == {str(books.household_id)}
        assert by_sqlalchemy(session, "show transaction_isolation") == "repeatable read"


def test_the_very_first_statement_of_a_look_is_behind_the_wall(database: Database, books: Actor):
    factories.household(database)
    for sql in ("select current_user::text", "select count(distinct household_id) from accounts"):
        with database.reading(books) as session:
            assert by_the_driver(session, sql) in (APP_ROLE, 1)
    with database.reading(Actor()) as session:
        assert by_the_driver(session, "select count(*) from accounts") == 0


@WAYS
def test_no_way_writes(database: Database, books: Actor, ways):
    for way in ways:
        with database.reading(books) as session, pytest.raises(InternalError, match="read-only"):
            way(session, "update accounts set name = 'Mine' returning 1")


@WAYS
def test_who_looks_is_told_again_after_a_rollback(database: Database, books: Actor, ways):
    with database.reading(books) as session:
        assert session.scalars(select(Account)).all()
        session.rollback()
        for way in ways:
            assert way(session, HOUSEHOLD) == str(books.household_id)
        assert catalogue(session).accounts
        assert session.scalars(select(Account)).all()


def test_after_a_look_its_connection_writes_again(settings, books: Actor):
    lone = Database(settings.database_url, pool_size=1)
    with lone.reading(books) as session:
        looked = by_the_driver(session, "select pg_backend_pid()")
    with lone.session(books) as session:
        assert session.scalar(select(func.pg_backend_pid())) == looked
        assert by_sqlalchemy(session, "show transaction_isolation") == "read committed"
        assert by_sqlalchemy(session, "show transaction_read_only") == "off"
    lone.close()


def test_what_the_driver_is_refused_is_raised_as_sqlalchemy_does(database: Database, books: Actor):
    with database.reading(books) as session, pytest.raises(OperationalError) as bad:
        by_the_driver(session, "set local statement_timeout = 1; select pg_sleep(1)")
    assert not bad.value.connection_invalidated
