"""Files that a job takes in: whole or not at all, watched, and taken up again after an accident."""

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text, update

from ftracker.db import Database, Session, locks
from ftracker.domain.errors import Conflict, InvalidInput
from ftracker.domain.statements.sources import InMemory
from ftracker.jobs import tasks, workers
from ftracker.jobs.tasks import Place
from ftracker.jobs.workers import Worker
from ftracker.models import ChangeSet, Import, ImportPiece, SignInStep, Transaction
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.services import import_runs, importer, previews, sign_in_steps, takebacks
from ftracker.services.importer import Upload
from ftracker.services.staging import Count
from tests import factories

HEAD = "date,amount,type,category,account,payee,note\n"
PATIENCE = 60
_END_THE_OTHERS = text(
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)


def _file(rows, *, bad=False):
    lines = "".join(f"2026-01-{1 + n % 28:02},{n + 1}.00,Expense,C,,P {n},\n" for n in range(rows))
    return (HEAD + lines + ("2026-02-30,1,Expense,,,,\n" if bad else "")).encode()


def _queued(database, books, content, **given):
    with database.session(books) as session:
        found = importer.upload(session, Upload("big.csv", InMemory(content)))
        importer.enqueue(session, found.id, **given)
        return found.id


def _state(database, books, import_id):
    with database.session(books) as session:
        found = stored.one(session, import_id)
        return found.status, found.added


def _booked(database, books):
    with database.session(books) as session:
        mine = Transaction.household_id == books.household_id
        return session.scalar(select(func.count()).where(mine))


@contextmanager
def _working(settings, database):
    with workers.working(
        settings.database_url, database, threads=1, keep_bytes=settings.import_keep_bytes
    ) as worker:
        yield worker


def _wait(database, books, import_id, *ends):
    until = time.monotonic() + PATIENCE
    while (found := _state(database, books, import_id))[0] not in ends:
        assert time.monotonic() < until, found
        time.sleep(0.05)
    return found


def test_a_job_takes_a_file_in_that_was_queued(settings, database, books):
    import_id = _queued(database, books, _file(50))
    assert _state(database, books, import_id) == ("queued", 0)
    with _working(settings, database):
        assert _wait(database, books, import_id, "imported") == ("imported", 50)
    with database.session(books) as session:
        made = stored.change_set(session, import_id)
        assert (made.door, made.user_id) == ("job", books.user_id)
        assert stored.one(session, import_id).progress == 50


def test_nothing_is_queued_when_what_asks_for_it_fails(settings, database, books):
    with database.session(books) as session:
        found = importer.upload(session, Upload("big.csv", InMemory(_file(5))))
    with Session(database.engine, info={"actor": books}) as session:
        importer.enqueue(session, found.id)
        session.rollback()
    with database.engine.connect() as bare:
        there = text("select count(*) from procrastinate_jobs where args->>'import_id' = :key")
        assert bare.execute(there, {"key": str(found.id)}).scalar_one() == 0


def test_a_file_is_queued_once(database, books):
    import_id = _queued(database, books, _file(5))
    with database.session(books) as session:
        with pytest.raises(Conflict, match="being imported"):
            importer.enqueue(session, import_id)
        with pytest.raises(Conflict, match="being imported"):
            importer.discard(session, import_id)
        with pytest.raises(Conflict, match="being imported"):
            takebacks.by_id(session, import_id)


def test_bad_rows_are_named_before_anything_is_queued(database, books):
    with pytest.raises(InvalidInput) as refused:
        _queued(database, books, _file(5, bad=True))
    assert [(e.row, e.field) for e in refused.value.errors] == [(7, "date")]


def test_a_job_leaves_bad_rows_out_when_asked(settings, database, books):
    import_id = _queued(database, books, _file(5, bad=True), leave_out=True)
    with _working(settings, database):
        assert _wait(database, books, import_id, "imported") == ("imported", 5)


