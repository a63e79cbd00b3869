"""What happened at the doors, read by its people; tokens that end; guesses that lock nobody out."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine

from ftracker.db import Actor, Origin, Role, Scope
from ftracker.domain.errors import TooManyTries
from ftracker.models import SecurityEvent, User
from ftracker.schemas.users import InvitationIn, MemberEdit
from ftracker.services import (
    api_tokens,
    invitations,
    members,
    security_events,
    tries,
    user_sessions,
    users,
)
from ftracker.services.api_tokens import Reach
from tests import factories
from tests.clients import Browser, Program

PASSWORD = "four quiet geese cross the road"
OTHER = "seven loud swans sing at night"


@pytest.fixture
def person(database, books) -> str:
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, PASSWORD)
        return session.get_one(User, books.user_id).email


def events(database, books):
    with database.session(Actor(steward=True)) as session:
        found = session.query(SecurityEvent).filter_by(user_id=books.user_id)
        return [one.event for one in found.order_by(SecurityEvent.at, SecurityEvent.id)]


def sign_in(browser, email, password=PASSWORD):
    browser.get("/sign-in")
    return browser.submit("/sign-in", email=email, password=password).status_code


def program(app, database, books, reach):
    made = Program(app)
    with database.session(Actor(steward=True)) as session:
        whose = {"user_id": books.user_id, "household_id": books.household_id}
        token = api_tokens.add(session, **whose, name="x", reach=reach)
    made.headers["authorization"] = f"Bearer {token}"
    return made


def test_a_person_reads_what_happened_with_browser_and_place(app, database, books, person):
    browser = Browser(app)
    browser.headers["user-agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
    assert sign_in(browser, person, "wrong") == 422
    assert sign_in(browser, person) == 303
    browser.submit("/settings/password", current_password="wrong", new_password=OTHER)
    browser.submit("/settings/password", current_password=PASSWORD, new_password=OTHER)
    browser.submit("/settings/tokens", name="Phone <b>", scope="read", days="30")
    page = browser.get("/settings/security").text
    order = [
        "Made the API token Phone &lt;b&gt;, which may read",
        "Changed the password",
        "A wrong password was tried in the settings",
        "Signed in",
        "A wrong password was tried at the sign-in page",
    ]
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    assert "Firefox on Linux" in page
    assert "look at this" in page
    assert PASSWORD not in page


def test_owners_read_what_happened_to_the_household_and_others_do_not(
    app, owner, editor, database, books, person
):
    elsewhere = factories.household(database, name="Elsewhere")
    with database.session(elsewhere) as session:
        security_events.record(session, "export.made", file="theirs.csv")
    assert sign_in(Browser(app), person, "wrong") == 422
    owner.submit("/settings/invitations", role="viewer")
    assert owner.get("/data/export").status_code == 200
    page = owner.get("/settings/security/household").text
    for text in ("Made an invitation as viewer", "Exported transactions.csv", "A wrong password"):
        assert text in page
    assert person in page
    assert "theirs.csv" not in page
    assert editor.get("/settings/security/household").status_code == 403
    assert "Made an invitation" not in editor.get("/settings/security").text


def test_older_happenings_are_one_page_on(owner, database, books):
    with database.session(books) as session:
        for number in range(60):
            security_events.record(session, "import.made", file=f"f{number:02}.csv", rows=1)
    first = owner.get("/settings/security").text
    assert "f59.csv" in first
    assert "f09.csv" not in first
    older = re.search(r"/settings/security\?before=[0-9a-f-]+", first)[0]
    second = owner.get(older).text
    assert "f09.csv" in second
    assert "f11.csv" not in second
    assert "nothing older" in owner.get(f"/settings/security?before={books.user_id}").text


def test_an_event_without_words_is_said_by_its_name(owner, database, books):
    with database.session(books) as session:
        security_events.record(session, "moon_phase.seen", ip="no address")
    page = owner.get("/settings/security").text
    assert "Moon phase: seen" in page
    assert "from no address" in page


@pytest.mark.parametrize(
    ("scope", "statuses"),
    [(Scope.READ, [200, 403]), (Scope.WRITE, [200, 201]), (Scope.MANAGE, [200, 201])],
)
def test_a_token_does_no_more_than_its_scope(app, database, books, scope, statuses):
    asking = program(app, database, books, Reach(scope=scope))
    given = {"date": "2025-07-31", "amount": "1.00"}
    answers = [
        asking.get("/api/transactions").status_code,
        asking.post("/api/transactions", json=given).status_code,
    ]
    assert answers == statuses
    with database.session(Actor(steward=True)) as session:
        token = asking.headers["authorization"].removeprefix("Bearer ")
        who = api_tokens.find(session, token, now=datetime.now(UTC))
    assert Role(who.role) is scope.most


def test_no_token_does_more_than_its_person(app, database, books):
    bob = factories.member(database, books, Role.VIEWER)
    asking = program(app, database, bob, Reach(scope=Scope.MANAGE))
    answer = asking.post("/api/transactions", json={"date": "2025-07-31", "amount": "1.00"})
    assert answer.status_code == 403
    assert "token looks" in answer.text


def test_a_token_that_looks_writes_not_even_what_is_its_person_s_own(app, database, books):
    asking = program(app, database, books, Reach(scope=Scope.READ))
    answer = asking.post(f"/api/alerts/notices/{books.user_id}", json={})
    assert answer.status_code == 403


def test_a_token_ends_when_it_was_said_and_says_so_in_the_list(app, owner, database, books):
    page = owner.submit("/settings/tokens", name="Short", scope="write", days="30").text
    token = re.search(r"<code>(ftracker_[\w-]+)</code>", page)[1]
    asking = Program(app)
    asking.headers["authorization"] = f"Bearer {token}"
    assert asking.get("/api/accounts").status_code == 200
    assert "looks and writes" in page
    assert "works until" in page
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        assert asking.get("/api/accounts").status_code == 401
        late = Browser(app).enter(database, books)
        assert "ended" in late.get("/settings/tokens").text
    for wrong in ({"days": "31"}, {"days": "-1"}, {"scope": "all"}):
        given = {"name": "x", "scope": "read", "days": "30"} | wrong
        assert owner.submit("/settings/tokens", **given).status_code == 422


def test_who_guesses_elsewhere_keeps_nobody_out_of_their_own_browser(app, person):
    own, thief = Browser(app), Browser(app)
    assert sign_in(own, person) == 303
    own.submit("/sign-out")
    assert [sign_in(thief, person, "wrong") for _ in range(11)] == [422] * 10 + [429]
    assert sign_in(thief, person) == 429
    assert sign_in(own, person) == 303
    # Its own guesses are counted too, and a cookie that was changed counts for nothing.
    own.submit("/sign-out")
    assert [sign_in(own, person, "wrong") for _ in range(11)] == [422] * 10 + [429]
    fresh = Browser(app)
    fresh.cookies.set("browser", own.cookies["browser"][:-2] + "xx", domain="127.0.0.1")
    assert sign_in(fresh, person) == 429


def test_a_browser_is_known_only_for_the_accounts_that_were_signed_in_there(app, database, person):
    other = factories.household(database)
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, other, OTHER)
        theirs = session.get_one(User, other.user_id).email
    browser = Browser(app)
    assert sign_in(browser, theirs, OTHER) == 303
    browser.submit("/sign-out")
    thief = Browser(app)
    for _ in range(10):
        sign_in(thief, person, "wrong")
    assert sign_in(browser, person) == 429


def test_spraying_one_password_over_many_accounts_ends_at_the_address(app, database):
    def wrong(session, number):
        email = f"{number}@spray.example"
        return users.verify(session, email, "Spring2026!", ip="198.51.100.9", now=now)

    now = datetime.now(UTC)
    with database.session(Actor(steward=True)) as session:
        for _ in range(99):
            tries.count(session, {"address:198.51.100.9": 1}, now=now)
        assert wrong(session, 1) is None
        with pytest.raises(TooManyTries):
            wrong(session, 2)


def test_every_deed_at_the_doors_leaves_exactly_one_trace(database, books):
    """S26: random deeds against a model; who, when, what, and in the same transaction."""
    dice, expected = Random(7), []  # noqa: S311
    bob = factories.member(database, books, Role.VIEWER)
    before = len(events(database, books))
    for _ in range(120):
        with database.session(books) as session:
            whose = {"user_id": books.user_id, "household_id": books.household_id}
            match dice.randrange(6):
                case 0:
                    api_tokens.add(session, **whose, name="x\r\nforged")
                    expected.append("token.made")
                case 1:
                    data, now = InvitationIn(role=Role.VIEWER), datetime.now(UTC)
                    invitations.add(session, data, user_id=books.user_id, now=now)
                    expected.append("invitation.made")
                case 2:
                    role = dice.choice([Role.EDITOR, Role.VIEWER])
                    found = {one.user_id: one for one in members.listing(session)}[bob.user_id]
                    data = MemberEdit(role=role, version=found.version)
                    members.change_role(session, bob.user_id, data)
                    expected.append("member.role_changed")
                case 3:
                    who = session.get_one(User, books.user_id)
                    now = datetime.now(UTC)
                    user_sessions.start(session, who, Origin(), now=now)
                    expected.append("sign_in.made")
                case 4:
                    open_ = invitations.listing(session, now=datetime.now(UTC))
                    if open_:
                        invitations.revoke(session, open_[0].id)
                        expected.append("invitation.revoked")
                case _:
                    # What is rolled back never happened.
                    security_events.record(session, "export.made")
                    session.rollback()
    assert events(database, books)[before:] == expected


def test_browsers_are_listed_by_what_people_call_them(app, owner, database, books):
    page = owner.get("/settings/sessions").text
    assert "tests" in page
    assert "this browser" in page
    assert "from this machine" in page
