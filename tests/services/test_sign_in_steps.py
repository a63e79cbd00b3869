"""Half done things around the doors: one token, one purpose, one use, and a time to live."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from ftracker.db import Actor
from ftracker.models import SignInStep
from ftracker.services import sign_in_steps
from tests import factories

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LASTS = timedelta(minutes=10)


def begin(session, **given):
    return sign_in_steps.begin(session, "password", **({"now": NOW, "lasts": LASTS} | given))


def test_a_step_is_looked_at_and_taken_once(database, books):
    with database.session(Actor(steward=True)) as session:
        token = begin(session, user_id=books.user_id, details={"next": "/"})
        found = sign_in_steps.find(session, "password", token, now=NOW)
        assert (found.user_id, found.details) == (books.user_id, {"next": "/"})
        assert sign_in_steps.take(session, "password", token, now=NOW) == found
        assert sign_in_steps.take(session, "password", token, now=NOW) is None
        assert sign_in_steps.find(session, "password", token, now=NOW) is None


def test_a_step_does_only_what_it_was_begun_for_and_only_in_time(database):
    with database.session(Actor(steward=True)) as session:
        token = begin(session)
        for purpose, now in (("provider", NOW), ("password", NOW + LASTS)):
            assert sign_in_steps.find(session, purpose, token, now=now) is None
            assert sign_in_steps.take(session, purpose, token, now=now) is None
        assert sign_in_steps.take(session, "password", token, now=NOW)


def test_what_ran_out_is_swept_away(database, books):
    def count(session):
        return session.scalar(select(func.count()).where(SignInStep.user_id == books.user_id))

    with database.session(Actor(steward=True)) as session:
        begin(session, user_id=books.user_id, now=NOW - timedelta(hours=1))
        begin(session, user_id=books.user_id)
        assert count(session) == 1
        sign_in_steps.end_all(session, books.user_id)
        assert count(session) == 0


def test_of_two_at_once_one_gets_it(database):
    steward = Actor(steward=True)
    with database.session(steward) as session:
        token = begin(session)

    def take(_):
        with database.session(steward) as session:
            return sign_in_steps.take(session, "password", token, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sum(step is not None for step in pool.map(take, range(4))) == 1


def test_nobody_sees_what_somebody_else_has_half_done(database, books):
    other = factories.household(database)
    with database.session(Actor(steward=True)) as session:
        token = begin(session, user_id=other.user_id)
    with database.session(books) as session:
        assert sign_in_steps.take(session, "password", token, now=NOW) is None
    with database.session(other) as session:
        assert sign_in_steps.take(session, "password", token, now=NOW)
