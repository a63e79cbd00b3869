"""The demonstration: prepared once, entered by everybody."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from ftracker.db import Actor
from ftracker.services import demo, user_sessions, users

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def steward(database):
    with Session(database.engine, info={"actor": Actor(steward=True)}) as opened:
        yield opened
        opened.rollback()


def test_every_visitor_owns_the_sample_household(steward):
    assert demo.prepare(steward, today=TODAY) > 2500
    found = user_sessions.find(steward, demo.enter(steward, now=NOW), now=NOW)
    assert (found.household, found.role, found.email) == (demo.HOUSEHOLD, "owner", demo.EMAIL)


def test_a_visitor_who_left_can_come_again(steward):
    demo.prepare(steward, today=TODAY)
    first, second = demo.enter(steward, now=NOW), demo.enter(steward, now=NOW)
    assert first != second


def test_no_password_fits_its_owner(steward):
    demo.prepare(steward, today=TODAY)
    for password in ("", "none", demo.EMAIL):
        assert users.verify(steward, demo.EMAIL, password, ip="127.0.0.1", now=NOW) is None


def test_nobody_enters_where_there_is_no_demonstration(steward):
    with pytest.raises(LookupError):
        demo.enter(steward, now=NOW)
