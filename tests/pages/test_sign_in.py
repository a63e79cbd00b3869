"""Signing in, staying in, getting out, and being kept out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from ftracker.db import Actor, Database
from ftracker.models import User, UserSession
from ftracker.schemas.users import UserIn
from ftracker.services import user_sessions, users
from tests import factories
from tests.clients import Browser

PASSWORD = "four quiet geese cross the road"


@pytest.fixture
def person(database: Database, books: Actor) -> str:
    """Give the owner of the fresh household a password, and give their address."""
    with database.session(Actor(steward=True)) as session:
        user = session.get_one(User, books.user_id)
        helper = users.register(
            session, UserIn(email=f"x{user.email}", password=PASSWORD)
        )
        user.password_hash = helper.password_hash
        session.delete(helper)
        return user.email


def sign_in(browser: Browser, email: str, password: str = PASSWORD, **more):
    browser.get("/sign-in")
    return browser.submit("/sign-in", email=email, password=password, **more)


def test_right_password_leads_home(client, person):
    answer = sign_in(client, person)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/settings").status_code == 200
