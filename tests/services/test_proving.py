"""Proving who one is: what a proof and half a sign-in are, where no page is around."""

from datetime import UTC, datetime

from ftracker.db import Actor, scope
from ftracker.models import User
from ftracker.services import proving, second_factors, security_events
from ftracker.services.passkeys import Site
from ftracker.services.proving import Shown
from tests.services.test_second_factors import SECRET, set_up

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def shown(**given: str) -> Shown:
    return Shown(SECRET, Site("localhost", "http://localhost"), **given)


def test_half_a_sign_in_that_never_began_is_nobodys(session):
    scope.enter(session, Actor(steward=True))
    assert proving.finish(session, "made-up", shown(code="000000"), now=NOW) is None
    assert proving.whose(session, "made-up", now=NOW) is None


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
