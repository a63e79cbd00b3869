"""The schema can be spread over several servers, and the application acts there as it does here."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import Table, UniqueConstraint, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from ftracker import cli
from ftracker.config import Settings
from ftracker.db import Actor, Database, Role, distribution, dumps, migrations
from ftracker.db.base import Base
from ftracker.db.distribution import KEY, Place, place
from ftracker.db.unavailable import Unavailable
from ftracker.main import create_app
from ftracker.queries import api_tokens as keys
from ftracker.queries import members
from ftracker.schemas.users import InvitationIn
from ftracker.services import api_tokens, invitations, user_sessions
from tests import factories
from tests.clients import Browser, Program
from tests.services.importing import take_in

TABLES = list(Base.metadata.tables.values())
THEIRS = [table for table in TABLES if place(table) is Place.HOUSEHOLD]
OTHERS = [table for table in TABLES if place(table) is not Place.HOUSEHOLD]
each = pytest.mark.parametrize("table", THEIRS, ids=lambda table: table.name)
ROWS = "Date,Amount,Payee\n2025-01-05,-4.20,Lidl\n2025-01-05,-4.20,Lidl\n2025-01-17,2500,Work\n"


def test_every_table_has_its_place():
    by_place = {where: {t.name for t in TABLES if place(t) is where} for where in Place}
    assert by_place[Place.EVERYWHERE] == {
        "users", "user_sessions", "api_tokens", "invitations", "identities", "passkeys",
        "recovery_codes", "sign_in_steps",
    }  # fmt: skip
    assert by_place[Place.HERE] == {"backups", "security_events", "sign_in_attempts"}
    assert {t.name for t in TABLES if KEY in t.primary_key.columns} | {"households"} == by_place[
        Place.HOUSEHOLD
    ]


@each
def test_no_key_leads_out_of_a_household(table: Table):
    lead = "id" if table.name == "households" else KEY
    assert next(iter(table.primary_key.columns)).name == lead
    for one in table.constraints:
        if isinstance(one, UniqueConstraint):
            assert one.columns[0].name == lead
    for index in table.indexes:
        assert not index.unique or index.columns[0].name == lead
    for key in table.foreign_key_constraints:
        target = key.referred_table
        if place(target) is Place.EVERYWHERE:
            continue
        assert place(target) is Place.HOUSEHOLD
        pairs = [(one.parent.name, one.column.name) for one in key.elements]
        assert pairs[0] == (KEY, "id" if target.name == "households" else KEY)
        assert key.ondelete != "SET NULL"


@pytest.mark.parametrize("table", OTHERS, ids=lambda table: table.name)
def test_nothing_global_points_into_a_household(table: Table):
    assert all(place(key.column.table) is not Place.HOUSEHOLD for key in table.foreign_keys)


def test_only_the_queue_has_triggers(database: Database):
    named = text(
        "select distinct tgrelid::regclass::text from pg_trigger where not tgisinternal"
        " and tgrelid::regclass::text not like 'procrastinate%'"
    )
    with database.engine.connect() as connection:
        assert not connection.execute(named).all()


def test_without_citus_it_is_said_what_is_missing(settings: Settings, monkeypatch):
    with migrations.connection(settings.database_url) as connected:
        assert not distribution.is_distributed(connected)
        with pytest.raises(Unavailable, match="no Citus"):
            distribution.distribute(connected)
    monkeypatch.setenv("FTRACKER_DATABASE_URL", "")
    done = CliRunner().invoke(cli.app, ["distribute"])
    assert "one server alone" in str(done.exception)


@pytest.fixture(scope="module")
def spread(settings: Settings) -> Iterator[str]:
    """Make a database that announces and walls as one of several servers does."""
    here = make_url(settings.database_url)
    plain = here.set(drivername="postgresql").render_as_string(hide_password=False)
    url = here.set(database="spread").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute("create database spread")
        migrations.upgrade(url)
        admin.execute("alter database spread set citus.propagate_set_commands = 'local'")
        with migrations.connection(url) as connected:
            wall = f"alter policy household on households using ({distribution.WALL})"
            connected.execute(text(wall))
        yield url
        admin.execute("drop database spread with (force)")


@pytest.fixture(scope="module")
def apart(spread: str, settings: Settings) -> Iterator[FastAPI]:
    """Put an application together whose books lie on several servers."""
    made = create_app(settings.model_copy(update={"database_url": spread}))
    yield made
    made.state.database.close()


@pytest.fixture
def far(apart: FastAPI) -> Database:
    """Give the database of that application."""
    return apart.state.database


def test_who_is_signed_in_is_found_in_steps_and_walled_in(apart: FastAPI, far: Database):
    mine, theirs = factories.household(far), factories.household(far, name="Theirs")
    for who in (mine, theirs):
        browser = Browser(apart).enter(far, who)
        assert browser.get("/").status_code == 200
        program = Program(apart).enter(far, who)
        assert program.get("/api/accounts").status_code == 200
    count = text("select count(distinct household_id), current_user::text from accounts group by 2")
    for opened in (far.session, far.reading):
        with opened(mine) as session:
            assert session.execute(count).one() == (1, "ftracker_app")
        with opened(Actor()) as session:
            assert not session.execute(count).all()
    assert Browser(apart).get("/").status_code == 303
    program.headers["authorization"] = "Bearer nobody"
    assert program.get("/api/accounts").status_code == 401


def test_a_member_who_left_is_found_no_more(apart: FastAPI, far: Database):
    mine = factories.household(far)
    browser = Browser(apart).enter(far, mine)
    with far.session(mine) as session:
        session.execute(text("delete from memberships where user_id = :id"), {"id": mine.user_id})
    assert browser.get("/").status_code == 303


def test_somebody_with_two_homes_sees_the_names_of_both(apart: FastAPI, far: Database):
    first, second = factories.household(far), factories.household(far, name="Cabin")
    now = datetime.now(UTC)
    with far.session(second) as session:
        token = invitations.add(
            session, InvitationIn(role="editor"), user_id=second.user_id, now=now
        )
    with far.session(Actor(steward=True)) as session:
        invitations.accept(session, token, user_id=first.user_id, now=now)
    with far.session(Actor(steward=True)) as session:
        api_tokens.add(
            session, user_id=first.user_id, household_id=second.household_id, name="sheet"
        )
    browser = Browser(apart).enter(far, first)
    assert "Cabin" in browser.get("/settings").text
    with far.reading(first) as session:
        homes = members.households_of(session, first.user_id)
        assert [home.name for home in homes] == ["Home", "Cabin"]
        assert [line.household for line in keys.listing(session, first.user_id)] == ["Cabin"]
        assert len(user_sessions.listing(session, first.user_id, now=now)) == 1
        assert keys.feed(session, user_id=first.user_id, household_id=first.household_id) is None
        unseen = text("select count(*) from households where id = :id")
        assert session.scalar(unseen, {"id": second.household_id}) == 0


def test_a_file_comes_in_once_and_its_totals_follow(far: Database):
    with far.session(factories.household(far)) as session:
        assert [take_in(session, ROWS).added for _ in range(2)] == [3, 0]
        total = text("select sum(count) from monthly_totals")
        assert session.scalar(total) == 3
        assert session.scalar(text("select count(*) from public.transactions")) == 3


def test_what_a_role_may_is_asked_of_who_signs_in(spread: str):
    with psycopg.connect(make_url(spread).set(drivername="postgresql").render_as_string()) as admin:
        admin.execute("create role plain login")
        admin.commit()
    try:
        lone = Database(make_url(spread).set(username="plain"))
        with lone.session(Actor(role=Role.VIEWER)) as session:
            assert session.scalar(text("select current_user::text")) == "plain"
        lone.close()
    finally:
        with psycopg.connect(
            make_url(spread).set(drivername="postgresql").render_as_string()
        ) as admin:
            admin.execute("drop role plain")


def test_books_are_held_still_for_a_backup_all_at_once_or_not_at_all(spread: str, far: Database):
    mine = factories.household(far)
    with migrations.connection(spread) as first, far.session(mine) as writing:
        factories.account(writing, name="Purse")
        with pytest.raises(Unavailable, match="somebody writes"):
            dumps.hold(first, ["households", "accounts"], patience=0)
        writing.commit()
        dumps.hold(first, ["households", "accounts"])
        with migrations.connection(spread) as second:
            second.execute(text("set local lock_timeout = '10ms'"))
            assert second.scalar(text("select count(*) from households")) is not None
            with pytest.raises(OperationalError):
                second.execute(text("update households set name = 'x'"))
