"""What is about me, through the pages: taken along, and deleted."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from ftracker.db import Actor, Role
from ftracker.models import User, UserSession
from ftracker.services import security_events
from tests import factories
from tests.clients import Browser

PASSWORD = "four quiet geese cross the road"
SURE = {"confirmed": "yes"}
PATH = "/settings/personal/delete"


@pytest.fixture
def known(database, books) -> None:
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, PASSWORD)


def test_i_take_along_what_is_kept_about_me(owner, database, books):
    assert "My data" in owner.get("/settings").text
    assert "Download all about me" in owner.get("/settings/personal").text
    answer = owner.submit("/settings/personal/export")
    assert answer.json()["person"]["id"] == str(books.user_id)
    assert "attachment" in answer.headers["content-disposition"]
    with database.session(books) as session:
        happened = security_events.listing(session, user_id=books.user_id)
        assert happened[0].event == "person.exported"


def test_i_am_deleted_with_the_household_that_only_i_am_in(owner, database, books, known):
    assert "deleted with you, for good" in owner.get(PATH).text
    answer = owner.submit(PATH, **SURE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert owner.get("/").headers["location"].startswith("/sign-in")
    with database.session(Actor(steward=True)) as session:
        assert session.get(User, books.user_id) is None


def test_a_missing_tick_deletes_nothing(owner):
    answer = owner.submit(PATH, confirmed="")
    assert answer.status_code == 422
    assert "cannot be undone" in answer.text
    assert owner.get("/").status_code == 200


def test_who_did_not_prove_it_lately_is_asked_first(owner, database, books, known):
    with database.session(books) as session:
        session.execute(update(UserSession).values(proven_at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert owner.get(PATH).headers["location"].startswith("/settings/prove")
    asked = owner.submit(PATH, **SURE, proof_password="wrong")
    assert asked.status_code == 422
    assert owner.get("/").status_code == 200
    assert owner.submit(PATH, **SURE, proof_password=PASSWORD).status_code == 303


def test_the_last_owner_of_others_hands_over_first(owner, app, database, books, known):
    member = factories.member(database, books, Role.EDITOR)
    page = owner.get(PATH).text
    assert "last owner" in page
    assert 'name="confirmed"' not in page
    answer = owner.submit(PATH, **SURE)
    assert answer.status_code == 409
    assert "Make another member its owner first" in answer.text
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, member, PASSWORD)
    browser = Browser(app).enter(database, member)
    assert "It stays." in browser.get(PATH).text
    assert browser.submit(PATH, **SURE).status_code == 303
    assert "a former member" in owner.get("/history").text
