"""Setting up a second factor, and signing in with it: half a sign-in opens nothing."""

import json
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from ftracker.db import Actor, Database, Role
from ftracker.domain.sites import Site
from ftracker.models import User
from ftracker.schemas.users import InvitationIn, PasskeyIn
from ftracker.services import invitations, passkeys, second_factors, tries, users
from tests import factories
from tests.authenticator import Device
from tests.clients import HOST, Browser
from tests.conftest import SECRET

PASSWORD = "four quiet geese cross the road"
PATH = "/settings/second-factor"
SITE = Site("127.0.0.1", HOST)
CODE = re.compile(r"<code>([a-z0-9-]{19})</code>")


@pytest.fixture
def email(database: Database, books: Actor) -> str:
    """Give the owner of the fresh household a password, and give their address."""
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, PASSWORD)
        return session.get_one(User, books.user_id).email


@pytest.fixture
def app_of(database: Database, books: Actor) -> pyotp.TOTP:
    """Set an app up for the owner, some minutes ago."""
    before = datetime.now(UTC) - timedelta(minutes=5)
    with database.session(books) as session:
        second_factors.begin(session, books.user_id, secret=SECRET)
        made = pyotp.TOTP(second_factors.key_of(session, books.user_id, secret=SECRET))
        code = made.at(before)
        second_factors.confirm(session, books.user_id, code, secret=SECRET, now=before)
    return made


def half(browser: Browser, email: str, **more: str) -> str:
    """Show the right password, and give the step that the page carries."""
    browser.get("/sign-in")
    asked = browser.submit("/sign-in", email=email, password=PASSWORD, **more)
    assert asked.status_code == 200
    return step_of(asked.text)


def step_of(page: str) -> str:
    return re.search(r'name="step" value="([^"]+)"', page)[1]


def is_in(browser: Browser) -> bool:
    return browser.get("/settings").status_code == 200


