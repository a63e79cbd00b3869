"""Signed-in browsers and the keys of programs."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from ftracker.db import Actor, Origin, Role, Session, new_id
from ftracker.domain import tokens
from ftracker.domain.errors import Forbidden, InvalidInput, NotFound
from ftracker.models import ApiToken, User, UserSession
from ftracker.services import api_tokens, members, security_events, user_sessions, users
from tests import factories

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def steward(session: Session, books: Actor) -> Session:
    from ftracker.db import scope

    scope.enter(session, Actor(steward=True))
    return session


@pytest.fixture
def ada(steward: Session, books: Actor) -> User:
    return steward.get_one(User, books.user_id)


def start(session, person, **more):
    return user_sessions.start(
        session, person, Origin("10.0.0.1", "Firefox"), **({"now": NOW} | more)
    )


def test_a_token_tells_who_is_signed_in(steward, ada, books):
    who = user_sessions.find(steward, start(steward, ada), now=NOW)
    assert (who.user_id, who.email, who.household_id) == (ada.id, ada.email, books.household_id)
    assert (who.household, who.currency, who.role) == ("Home", "EUR", "owner")


@pytest.mark.parametrize("meanwhile", ["a new password", "shut out", "gone"])
def test_who_showed_a_password_that_is_none_any_more_does_not_come_in(database, meanwhile):
    books = factories.household(database)
    with database.session(Actor(steward=True)) as session:
        user = session.get_one(User, books.user_id)
        with database.session(Actor(steward=True)) as other:
            there = other.get_one(User, books.user_id)
            if meanwhile == "a new password":
                there.password_hash = "another"
            elif meanwhile == "shut out":
                users.disable(other, there.email)
            else:
                users.remove(other, there)
        with pytest.raises(Forbidden, match="Sign in again"):
            start(session, user)


def test_only_a_digest_of_the_token_is_kept(steward, ada):
    token = start(steward, ada)
    kept = steward.scalars(select(UserSession.token_hash).filter_by(user_id=ada.id)).one()
    assert kept == tokens.digest(token)
    assert token.encode() not in kept


def test_a_wrong_token_is_nobodys(steward, ada):
    token = start(steward, ada)
    for wrong in ("", token[:-1], token + "A", token.swapcase()):
        assert user_sessions.find(steward, wrong, now=NOW) is None


def test_a_session_ends_after_two_weeks_without_use(steward, ada):
    token = start(steward, ada)
    assert user_sessions.find(steward, token, now=NOW + 14 * DAY - timedelta(seconds=1))
    assert user_sessions.find(steward, token, now=NOW + 14 * DAY) is None


def test_use_keeps_a_session_alive_for_ninety_days_at_most(steward, ada):
    token = start(steward, ada)
    for days in range(0, 90, 10):
        who = user_sessions.find(steward, token, now=NOW + days * DAY)
        user_sessions.note(steward, who, now=NOW + days * DAY)
    assert user_sessions.find(steward, token, now=NOW + 90 * DAY - timedelta(seconds=1))
    assert user_sessions.find(steward, token, now=NOW + 90 * DAY) is None


def test_use_is_noted_once_a_minute(steward, ada):
    who = user_sessions.find(steward, start(steward, ada), now=NOW)
    assert user_sessions.is_noted(who, now=NOW + timedelta(seconds=59))
    assert not user_sessions.is_noted(who, now=NOW + timedelta(seconds=60))


def test_sessions_are_listed_last_used_first_and_without_the_dead(steward, ada):
    old = start(steward, ada, now=NOW - 20 * DAY, user_agent="old")
    first = start(steward, ada, user_agent="x" * 500)
    start(steward, ada, now=NOW + timedelta(minutes=5), user_agent="Phone")
    lines = user_sessions.listing(steward, ada.id, now=NOW + timedelta(minutes=5))
    assert [line.user_agent for line in lines] == ["Phone", "x" * 200]
    assert user_sessions.find(steward, old, now=NOW) is None
    assert user_sessions.find(steward, first, now=NOW)


def test_a_session_is_ended_by_its_owner_only(steward, ada):
    token = start(steward, ada)
    session_id = user_sessions.find(steward, token, now=NOW).session_id
    with pytest.raises(NotFound):
        user_sessions.end(steward, session_id, user_id=new_id())
    user_sessions.end(steward, session_id, user_id=ada.id)
    assert user_sessions.find(steward, token, now=NOW) is None
    with pytest.raises(NotFound):
        user_sessions.end(steward, session_id)


def test_all_others_end_at_once_or_really_all(steward, ada):
    tokens_ = [start(steward, ada) for _ in range(3)]
    kept = user_sessions.find(steward, tokens_[0], now=NOW).session_id
    user_sessions.end_others(steward, ada.id, kept)
    alive = [bool(user_sessions.find(steward, token, now=NOW)) for token in tokens_]
    assert alive == [True, False, False]
    user_sessions.end_others(steward, ada.id, None)
    assert user_sessions.find(steward, tokens_[0], now=NOW) is None


def test_a_disabled_person_is_signed_in_nowhere(steward, ada, books):
    token = start(steward, ada)
    key = api_tokens.add(steward, user_id=ada.id, household_id=books.household_id, name="x")
    ada.is_disabled = True
    steward.flush()
    assert user_sessions.find(steward, token, now=NOW) is None
    assert api_tokens.find(steward, key, now=NOW) is None


def test_who_is_a_member_of_nothing_cannot_sign_in(steward):
    with pytest.raises(Forbidden, match="no household"):
        start(steward, factories.user(steward))


def test_a_session_opens_only_households_of_its_person(database, books):
    other = factories.household(database, name="Cabin")
    with database.session(Actor(steward=True)) as session:
        person = session.get_one(User, books.user_id)
        with pytest.raises(Forbidden):
            start(session, person, household_id=other.household_id)
        who = user_sessions.find(session, start(session, person), now=NOW)
        with pytest.raises(NotFound):
            user_sessions.enter(session, who, other.household_id)
    with database.session(other) as session:
        members.add(session, books.user_id, role=Role.VIEWER)
    with database.session(Actor(steward=True)) as session:
        person = session.get_one(User, books.user_id)
        token = start(session, person)
        who = user_sessions.find(session, token, now=NOW)
        assert who.household == "Home"
        user_sessions.enter(session, who, other.household_id)
        there = user_sessions.find(session, token, now=NOW)
        assert (there.household, there.role) == ("Cabin", "viewer")
    with database.session(other) as session:
        opened = security_events.listing(session)[0]
        assert (opened.event, opened.user_id) == ("household.opened", books.user_id)


def test_sessions_that_ended_by_themselves_are_swept_away(steward, ada):
    def count() -> int:
        mine = UserSession.user_id == ada.id
        return steward.scalar(select(func.count()).where(mine))

    start(steward, ada)
    user_sessions.sweep(steward, now=NOW + 14 * DAY - timedelta(seconds=1))
    assert count() == 1
    user_sessions.sweep(steward, now=NOW + 14 * DAY)
    assert count() == 0


def test_a_key_opens_one_household_until_it_is_revoked(steward, ada, books):
    key = api_tokens.add(steward, user_id=ada.id, household_id=books.household_id, name="Phone")
    who = api_tokens.find(steward, key, now=NOW)
    assert (who.user_id, who.household_id, who.session_id) == (ada.id, books.household_id, None)
    assert not user_sessions.is_noted(who, now=NOW)
    api_tokens.note(steward, who, now=NOW)
    line = api_tokens.listing(steward, ada.id)[0]
    assert (line.name, line.household, line.used_at) == ("Phone", "Home", NOW)
    with pytest.raises(NotFound):
        api_tokens.revoke(steward, line.id, user_id=new_id())
    api_tokens.revoke(steward, line.id, user_id=ada.id)
    assert api_tokens.find(steward, key, now=NOW) is None


def test_only_a_digest_of_a_key_is_kept(steward, ada, books):
    key = api_tokens.add(steward, user_id=ada.id, household_id=books.household_id, name="x")
    assert key.startswith(api_tokens.PREFIX)
    kept = steward.scalars(select(ApiToken.token_hash).filter_by(user_id=ada.id)).one()
    assert kept == tokens.digest(key)


def test_the_shell_makes_a_key_by_address_and_household(steward, ada, books):
    for household in (None, "home"):
        key = api_tokens.add_for(steward, ada.email.upper(), name="x", household=household)
        assert api_tokens.find(steward, key, now=NOW).household_id == books.household_id
    with pytest.raises(InvalidInput, match="Nobody has"):
        api_tokens.add_for(steward, "nobody@example.org", name="x")
    with pytest.raises(InvalidInput, match="no such household"):
        api_tokens.add_for(steward, ada.email, name="x", household="Cabin")


def test_the_command_line_lists_keys_and_takes_them_by_their_name(steward, ada, books):
    whose = {"user_id": ada.id, "household_id": books.household_id}
    keys = [api_tokens.add(steward, **whose, name="Phone") for _ in "ab"]
    assert [one.name for one in api_tokens.listing_for(steward, ada.email)] == ["Phone", "Phone"]
    assert api_tokens.revoke_for(steward, ada.email, "Phone") == 2
    assert [api_tokens.find(steward, key, now=NOW) for key in keys] == [None, None]
    with pytest.raises(InvalidInput):
        api_tokens.revoke_for(steward, ada.email, "Phone")


def test_a_program_that_signs_out_ends_no_session(steward, ada, books):
    key = api_tokens.add(steward, user_id=ada.id, household_id=books.household_id, name="Phone")
    user_sessions.sign_out(steward, api_tokens.find(steward, key, now=NOW))
    assert api_tokens.find(steward, key, now=NOW) is not None
