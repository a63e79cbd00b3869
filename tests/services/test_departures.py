"""Going for good: the person is gone, and their households stay, end, or wait for an owner."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from ftracker.db import Actor, Database, Role, new_id
from ftracker.domain.errors import Conflict, NotFound
from ftracker.domain.farewells import Farewell, Fate
from ftracker.models import Channel, Identity, SignInAttempt, User
from ftracker.services import (
    api_tokens,
    departures,
    members,
    personal_data,
    security_events,
    user_sessions,
    users,
)
from tests import factories

NOW = datetime.now(UTC)


def leave(database: Database, who: Actor) -> None:
    with database.session(who) as session:
        departures.leave(session, who.user_id)


def fates(database: Database, who: Actor) -> list[Farewell]:
    with database.reading(who) as session:
        return departures.farewells(session, who.user_id)


def test_a_household_ends_stays_or_waits_for_an_owner(database: Database) -> None:
    alone = factories.household(database, name="Alone")
    assert fates(database, alone) == [Farewell("Alone", Fate.ENDS)]
    editor = factories.member(database, alone, Role.EDITOR)
    assert fates(database, alone) == [Farewell("Alone", Fate.WAITS)]
    assert fates(database, editor) == [Farewell("Alone", Fate.STAYS)]
    factories.member(database, alone, Role.OWNER)
    assert fates(database, alone) == [Farewell("Alone", Fate.STAYS)]


def test_the_last_owner_cannot_go_while_others_are_there(database: Database) -> None:
    owner = factories.household(database, name="Ours")
    factories.member(database, owner, Role.EDITOR)
    with pytest.raises(Conflict, match="last owner of Ours"):
        leave(database, owner)
    assert fates(database, owner) == [Farewell("Ours", Fate.WAITS)]


def test_who_goes_leaves_no_way_in_and_what_they_wrote(database: Database) -> None:
    owner = factories.household(database)
    editor = factories.member(database, owner, Role.EDITOR)
    token = factories.signed_in(database, editor)
    with database.session(editor) as session:
        row = factories.transaction(session, payee="Theirs")
        key = api_tokens.add(
            session, user_id=editor.user_id, household_id=editor.household_id, name="key"
        )
        users.confirm(session, editor.user_id, "wrong", now=NOW)
        session.add(Identity(user_id=editor.user_id, issuer="https://example.org", subject="1"))
        email = users.find(session, editor.user_id).email
        users.verify(session, email, "wrong", ip="127.0.0.1", now=NOW)
        counted = users.counters(users.find(session, editor.user_id))
    leave(database, editor)
    with database.session(Actor(steward=True)) as session:
        with pytest.raises(NotFound):
            users.find(session, editor.user_id)
        assert user_sessions.find(session, token, now=NOW) is None
        assert api_tokens.find(session, key, now=NOW) is None
        assert (
            session.scalars(select(SignInAttempt).where(SignInAttempt.key.in_(counted))).all() == []
        )
        assert (
            session.scalars(select(Identity).where(Identity.user_id == editor.user_id)).all() == []
        )
        happened = security_events.listing(session, user_id=editor.user_id)
        assert "person.deleted" in [one.event for one in happened]
    with database.session(owner) as session:
        assert [one.user_id for one in members.listing(session)] == [owner.user_id]
        assert members.writer_of(session, row.member_id) == "a former member"
        written = " ".join(session.scalars(text("select summary from change_sets")))
        assert email not in written


def test_a_household_that_only_they_are_in_goes_with_them(database: Database) -> None:
    alone = factories.household(database)
    with database.session(alone) as session:
        factories.transaction(session)
    leave(database, alone)
    with database.session(Actor(alone.household_id, steward=True)) as session:
        assert session.scalar(text("select count(*) from transactions")) == 0
        assert session.scalar(text("select count(*) from change_sets")) == 0
        assert session.get(User, alone.user_id) is None


def test_all_about_a_person_is_one_document(database: Database) -> None:
    owner = factories.household(database, name="Mine")
    other = factories.household(database, name="Second")
    editor = factories.member(database, other, Role.EDITOR)
    factories.signed_in(database, owner)
    with database.session(other) as session:
        factories.transaction(session, payee="Not mine")
    with database.session(owner) as session:
        factories.transaction(session, payee="First, mine")
        factories.transaction(session, payee="Also mine")
        session.add(
            Channel(
                id=new_id(), household_id=owner.household_id, user_id=owner.user_id,
                kind="email", address="me@example.org",
            )
        )  # fmt: skip
        users.confirm(session, owner.user_id, "wrong", now=NOW)
        security_events.record(session, "sign_in.made", ip="127.0.0.1")
    said = json.loads(b"".join(personal_data.stream(database, owner.user_id)))
    assert said["person"]["id"] == str(owner.user_id)
    assert "sign_in.made" in [one["event"] for one in said["security_events"]]
    assert len(said["sessions"]) == 1
    assert len(said["wrong_passwords"]) == 1
    (home,) = said["households"]
    assert (home["name"], home["role"]) == ("Mine", "owner")
    assert [one["payee"] for one in home["transactions_written"]] == ["First, mine", "Also mine"]
    assert home["channels"][0]["address"] == "me@example.org"
    assert home["deeds"][0]["deed"] == "households.create"
    assert "hash" not in json.dumps(said["sessions"])
    said = json.loads(b"".join(personal_data.stream(database, editor.user_id)))
    assert [one["name"] for one in said["households"]] == ["Second"]
    assert said["households"][0]["transactions_written"] == []


def test_who_belongs_to_nothing_or_much_is_told_so_too(database: Database) -> None:
    first, second = factories.household(database), factories.household(database)
    with database.session(second) as session:
        members.add(session, first.user_id, role=Role.VIEWER)
        stranger = factories.user(session).id
    said = json.loads(b"".join(personal_data.stream(database, first.user_id)))
    assert [one["role"] for one in said["households"]] == ["owner", "viewer"]
    said = json.loads(b"".join(personal_data.stream(database, stranger)))
    assert said["households"] == []
