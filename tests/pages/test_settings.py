"""What people set for themselves, and owners for everybody."""

import re

import pytest

from ftracker.db import Actor, Role, new_id
from ftracker.models import User
from tests import factories
from tests.clients import Browser, Program

PASSWORD = "four quiet geese cross the road"
OTHER = "seven loud swans sing at night"


@pytest.fixture
def person(database, books) -> str:
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, PASSWORD)
        return session.get_one(User, books.user_id).email


def test_an_owner_changes_the_household(owner):
    page = owner.get("/settings/household").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    given = {"name": "Cabin", "currency": "CHF", "locale": "de-CH", "version": version}
    assert owner.submit("/settings/household", **given).status_code == 303
    shown = owner.get("/settings").text
    assert "Cabin" in shown
    assert "CHF" in shown
    assert "German (Switzerland)" in shown
    assert owner.submit("/settings/household", **given).status_code == 409
    wrong = owner.submit("/settings/household", **given | {"currency": "?", "version": "2"})
    assert wrong.status_code == 422


def test_the_currency_is_fixed_by_the_first_transaction(owner, database, books):
    with database.session(books) as session:
        factories.transaction(session)
    page = owner.get("/settings/household").text
    assert "cannot change any more" in page
    given = {"name": "Home", "currency": "CHF", "locale": "en", "version": "1"}
    answer = owner.submit("/settings/household", **given)
    assert answer.status_code == 422
    assert "only while there are no transactions" in answer.text


def test_a_changed_password_signs_other_browsers_out(app, owner, database, books, person):
    elsewhere = Browser(app).enter(database, books)
    answer = owner.submit("/settings/password", current_password=PASSWORD, new_password=OTHER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings")
    assert owner.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 303
    elsewhere.get("/sign-in")
    signing_in = elsewhere.submit("/sign-in", email=person, password=OTHER)
    assert signing_in.status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("wrong", OTHER, "current_password"), ("", OTHER, "current_password"),
     (PASSWORD, "short", "new_password"), (PASSWORD, "password1", "new_password"),
     (PASSWORD, "", "new_password")],
)  # fmt: skip
def test_a_password_changes_only_with_the_present_one_and_to_a_good_one(
    owner, person, current, new, field
):
    answer = owner.submit("/settings/password", current_password=current, new_password=new)
    assert answer.status_code == 422
    assert f'id="error-{field}"' in answer.text
    assert PASSWORD not in answer.text


def test_the_present_password_cannot_be_guessed_in_the_settings(owner, person):
    ends = [
        owner.submit("/settings/password", current_password="wrong", new_password=OTHER).status_code
        for _ in range(11)
    ]
    assert ends == [422] * 10 + [429]
    assert owner.get("/settings").status_code == 200


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(app, owner, database, books):
    second, third = (Browser(app).enter(database, books) for _ in "ab")
    page = owner.get("/settings/sessions").text
    ways = re.findall(r"/settings/sessions/[0-9a-f-]{36}/end", page)
    assert len(ways) == 2
    assert owner.submit(ways[0]).status_code == 303
    alive = [one.get("/settings").status_code == 200 for one in (second, third)]
    assert alive.count(True) == 1
    assert owner.submit("/settings/sessions/end-others").status_code == 303
    assert [one.get("/settings").status_code for one in (second, third)] == [303, 303]
    assert owner.get("/settings").status_code == 200


def test_a_token_is_shown_once_works_and_is_taken_away(app, viewer):
    page = viewer.submit("/settings/tokens", name="Phone <b>").text
    token = re.search(r"<code>(ftracker_[\w-]+)</code>", page)[1]
    assert "Phone &lt;b&gt;" in page
    assert token not in viewer.get("/settings/tokens").text
    program = Program(app)
    program.headers["authorization"] = f"Bearer {token}"
    assert program.get("/api/transactions").status_code == 200
    shown = viewer.get("/settings/tokens").text
    assert "last used" in shown
    way = re.search(r"/settings/tokens/[0-9a-f-]+/revoke", shown)[0]
    assert viewer.submit(way).status_code == 303
    assert program.get("/api/transactions").status_code == 401
    assert viewer.submit("/settings/tokens", name="").status_code == 422


def test_an_owner_changes_roles_and_removes_members(app, owner, database, books):
    bob = factories.member(database, books, Role.VIEWER)
    browser = Browser(app).enter(database, bob)
    base = f"/settings/members/{bob.user_id}"
    assert owner.submit(f"{base}/role", role="editor", version="1").status_code == 303
    assert "<dt>Role</dt><dd>editor</dd>" in browser.get("/settings").text
    assert owner.submit(f"{base}/role", role="owner", version="1").status_code == 409
    assert owner.submit(f"{base}/role", role="king", version="2").status_code == 422
    assert "signed out at once" in owner.get(f"{base}/remove").text
    assert owner.submit(f"{base}/remove").status_code == 303
    assert browser.get("/settings").status_code == 303
    assert owner.get(f"{base}/remove").status_code == 404


def test_the_last_owner_cannot_go(owner, books):
    base = f"/settings/members/{books.user_id}"
    for answer in (
        owner.submit(f"{base}/remove"),
        owner.submit(f"{base}/role", role="viewer", version="1"),
    ):
        assert answer.status_code == 409
        assert "at least one owner" in answer.text


def test_the_only_owner_is_not_offered_to_go(owner, database, books):
    path = f"/settings/members/{books.user_id}/remove"
    page = owner.get("/settings/members").text
    assert path not in page
    assert "Make somebody else an owner first" in page
    factories.member(database, books, Role.OWNER)
    assert path in owner.get("/settings/members").text


def test_a_household_in_a_currency_of_the_past_keeps_it_in_the_list(app, database):
    there = factories.household(database, currency="DEM")
    page = Browser(app).enter(database, there).get("/settings/household").text
    assert "ADP" not in page
    assert re.search(r'<option value="DEM" selected>', page)


def test_an_owner_who_leaves_is_led_out(owner, database, books):
    factories.member(database, books, Role.OWNER)
    answer = owner.submit(f"/settings/members/{books.user_id}/remove")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert owner.get("/settings").status_code == 303


@pytest.mark.parametrize("who", ["viewer", "editor"])
def test_only_owners_govern(request, who):
    browser = request.getfixturevalue(who)
    shown = browser.get("/settings/members").text
    assert "Invite somebody" not in shown
    assert "/remove" not in shown
    assert browser.get("/settings/household").status_code == 403
    assert browser.submit("/settings/invitations", role="owner").status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/settings/sessions/{}/end", "/settings/tokens/{}/revoke", "/settings/sessions/enter/{}",
     "/settings/members/{}/remove", "/settings/invitations/{}/revoke"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(owner, path):
    assert owner.submit(path.format(new_id())).status_code == 404


def test_an_invitation_needs_a_role(owner):
    assert owner.submit("/settings/invitations", role="king").status_code == 422


def test_who_has_no_password_is_told_how_to_get_one(owner, database, books):
    assert "You have no password yet" in owner.get("/settings/password").text
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, "four quiet geese cross the road")
    assert "Present password" in owner.get("/settings/password").text


def test_at_an_address_that_is_a_number_a_passkey_is_not_promised(owner):
    assert "127.0.0.1 is a number" in owner.get("/settings/passkeys/add").text
