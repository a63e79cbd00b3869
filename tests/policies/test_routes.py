"""Every route, asked by everybody who may not: nobody, a viewer, another household, a forger."""

import json
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from ftracker.db import Actor, Database, Role, Scope
from ftracker.routes import policy
from ftracker.routes.policy import Rule
from ftracker.services import api_tokens
from ftracker.services.api_tokens import Reach
from tests import factories
from tests.clients import Browser
from tests.policies import estate
from tests.policies.estate import MARK, Estate

# A viewer changes nothing in the books; these are their own password, browsers and keys.
OWN = {
    "/alerts/channels",
    "/alerts/channels/{channel_id}",
    "/alerts/channels/{channel_id}/delete",
    "/alerts/channels/{channel_id}/test",
    "/alerts/notices/{notice_id}/read",
    "/alerts/notices/{notice_id}/snooze",
    "/alerts/read-all",
    "/api/alerts/notices/{notice_id}",
    "/sign-out",
    "/schedules/feed",
    "/schedules/feed/revoke",
    "/settings/passkeys/add",
    "/settings/passkeys/challenge",
    "/settings/passkeys/{passkey_id}/remove",
    "/settings/passkeys/{passkey_id}/rename",
    "/settings/password",
    "/settings/provider",
    "/settings/provider/{identity_id}/remove",
    "/settings/prove",
    "/settings/prove/provider",
    "/settings/second-factor/app",
    "/settings/second-factor/app/confirm",
    "/settings/second-factor/codes",
    "/settings/second-factor/off",
    "/settings/personal/delete",
    "/settings/personal/export",
    "/settings/sessions/end-others",
    "/settings/sessions/enter/{household_id}",
    "/settings/sessions/{session_id}/end",
    "/settings/tokens",
    "/settings/tokens/{token_id}/revoke",
}
OPEN = {
    "/calendar/{feed}.ics",
    "/health/live",
    "/health/ready",
    "/join/{token}",
    "/metrics",
    "/openapi.json",
    "/push-worker.js",
    "/sign-in",
    "/sign-in/forgotten",
    "/sign-in/new-password/{token}",
    "/sign-in/provider",
    "/sign-in/provider/back",
    "/sign-in/provider/new/{token}",
    "/sign-in/passkey",
    "/sign-in/passkey/challenge",
    "/sign-in/second-factor",
    "/static",
    "/welcome",
}
DONE = (200, 201, 204, 303)
SAME_SITE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def rules(app: FastAPI) -> list[Rule]:
    found = policy.listing(app)
    assert len(found) > 60
    return found


@pytest.fixture(scope="module")
def theirs(database: Database) -> Estate:
    """Settle the household that nobody else may see or change: it serves all these tests."""
    return estate.settle(database)


@pytest.fixture
def untouched(database: Database, theirs: Estate) -> Iterator[None]:
    """Fail when anything in that household has changed at the end."""
    before = estate.fingerprint(database, theirs.books.household_id)
    yield
    assert estate.fingerprint(database, theirs.books.household_id) == before


def bearer(database: Database, who: Actor, scope: Scope = Scope.MANAGE) -> dict[str, str]:
    with database.session(Actor(steward=True)) as session:
        whose = {"user_id": who.user_id, "household_id": who.household_id}
        reach = Reach(scope=scope)
        token = api_tokens.add(session, **whose, name="policies", reach=reach)
    return {"authorization": f"Bearer {token}"}


def test_the_household_that_is_watched_has_rows_in_every_table(database, theirs):
    kept = estate.fingerprint(database, theirs.books.household_id)
    empty = [table for table, digest in kept.items() if digest.startswith("0 rows")]
    assert empty == ["idempotency_keys"]


def test_every_route_says_who_may(rules):
    assert [rule for rule in rules if rule.who == policy.UNDECLARED] == []


def test_a_route_that_says_nothing_is_undeclared(settings):
    from ftracker.main import create_app

    app = create_app(settings)
    app.get("/forgotten")(lambda: "everything")
    assert Rule("/forgotten", "GET", policy.UNDECLARED) in policy.listing(app)


def test_only_these_are_open_to_everybody(rules):
    assert {rule.path for rule in rules if rule.who == policy.PUBLIC} == OPEN


