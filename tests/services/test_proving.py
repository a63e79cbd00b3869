"""Proving who one is: what a proof and half a sign-in are, where no page is around."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from ftracker.db import Actor, scope
from ftracker.domain.sites import Site
from ftracker.models import User
from ftracker.services import proving, second_factors, security_events, tries
from ftracker.services.proving import Shown
from tests import factories
from tests.services.test_second_factors import SECRET, set_up

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def shown(**given: str) -> Shown:
    return Shown(SECRET, Site("localhost", "http://localhost"), **given)


def test_half_a_sign_in_that_never_began_is_nobodys(session):
    scope.enter(session, Actor(steward=True))
    assert proving.finish(session, "made-up", shown(code="000000"), now=NOW) is None
    assert proving.whose(session, "made-up", now=NOW) is None


def test_of_two_right_codes_at_once_one_ends_a_half_sign_in(database):
    books = factories.household(database)
    with database.session(books) as session:
        _, codes = set_up(session, books)
        step = second_factors.ask(session, session.get_one(User, books.user_id), now=NOW)

    def one(code):
        with database.session(Actor(steward=True)) as session:
            return proving.finish(session, step, shown(code=code), now=NOW)

    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(one, codes[:4]))
    assert sum(person is not None for person in came) == 1


def test_answers_of_no_passkey_fill_no_list(session, books):
    set_up(session, books)
    step = second_factors.ask(session, session.get_one(User, books.user_id), now=NOW)
    for _ in range(tries.PER_ACCOUNT + 3):
        assert proving.finish(session, step, shown(passkey="{}"), now=NOW) is None
    happened = [one.event for one in security_events.listing(session, user_id=books.user_id)]
    assert happened.count("second_factor.failed") == tries.PER_ACCOUNT


def test_a_wrong_second_factor_is_written_down(session, books):
    _, codes = set_up(session, books)
    step = second_factors.ask(session, session.get_one(User, books.user_id), now=NOW)
    assert proving.finish(session, step, shown(code="000000"), now=NOW) is None
    assert proving.finish(session, step, shown(passkey="{}"), now=NOW) is None
    assert proving.whose(session, step, now=NOW) == books.user_id
    assert proving.finish(session, step, shown(code=codes[0]), now=NOW).id == books.user_id
    assert proving.whose(session, step, now=NOW) is None
    happened = [one.event for one in security_events.listing(session, user_id=books.user_id)]
    assert happened.count("second_factor.failed") == 2
