"""What books itself is booked on its day, exactly once, and never against somebody's will."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, Door
from ftracker.db import history as written
from ftracker.db.scope import household_id
from ftracker.jobs import tasks
from ftracker.jobs.tasks import Place
from ftracker.models import ChangeSet
from ftracker.queries.transactions import Filter, everything
from ftracker.schemas.schedules import OccurrenceIn, ScheduleEdit, ScheduleIn
from ftracker.services import (
    history,
    occurrences,
    posting,
    schedules,
    transactions,
)
from tests import factories, invariants

# The day of a schedule's last change is the clock's, so these tests begin today.
NOW = datetime.now(UTC).astimezone().date()


@pytest.fixture(autouse=True)
def day_of_the_test(monkeypatch):
    """Let the day be that of the test: a run may go over midnight."""
    monkeypatch.setitem(globals(), "NOW", datetime.now(UTC).astimezone().date())


def later(days: int) -> date:
    return NOW + timedelta(days=days)


def scheduled(session: Session, **given):
    plain = {"name": "Rent", "amount": "850", "start_date": NOW, "every": 10, "unit": "day"}
    return schedules.add(session, ScheduleIn(**plain | {"is_posted": True} | given))


def post(session: Session, days: int = 0) -> list:
    return posting.post_due(session, today=later(days))


def booked(session: Session) -> list[date]:
    return sorted(line.date for line in everything(session, Filter()))


def test_it_is_booked_on_its_day_and_not_before(session):
    scheduled(session, start_date=later(1), payee="Landlord", tags=["home"])
    assert post(session) == []
    (made,) = post(session, 1)
    assert (made.date, made.payee, made.tags) == (later(1), "Landlord", ["home"])
    assert [due.state for due in schedules.upcoming(
        session, start=NOW, end=later(3), today=later(2)
    )] == ["paid"]  # fmt: skip


def test_run_again_it_books_nothing_again(session):
    scheduled(session)
    assert len(post(session)) == 1
    assert post(session) == []
    assert booked(session) == [NOW]


def test_only_what_books_itself_and_goes_on_is_booked(session):
    scheduled(session, is_posted=False)
    paused = scheduled(session, is_paused=True)
    assert post(session) == []
    schedules.resume(session, paused.id)
    assert len(post(session)) == 1


def test_what_fell_due_while_the_machine_was_off_is_caught_up_with(session):
    scheduled(session)
    assert len(post(session, 25)) == 3
    assert booked(session) == [NOW, later(10), later(20)]


def test_what_is_older_than_a_quarter_of_a_year_is_not_booked(session):
    scheduled(session, every=30)
    post(session, 95)
    assert booked(session) == [later(30), later(60), later(90)]


def test_what_is_turned_on_today_is_not_booked_for_the_past(session):
    scheduled(session, start_date=later(-20))
    post(session)
    assert booked(session) == [NOW]


def test_what_a_person_deleted_does_not_come_back(session):
    scheduled(session)
    (made,) = post(session)
    transactions.deactivate(session, [made.id])
    assert post(session) == []
    transactions.purge(session, [made.id])
    assert post(session) == []
    assert booked(session) == []


def test_what_was_undone_does_not_come_back_until_it_is_done_again(session):
    scheduled(session)
    post(session)
    done = written.last(session)
    history.undo(session, done)
    undone = written.last(session)
    assert booked(session) == []
    assert post(session) == []
    history.undo(session, undone)
    assert booked(session) == [NOW]
    assert post(session) == []


def test_what_was_skipped_paid_or_booked_by_hand_is_left_alone(session):
    skipped, asked = scheduled(session), scheduled(session, name="Gym")
    occurrences.skip(session, skipped.id, NOW)
    said = OccurrenceIn(due_date=NOW, state="paid")
    occurrences.say(session, asked.id, said, today=NOW)
    scheduled(session, name="Power", payee="Utility", amount="60")
    factories.transaction(session, date=NOW, amount="61", payee="UTILITY")
    assert post(session) == []


def test_a_transfer_is_booked_with_both_sides(session):
    factories.account(session, name="Vault")
    scheduled(session, to_account="Vault")
    (made,) = post(session)
    assert len(everything(session, Filter(transfer_id=made.transfer_id))) == 2


def test_a_weekend_moves_the_day_that_it_is_booked_on(session):
    saturday = NOW + timedelta(days=(5 - NOW.weekday()) % 7 or 7)
    scheduled(session, start_date=saturday, weekend="before")
    (made,) = posting.post_due(session, today=saturday - timedelta(days=1))
    assert made.date == saturday - timedelta(days=1)
    assert posting.post_due(session, today=saturday + timedelta(days=3)) == []


def test_each_is_a_change_of_its_own_that_can_be_undone(session):
    scheduled(session)
    post(session, 10)
    found = session.get(ChangeSet, (household_id(session), written.last(session)))
    assert found.deed == "schedules.post"
    history.undo(session, found.id)
    assert booked(session) == [NOW]


def test_a_change_of_the_schedule_does_not_book_its_day_twice(session):
    row = scheduled(session)
    post(session)
    edit = ScheduleEdit(
        name="Rent", amount="900", start_date=NOW, every=10, unit="day", is_posted=True,
        version=row.version,
    )  # fmt: skip
    schedules.edit(session, row.id, edit)
    assert post(session) == []


@pytest.fixture
def home(database: Database, books: Actor) -> Iterator[Actor]:
    """Commit a household with something that books itself today."""
    with database.session(books) as session:
        scheduled(session)
    yield books
    assert invariants.broken(database.engine, books.household_id) == []


def test_two_workers_at_once_make_exactly_one(database, home):
    gate = Barrier(2)

    def work(_: int) -> int:
        with database.session(home) as session:
            gate.wait(30)
            return len(post(session))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [0, 1]
    with database.reading(home) as session:
        assert booked(session) == [NOW]


def test_a_worker_and_a_person_at_once_make_exactly_one(database, home):
    gate = Barrier(2)

    def by_itself() -> None:
        with database.session(home) as session:
            gate.wait(30)
            post(session)

    def by_hand() -> None:
        with database.session(home) as session:
            key = schedules.stored.listing(session)[0].id
            gate.wait(30)
            said = OccurrenceIn(due_date=NOW, state="paid")
            occurrences.say(session, key, said, today=NOW)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(by_itself), pool.submit(by_hand)]:
            done.result(60)
    with database.reading(home) as session:
        assert booked(session) == [NOW]


def test_a_worker_that_is_killed_in_the_middle_leaves_nothing_and_the_next_makes_one(
    database, home
):
    def killed() -> None:
        with database.session(home) as session:
            assert len(post(session)) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    with database.reading(home) as session:
        assert booked(session) == []
    with database.session(home) as session:
        assert len(post(session)) == 1


def test_the_job_books_for_every_household_through_its_own_door(database, home):
    other = factories.household(database)
    with database.session(other) as session:
        scheduled(session)
    place = Place(database, 0, threading.Event())
    context = SimpleNamespace(additional_context={"place": place})
    tasks.post_due(context, timestamp=int(datetime.now(UTC).timestamp()))
    for books in (home, other):
        with database.reading(books) as session:
            assert booked(session) == [NOW]
            doors = {s.door for s in session.query(ChangeSet) if s.deed == "schedules.post"}
            assert doors == {Door.JOB}
