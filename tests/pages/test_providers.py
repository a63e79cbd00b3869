"""Coming by a sign-in provider: known, connected, invited, new; and everything that is a lie."""

import re
from datetime import UTC, datetime, timedelta
from time import time

import pyotp
import pytest
from pydantic import SecretStr

from ftracker.db import Actor, Role, new_id
from ftracker.domain.errors import NotFound
from ftracker.main import create_app
from ftracker.models import Identity, SecurityEvent, User, UserSession
from ftracker.schemas.users import InvitationIn, NewHomeIn
from ftracker.services import (
    identities,
    invitations,
    openid,
    provider_visits,
    second_factors,
    security_events,
    tries,
    users,
)
from ftracker.services.provider_visits import Newcomer
from ftracker.services.providers import Claims
from tests import factories
from tests.clients import Browser
from tests.conftest import SECRET as TEST_SECRET
from tests.sign_in_provider import CLIENT, SECRET, forged, running

GO = "/sign-in/provider"


@pytest.fixture(scope="module")
def provider():
    with running() as found:
        yield found


@pytest.fixture
def idp(provider, database):
    """Give the provider as it was, seeing somebody whom nobody has seen before."""
    with database.session(Actor(steward=True)) as session:
        tries.forget(session, "provider from:testclient")
    fresh = type(provider)(provider.issuer)
    provider.__dict__.clear()
    provider.__dict__.update(fresh.__dict__)
    provider.person = {"sub": new_id().hex, "email": f"{new_id().hex}@example.org"}
    provider.person["email_verified"] = True
    openid._described.clear()
    return provider


@pytest.fixture(scope="module")
def house(settings, provider):
    """Give the application that knows the provider, one for all tests with the same settings."""
    made = {}

    def build(**given):
        known = {
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SecretStr(SECRET),
            "oidc_name": "Home ID",
        }
        named = frozenset(given.items())
        if named not in made:
            made[named] = create_app(settings.model_copy(update=known | given))
        return made[named]

    yield build
    for app in made.values():
        app.state.database.close()


def connect(database, who, idp):
    claims = Claims(idp.issuer, idp.person["sub"], idp.person["email"], is_verified=True)
    with database.session(Actor(steward=True)) as session:
        identities.connect(session, who.user_id, claims, now=datetime.now(UTC))


def come(browser, idp, onward="/"):
    """Go to the provider and come back."""
    return browser.get(idp.visit(browser.get(GO, params={"next": onward}).headers["location"]))