def test_a_file_that_cannot_be_taken_in_any_more_says_why_and_can_be_tried_again(
    settings, database, books
):
    import_id = _queued(database, books, _file(5))
    with database.session(books) as session:
        broken = update(Import).where(Import.id == import_id)
        session.connection().execute(broken.values(mapping={"date": {"column": "When"}}))
    with _working(settings, database):
        assert _wait(database, books, import_id, "failed") == ("failed", 0)
    with database.session(books) as session:
        assert stored.one(session, import_id).errors[0]["field"] == "date.column"
        given = importer.mapping_of(session, import_id)
        assert given
        importer.remap(session, import_id, Upload("x", InMemory(b"")).mapping, None, 100)
        assert importer.confirm(session, import_id).added == 5


def test_an_accident_is_told_and_nothing_is_booked(settings, database, books):
    import_id = _queued(database, books, _file(5))
    with database.session(books) as session:
        broken = update(Import).where(Import.id == import_id)
        session.connection().execute(broken.values(mapping={"colour": 1}))
    with _working(settings, database):
        assert _wait(database, books, import_id, "failed") == ("failed", 0)
    with database.session(books) as session:
        assert stored.one(session, import_id).errors[0]["message"] == tasks.ACCIDENT


def test_a_file_whose_bytes_are_gone_fails_with_a_sentence(settings, database, books):
    import_id = _queued(database, books, _file(5))
    with database.session(books) as session:
        session.query(ImportPiece).delete()
    with _working(settings, database):
        _wait(database, books, import_id, "failed")


def test_the_books_can_be_read_and_written_while_a_job_works(settings, database, books):
    import_id = _queued(database, books, _file(40_000))
    seen = set()
    with _working(settings, database):
        until = time.monotonic() + PATIENCE
        while (found := _state(database, books, import_id))[0] != "imported":
            assert time.monotonic() < until, found
            began = time.monotonic()
            with database.session(books) as session:
                factories.transaction(session)
                seen.add(stored.one(session, import_id).progress)
            assert time.monotonic() - began < 2
            time.sleep(0.1)
    assert found == ("imported", 40_000)
    assert any(0 < progress < 40_000 for progress in seen)


def test_an_import_that_was_under_way_is_taken_up_at_the_next_start(settings, database, books):
    import_id = _queued(database, books, _file(5))
    with database.session(books) as session:
        assert import_runs.start(session, import_id)
    with database.engine.begin() as bare:
        began = "update procrastinate_jobs set status = 'doing' where args ->> 'import_id' = :id"
        bare.execute(text(began), {"id": str(import_id)})
    with _working(settings, database):
        assert _wait(database, books, import_id, "imported") == ("imported", 5)
    assert _booked(database, books) == 5


