"""The first visit to an empty installation, and registration afterwards."""

from collections.abc import Iterator

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy.engine import make_url

from ftracker.config import Settings
from ftracker.db import migrations, new_id
from tests.clients import Browser

FORM = {
    "email": "ada@example.org",
    "password": "four quiet geese cross the road",
    "household": "The Lovelaces",
    "currency": "CHF",
    "account": "Purse",
    "balance": "12,50",
}


@pytest.fixture
def empty(settings: Settings) -> Iterator[FastAPI]:
    """Run the application on a database that nobody has an account in."""
    from ftracker.main import create_app

    name = f"empty_{new_id().hex}"
    url = make_url(settings.database_url)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    fresh = url.set(database=name).render_as_string(hide_password=False)
    migrations.upgrade(fresh)
    made = create_app(settings.model_copy(update={"database_url": fresh}))
    yield made
    made.state.database.close()
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'drop database "{name}" with (force)')


@pytest.mark.parametrize("path", ["/", "/settings", "/sign-in", "/transaction/add", "/history"])
def test_while_nobody_has_an_account_every_page_leads_to_the_welcome(empty, path):
    answer = Browser(empty).get(path)
    if answer.status_code == 404:
        pytest.fail(f"{path} is not there")
    assert (answer.status_code, answer.headers["location"]) == (303, "/welcome")


def test_the_first_visitor_becomes_the_owner_and_registration_closes(empty):
    browser = Browser(empty)
    page = browser.get("/welcome")
    assert "Nobody has an account here yet" in page.text
    answer = browser.submit("/welcome", **FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/welcome/start")
    offers = browser.get("/welcome/start").text
    assert all(words in offers for words in ("Start empty", "Import a file", "Load the sample"))
    assert "The Lovelaces" in browser.get("/settings").text
    assert browser.get("/welcome").headers["location"] == "/"
    stranger = Browser(empty)
    assert stranger.get("/welcome").headers["location"] == "/sign-in"
    stranger.get("/sign-in")
    refused = stranger.submit("/welcome", **FORM | {"email": "eve@example.org"})
    assert refused.status_code == 403
    assert "Registration is closed" in refused.text


def test_the_sample_fills_the_new_books_once(empty):
    browser = Browser(empty)
    browser.get("/welcome")
    browser.submit("/welcome", **FORM)
    answer = browser.submit("/welcome/sample")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.submit("/welcome/sample").status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "ada", "Write an e-mail address"),
        ("email", "", "This is needed."),
        ("password", "password1", "among the first that are guessed"),
        ("password", "", "at least 8 characters"),
        ("password", "The Lovelaces", "own name"),
        ("household", "", "This is needed."),
        ("currency", "XXY", "Choose a currency"),
        ("balance", "lots", "Write"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(empty, field, value, sentence):
    browser = Browser(empty)
    browser.get("/welcome")
    answer = browser.submit("/welcome", **FORM | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert FORM["password"] not in answer.text
    assert (field == "account") or 'value="Purse"' in answer.text
    assert browser.get("/").headers["location"] == "/welcome"


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"email": "", "password": ""}, ("E-mail: <a", "at least 8 characters")),
        ({"email": "notmail", "password": "short"}, ("an e-mail address", "at least 8 characters")),
        ({"household": "", "balance": "lots"}, ("Name of your household: <a", "Write a number")),
        ({"password": "short", "balance": "lots"}, ("at least 8 characters", "Write a number")),
    ],
)
def test_all_that_is_wrong_is_said_in_one_go(empty, typed, sentences):
    browser = Browser(empty)
    browser.get("/welcome")
    answer = browser.submit("/welcome", **FORM | typed)
    assert answer.status_code == 422
    places = [answer.text.index(sentence) for sentence in sentences]
    assert places == sorted(places)


def test_the_server_keeps_its_own_fields(empty):
    browser = Browser(empty)
    browser.get("/welcome")
    more = {"id": str(new_id()), "is_disabled": "true", "role": "viewer", "version": "9"}
    browser.submit("/welcome", **FORM | more)
    page = browser.get("/settings").text
    assert "<dt>Role</dt><dd>owner</dd>" in page
    assert more["id"] not in browser.get("/settings/members").text


def test_a_setting_keeps_registration_open(settings, books):
    from ftracker.main import create_app

    app = create_app(settings.model_copy(update={"registration_open": True}))
    browser = Browser(app)
    assert "Make an account" in browser.get("/welcome").text
    email = f"{new_id().hex}@example.org"
    assert browser.submit("/welcome", **FORM | {"email": email}).status_code == 303
    taken = Browser(app)
    taken.get("/welcome")
    again = taken.submit("/welcome", **FORM | {"email": email.upper()})
    assert again.status_code == 422
    assert "an account with this address" in again.text