def hidden(page, name):
    """Read a hidden field of a page's first form that has it."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def is_in(browser):
    return browser.get("/settings").status_code == 200


def test_the_sign_in_page_offers_it_only_where_it_is_set(house, client, books):
    assert "Continue with Home ID" in Browser(house()).get("/sign-in").text
    assert "Continue with" not in client.get("/sign-in").text
    assert client.get(GO).status_code == client.get(f"{GO}/back").status_code == 404


def test_who_is_connected_comes_in_and_where_they_wanted(house, database, books, idp):
    connect(database, books, idp)
    browser = Browser(house())
    answer = come(browser, idp, "/settings?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?x=1")
    assert is_in(browser)
    assert come(Browser(house()), idp, "//evil.example").headers["location"] == "/"


def test_a_second_factor_that_is_on_is_asked_for_after_the_provider_too(
    house, database, books, idp
):
    connect(database, books, idp)
    before = datetime.now(UTC) - timedelta(minutes=5)
    with database.session(books) as session:
        second_factors.begin(session, books.user_id, secret=TEST_SECRET)
        app = pyotp.TOTP(second_factors.key_of(session, books.user_id, secret=TEST_SECRET))
        second_factors.confirm(
            session, books.user_id, app.at(before), secret=TEST_SECRET, now=before
        )
    browser = Browser(house())
    page = come(browser, idp, "/settings?x=1")
    assert (page.status_code, "One more step" in page.text) == (200, True)
    assert not is_in(browser)
    sent = {"step": hidden(page, "step"), "next": hidden(page, "next")}
    csrf = hidden(page, "csrf_token")
    code = app.at(datetime.now(UTC))
    done = browser.post(
        "/sign-in/second-factor", data={**sent, "csrf_token": csrf, "proof_code": code}
    )
    assert (done.status_code, done.headers["location"]) == (303, "/settings?x=1")
    assert is_in(browser)


def prove_by(browser, idp, onward="/settings/passkeys/add"):
    """Ask the provider for a proof, and come back with its answer."""
    page = browser.submit("/settings/prove/provider", next=onward).text
    away = re.search(r'href="(http://127[^"]+)"', page)[1].replace("&amp;", "&")
    return browser.get(idp.visit(away))


def test_who_comes_by_a_provider_that_knows_the_browser_is_asked_before_what_is_dangerous(
    house, database, books, idp
):
    connect(database, books, idp)
    browser = Browser(house())
    come(browser, idp)
    asked = browser.get("/settings/passkeys/add")
    assert asked.headers["location"].startswith("/settings/prove?next=")
    page = browser.get(asked.headers["location"]).text
    assert "Ask Home ID" in page
    assert "Your password" not in page
    assert browser.get("/settings/prove/provider").headers["location"] == "/settings/prove"
    answer = prove_by(browser, idp)
    assert answer.headers["location"] == "/settings/passkeys/add"
    assert (idp.asked[-1]["prompt"], idp.asked[-1]["max_age"]) == ("login", "0")
    assert browser.get("/settings/passkeys/add").status_code == 200
    with database.session(books) as session:
        happened = security_events.listing(session, user_id=books.user_id)
    assert happened[0].event == "proof.made"


def test_a_form_that_waits_for_a_proof_by_the_provider_goes_on_after_it(
    house, database, books, idp
):
    connect(database, books, idp)
    browser = Browser(house())
    come(browser, idp)
    waiting = browser.submit("/settings/tokens", name="Phone")
    assert 'target="_blank"' in waiting.text
    assert hidden(waiting, "next") == "/settings/prove/done"
    answer = prove_by(browser, idp, "/settings/prove/done")
    assert "press Go on" in browser.get(answer.headers["location"]).text
    assert "The new token" in browser.submit("/settings/tokens", name="Phone").text


def test_who_was_just_asked_by_the_provider_counts_as_proven(house, database, books, idp):
    connect(database, books, idp)
    idp.asked_at = int(time()) - 60
    browser = Browser(house())
    come(browser, idp)
    assert browser.get("/settings/passkeys/add").status_code == 200


@pytest.mark.parametrize(
    ("lie", "said"),
    [({"auth_time": None}, "did not ask you anew"), ({"auth_time": 1}, "did not ask you anew"),
     ({"sub": "another"}, "not the account that is connected"),
     ({"auth_time": "soon"}, "cannot believe")],
)  # fmt: skip
def test_a_provider_that_did_not_ask_anew_proves_nothing(house, database, books, idp, lie, said):
    connect(database, books, idp)
    browser = Browser(house())
    come(browser, idp)
    idp.lies = lie
    answer = prove_by(browser, idp)
    assert (answer.status_code, said in answer.text) == (403, True)
    assert browser.get("/settings/passkeys/add").status_code == 303


def test_a_proof_counts_only_in_the_session_that_asked_for_it(house, database, books, idp):
    connect(database, books, idp)
    browser = Browser(house())
    come(browser, idp)
    page = browser.submit("/settings/prove/provider", next="/").text
    back = idp.visit(re.search(r'href="(http://127[^"]+)"', page)[1].replace("&amp;", "&"))
    with database.session(Actor(steward=True)) as session:
        session.query(UserSession).filter_by(user_id=books.user_id).delete()
    assert browser.get(back).status_code == 403
    away = Browser(house(oidc_issuer="http://127.0.0.1:9")).enter(database, books)
    assert away.submit("/settings/prove/provider").status_code == 403


def test_what_failed_at_its_end_is_not_begun_anew_by_the_same_address(house, database, books, idp):
    browser = Browser(house())
    back = idp.visit(browser.get(GO).headers["location"])
    assert "ask an owner for an invitation" in browser.get(back).text
    assert "Begin again" in browser.get(back).text


def test_who_is_shut_out_stays_out(house, database, books, idp):
    connect(database, books, idp)
    with database.session(Actor(steward=True)) as session:
        users.disable(session, session.get_one(User, books.user_id).email)
    browser = Browser(house())
    assert "account is shut" in come(browser, idp).text
    assert not is_in(browser)


def test_a_stranger_is_told_what_to_do_and_nothing_is_made(house, database, books, idp):
    browser = Browser(house())
    answer = come(browser, idp)
    assert answer.status_code == 403
    assert "ask an owner for an invitation" in answer.text
    assert not is_in(browser)
    with database.session(Actor(steward=True)) as session:
        assert session.query(Identity).filter_by(subject=idp.person["sub"]).count() == 0


@pytest.mark.parametrize(
    ("trusted", "verified", "gets_in"),
    [(True, True, True), (True, "true", True), (True, False, False), (True, None, False),
     (False, True, False)],
)  # fmt: skip
def test_an_address_connects_only_where_it_is_trusted_and_verified(
    house, database, books, idp, trusted, verified, gets_in
):
    with database.session(Actor(steward=True)) as session:
        idp.person["email"] = session.get_one(User, books.user_id).email.upper()
    idp.person["email_verified"] = verified
    browser = Browser(house(oidc_trust_email=trusted))
    assert come(browser, idp).status_code == (303 if gets_in else 403)
    assert is_in(browser) is gets_in
    # Another account there with the same address is another person.
    idp.person["sub"] = new_id().hex
    assert come(Browser(house(oidc_trust_email=trusted)), idp).status_code == 403


def test_an_account_is_connected_by_an_act_of_a_person_who_is_signed_in(
    house, database, books, idp
):
    browser = Browser(house()).enter(database, books)
    assert "Connect an account" in browser.get("/settings/provider").text
    page = browser.submit("/settings/provider").text
    away = re.search(r'href="(http://127[^"]+)"', page)[1].replace("&amp;", "&")
    assert idp.visit(away)
    assert idp.asked[-1]["prompt"] == "login"
    page = browser.submit("/settings/provider").text
    away = re.search(r'href="(http://127[^"]+)"', page)[1].replace("&amp;", "&")
    answer = browser.get(idp.visit(away))
    assert answer.headers["location"] == "/settings/provider"
    shown = browser.get("/settings/provider").text
    assert idp.person["email"] in shown
    assert is_in(other := Browser(house())) is False
    assert come(other, idp).status_code == 303
    assert is_in(other)
    # Nobody else can take it, and its person can let it go.
    thief = Browser(house()).enter(database, factories.household(database))
    page = thief.submit("/settings/provider").text
    away = re.search(r'href="(http://127[^"]+)"', page)[1].replace("&amp;", "&")
    assert "connected with somebody else" in thief.get(idp.visit(away)).text
    way = re.search(r"/settings/provider/[0-9a-f-]+/remove", shown)[0]
    assert thief.submit(way).status_code == 404
    # Without a password it is the only way in.
    assert browser.submit(way).status_code == 409
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, "four quiet geese cross the road")
    assert browser.submit(way).status_code == 303
    assert come(Browser(house()), idp).status_code == 403


def test_what_one_browser_began_no_other_ends_and_nobody_twice(house, database, books, idp):
    connect(database, books, idp)
    browser, other = Browser(house()), Browser(house())
    other.get("/sign-in")
    back = idp.visit(browser.get(GO).headers["location"])
    assert "begun in another browser" in other.get(back).text
    assert not is_in(other)
    back = idp.visit(browser.get(GO).headers["location"])
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 403
    assert browser.get(f"{GO}/back?code=1&state=nothing").status_code == 403


def test_who_began_to_connect_and_signed_out_connects_nothing(house, database, books, idp):
    browser = Browser(house()).enter(database, books)
    page = browser.submit("/settings/provider").text
    away = re.search(r'href="(http://127[^"]+)"', page)[1].replace("&amp;", "&")
    token = browser.cookies["session"]
    browser.submit("/sign-out")
    browser.cookies.set("session", token, domain="127.0.0.1")
    assert browser.get(idp.visit(away)).status_code == 403


@pytest.mark.parametrize(
    "lie",
    [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}, {"nonce": "another"},
     {"nonce": None}, {"sub": None}, {"aud": ["ftracker", "another"], "azp": "another"},
     {"iat": time() + 9999}, {"at_hash": "wrong"}],
)  # fmt: skip
def test_a_token_that_lies_lets_nobody_in(house, database, books, idp, lie):
    connect(database, books, idp)
    idp.lies = lie
    browser = Browser(house())
    answer = come(browser, idp)
    assert answer.status_code == 403
    assert "cannot believe" in answer.text
    assert not is_in(browser)


@pytest.mark.parametrize("how", ["another key", "the secret"])
def test_a_token_that_somebody_else_signed_lets_nobody_in(house, database, books, idp, how):
    connect(database, books, idp)
    forged(idp, how)
    browser = Browser(house())
    assert "cannot believe" in come(browser, idp).text
    assert not is_in(browser)


def test_what_the_token_does_not_say_is_asked_for_of_the_same_person(house, database, books, idp):
    with database.session(Actor(steward=True)) as session:
        idp.person["email"] = session.get_one(User, books.user_id).email
    idp.has_email_in_token = False
    idp.lies = {}
    browser = Browser(house(oidc_trust_email=True))
    assert come(browser, idp).status_code == 303
    real = dict(idp.person)
    back = idp.visit((browser := Browser(house(oidc_trust_email=True))).get(GO).headers["location"])
    idp.person = real
    token = idp.token
    idp.token = lambda *given: (token(*given), idp.person.update(sub="somebody else"))[0]
    assert "cannot believe" in browser.get(back).text


@pytest.mark.parametrize("broken", ["200", "500", "302"])
def test_a_provider_that_answers_nonsense_is_said_in_a_sentence(house, idp, books, broken, capsys):
    idp.broken = broken
    answer = Browser(house()).get(GO)
    assert answer.status_code == 403
    assert "Home ID" in answer.text
    assert "a sign-in provider failed" in "".join(capsys.readouterr())


def test_a_provider_that_is_away_or_refuses_is_said_in_a_sentence(house, idp, books):
    openid._described.clear()
    away = Browser(house(oidc_issuer="http://127.0.0.1:9"))
    assert "does not answer" in away.get(GO).text
    browser = Browser(house())
    state = idp.visit(browser.get(GO).headers["location"]).partition("state=")[2]
    assert "did not let you in" in browser.get(f"{GO}/back?error=denied&state={state}").text
    state = idp.visit(browser.get(GO).headers["location"]).partition("state=")[2]
    assert "did not let you in" in browser.get(f"{GO}/back?code=made-up&state={state}").text
    back = idp.visit(browser.get(GO).headers["location"])
    assert "cannot believe" in browser.get(f"{back}&iss=https://evil.example").text
    signed_in = Browser(house(oidc_issuer="http://127.0.0.1:9"))
    signed_in.get("/sign-in")
    assert signed_in.submit("/settings/provider").status_code == 303


def test_a_provider_that_calls_itself_differently_is_not_believed(house, idp, books):
    browser = Browser(house(oidc_issuer=f"{idp.issuer}/"))
    assert "cannot believe" in browser.get(GO).text


def test_connecting_while_the_provider_is_away_changes_nothing(house, database, books, idp):
    browser = Browser(house(oidc_issuer="http://127.0.0.1:9")).enter(database, books)
    assert browser.submit("/settings/provider").status_code == 403


def test_no_more_ask_at_once_than_leave_the_database_to_others(house, idp, books, monkeypatch):
    monkeypatch.setattr(openid, "SECONDS", 0.05)
    for _ in range(4):
        openid._asking.acquire()
    try:
        assert "does not answer" in Browser(house()).get(GO).text
    finally:
        for _ in range(4):
            openid._asking.release()


def test_who_follows_an_invitation_comes_in_without_a_password(house, database, books, idp):
    with database.session(books) as session:
        data, now = InvitationIn(role=Role.VIEWER), datetime.now(UTC)
        token = invitations.add(session, data, user_id=books.user_id, now=now)
        home = invitations.household_of(session, token, now=now).name
    browser = Browser(house())
    assert f"/sign-in/provider?next=/join/{token}" in browser.get(f"/join/{token}").text
    there = come(browser, idp, f"/join/{token}").headers["location"]
    # A stranger's link is enough to come here, and not to join.
    asked = browser.get(there).text
    assert f"Join {home}" in asked
    assert idp.person["email"] in asked
    assert not is_in(browser)
    late = Browser(house())
    idp.person |= {"sub": new_id().hex, "email": f"{new_id().hex}@example.org"}
    too_late = come(late, idp, f"/join/{token}").headers["location"]
    answer = browser.submit(there)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "<dt>Role</dt><dd>viewer</dd>" in browser.get("/settings").text
    assert browser.submit(there).status_code == 404
    late.get("/sign-in")
    assert late.submit(too_late).status_code == 404
    assert come(late, idp, f"/join/{token}").status_code == 403
    assert not is_in(late)


def test_nobody_joins_with_an_address_that_is_taken(house, database, books, idp):
    with database.session(books) as session:
        data, now = InvitationIn(role=Role.VIEWER), datetime.now(UTC)
        token = invitations.add(session, data, user_id=books.user_id, now=now)
        idp.person["email"] = session.get_one(User, books.user_id).email
    browser = Browser(house())
    there = come(browser, idp, f"/join/{token}").headers["location"]
    browser.get(there)
    answer = browser.submit(there)
    assert answer.status_code == 422
    assert "Join" in answer.text
    assert not is_in(browser)


def test_where_registration_is_open_somebody_new_starts_a_household(house, database, idp, books):
    app = house(registration_open=True)
    browser = Browser(app)
    there = come(browser, idp).headers["location"]
    assert idp.person["email"] in browser.get(there).text
    assert Browser(app).get(there).status_code == 404
    assert browser.submit(there, household="", currency="?").status_code == 422
    assert browser.submit(there, household="Cabin", currency="EUR", balance="x").status_code == 422
    answer = browser.submit(there, household="Cabin", currency="EUR")
    assert (answer.status_code, answer.headers["location"]) == (303, "/welcome/start")
    assert "Cabin" in browser.get("/settings").text
    assert browser.submit(there, household="Again", currency="EUR").status_code == 404
    browser.submit("/sign-out")
    assert come(browser, idp).headers["location"] == "/"
    # No password fits, whatever it is.
    browser.submit("/sign-out")
    browser.get("/sign-in")
    said = browser.submit("/sign-in", email=idp.person["email"], password="none")
    assert said.status_code == 422


def test_somebody_new_whose_address_is_taken_takes_nothing(house, database, idp, books):
    with database.session(Actor(steward=True)) as session:
        idp.person["email"] = session.get_one(User, books.user_id).email
    browser = Browser(house(registration_open=True))
    there = come(browser, idp).headers["location"]
    answer = browser.submit(there, household="Cabin", currency="EUR")
    assert answer.status_code == 422
    assert "account with this address already" in answer.text
    assert not is_in(browser)


def test_what_happens_with_a_provider_is_written_down(house, database, books, idp):
    connect(database, books, idp)
    come(Browser(house()), idp)
    with database.session(Actor(steward=True)) as session:
        found = session.query(SecurityEvent).filter_by(user_id=books.user_id)
        events = {one.event for one in found}
    assert {"provider.connected", "provider.used", "sign_in.made"} <= events


def test_who_connects_the_same_account_twice_has_it_once(database, books, idp):
    connect(database, books, idp)
    connect(database, books, idp)
    with database.session(Actor(steward=True)) as session:
        assert len(identities.listing(session, books.user_id)) == 1


def test_of_two_who_start_or_join_a_household_at_once_one_does(database, books, idp):
    claims = Claims(idp.issuer, idp.person["sub"], idp.person["email"], is_verified=True)
    data, now = NewHomeIn(household="Cabin", currency="EUR"), datetime.now(UTC)
    with database.session(Actor(steward=True)) as session, pytest.raises(NotFound):
        provider_visits.settle(session, "used up", claims, data, always=True, now=now)
    with database.session(Actor(steward=True)) as session, pytest.raises(NotFound):
        provider_visits.join(session, "used up", Newcomer(claims, "any"), now=now)