def test_a_job_that_comes_second_finds_the_work_done(database, books):
    import_id = _queued(database, books, _file(5))
    place = Place(database, 1, threading.Event())

    context = SimpleNamespace(additional_context={"place": place})
    given = {
        "household_id": str(books.household_id), "import_id": str(import_id), "user_id": None,
    }  # fmt: skip
    both = [threading.Thread(target=tasks.take_in, args=(context,), kwargs=given) for _ in "12"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert _state(database, books, import_id) == ("imported", 5)
    assert _booked(database, books) == 5
    tasks.take_in(context, **given)
    with database.session(books) as session:
        mine = ChangeSet.household_id == books.household_id, ChangeSet.deed == "imports.confirm"
        assert session.scalar(select(func.count()).where(*mine)) == 1


def test_a_worker_that_stops_in_the_middle_leaves_nothing_behind(settings, database, books):
    import_id = _queued(database, books, _file(50))
    with database.session(books) as session:
        locks.hold(session, "import", books.household_id)
        with _working(settings, database) as worker:
            _wait(database, books, import_id, "running")
            stopper = threading.Thread(target=worker.stop)
            stopper.start()
            time.sleep(0.3)
            session.commit()
            stopper.join()
    assert _state(database, books, import_id) == ("running", 0)
    assert _booked(database, books) == 0
    with _working(settings, database):
        assert _wait(database, books, import_id, "imported") == ("imported", 50)


def test_a_job_whose_database_goes_away_is_done_when_it_is_back(settings, books):
    other = Database(settings.database_url)
    import_id = _queued(other, books, _file(30_000))
    with _working(settings, other):
        _wait(other, books, import_id, "running")
        with other.engine.connect() as bare:
            bare.execute(_END_THE_OTHERS)
        time.sleep(1.5)
        assert _wait(other, books, import_id, "imported") == ("imported", 30_000)
    other.close()


def test_without_threads_nobody_works(settings, database):
    with workers.working(settings.database_url, database, threads=0, keep_bytes=1) as worker:
        assert worker is None


def test_a_queue_that_does_not_answer_is_asked_again(database, monkeypatch):
    monkeypatch.setattr(workers, "AGAIN_SECONDS", 0.05)
    nowhere = "postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=1"
    worker = Worker(nowhere, database, threads=1, keep_bytes=1)
    worker.start()
    time.sleep(0.5)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 15


def test_files_that_nobody_confirmed_for_a_month_are_forgotten(database, books):
    with database.session(books) as session:
        old = importer.upload(session, Upload("old.csv", InMemory(_file(5))))
        new = importer.upload(session, Upload("new.csv", InMemory(_file(5))))
        done = importer.take_in(session, Upload("done.csv", InMemory(_file(5))))
        for found in (old, done):
            found.created_at -= timedelta(days=31)
    with database.session(books) as session:
        assert import_runs.sweep(session, now=datetime.now(UTC), keep_bytes=1 << 30) == 1
        assert stored.one(session, old.id) is None
        assert stored.one(session, new.id) is not None
        assert stored.one(session, done.id) is not None


def test_the_oldest_bytes_go_first_when_there_are_too_many(database, books):
    kept = []
    for n in range(3):
        with database.session(books) as session:
            content = _file(5) + f"2026-03-0{n + 1},1.00,Expense,,,x,\n".encode()
            kept.append(importer.take_in(session, Upload("a.csv", InMemory(content))).id)
    with database.session(books) as session:
        size = session.scalar(
            select(func.max(func.length(ImportPiece.content))).where(
                ImportPiece.household_id == books.household_id
            )
        )
        import_runs.sweep(session, now=datetime.now(UTC), keep_bytes=2 * size)
        assert [stored.has_bytes(session, key) for key in kept] == [False, True, True]
        waiting = importer.upload(session, Upload("b.csv", InMemory(_file(6))))
        import_runs.sweep(session, now=datetime.now(UTC), keep_bytes=0)
        assert stored.has_bytes(session, waiting.id)
        assert not stored.has_bytes(session, kept[2])


def test_every_household_is_swept(database, books):
    with database.session(books) as session:
        old = importer.upload(session, Upload("old.csv", InMemory(_file(5))))
        old.created_at -= timedelta(days=31)
        lasts, begun = timedelta(minutes=10), datetime.now(UTC) - timedelta(hours=1)
        half = {"user_id": books.user_id, "now": begun, "lasts": lasts}
        sign_in_steps.begin(session, "password", **half)

    place = Place(database, 1 << 30, threading.Event())
    context = SimpleNamespace(additional_context={"place": place})
    tasks.housekeeping(context, timestamp=int(time.time()))
    with database.session(books) as session:
        assert session.query(SignInStep).filter_by(user_id=books.user_id).count() == 0
        assert stored.one(session, old.id) is None


def _accounts(session):
    return {account.name for account in catalogue(session).accounts.values()}


def test_a_new_account_is_made_by_the_job_and_goes_with_its_import(database, books):
    large = HEAD.encode() + b"2026-01-05,1.00,Expense,,,%b,\n" % (b"x" * 90) * 11_000
    assert len(large) > importer.SMALL_BYTES
    with database.session(books) as session:
        sent = Upload("big.csv", InMemory(large), account="Giro")
        found = importer.take_in_or_enqueue(session, sent)
        assert found.status == "queued"
        assert "Giro" not in _accounts(session)
    with database.session(books) as session:
        import_runs.run(session, found.id, Count())
        assert "Giro" in _accounts(session)
    with database.session(books) as session:
        takebacks.by_id(session, found.id)
        assert "Giro" not in _accounts(session)


def test_a_file_that_waits_keeps_the_name_of_its_new_account(database, books):
    with database.session(books) as session:
        sent = Upload("small.csv", InMemory(_file(2)), account="Giro")
        found = importer.upload(session, sent)
        assert (found.account_id, found.account_name) == (None, "Giro")
        shown = previews.page(session, found.id, start=0, size=9)
        assert {item.account for item in shown.items} == {"Giro"}
        importer.confirm(session, found.id)
        assert _accounts(session) == {"Everyday", "Giro"}