def test_an_app_is_set_up_with_a_picture_and_gives_codes_on_paper_once(owner):
    answer = owner.submit(f"{PATH}/app")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/app")
    page = owner.get(f"{PATH}/app").text
    assert 'src="data:image/svg+xml' in page
    app = pyotp.TOTP(re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", ""))
    wrong = owner.submit(f"{PATH}/app/confirm", code="000000")
    assert wrong.status_code == 422
    assert "does not fit" in wrong.text
    done = owner.submit(f"{PATH}/app/confirm", code=app.now())
    codes = CODE.findall(done.text)
    assert len(set(codes)) == 10
    for path in ("/app", "/app/confirm", "/codes"):
        assert owner.get(PATH + path).headers["location"] == PATH
    page = owner.get(PATH).text
    assert "10 of 10 are left" in page
    assert codes[0] not in page
    assert owner.submit(f"{PATH}/app/confirm", code=app.now()).headers["location"] == PATH
    assert owner.submit(f"{PATH}/app").headers["location"] == PATH
    renewed = CODE.findall(owner.submit(f"{PATH}/codes").text)
    assert not set(codes) & set(renewed)


def test_codes_on_paper_are_for_those_who_have_something_to_lose(owner):
    refused = owner.submit(f"{PATH}/codes")
    assert refused.status_code == 409
    assert "Set up an app or a passkey first" in refused.text


def test_it_is_turned_off_after_a_question(owner, app_of, client, email):
    assert "Turn the second factor off" in owner.get(f"{PATH}/off").text
    assert owner.submit(f"{PATH}/off").headers["location"] == PATH
    client.get("/sign-in")
    assert client.submit("/sign-in", email=email, password=PASSWORD).status_code == 303


def test_the_password_alone_opens_nothing(client, email, app_of):
    before = client.cookies.get("session")
    step = half(client, email)
    assert before is None
    assert not is_in(client)
    client.cookies.set("session", step, domain="127.0.0.1")
    assert not is_in(client)
    assert client.get("/sign-in/second-factor").headers["location"] == "/sign-in"


def test_password_and_code_lead_to_where_one_wanted(client, email, app_of):
    step = half(client, email, next="/settings?x=1")
    wrong = client.submit(
        "/sign-in/second-factor", step=step, proof_code="000000", next="/settings?x=1"
    )
    assert wrong.status_code == 422
    assert 'value="/settings?x=1"' in wrong.text
    assert not is_in(client)
    right = {"step": step_of(wrong.text), "proof_code": app_of.now(), "next": "/settings?x=1"}
    answer = client.submit("/sign-in/second-factor", **right)
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?x=1")
    assert is_in(client)
    other = Browser(client.app)
    other.get("/sign-in")
    again = other.submit("/sign-in/second-factor", **right)
    assert "took too long" in again.text
    assert not is_in(other)


def test_a_code_without_the_password_of_its_person_opens_nothing(client, email, app_of):
    client.get("/sign-in")
    for step in ("", "made-up", "\x00"):
        answer = client.submit("/sign-in/second-factor", step=step, proof_code=app_of.now())
        assert answer.status_code == 422
    assert not is_in(client)


def test_half_a_sign_in_ends_after_ten_minutes(app, email, app_of):
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        browser = Browser(app)
        step = half(browser, email)
        clock.shift(second_factors.LASTS)
        answer = browser.submit("/sign-in/second-factor", step=step, proof_code=app_of.now())
        assert "took too long" in answer.text
        assert not is_in(browser)


def test_signing_in_again_gives_no_new_tries(app, email, app_of, monkeypatch):
    monkeypatch.setattr(tries, "PER_ACCOUNT", 2)
    for _ in range(2):
        browser = Browser(app)
        step = half(browser, email)
        browser.submit("/sign-in/second-factor", step=step, proof_code="000000")
    step = half(browser, email)
    answer = browser.submit("/sign-in/second-factor", step=step, proof_code=app_of.now())
    assert answer.status_code == 429
    assert "Wait ten minutes" in answer.text
    assert not is_in(browser)


def test_a_person_disabled_in_between_stays_out(client, email, app_of, database):
    step = half(client, email)
    with database.session(Actor(steward=True)) as session:
        users.disable(session, email)
    answer = client.submit("/sign-in/second-factor", step=step, proof_code=app_of.now())
    assert answer.status_code == 422
    assert not is_in(client)


def test_an_invitation_asks_for_the_second_factor_too(client, email, app_of, database):
    host = factories.household(database, name="Cabin")
    with database.session(host) as session:
        data = InvitationIn(role=Role.VIEWER)
        now = datetime.now(UTC)
        token = invitations.add(session, data, user_id=host.user_id, now=now)
    path = f"/join/{token}"
    client.get(path)
    asked = client.submit(path, account="mine", email=email, password=PASSWORD)
    assert "One more step" in asked.text
    assert not is_in(client)
    assert client.submit(path, step="made-up", proof_code=app_of.now()).status_code == 422
    wrong = client.submit(path, step=step_of(asked.text), proof_code="000000")
    assert wrong.status_code == 422
    done = client.submit(path, step=step_of(wrong.text), proof_code=app_of.now())
    assert done.headers["location"] == "/"
    assert "Cabin" in client.get("/settings").text


# Passkeys: the browser's part is played by a device of the tests.


def challenge(browser: Browser, path: str = "/sign-in/passkey/challenge") -> dict:
    answer = browser.submit(path)
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def proof(browser: Browser, device: Device) -> dict[str, str]:
    asked = challenge(browser)
    return {"proof_token": asked["token"], "proof_passkey": device.answer(_text(asked))}


def _text(asked: dict) -> str:
    return json.dumps(asked["options"])


@pytest.fixture
def device(owner: Browser) -> Device:
    """Add a passkey through the pages."""
    made = Device(SITE)
    asked = challenge(owner, "/settings/passkeys/challenge")
    given = {"token": asked["token"], "passkey": made.make(_text(asked)), "name": "Phone"}
    answer = owner.submit("/settings/passkeys/add", **given)
    assert answer.headers["location"] == "/settings/passkeys"
    return made


def test_a_passkey_signs_in_without_a_password_or_a_code(client, device, app_of):
    client.get("/sign-in")
    answer = client.submit("/sign-in/passkey", next="/goals", **proof(client, device))
    assert answer.headers["location"] == "/goals"
    assert is_in(client)


def test_a_strange_passkey_signs_nobody_in(client, device):
    client.get("/sign-in")
    answer = client.submit("/sign-in/passkey", **proof(client, Device(SITE)))
    assert answer.status_code == 422
    assert "not known here" in answer.text
    assert client.get("/sign-in/passkey").headers["location"] == "/sign-in"
    assert not is_in(client)


def test_a_passkey_of_ones_own_stands_in_for_the_code(
    app, client, email, device, app_of, database, books
):
    step = half(client, email)
    other = factories.household(database)
    strange = Device(SITE)
    with database.session(other) as session:
        asked = passkeys.ask_new(session, other.user_id, SITE, now=datetime.now(UTC))
        data = PasskeyIn(passkey=strange.make(asked.options))
        now = datetime.now(UTC)
        passkeys.add(session, other.user_id, data, SITE, token=asked.token, now=now)
    wrong = client.submit("/sign-in/second-factor", step=step, **proof(client, strange))
    assert wrong.status_code == 422
    assert "Use a passkey" in wrong.text
    answer = client.submit("/sign-in/second-factor", step=step, **proof(client, device))
    assert answer.status_code == 303
    assert is_in(client)


def test_strangers_run_out_of_challenges_and_who_is_signed_in_does_not(
    client, owner, database, monkeypatch
):
    monkeypatch.setattr(passkeys, "PER_ASKER", 1)
    with database.session(Actor(steward=True)) as session:
        tries.forget(session, "passkey asked:testclient")
    client.get("/sign-in")
    assert "token" in challenge(client)
    answer = client.submit("/sign-in/passkey/challenge")
    assert (answer.status_code, "Wait ten minutes" in answer.json()["said"]) == (429, True)
    assert "token" in challenge(owner)
    with database.session(Actor(steward=True)) as session:
        tries.forget(session, "passkey asked:testclient")


def test_passkeys_are_listed_renamed_and_removed(owner, device):
    page = owner.get("/settings/passkeys").text
    key = re.search(r"/settings/passkeys/([0-9a-f-]{36})/rename", page)[1]
    assert owner.submit(f"/settings/passkeys/{key}/rename", name="").status_code == 422
    owner.submit(f"/settings/passkeys/{key}/rename", name="Desk")
    assert "Remove Desk?" in owner.get(f"/settings/passkeys/{key}/remove").text
    owner.submit(f"{PATH}/codes")
    assert "last second factor" in owner.get(f"/settings/passkeys/{key}/remove").text
    assert owner.submit(f"/settings/passkeys/{key}/remove").status_code == 303
    assert "No passkeys yet" in owner.get("/settings/passkeys").text
    assert owner.get(f"/settings/passkeys/{key}/remove").status_code == 404


def test_a_passkey_that_cannot_be_read_is_said_at_its_form(owner):
    answer = owner.submit("/settings/passkeys/add", token="x", passkey="{}", name="Phone")
    assert answer.status_code == 422
    assert "could not be read" in answer.text
    assert 'value="Phone"' in answer.text


def test_the_address_in_the_settings_says_what_passkeys_are_for(settings):
    from ftracker.main import create_app

    made = create_app(settings.model_copy(update={"url": "https://money.example.org:8443"}))
    browser = Browser(made)
    browser.get("/sign-in")
    assert challenge(browser)["options"]["rpId"] == "money.example.org"
    made.state.database.close()