def test_a_viewer_writes_only_their_own(rules):
    writes = {rule.path for rule in rules if rule.is_write and rule.who == Role.VIEWER}
    assert writes == OWN


def test_nobody_gets_in(app, rules, theirs, untouched):
    browser = Browser(app)
    browser.get("/sign-in")
    wrong = {}
    for rule in (rule for rule in rules if rule.who != policy.PUBLIC):
        for headers in (SAME_SITE, estate.fresh(SAME_SITE, browser)):
            answer = estate.send(browser, rule, theirs.path(rule.path), headers=headers)
            expected = (401, None) if rule.path.startswith("/api/") else (303, "/sign-in")
            onward = (answer.headers.get("location") or "").partition("?")[0] or None
            if (answer.status_code, onward) != expected or MARK in answer.text:
                wrong[rule] = answer.status_code, onward
    assert wrong == {}


def test_a_viewer_is_refused_every_write(app, rules, database, theirs):
    who = factories.member(database, theirs.books, Role.VIEWER)
    browser = Browser(app).enter(database, who)
    token = bearer(database, who)
    before = estate.fingerprint(database, theirs.books.household_id)
    statuses = {}
    for rule in (r for r in rules if r.is_write and r.who in (Role.EDITOR, Role.OWNER)):
        path = theirs.path(rule.path)
        headers = estate.fresh(SAME_SITE, browser)
        statuses[rule] = estate.send(browser, rule, path, headers=headers).status_code
        if rule.path.startswith("/api/"):
            answer = estate.send(Browser(app), rule, path, headers=token)
            statuses[rule] = max(statuses[rule], answer.status_code)
    assert {rule: status for rule, status in statuses.items() if status != 403} == {}
    assert estate.fingerprint(database, theirs.books.household_id) == before


def test_a_key_does_what_its_scope_says_and_opens_no_page(app, rules, database, theirs):
    keys = {scope: bearer(database, theirs.books, scope) for scope in Scope}
    before = estate.fingerprint(database, theirs.books.household_id)
    wrong = {}
    for rule in rules:
        path = theirs.path(rule.path)
        is_api = rule.path.startswith("/api/")
        for scope, key in keys.items():
            if is_api and rule.is_write and scope != Scope.READ:
                # What these may do is done by the tests of each topic.
                continue
            answer = estate.send(Browser(app), rule, path, headers=key)
            if is_api and not rule.is_write:
                fits = answer.status_code in (200, 404)
            elif is_api:
                fits = answer.status_code == 403
            else:
                asks = (answer.headers.get("location") or "").startswith("/sign-in")
                fits = asks or answer.status_code == 403 or rule.who == policy.PUBLIC
            if not fits:
                wrong[rule, scope] = answer.status_code
    assert wrong == {}
    assert estate.fingerprint(database, theirs.books.household_id) == before


def test_an_editor_is_refused_what_owners_govern(app, rules, database, theirs):
    browser = Browser(app).enter(database, factories.member(database, theirs.books, Role.EDITOR))
    before = estate.fingerprint(database, theirs.books.household_id)
    for rule in (rule for rule in rules if rule.who == Role.OWNER):
        headers = estate.fresh(SAME_SITE, browser)
        answer = estate.send(browser, rule, theirs.path(rule.path), headers=headers)
        assert answer.status_code == 403, rule
    assert estate.fingerprint(database, theirs.books.household_id) == before


def test_what_is_anothers_does_not_exist(app, rules, database, theirs, untouched):
    """Their ids and nobody's ids get the same answer, to the letter, from every route."""
    mine = estate.settle(database)
    browser = Browser(app).enter(database, mine.books)
    token = bearer(database, mine.books)
    nowhere = estate.nowhere(theirs)
    wrong = {}
    for rule in (r for r in rules if estate.has_id(r.path) and r.who != policy.PUBLIC):
        ways = [(browser, estate.fresh(SAME_SITE, browser))]
        if rule.path.startswith("/api/"):
            ways.append((Browser(app), token))
        for client, headers in ways:
            real, made_up = (
                estate.send(
                    client,
                    rule,
                    asked.path(rule.path),
                    headers=headers,
                    to_id=mine.target(rule.path),
                )
                for asked in (theirs, nowhere)
            )
            if not (real.status_code == made_up.status_code == 404):
                wrong[rule] = real.status_code, made_up.status_code
            elif _same(real.text, theirs) != _same(made_up.text, nowhere):
                wrong[rule] = "the answers differ"
    assert wrong == {}


