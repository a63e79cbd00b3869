"""Each reminder once: two workers, a mail server that fails, a worker that is killed in between."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text, update

from ftracker.db import Actor, locks
from ftracker.jobs import tasks, workers
from ftracker.jobs.tasks import Place
from ftracker.models import Channel, Delivery, Notice
from ftracker.schemas.channels import ChannelIn
from ftracker.services import channels, notices, queueing
from ftracker.services import deliveries as sending
from ftracker.services.posts import Post
from tests import factories
from tests.mail_server import mail_server

TODAY = datetime.now(UTC).astimezone().date()
PATIENCE = 60
WORK = """
import sys, threading
from types import SimpleNamespace
from ftracker.db import Database
from ftracker.jobs import tasks
from ftracker.services.posts import Post
url, household, mail = sys.argv[1:]
place = tasks.Place(Database(url), 1, threading.Event(), Post(smtp_url=mail, mail_from="f@x.org"))
context = SimpleNamespace(additional_context={"place": place})
tasks.look(context, household_id=household, is_whole=False)
"""


def post(port):
    return Post("https://money.example.org", f"smtp://127.0.0.1:{port}", "f@x.org")


def poor(database, books, **given):
    """Let an account be overdrawn, and a member want to hear of it by e-mail."""
    data = {"kind": "email", "address": "me@example.org"} | given
    with database.session(books) as session:
        channel = channels.add(session, ChannelIn(**data), post(1))
        factories.transaction(session, date=TODAY.isoformat(), amount="70")
        return channel.id


def look(database, books, port):
    place = Place(database, 1, threading.Event(), post(port))
    context = SimpleNamespace(additional_context={"place": place})
    tasks.look(context, household_id=str(books.household_id), is_whole=True)


def deliveries(database, books):
    with database.session(books) as session:
        mine = Delivery.household_id == books.household_id
        return [(d.state, d.attempts) for d in session.scalars(select(Delivery).where(mine))]


def make_due(database, books):
    past = datetime.now(UTC) - timedelta(minutes=1)
    with database.session(books) as session:
        mine = Delivery.household_id == books.household_id
        session.execute(update(Delivery).where(mine).values(due_at=past))


def test_a_reminder_comes_once_with_its_link(database, books):
    poor(database, books)
    with mail_server() as (box, port):
        for _ in range(3):
            look(database, books, port)
    assert len(box.taken) == 1
    mail = box.taken[0]
    assert mail["Subject"] == "Everyday holds −€70.00 · FTracker"
    assert mail["To"] == "me@example.org"
    assert "https://money.example.org/accounts/" in mail.get_content()
    assert deliveries(database, books) == [("sent", 1)]


def test_two_workers_at_once_send_one(database, books):
    poor(database, books)
    with mail_server() as (box, port):
        both = [threading.Thread(target=look, args=(database, books, port)) for _ in range(3)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert len(box.taken) == 1


def test_a_channel_that_another_worker_is_at_is_left_alone(database, books):
    poor(database, books)
    with database.session(books) as first, database.session(books) as second:
        channel_id = first.scalars(
            select(Channel.id).where(Channel.household_id == books.household_id)
        ).one()
        assert locks.take(first, "channel", channel_id)
        now = datetime.now(UTC)
        assert not sending.send_next(second, channel_id, post(0), now=now)


def test_what_a_mail_server_cannot_take_now_comes_later_and_once(database, books):
    key = poor(database, books)
    with mail_server() as (box, port):
        box.refuse = "451 try again later"
        look(database, books, port)
        assert deliveries(database, books) == [("waiting", 1)]
        with database.session(books) as session:
            assert channels.shown(session, key).failure == "The mail server answered 451."
        look(database, books, port)
        assert deliveries(database, books) == [("waiting", 1)]
        box.refuse = ""
        make_due(database, books)
        look(database, books, port)
    assert len(box.taken) == 1
    assert deliveries(database, books) == [("sent", 2)]
    with database.session(books) as session:
        assert channels.shown(session, key).failure == ""


def test_what_is_refused_for_good_is_not_tried_again(database, books):
    key = poor(database, books, address="nobody@example.org")
    with mail_server() as (box, port):
        look(database, books, port)
    assert box.taken == []
    assert deliveries(database, books) == [("failed", 1)]
    with database.session(books) as session:
        assert channels.shown(session, key).failure == "The mail server refused this address."


def test_it_is_given_up_after_eight_tries(database, books):
    poor(database, books)
    for _ in range(9):
        look(database, books, 1)
        make_due(database, books)
    assert deliveries(database, books) == [("failed", 8)]


@pytest.mark.parametrize(("stop_at", "copies"), [("MAIL", 1), ("DATA", 2)])
def test_a_worker_that_is_killed_is_followed_by_one_that_sends(
    settings, database, books, stop_at, copies
):
    """Killed before the server took the mail it comes once; in the blink after, as the same one."""
    poor(database, books)
    with mail_server() as (box, port):
        box.stop_at = stop_at
        given = [settings.database_url, str(books.household_id), f"smtp://127.0.0.1:{port}"]
        worker = subprocess.Popen([sys.executable, "-c", WORK, *given])
        until = time.monotonic() + PATIENCE
        while not box.is_stopped:
            assert time.monotonic() < until
            time.sleep(0.02)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        box.stop_at = ""
        while deliveries(database, books) != [("sent", 1)]:
            assert time.monotonic() < until
            look(database, books, port)
    assert len(box.taken) == copies
    assert len({mail["Message-ID"].rpartition("@")[0] for mail in box.taken}) == 1


def test_the_worker_that_comes_along_does_it_and_does_it_once(settings, database, books):
    # The worker looks at all households there are; others may have something to say too.
    poor(database, books, address="once@example.org")
    with mail_server() as (box, port):
        for _ in range(2):
            job = queued(database, books)
            with workers.working(
                settings.database_url, database, threads=1, keep_bytes=1, post=post(port)
            ):
                until = time.monotonic() + PATIENCE
                while is_there(database, job):
                    assert time.monotonic() < until
                    time.sleep(0.05)
    assert [mail["To"] for mail in box.taken].count("once@example.org") == 1


def queued(database, books):
    """Queue a look at the household, before all that others left; gives the id of its job."""
    with database.engine.begin() as bare:
        bare.execute(text("delete from procrastinate_jobs where status = 'todo'"))
    with database.session(Actor(steward=True)) as session:
        queueing.defer_look(session, books.household_id, is_whole=False)
    newest = text("select max(id) from procrastinate_jobs where args->>'household_id' = :key")
    with database.engine.begin() as bare:
        return bare.execute(newest, {"key": str(books.household_id)}).scalar_one()


def is_there(database, job):
    """Tell whether a job waits or is under way; one that is done is gone."""
    with database.engine.begin() as bare:
        mine = text("select count(*) from procrastinate_jobs where id = :job")
        return bare.execute(mine, {"job": job}).scalar_one() == 1


def test_quiet_hours_and_digests_keep_what_is_said_together(database, books):
    now = datetime.now(UTC)
    soon = (now + timedelta(hours=2)).time().replace(second=0, microsecond=0)
    early = (now - timedelta(hours=1)).time().replace(second=0, microsecond=0)
    poor(database, books, quiet_from=early, quiet_to=soon)
    with database.session(books) as session:
        factories.account(session, name="Purse", kind="cash", opening_balance=-5)
    with mail_server() as (box, port):
        look(database, books, port)
        assert box.taken == []
        with database.session(books) as session:
            mine = Delivery.household_id == books.household_id
            due = set(session.scalars(select(Delivery.due_at).where(mine)))
        assert {at.timetz().replace(tzinfo=None) for at in due} == {soon}
        make_due(database, books)
        look(database, books, port)
        assert box.taken == []
        with database.session(books) as session:
            session.execute(
                update(Channel)
                .where(Channel.household_id == books.household_id)
                .values(quiet_from=None, quiet_to=None)
            )
        make_due(database, books)
        look(database, books, port)
    assert [mail["Subject"] for mail in box.taken] == ["2 things to look at in Home · FTracker"]


def test_what_was_read_meanwhile_or_is_muted_is_not_sent(database, books):
    key = poor(database, books, pace="digest")
    with mail_server() as (box, port):
        look(database, books, port)
        with database.session(books) as session:
            mine = Notice.household_id == books.household_id
            said = session.scalars(select(Notice.id).where(mine)).one()
            notices.read(session, said, now=datetime.now(UTC))
        make_due(database, books)
        look(database, books, port)
        assert deliveries(database, books) == []
        with database.session(books) as session:
            channel = channels.shown(session, key)
            session.get_one(Channel, (books.household_id, channel.id)).is_muted = True
            factories.account(session, name="Purse", kind="cash", opening_balance=-5)
        look(database, books, port)
    assert box.taken == []


def test_a_watch_queues_a_look_for_each_household(database, books):
    place = Place(database, 1, threading.Event())
    context = SimpleNamespace(additional_context={"place": place})
    for minute in (0, 20):
        tasks.watch(context, timestamp=int(datetime(2026, 1, 1, 9, minute, tzinfo=UTC).timestamp()))
    mine = text(
        "select args->>'is_whole', priority from procrastinate_jobs"
        " where args->>'household_id' = :key order by id"
    )
    with database.engine.begin() as bare:
        rows = bare.execute(mine, {"key": str(books.household_id)}).all()
        bare.execute(text("delete from procrastinate_jobs where task_name = 'ftracker:look'"))
    assert [tuple(row) for row in rows] == [("true", -10), ("false", -10)]


def test_a_household_that_went_meanwhile_is_left_alone(database, books):
    from ftracker.domain.errors import NotFound

    with pytest.raises(NotFound):
        look(database, Actor(household_id=books.user_id), 1)
