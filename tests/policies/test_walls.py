"""The second wall: what the database itself shows, when a query forgets its filter."""

import re

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from ftracker.db import Actor, new_id
from ftracker.db.base import Base
from ftracker.models import ChangeSet, Membership, Transaction
from tests import factories
from tests.clients import Browser
from tests.policies import estate
from tests.policies.estate import MARK, TABLES

WALLED = [Base.metadata.tables[name] for name in TABLES]


@pytest.fixture(scope="module")
def theirs(database):
    return estate.settle(database)


@pytest.fixture(scope="module")
def mine(database):
    return estate.settle(database)


def test_every_table_of_a_household_is_watched():
    owned = {
        table.name for table in Base.metadata.tables.values() if "household_id" in table.columns
    }
    assert owned | {"households"} == set(TABLES)


@pytest.mark.parametrize("table", WALLED, ids=lambda table: table.name)
def test_without_a_household_nothing_is_there(database, theirs, table):
    with database.session(Actor()) as session:
        assert session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize("table", WALLED, ids=lambda table: table.name)
def test_a_query_without_a_filter_shows_only_the_own_household(database, theirs, mine, table):
    column = table.c.id if table.name == "households" else table.c.household_id
    with database.session(mine.books) as session:
        seen = set(session.scalars(select(column).distinct()))
    assert theirs.books.household_id not in seen
    assert seen <= {mine.books.household_id}


def test_a_steward_sees_which_households_there_are_and_nothing_in_them(database, theirs):
    with database.session(Actor(steward=True)) as session:
        for table in WALLED:
            seen = session.scalar(select(func.count()).select_from(table))
            is_about_people = table.name in (
                "households", "memberships", "api_tokens", "invitations", "user_sessions",
                "security_events",
            )  # fmt: skip
            assert bool(seen) is is_about_people, table.name


def test_no_row_can_be_put_into_another_household(database, theirs):
    mine = factories.household(database)
    row = {"household_id": theirs.books.household_id, "user_id": new_id(), "role": "owner"}
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        database.session(mine) as session,
    ):
        session.connection().execute(insert(Membership.__table__).values(row))


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_write_without_a_filter_reaches_only_the_own_household(database, theirs, verb):
    mine = factories.household(database)
    before = estate.fingerprint(database, theirs.books.household_id)
    table = Transaction.__table__
    statement = update(table).values(note="gone") if verb == "update" else delete(table)
    with database.session(mine) as session:
        assert session.connection().execute(statement).rowcount == 0
    assert estate.fingerprint(database, theirs.books.household_id) == before


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_history_cannot_be_rewritten(database, books, verb):
    table = ChangeSet.__table__
    statement = update(table).values(summary="nothing") if verb == "update" else delete(table)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        database.session(books) as session,
    ):
        session.connection().execute(statement)


def test_the_application_owns_no_table_and_cannot_pass_the_wall(database, books):
    with database.session(books) as session:
        role = session.scalar(text("select current_user"))
        owned = session.scalar(
            text("select count(*) from pg_tables where tableowner = :role"), {"role": role}
        )
        rights = session.execute(
            text("select rolsuper, rolbypassrls from pg_roles where rolname = :role"),
            {"role": role},
        ).one()
    assert (role, owned, *rights) == ("ftracker_app", 0, False, False)


def test_a_household_is_forgotten_when_the_connection_goes_back(database, mine):
    for _ in range(database.engine.pool.size() + 1):
        with database.session(mine.books) as session:
            assert session.scalar(select(func.count()).select_from(Membership)) > 0
        with database.session(Actor()) as session:
            assert session.scalar(select(func.count()).select_from(Membership)) == 0


def test_what_one_household_does_shows_nowhere_in_anothers_pages(app, database):
    mine = factories.household(database)
    browser = Browser(app).enter(database, mine)
    pages = ("/", "/transactions/inactive", "/categories", "/types", "/accounts", "/history")

    def shown() -> list[str]:
        return [_without_tokens(browser.get(path).text) for path in pages]

    before = shown()
    theirs = estate.settle(database)
    with database.session(theirs.books) as session:
        for number in range(5):
            factories.transaction(session, amount=f"{number + 1}.11", payee=MARK)
    assert shown() == before


def _without_tokens(page: str) -> list[str]:
    """Leave out what two looks at the same page never share: tokens, and ids for new things."""
    lines = [line for line in page.splitlines() if "csrf" not in line]
    return [re.sub(r'name="id" value="[0-9a-f-]{36}"', "", line) for line in lines]
