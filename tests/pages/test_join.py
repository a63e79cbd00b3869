"""Following an invitation."""

import re
from urllib.parse import urlsplit

import pytest

from ftracker.db import Actor, new_id
from ftracker.models import User
from tests import factories
from tests.clients import Browser

PASSWORD = "four quiet geese cross the road"


@pytest.fixture
def link(owner: Browser) -> str:
    """Let the owner invite a viewer, and give the path of the link."""
    page = owner.submit("/settings/invitations", role="viewer")
    found = re.search(r"<code>(http://127\.0\.0\.1:8000/join/[\w-]+)</code>", page.text)
    return urlsplit(found[1]).path


@pytest.fixture
def email() -> str:
    return f"{new_id().hex}@example.org"


def test_a_link_is_shown_once(owner, link):
    assert link not in owner.get("/settings/members").text
    assert "Open invitations" in owner.get("/settings/members").text
    assert owner.get("/settings/invitations").headers["location"] == "/settings/members"


def test_somebody_new_joins_with_what_the_invitation_says(client, link, email):
    assert "Join Home" in client.get(link).text
    answer = client.submit(link, account="new", email=email, password=PASSWORD, role="owner")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "<dt>Role</dt><dd>viewer</dd>" in client.get("/settings").text


def test_a_link_works_once(client, app, link, email):
    client.get(link)
    client.submit(link, account="new", email=email, password=PASSWORD)
    other = Browser(app)
    assert other.get(link).status_code == 404
    other.get("/sign-in")
    assert (
        other.submit(link, account="new", email=f"2{email}", password=PASSWORD).status_code == 404
    )


def test_a_link_that_was_taken_back_is_not_there(owner, client, link):
    page = owner.get("/settings/members").text
    path = re.search(r"/settings/invitations/[0-9a-f-]+/revoke", page)[0]
    assert owner.submit(path).status_code == 303
    assert client.get(link).status_code == 404


def test_who_has_an_account_joins_with_its_password(client, database, link):
    there = factories.household(database, name="Cabin")
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, there, PASSWORD)
        address = session.get_one(User, there.user_id).email
    client.get(link)
    wrong = client.submit(link, account="mine", email=address, password="wrong")
    assert wrong.status_code == 422
    assert "do not fit together" in wrong.text
    assert client.submit(link, account="mine", email=address, password=PASSWORD).status_code == 303
    page = client.get("/settings").text
    assert "Cabin" in page
    assert "open here" in page


def test_a_link_does_not_help_to_guess_passwords(client, database, link):
    there = factories.household(database)
    with database.session(Actor(steward=True)) as session:
        address = session.get_one(User, there.user_id).email
    client.get(link)
    ends = [
        client.submit(link, account="mine", email=address, password="wrong").status_code
        for _ in range(11)
    ]
    assert ends == [422] * 10 + [429]


def test_who_is_signed_in_joins_with_a_click_and_can_go_back(stranger, link):
    assert "You are signed in as" in stranger.get(link).text
    assert stranger.submit(link).status_code == 303
    page = stranger.get("/settings").text
    assert "<dt>Role</dt><dd>viewer</dd>" in page
    back = re.search(r"/settings/sessions/enter/[0-9a-f-]+", page)[0]
    assert stranger.submit(back).status_code == 303
    assert "<dt>Role</dt><dd>owner</dd>" in stranger.get("/settings").text


def test_a_member_cannot_join_again(owner, link):
    assert owner.submit(link).status_code == 409


@pytest.mark.parametrize(("field", "value"), [("password", "short"), ("email", "nobody")])
def test_what_is_wrong_is_said(client, link, email, field, value):
    client.get(link)
    given = {"account": "new", "email": email, "password": PASSWORD} | {field: value}
    answer = client.submit(link, **given)
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    assert client.get(link).status_code == 200


def test_a_made_up_link_is_not_there(client):
    assert client.get("/join/made-up").status_code == 404
    client.get("/sign-in")
    assert client.submit("/join/made-up", account="new").status_code == 404


def test_all_that_is_wrong_with_somebody_new_is_said_in_one_go(client, link):
    client.get(link)
    answer = client.submit(link, account="new", email="notmail", password="short")
    assert answer.status_code == 422
    assert "Write an e-mail address" in answer.text
    assert "at least 8 characters" in answer.text
