"""What happened around the doors is written down once, for good."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import ProgrammingError

from ftracker.db import Actor
from ftracker.models import SecurityEvent, User
from ftracker.services import password_resets, security_events
from tests import factories


def test_a_person_sees_what_happened_to_them_newest_first(database):
    books = factories.household(database)
    with database.session(books) as session:
        security_events.record(session, "password.changed", ip="192.0.2.1", user_agent="x" * 300)
        security_events.record(session, "export.made", rows=3)
        found = security_events.listing(session, user_id=books.user_id)
    assert [(one.event, one.ip, len(one.user_agent)) for one in found][:2] == [
        ("export.made", "", 0),
        ("password.changed", "192.0.2.1", 200),
    ]
    assert found[0].details == {"rows": 3}


def test_a_household_sees_its_own_events_and_nobody_elses(database):
    mine, theirs = factories.household(database), factories.household(database)
    with database.session(theirs) as session:
        security_events.record(session, "export.made")
    with database.session(mine) as session:
        security_events.record(session, "import.made")
        assert [one.event for one in security_events.listing(session)] == ["import.made"]


def test_what_happens_to_a_person_at_the_door_is_told_to_their_household(database):
    books = factories.household(database)
    with database.session(Actor(steward=True)) as session:
        security_events.record(session, "second_factor.failed", user_id=books.user_id)
    with database.session(books) as session:
        assert [one.event for one in security_events.listing(session)] == ["second_factor.failed"]


def test_a_link_that_the_command_line_prints_is_written_down(database):
    books = factories.household(database)
    with database.session(Actor(steward=True)) as session:
        email = session.get_one(User, books.user_id).email
        assert password_resets.link_for(session, email, now=datetime.now(UTC))
        found = security_events.listing(session, user_id=books.user_id)
    assert found[0].event == "password.link_made"


def test_a_stranger_who_fails_is_written_down_too(database):
    with database.session(Actor(steward=True)) as session:
        security_events.record(session, "sign_in.failed", ip="192.0.2.7")
        kept = session.query(SecurityEvent).filter_by(ip="192.0.2.7").one()
    assert (kept.user_id, kept.household_id) == (None, None)


@pytest.mark.parametrize("write", [update(SecurityEvent).values(event="x"), delete(SecurityEvent)])
def test_the_database_refuses_to_change_what_happened(database, write):
    books = factories.household(database)
    with pytest.raises(ProgrammingError, match="permission denied"), database.session(books) as s:
        s.connection().execute(write)
