"""Before what is dangerous one proves who one is; what was filled in is not lost."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from ftracker.db import Actor, Database, Role
from ftracker.models import User
from ftracker.services import proving, second_factors, users
from tests import factories
from tests.clients import Browser, Program
from tests.conftest import SECRET

PASSWORD = "four quiet geese cross the road"


@pytest.fixture
def stale(app, database: Database, books: Actor):
    """Give the owner's browser, signed in ten minutes ago, and a password to prove it with."""
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, PASSWORD)
    with time_machine.travel(datetime.now(UTC) - proving.LASTS, tick=False):
        return Browser(app).enter(database, books)


LOOKS = ("/settings/passkeys/add", "/settings/second-factor/off", "/settings/second-factor/app")
WRITES = (
    "/settings/tokens",
    "/settings/invitations",
    "/settings/second-factor/app",
    "/settings/second-factor/app/confirm",
    "/settings/second-factor/codes",
    "/settings/second-factor/off",
    "/settings/passkeys/add",
    "/settings/passkeys/challenge",
    "/transactions/purge",
)


def test_a_look_at_a_dangerous_form_asks_first_and_leads_back(stale):
    for path in LOOKS:
        asked = stale.get(f"{path}?x=1")
        assert asked.status_code == 303
        page = stale.get(asked.headers["location"])
        assert f'name="next" value="{path}?x=1"' in page.text
        assert "Is it you?" in page.text
    done = stale.submit("/settings/prove", next=f"{LOOKS[0]}?x=1", proof_password=PASSWORD)
    assert done.headers["location"] == f"{LOOKS[0]}?x=1"
    for path in LOOKS:
        assert "prove" not in stale.get(path).headers.get("location", "")


def test_a_dangerous_form_asks_for_a_proof_before_anything_happens(stale):
    for path in WRITES:
        answer = stale.submit(path, name="Phone", role="viewer")
        assert answer.status_code == 422
        assert "Is it you?" in answer.text
        assert f'action="{path}"' in answer.text


def test_members_are_changed_only_by_who_proved_themselves(stale, database, books):
    member = factories.member(database, books, Role.EDITOR)
    for deed in ("role", "remove"):
        answer = stale.submit(f"/settings/members/{member.user_id}/{deed}", role="owner", version=1)
        assert "Is it you?" in answer.text
    assert stale.get(f"/settings/members/{member.user_id}/remove").status_code == 303


def test_a_form_that_was_sent_comes_back_whole_and_goes_on_with_the_password(stale):
    typed = {"name": 'My "phone" <b>', "extra": ["1", "2"]}
    asked = stale.submit("/settings/tokens", **typed)
    assert 'name="name" value="My &#34;phone&#34; &lt;b&gt;"' in asked.text
    assert re.findall(r'name="extra" value="(\d)"', asked.text) == ["1", "2"]
    assert asked.text.count('name="csrf_token"') == asked.text.count('method="post"')
    wrong = stale.submit("/settings/tokens", proof_password="no", **typed)
    assert wrong.status_code == 422
    assert "does not fit" in wrong.text
    assert 'value="no"' not in wrong.text
    done = stale.submit("/settings/tokens", proof_password=PASSWORD, **typed)
    assert done.status_code == 200
    assert "The new token" in done.text
    assert stale.submit("/settings/tokens", name="Another").status_code == 200


def test_wrong_proofs_are_counted_though_nothing_else_is_kept(stale, monkeypatch):
    monkeypatch.setattr(users, "TRIES_PER_ACCOUNT", 2)
    for number in range(2):
        path = ("/settings/tokens", "/settings/prove")[number % 2]
        assert stale.submit(path, name="x", proof_password="wrong").status_code == 422
    for path in ("/settings/tokens", "/settings/prove"):
        answer = stale.submit(path, name="x", proof_password=PASSWORD)
        assert "Wait ten minutes" in answer.text
    assert "No tokens yet" in stale.get("/settings/tokens").text


def test_a_code_will_do_as_well(stale, database, books):
    before = datetime.now(UTC) - timedelta(minutes=5)
    assert "code of your app" not in stale.get("/settings/prove").text
    with database.session(books) as session:
        second_factors.begin(session, books.user_id, secret=SECRET)
        app = pyotp.TOTP(second_factors.key_of(session, books.user_id, secret=SECRET))
        code = app.at(before)
        second_factors.confirm(session, books.user_id, code, secret=SECRET, now=before)
    assert "code of your app" in stale.get("/settings/prove").text
    assert stale.submit("/settings/prove", proof_code="000000").status_code == 422
    done = stale.submit("/settings/prove", proof_code=app.now(), next="//evil.example")
    assert done.headers["location"] == "/"


def test_nothing_at_all_proves_nothing(stale):
    assert stale.submit("/settings/prove", next="/settings").status_code == 422


def test_a_proof_lasts_ten_minutes_in_one_browser(app, stale, database, books):
    stale.submit("/settings/prove", proof_password=PASSWORD)
    with time_machine.travel(datetime.now(UTC) - proving.LASTS, tick=False):
        other = Browser(app).enter(database, books)
    assert stale.get("/settings/passkeys/add").status_code == 200
    assert other.get("/settings/passkeys/add").status_code == 303
    with time_machine.travel(datetime.now(UTC) + proving.LASTS, tick=False):
        assert stale.get("/settings/passkeys/add").status_code == 303


def test_signing_in_is_a_proof(client, database, books, stale):
    with database.session(Actor(steward=True)) as session:
        email = session.get_one(User, books.user_id).email
    client.get("/sign-in")
    client.submit("/sign-in", email=email, password=PASSWORD)
    assert client.get("/settings/passkeys/add").status_code == 200


def test_who_may_not_is_refused_before_any_question(app, database, books):
    who = factories.member(database, books, Role.VIEWER)
    with time_machine.travel(datetime.now(UTC) - proving.LASTS, tick=False):
        viewer = Browser(app).enter(database, who)
    assert viewer.submit("/settings/invitations", role="owner").status_code == 403
    assert viewer.submit("/transactions/purge").status_code == 403


def test_a_program_is_not_asked(app, database, books):
    with time_machine.travel(datetime.now(UTC) - timedelta(days=30), tick=False):
        program = Program(app).enter(database, books)
    given = {"date": "2025-07-31", "amount": "1.00", "payee": "Lidl"}
    assert program.post("/api/transactions", json=given).status_code == 201
