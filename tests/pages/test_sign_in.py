"""Signing in, staying in, getting out, and being kept out."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from sqlalchemy import func, select

from ftracker.db import Actor, Database
from ftracker.models import User, UserSession
from ftracker.services import users
from ftracker.web import redirects
from tests import factories
from tests.clients import HOST, Browser

PASSWORD = "four quiet geese cross the road"


@pytest.fixture
def person(database: Database, books: Actor) -> str:
    """Give the owner of the fresh household a password, and give their address."""
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, PASSWORD)
        return session.get_one(User, books.user_id).email


def sign_in(browser: Browser, email: str, password: str = PASSWORD, **more):
    browser.get("/sign-in")
    return browser.submit("/sign-in", email=email, password=password, **more)


def is_in(browser: Browser) -> bool:
    return browser.get("/settings").status_code == 200


def test_the_right_password_leads_home(client, person):
    answer = sign_in(client, person)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert is_in(client)


def test_who_came_for_a_page_is_led_there(client, person):
    wanted = client.get("/settings?x=1&y=2").headers["location"]
    assert wanted == "/sign-in?next=%2Fsettings%3Fx%3D1%26y%3D2"
    assert 'value="/settings?x=1&amp;y=2"' in client.get(wanted).text
    answer = client.submit("/sign-in", email=person, password=PASSWORD, next="/settings?x=1&y=2")
    assert answer.headers["location"] == "/settings?x=1&y=2"


def test_a_wrong_password_and_an_unknown_name_read_the_same(client, person):
    known = sign_in(client, person, "wrong")
    unknown = sign_in(client, "nobody@example.org", "wrong")
    assert known.status_code == unknown.status_code == 422
    assert "do not fit together" in known.text
    assert _plain(known.text, person) == _plain(unknown.text, "nobody@example.org")
    assert "wrong" not in known.text


def _plain(text: str, email: str) -> list[str]:
    return [line.replace(email, "X") for line in text.splitlines() if "csrf" not in line]


def test_the_eleventh_wrong_password_is_too_many_with_any_header(client, owner, person):
    def wrong(number: int) -> int:
        headers = {"x-forwarded-for": f"10.0.0.{number}", "x-real-ip": f"10.0.1.{number}"}
        return sign_in(client, person, "wrong", headers=headers).status_code

    assert [wrong(number) for number in range(11)] == [422] * 10 + [429]
    refused = sign_in(client, person)
    assert refused.status_code == 429
    assert "Wait ten minutes" in refused.text
    assert is_in(owner)


def test_every_sign_in_makes_a_new_session(client, person):
    client.get("/sign-in")
    planted = client.cookies["session"]
    sign_in(client, person)
    first = client.cookies["session"]
    assert first != planted
    client.submit("/sign-in", email=person, password=PASSWORD)
    assert client.cookies["session"] not in (planted, first)
    client.cookies.set("session", first, domain="127.0.0.1")
    assert not is_in(client)


def test_a_planted_session_is_not_taken_over(client, person):
    client.cookies.set("session", "planted-by-somebody-else", domain="127.0.0.1")
    answer = client.submit("/sign-in", email=person, password=PASSWORD)
    assert "planted" not in answer.headers["set-cookie"]
    client.cookies.set("session", "planted-by-somebody-else", domain="127.0.0.1")
    assert not is_in(client)


def test_the_cookie_is_kept_from_scripts_and_other_sites(client, person):
    written = sign_in(client, person).headers["set-cookie"].lower()
    assert "httponly" in written
    assert "samesite=lax" in written
    assert "path=/" in written
    assert "domain" not in written
    assert len(client.cookies["session"]) >= 43


def test_on_https_the_browser_guards_the_cookie_too(settings, database, books):
    from ftracker.main import create_app

    app = create_app(settings.model_copy(update={"https": True}))
    browser = Browser(app)
    answer = browser.get("/sign-in")
    written = answer.headers["set-cookie"].lower()
    assert written.startswith("__host-session=")
    assert "secure" in written
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


def test_signing_out_ends_the_session_on_the_server(owner):
    token = owner.cookies["session"]
    answer = owner.submit("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "session" not in owner.cookies
    owner.cookies.set("session", token, domain="127.0.0.1")
    assert not is_in(owner)


def test_a_disabled_person_is_out_at_the_next_request(owner, api, database, books):
    assert is_in(owner)
    with database.session(Actor(steward=True)) as session:
        users.disable(session, session.get_one(User, books.user_id).email)
    assert owner.get("/settings").status_code == 303
    assert api.get("/api/transactions").status_code == 401


def test_a_session_ends_after_two_weeks_idle_and_after_ninety_days(app, database, books):
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        browser = Browser(app).enter(database, books)
        for _ in range(6):
            clock.shift(timedelta(days=13))
            assert is_in(browser)
        clock.shift(timedelta(days=12))
        assert not is_in(browser)
        browser = Browser(app).enter(database, books)
        clock.shift(timedelta(days=14))
        assert not is_in(browser)


def test_looking_around_is_noted_once_a_minute(app, database, books):
    def seen() -> datetime:
        with database.session(Actor(steward=True)) as session:
            last = select(func.max(UserSession.seen_at)).filter_by(user_id=books.user_id)
            return session.scalar(last)

    start = datetime(2027, 1, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        browser = Browser(app).enter(database, books)
        clock.shift(30)
        browser.get("/settings")
        assert seen() == start
        clock.shift(31)
        browser.get("/settings")
        assert seen() == start + timedelta(seconds=61)


def test_who_is_signed_in_is_not_asked_again(owner):
    answer = owner.get("/sign-in?next=/settings")
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings")


def test_a_sign_in_without_a_token_is_refused(client, person):
    client.get("/sign-in")
    answer = client.post("/sign-in", data={"email": person, "password": PASSWORD})
    assert answer.status_code == 403
    assert not is_in(client)


AWAY = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example",
    " //evil.example", "/ /evil.example\x00", "https://evil.example", "http:evil.example",
    "https:/evil.example", "https:evil.example", "HTTPS://evil.example", "//evil.example/%2f..",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "evil.example",
    "@evil.example", ":80", "?next=//evil.example", "#//evil.example", "", ".", "..//evil.example",
    "//user@evil.example", "//[::1]", "/\u2028/evil.example", "\u3000//evil.example",
    "/\x0b/evil.example", "//evil.example?/settings", "/settings\r\nSet-Cookie: x=1",
    "/\\/evil.example", "/x\\..\\\\evil.example", "////",
]  # fmt: skip
HOME = [
    "/",
    "/settings",
    "/?period=2025-07",
    "/transaction/edit/1?x=%2F%2Fevil#top",
    "/a//b",
    "/:x",
]


@pytest.mark.parametrize("next_", AWAY)
def test_next_does_not_lead_away(next_):
    assert redirects.at_home(next_) == "/"


@pytest.mark.parametrize("next_", HOME)
def test_next_leads_to_every_page_of_ours(next_):
    assert redirects.at_home(next_) == next_


def test_nothing_that_next_lets_through_is_read_as_another_site():
    pieces = ["/", "\\", "//", "\t", "evil.example", ":", "@", ".", "..", "%2f", "?", "#", "https:"]
    for one in pieces:
        for two in pieces:
            for three in pieces:
                onward = redirects.at_home(one + two + three + "evil.example")
                read = onward.replace("\\", "/")
                assert urlsplit(urljoin(HOST, read)).netloc == urlsplit(HOST).netloc


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_home_whatever_next_says(client, person, next_):
    assert sign_in(client, person, next=next_).headers["location"] == "/"
    assert client.get("/sign-in", params={"next": next_}).headers["location"] == "/"
