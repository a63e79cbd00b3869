"""How the installation stands: what is told when all is well, and what when it is not."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from ftracker.db import Actor, new_id
from ftracker.domain.checkups import Level
from ftracker.domain.health import Connections
from ftracker.models import Backup, User
from ftracker.services import health

NOW = datetime.now(UTC)


@pytest.fixture
def outside(database):
    """Open a session outside of all books, with an empty queue; all is rolled back."""
    with database.outside() as session:
        session.execute(text("delete from procrastinate_periodic_defers"))
        session.execute(text("delete from procrastinate_jobs"))
        session.execute(text("delete from procrastinate_workers"))
        session.execute(text("delete from backups"))
        yield session
        session.rollback()


def job(session, status="todo", *, worker=None, waits=timedelta(0), lock=None) -> int:
    made = session.scalar(
        text(
            "insert into procrastinate_jobs (queue_name, task_name, status, worker_id,"
            " queueing_lock, attempts) values ('default', 'ftracker:look',"
            " cast(:status as procrastinate_job_status), :worker, :lock, 1) returning id"
        ),
        {"status": status, "worker": worker, "lock": lock},
    )
    kind = "failed" if status == "failed" else "deferred"
    session.execute(text("delete from procrastinate_events where job_id = :job"), {"job": made})
    session.execute(
        text(
            "insert into procrastinate_events (job_id, type, at) values"
            " (:job, cast(:kind as procrastinate_job_event_type), now() - cast(:waits as interval))"
        ),
        {"job": made, "kind": kind, "waits": waits},
    )
    return made


def worker(session, *, silent=timedelta(0)) -> int:
    return session.scalar(
        text(
            "insert into procrastinate_workers (last_heartbeat)"
            " values (now() - cast(:silent as interval)) returning id"
        ),
        {"silent": silent},
    )


@pytest.fixture
def look(outside, database, settings):
    """Look the installation over as a steward does."""
    with database.session(Actor(steward=True)) as steward:
        yield lambda: health.look(outside, steward, settings, now=NOW)


@pytest.fixture
def said(look):
    """Say what was found of a level."""

    def saying(level) -> str:
        return " ".join(one.sentence for one in look().checks if one.level is level)

    return saying


def test_jobs_are_counted_by_their_state(outside):
    lives, gone = worker(outside), worker(outside, silent=timedelta(minutes=5))
    job(outside, waits=timedelta(minutes=90))
    job(outside)
    job(outside, "doing", worker=lives)
    job(outside, "doing", worker=gone)
    job(outside, "failed")
    job(outside, "failed", waits=timedelta(days=8))
    later = job(outside)
    outside.execute(
        text("update procrastinate_jobs set scheduled_at = now() + interval '1 h' where id = :id"),
        {"id": later},
    )
    queue = health.stored.queue(outside)
    assert (queue.waiting, queue.later, queue.running, queue.stuck) == (2, 1, 1, 1)
    assert (queue.failed, queue.workers) == (1, 1)
    assert timedelta(minutes=89) < queue.oldest < timedelta(minutes=91)


def test_an_empty_queue_is_well(outside, said, look):
    queue = health.stored.queue(outside)
    assert (queue.waiting, queue.stuck, queue.oldest) == (0, 0, timedelta(0))
    assert "No job hangs. No job waits for long. No job failed" in said(Level.OK)


def test_jobs_that_nobody_works_on_are_an_error(outside, said, look):
    job(outside, waits=timedelta(hours=2))
    assert "1 job wait, the oldest for 2 hours, and no worker lives." in said(Level.ERROR)


def test_what_failed_is_listed_newest_first(outside, said, look):
    old = job(outside, "failed", waits=timedelta(hours=2))
    new = job(outside, "failed")
    found = look()
    assert [one.id for one in found.failures] == [new, old]
    assert "2 jobs failed in the last seven days." in said(Level.NOTE)


def test_the_last_turn_of_a_job_of_the_clock_is_known(outside, said, look):
    running = job(outside, "failed")
    for name, at, of in (("a", 100, None), ("a", 200, running), ("b", 300, None)):
        outside.execute(
            text(
                "insert into procrastinate_periodic_defers (task_name, defer_timestamp, job_id)"
                " values (:name, :at, :of)"
            ),
            {"name": name, "at": at, "of": of},
        )
    found = look().turns
    assert [(one.name, one.at.timestamp(), one.state) for one in found] == [
        ("a", 200, "failed"),
        ("b", 300, "succeeded"),
    ]


def test_repair_gives_back_what_hangs_and_drops_what_waits_already(outside, said, look):
    gone = worker(outside, silent=timedelta(minutes=5))
    lone = job(outside, "doing", worker=gone)
    twin = job(outside, "doing", worker=gone, lock="ftracker:watch")
    job(outside, lock="ftracker:watch")
    assert "2 jobs lost the worker" in said(Level.NOTE)
    health.repair(outside)
    left = dict(outside.execute(text("select id, status::text from procrastinate_jobs")).all())
    assert left[lone] == "todo"
    assert twin not in left


def test_a_sequence_that_is_behind_is_found_and_repaired(outside, said, look):
    first, newest = job(outside), job(outside)
    # No rollback takes this back: the repair below does.
    outside.execute(text("select setval('procrastinate_jobs_id_seq', :to)"), {"to": first})
    assert "procrastinate_jobs_id_seq would give out numbers twice." in said(Level.ERROR)
    health.repair(outside)
    assert "procrastinate_jobs_id_seq" not in said(Level.ERROR)
    assert job(outside) > newest


def test_the_last_proof_of_a_backup_is_told(outside, look):
    def glance():
        pool = Connections(1, 2, 3)
        return health.glance(outside, version="1", connections=pool, now=NOW)

    assert glance().backup_age is None
    for hours in (5, 50):
        made_at = NOW - timedelta(hours=hours)
        given = {"file_name": "b", "reason": "nightly", "made_at": made_at}
        outside.add(Backup(id=new_id(), verified_at=made_at, **given))
    outside.flush()
    assert glance().backup_age == timedelta(hours=5)
    assert look().proven_at == NOW - timedelta(hours=5)


def test_a_server_that_may_lose_what_it_confirmed_is_an_error(outside, said, look):
    # The tests' own server is told to hurry.
    assert "fsync, full_page_writes" in said(Level.ERROR)
    assert look().server.schema


def test_the_wall_between_households_is_looked_at(database, outside, settings, said):
    assert "PostgreSQL itself keeps the households apart." in said(Level.OK)
    above = health.look(outside, outside, settings, now=NOW).checks
    assert any("above row-level security" in one.sentence for one in above)


def test_people_and_households_that_nobody_reaches_are_counted(database, books, outside, settings):
    with database.session(Actor(steward=True)) as session:
        before = health.stored.ownerless(session), health.stored.homeless(session)
        session.add(User(id=new_id(), email=f"{new_id()}@example.org", password_hash="x"))
        session.get(User, books.user_id).is_disabled = True
        session.flush()
        assert health.stored.ownerless(session) == before[0] + 1
        assert health.stored.homeless(session) == before[1] + 1
        last = health.look(outside, session, settings, now=NOW).checks[-2:]
        assert [one.level for one in last] == [Level.NOTE, Level.NOTE]
        session.rollback()


EVERYBODY_IN_REACH = (
    "update users set is_disabled = false",
    (
        "insert into memberships (household_id, user_id, role, version, created_at, updated_at)"
        " select h.id, (select max(id::text)::uuid from users), 'owner', 1, now(), now()"
        " from households h on conflict (household_id, user_id) do update set role = 'owner'"
    ),
    "delete from users u where not exists (select from memberships m where m.user_id = u.id)",
)


def test_nobody_out_of_reach_is_well(database, outside, settings):
    with database.session(Actor(steward=True)) as session:
        for statement in EVERYBODY_IN_REACH:
            session.execute(text(statement))
        last = health.look(outside, session, settings, now=NOW).checks[-2:]
        session.rollback()
    assert [one.sentence for one in last] == [
        "Every household has an owner who can sign in.",
        "Every person belongs to a household.",
    ]