def test_no_look_shows_what_is_anothers(app, rules, database, theirs):
    mine = factories.household(database)
    browser = Browser(app).enter(database, mine)
    token = bearer(database, mine)
    for rule in (r for r in rules if not r.is_write and "{" not in r.path):
        for headers in ({}, token):
            answer = browser.get(rule.path, headers=headers)
            assert MARK not in answer.text, rule
            assert answer.status_code in (200, 303, 404), (rule, answer.status_code)


def test_their_ids_in_my_forms_and_bodies_are_not_taken(app, database, theirs, untouched):
    mine = factories.household(database)
    browser = Browser(app)
    token = bearer(database, mine)
    with database.session(mine) as session:
        row = factories.transaction(session)
    before = estate.fingerprint(database, mine.household_id)
    names = ("category_id", "account_id", "type_id", "to_account_id", "split_id")
    for name in names[:4]:
        their_id = theirs.ids[name.removeprefix("to_")]
        made_up = estate.nowhere(theirs).ids[name.removeprefix("to_")]
        for method, path in (
            ("POST", "/api/transactions"),
            ("PUT", f"/api/transactions/{row.id}"),
        ):
            plain = {"date": "2025-07-31", "amount": "1.00"}
            if method == "PUT":
                plain["version"] = row.version
            if name == "to_account_id":
                plain["type"] = "Transfer"
            answers = [
                browser.request(method, path, json=plain | {name: given}, headers=token)
                for given in (their_id, made_up)
            ]
            assert [a.status_code for a in answers] == [404, 404], (name, method)
            assert _same(answers[0].text, theirs) == _same(answers[1].text, theirs)
    parent = {"name": "Sub", "kind": "Expense", "parent_id": theirs.ids["category_id"]}
    assert browser.post("/api/categories", json=parent, headers=token).status_code == 404
    goal = {"name": "G", "target_amount": "5.00", "category_id": theirs.ids["category_id"]}
    assert browser.post("/api/goals", json=goal, headers=token).status_code == 404
    assert estate.fingerprint(database, mine.household_id) == before


@pytest.mark.parametrize("topic", ["categories", "types", "accounts"])
@pytest.mark.parametrize("deed", ["move", "merge"])
def test_nothing_of_mine_moves_to_what_is_anothers(app, database, theirs, untouched, topic, deed):
    mine = estate.settle(database)
    browser = Browser(app).enter(database, mine.books)
    before = estate.fingerprint(database, mine.books.household_id)
    path = f"/{topic}/{{key}}/{deed}"
    nowhere = estate.nowhere(theirs)
    real, made_up = (
        browser.submit(mine.path(path), to_id=asked.target(path)) for asked in (theirs, nowhere)
    )
    assert (real.status_code, made_up.status_code) == (404, 404)
    assert _same(real.text, theirs) == _same(made_up.text, nowhere)
    assert estate.fingerprint(database, mine.books.household_id) == before


@pytest.mark.parametrize(
    "given",
    [
        "none",
        "empty",
        "random",
        "cut",
        "of another session",
        "of another person",
        "before sign-in",
        "in the address",
    ],
)
def test_no_write_without_the_token_of_this_session(app, rules, database, theirs, given):
    browser = Browser(app)
    browser.get("/sign-in")
    early = browser.csrf
    browser.enter(database, theirs.books)
    other = Browser(app).enter(database, theirs.books)
    token = {
        "none": None,
        "empty": "",
        "random": "abcdefghijklmnop.0123456789abcdef",
        "cut": browser.csrf[:-1],
        "of another session": other.csrf,
        "of another person": Browser(app).enter(database, factories.household(database)).csrf,
        "before sign-in": early,
        "in the address": None,
    }[given]
    headers = SAME_SITE if token is None else SAME_SITE | {"x-csrf-token": token}
    before = estate.fingerprint(database, theirs.books.household_id)
    for rule in (rule for rule in rules if rule.is_write):
        path = theirs.path(rule.path)
        if given == "in the address":
            path += f"?csrf_token={browser.csrf}"
        answer = estate.send(browser, rule, path, headers=headers)
        assert answer.status_code == 403, (rule, answer.status_code)
    assert estate.fingerprint(database, theirs.books.household_id) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:8000.evil.example"},
    ],
)
def test_no_write_that_another_site_started(app, rules, database, theirs, headers):
    browser = Browser(app).enter(database, theirs.books)
    token = bearer(database, theirs.books)
    before = estate.fingerprint(database, theirs.books.household_id)
    for rule in (rule for rule in rules if rule.is_write):
        path = theirs.path(rule.path)
        sent = estate.fresh(headers, browser)
        assert estate.send(browser, rule, path, headers=sent).status_code == 403, rule
        if rule.path.startswith("/api/"):
            sent = headers | token
            assert estate.send(Browser(app), rule, path, headers=sent).status_code == 403, rule
    assert estate.fingerprint(database, theirs.books.household_id) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE"])
