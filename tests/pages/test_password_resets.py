"""A forgotten password: the link by mail, once, and nothing that tells who has an account."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select, text

from ftracker.db import Actor
from ftracker.domain.errors import NotFound
from ftracker.jobs import tasks
from ftracker.jobs.tasks import Place
from ftracker.main import create_app
from ftracker.models import SecurityEvent, User
from ftracker.schemas.users import PasswordEdit
from ftracker.services import password_resets, queueing, sign_in_steps, tries, users
from ftracker.services.posts import Post, Undelivered
from tests import factories
from tests.clients import Browser
from tests.mail_server import mail_server
from tests.test_at_once import wait_for_waiters

OLD, NEW = "four quiet geese cross the road", "seven loud swans sing at night"
ASKED = "/sign-in/forgotten"


@pytest.fixture
def app_with_mail(settings):
    known = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "f@x.org", "url": "https://m.example"}
    made = create_app(settings.model_copy(update=known))
    yield made
    made.state.database.close()


@pytest.fixture
def person(database, books):
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, OLD)
        return session.get_one(User, books.user_id).email


@pytest.fixture(autouse=True)
def _nobody_has_asked(database):
    with database.session(Actor(steward=True)) as session:
        tries.forget(session, "reset from:testclient")


def ask(browser, email):
    browser.get("/sign-in")
    return browser.submit(ASKED, email=email)


def queued(database):
    """Give what was asked of the job, and take it off the queue."""
    taken = text("delete from procrastinate_jobs where task_name = :name returning id, args")
    with database.engine.begin() as connection:
        rows = connection.execute(taken, {"name": queueing.RESET}).all()
    # Who asked is for the log; the job itself is not told.
    given = [args for _, args in sorted(rows)]
    return [{name: one[name] for name in one if name != queueing.ASKED_BY} for one in given]


def work(database, port, **given):
    post = Post("https://m.example", f"smtp://127.0.0.1:{port}", "f@x.org")
    context = SimpleNamespace(
        additional_context={"place": Place(database, 1, threading.Event(), post)}
    )
    tasks.reset_password(context, **given)


def link_for(database, email):
    with database.session(Actor(steward=True)) as session:
        found = users.by_email(session, email)
        made = password_resets.link(session, found, now=datetime.now(UTC))
        return f"/sign-in/new-password/{made}"


def sign_in(browser, email, password):
    browser.get("/sign-in")
    return browser.submit("/sign-in", email=email, password=password).status_code == 303


def test_a_link_comes_by_mail_and_sets_a_new_password_once(app_with_mail, app, database, person):
    queued(database)
    elsewhere = Browser(app)
    assert sign_in(elsewhere, person, OLD)
    browser = Browser(app_with_mail)
    assert "Forgotten your password?" in browser.get("/sign-in").text
    assert "Send the link" in browser.get(ASKED).text
    assert ask(browser, f" {person.upper()} ").headers["location"] == "/sign-in"
    with mail_server() as (box, port):
        work(database, port, **queued(database)[0])
    mail = box.taken[0]
    assert mail["To"] == person
    body = mail.get_content()
    there = re.search(r"https://m.example(/sign-in/new-password/[\w-]{43})", body)[1]
    assert "household" not in body
    assert person in browser.get(there).text
    assert browser.submit(there, new_password="short").status_code == 422
    answer = browser.submit(there, new_password=NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    # It signs nobody in, and everybody out; it works once.
    assert browser.get("/settings").status_code == 303
    assert elsewhere.get("/settings").status_code == 303
    assert browser.get(there).status_code == 404
    assert browser.submit(there, new_password=OLD).status_code == 404
    assert not sign_in(browser, person, OLD)
    assert sign_in(browser, person, NEW)


def test_of_two_links_of_one_person_followed_at_once_one_works(database, person):
    steward, now = Actor(steward=True), datetime.now(UTC)
    with database.session(steward) as session:
        user = users.by_email(session, person)
        tokens = [password_resets.link(session, user, now=now) for _ in range(2)]

    def follow(token):
        with database.session(steward) as session:
            return password_resets.finish(session, token, PasswordEdit(new_password=NEW), now=now)

    # Nobody can write to the person until both are on their way.
    with ThreadPoolExecutor(2) as pool:
        with database.session(steward) as session:
            session.execute(select(User).where(User.email == person).with_for_update())
            done = [pool.submit(follow, token) for token in tokens]
            wait_for_waiters(database, 2)
        errors = [type(one.exception()) for one in done]
    assert set(errors) == {NotFound, type(None)}


def test_nothing_tells_whether_an_address_is_known(app_with_mail, database, person):
    queued(database)
    known, unknown = Browser(app_with_mail), Browser(app_with_mail)
    answers = [ask(known, person), ask(unknown, "nobody@example.org"), ask(unknown, "no\x00body")]
    assert len({(a.status_code, a.headers["location"], a.text) for a in answers}) == 1
    assert (
        len({browser.get("/sign-in").text.count("on its way") for browser in (known, unknown)}) == 1
    )
    jobs = queued(database)
    assert len(jobs) == 3
    assert [job["user_id"] is None for job in jobs] == [False, True, True]
    work(database, 9, **jobs[1])


def test_nobody_fills_a_mailbox_or_asks_for_everybody(app_with_mail, database, person):
    queued(database)
    browser = Browser(app_with_mail)
    statuses = [ask(browser, person).status_code for _ in range(5)]
    assert statuses == [303] * 5
    assert [job["user_id"] is None for job in queued(database)] == [False] * 3 + [True] * 2
    statuses = [ask(browser, "x@example.org").status_code for _ in range(16)]
    assert statuses == [303] * 15 + [429]


def test_without_mail_it_is_not_offered_and_the_page_says_what_to_do(client, person):
    assert "Forgotten" not in client.get("/sign-in").text
    assert "ftracker user reset-link" in client.get(ASKED).text
    assert ask(client, person).status_code == 404


def test_a_link_ends_after_half_an_hour_and_with_a_new_password(app, database, person):
    browser = Browser(app)
    browser.get("/sign-in")
    there = link_for(database, person)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31)):
        assert browser.get(there).status_code == 404
    there, other = link_for(database, person), link_for(database, person)
    assert browser.submit(there, new_password=NEW).status_code == 303
    assert browser.get(other).status_code == 404


def test_who_is_shut_out_gets_no_link_and_none_works(app_with_mail, database, person):
    queued(database)
    there = link_for(database, person)
    with database.session(Actor(steward=True)) as session:
        users.by_email(session, person).is_disabled = True
    browser = Browser(app_with_mail)
    browser.get("/sign-in")
    assert browser.get(there).status_code == 404
    ask(browser, person)
    assert queued(database)[0]["user_id"] is None
    with database.session(Actor(steward=True)) as session:
        found = users.by_email(session, person)
        password_resets.send(session, Post(), found.id, ip="", now=datetime.now(UTC))
        users.disable(session, person)
        assert sign_in_steps.find(session, "password", there[-43:], now=datetime.now(UTC)) is None


def test_of_two_who_follow_a_link_at_once_one_gets_it(database, person):
    token = link_for(database, person)[-43:]
    data = PasswordEdit(new_password=NEW)
    with database.session(Actor(steward=True)) as session:
        password_resets.finish(session, token, data, now=datetime.now(UTC))
        with pytest.raises(NotFound):
            password_resets.finish(session, token, data, now=datetime.now(UTC))


def test_a_mail_that_cannot_go_is_tried_again_unless_it_never_can(database, books, person):
    with pytest.raises(Undelivered):
        work(database, 9, user_id=str(books.user_id), ip="")
    with database.session(Actor(steward=True)) as session:
        users.by_email(session, person).email = "nobody@example.org"
    with mail_server() as (box, port):
        work(database, port, user_id=str(books.user_id), ip="192.0.2.4")
    assert box.taken == []
    with database.session(Actor(steward=True)) as session:
        users.by_email(session, "nobody@example.org").email = person


def test_a_reset_lets_in_whom_guesses_had_kept_out(app, database, person):
    browser = Browser(app)
    for _ in range(10):
        assert not sign_in(browser, person, "wrong")
    assert not sign_in(browser, person, OLD)
    assert browser.submit(link_for(database, person), new_password=NEW).status_code == 303
    assert sign_in(browser, person, NEW)
    with database.session(Actor(steward=True)) as session:
        found = session.query(SecurityEvent).join(User, User.id == SecurityEvent.user_id)
        events = [one.event for one in found.filter(User.email == person)]
    assert events.count("sign_in.failed") == 10
    assert events.count("sign_in.throttled") == 1
    assert events.count("password.reset") == 1
