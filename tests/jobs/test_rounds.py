"""A household is looked at again where something can have changed, and left alone otherwise."""

import threading
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, select, text, update

from ftracker.db import Actor, Database, Door, ids, new_id
from ftracker.domain.household_looks import Why
from ftracker.jobs import rounds, tasks
from ftracker.jobs.places import Place
from ftracker.models import Alert, Backup, ChangeSet, Delivery, HouseholdLook, Notice, Refusal
from ftracker.schemas.channels import ChannelIn
from ftracker.services import channels, household_looks
from ftracker.services.posts import Post
from tests import factories

NOW = datetime.now(UTC)
TODAY = NOW.astimezone().date()
SOON = timedelta(minutes=20)


@pytest.fixture
def place(database: Database) -> Place:
    return Place(database, 1, threading.Event())


def look(place, books, *, is_whole=True):
    context = SimpleNamespace(additional_context={"place": place})
    tasks.look(context, household_id=str(books.household_id), is_whole=is_whole)


def rest(place, books):
    """Look at a household, and say that its forecast was not waited for."""
    look(place, books)
    with place.database.session(books) as session:
        mine = HouseholdLook.household_id == books.household_id
        session.execute(update(HouseholdLook).where(mine).values(again_at=None))


def due(place, books, *, is_whole=True, today=TODAY, now=NOW, proven_at=None):
    """Give how deep a look is due, and why; None where there is none."""
    with place.database.reading(Actor(books.household_id, door=Door.JOB)) as session:
        found = household_looks.due(
            session, is_whole=is_whole, today=today, now=now, proven_at=proven_at
        )
    return (found.is_whole, found.why) if found else None


def queued(database, books):
    """List the looks at a household that wait: how deep each is, and whether for a later moment."""
    mine = text(
        "select args->>'is_whole', scheduled_at is not null from procrastinate_jobs"
        " where task_name = 'ftracker:look' and args->>'household_id' = :key order by id"
    )
    with database.engine.begin() as bare:
        rows = bare.execute(mine, {"key": str(books.household_id)}).all()
    return [tuple(row) for row in rows]


@pytest.fixture(autouse=True)
def _no_looks_are_left(database: Database):
    yield
    with database.engine.begin() as bare:
        bare.execute(text("delete from procrastinate_jobs where task_name = 'ftracker:look'"))


def test_a_household_that_nobody_looked_at_is_looked_at(place, books):
    assert due(place, books) == (True, Why.CHANGED)
    assert due(place, books, is_whole=False) == (False, Why.CHANGED)


def test_a_household_in_which_nothing_happened_is_left_alone(place, books):
    rest(place, books)
    assert due(place, books) is None
    assert rounds.go(place, is_whole=True) >= 0
    assert queued(place.database, books) == []


def test_what_was_written_is_looked_at_and_wholly_by_the_first_round_of_an_hour(place, books):
    rest(place, books)
    with place.database.session(books) as session:
        factories.account(session, name="Purse")
    assert due(place, books, is_whole=False) == (False, Why.CHANGED)
    look(place, books, is_whole=False)
    assert due(place, books, is_whole=False) is None
    assert due(place, books) == (True, Why.CHANGED)


def test_what_is_committed_after_a_look_counts_although_it_was_begun_before(place, books):
    rest(place, books)
    with place.database.session(books) as session:
        early = {"household_id": books.household_id, "id": ids.first_of(NOW - SOON)}
        said = {"at": NOW - SOON, "door": "page", "deed": "x.y", "summary": "Late"}
        session.connection().execute(insert(ChangeSet), early | said)
    assert due(place, books) == (True, Why.CHANGED)


def test_what_a_person_turned_down_counts(place, books):
    rest(place, books)
    first, second = sorted([new_id(), new_id()])
    with place.database.session(books) as session:
        session.add(
            Refusal(
                household_id=books.household_id, topic="recurring",
                first_id=first, second_id=second,
            )
        )  # fmt: skip
    assert due(place, books) == (True, Why.CHANGED)


def test_a_new_day_is_looked_at_once(place, books):
    rest(place, books)
    tomorrow = TODAY + timedelta(days=1)
    assert due(place, books, today=tomorrow) == (True, Why.DAY)


def test_a_digest_is_sent_when_its_hour_has_come(place, books):
    at = NOW + timedelta(hours=2)
    with place.database.session(books) as session:
        data = ChannelIn(
            kind="email", address="me@example.org", pace="digest", digest_time=at.time()
        )
        channels.add(session, data, Post("", "smtp://127.0.0.1:1", "f@x.org"))
        factories.transaction(session, date=TODAY.isoformat(), amount="70")
    look(place, books)
    # The alert that speaks for the first time is written down: that is seen once more.
    rest(place, books)
    look(place, books)
    with place.database.session(books) as session:
        mine = Delivery.household_id == books.household_id
        due_at = session.scalars(select(Delivery.due_at).where(mine)).one()
        kept = session.get_one(HouseholdLook, (books.household_id, True)).again_at
    assert kept <= due_at
    assert due(place, books, now=due_at) == (True, Why.AGAIN)


def test_a_forecast_that_was_asked_for_is_looked_after_in_an_hour(place, books):
    look(place, books)
    assert due(place, books, now=datetime.now(UTC) + timedelta(minutes=59)) is None
    later = datetime.now(UTC) + timedelta(minutes=61)
    assert due(place, books, now=later) == (True, Why.AGAIN)


def test_a_proven_backup_ends_what_was_said_of_a_late_one(place, books):
    rest(place, books)
    with place.database.session(books) as session:
        from ftracker.db import history

        with history.deed(session, "alerts.add", "Watch"):
            alert = Alert(household_id=books.household_id, topic="backup_late", level=2)
            session.add(alert)
            session.flush()
        said = {"title": "Late", "body": "", "day": TODAY}
        home = books.household_id
        session.add(Notice(household_id=home, alert_id=alert.id, key="x", **said))
    rest(place, books)
    assert due(place, books, proven_at=NOW - SOON) is None
    assert due(place, books, proven_at=datetime.now(UTC) + SOON) == (True, Why.AGAIN)


def test_a_round_queues_a_look_once_and_what_only_has_a_new_day_later(place, books):
    rest(place, books)
    other = factories.household(place.database)
    with place.database.session(books) as session:
        mine = HouseholdLook.household_id == books.household_id
        session.execute(update(HouseholdLook).where(mine).values(day=date(2026, 1, 1)))
    for _ in range(2):
        rounds.go(place, is_whole=True)
    assert [deep for deep, _ in queued(place.database, books)] == ["true"]
    assert queued(place.database, other) == [("true", False)]


def test_the_queue_is_bounded_and_what_found_no_room_is_due_still(place, books):
    assert rounds.go(place, is_whole=False, most=0) == 0
    assert queued(place.database, books) == []
    assert rounds.go(place, is_whole=False, most=1) == 1
    assert rounds.go(place, is_whole=False, most=1) == 0
    assert due(place, books, is_whole=False) == (False, Why.CHANGED)


def test_a_round_ends_with_the_program(place, books):
    place.stopping.set()
    assert rounds.go(place, is_whole=True) == 0
    assert queued(place.database, books) == []


def test_a_proof_is_read_by_the_round_itself(place, books):
    rest(place, books)
    with place.database.session(Actor(steward=True)) as session:
        session.add(Backup(file_name="x", reason="command", verified_at=NOW))
    assert rounds.go(place, is_whole=True) >= 0
    assert queued(place.database, books) == []
    with place.database.engine.begin() as bare:
        bare.execute(text("delete from backups"))