def test_no_look_writes(app, rules, database, theirs, method):
    browser = Browser(app).enter(database, theirs.books)
    before = estate.fingerprint(database, theirs.books.household_id)
    for rule in rules:
        if rule.path not in ("/static", "/sign-out"):
            headers = {"x-http-method-override": "POST", **estate.fresh({}, browser)}
            answer = browser.request(method, theirs.path(rule.path), headers=headers)
            assert answer.status_code < 500, rule
    assert estate.fingerprint(database, theirs.books.household_id) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_the_api_takes_no_body_that_a_plain_form_could_send(app, rules, database, theirs, kind):
    """A form of another site cannot send JSON; a cookie without the token is refused anyway."""
    browser = Browser(app).enter(database, theirs.books)
    before = estate.fingerprint(database, theirs.books.household_id)
    for rule in (r for r in rules if r.is_write and r.path.startswith("/api/")):
        body = json.dumps(estate.api_body(rule.path)).encode()
        answer = browser.request(
            rule.method, theirs.path(rule.path), content=body, headers={"content-type": kind}
        )
        assert answer.status_code in (403, 415), (rule, answer.status_code)
    assert estate.fingerprint(database, theirs.books.household_id) == before


def test_the_same_requests_work_for_their_own_people(app, rules, database):
    """The refusals above mean something: whoever may is understood by every route."""
    wrong, mine = {}, estate.settle(database)
    for rule in (rule for rule in rules if "{" in rule.path and rule.who != policy.PUBLIC):
        answer = _asked(app, database, rule, mine)
        if answer.status_code not in DONE or answer.headers.get("location") == "/sign-in":
            # An earlier request may have changed or deleted what this one is about.
            mine = estate.settle(database)
            answer = _asked(app, database, rule, mine)
        if answer.status_code not in (*DONE, 409, 422):
            wrong[rule] = answer.status_code
    assert wrong == {}


def _asked(app, database, rule, mine):
    browser = Browser(app).enter(database, mine.books)
    headers = estate.fresh(SAME_SITE, browser)
    target = mine.target(rule.path)
    return estate.send(browser, rule, mine.path(rule.path), headers=headers, to_id=target)


@pytest.mark.parametrize(
    "what",
    [
        "/settings/sessions/{}/end",
        "/settings/tokens/{}/revoke",
        "/settings/passkeys/{}/rename",
        "/settings/passkeys/{}/remove",
    ],
)
def test_what_is_another_members_own_is_not_found(app, database, theirs, what):
    browser = Browser(app).enter(database, factories.member(database, theirs.books, Role.OWNER))
    before = estate.fingerprint(database, theirs.books.household_id)
    for name in ("session_id", "token_id", "passkey_id"):
        answer = browser.submit(what.format(theirs.ids[name]), name="Mine")
        assert answer.status_code == 404
    assert estate.fingerprint(database, theirs.books.household_id) == before


def _same(body: str, asked: Estate) -> str:
    """Take out of an answer what differs between any two: its token, its reference, its ids."""
    for value in asked.ids.values():
        body = body.replace(value, "ID")
    body = re.sub(r"[\w-]{16}\.[0-9a-f]{64}", "TOKEN", body)
    return re.sub(r"[0-9a-f]{32}", "REFERENCE", body)
