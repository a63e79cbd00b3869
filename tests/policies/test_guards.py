"""What every request must be, and what every answer carries."""

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ftracker.config import MIB
from ftracker.main import create_app
from ftracker.routes import policy
from ftracker.web import security
from tests.clients import HOST, Browser
from tests.policies import estate

STRICT = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}


@pytest.fixture
def broken(settings) -> TestClient:
    """Run an application with a page that breaks."""
    app = create_app(settings)

    def accident() -> None:
        raise RuntimeError("the inside's secret: /etc/passwd")

    app.get("/accident")(accident)
    app.get("/api/accident")(accident)
    return TestClient(app, base_url=HOST, raise_server_exceptions=False)


def is_guarded(answer) -> bool:
    rules = dict(
        rule.strip().split(" ", 1) for rule in answer.headers["content-security-policy"].split(";")
    )
    return (
        STRICT.items() <= rules.items()
        and "unsafe" not in answer.headers["content-security-policy"]
        and answer.headers["x-content-type-options"] == "nosniff"
        and answer.headers["referrer-policy"] == "same-origin"
        and answer.headers["x-frame-options"] == "DENY"
        and answer.headers["cache-control"] == "no-store"
        and re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"]) is not None
    )


def test_every_answer_is_guarded(app: FastAPI, database):
    mine = estate.settle(database)
    for browser in (Browser(app).enter(database, mine.books), Browser(app)):
        for rule in policy.listing(app):
            if rule.path != "/static" and not rule.is_write:
                assert is_guarded(browser.get(mine.path(rule.path))), rule


@pytest.mark.parametrize("path", ["/nowhere", "/api/nowhere", "/static/nowhere", "/transaction/x"])
def test_what_is_not_there_is_guarded(owner, path):
    answer = owner.get(path)
    assert answer.status_code == 404
    assert is_guarded(answer)


def test_refusals_are_guarded(client, owner):
    answers = [
        client.get("/", headers={"host": "evil.example"}),
        client.post("/sign-in", headers={"origin": "https://evil.example"}),
        client.post("/sign-in", data={}),
        client.post("/sign-in", headers={"content-encoding": "gzip"}),
        owner.request("PATCH", "/settings"),
        owner.submit("/settings/tokens", name="x" * (3 * MIB)),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 403, 415, 405, 413]
    assert all(is_guarded(answer) for answer in answers)


@pytest.mark.parametrize("path", ["/accident", "/api/accident"])
def test_an_accident_is_quiet_guarded_and_found_in_the_log(broken, path, capsys):
    answer = broken.get(path)
    assert answer.status_code == 500
    assert is_guarded(answer)
    for inside in ("secret", "Traceback", "RuntimeError", ".py", "passwd"):
        assert inside not in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["x-request-id"] in "".join(capsys.readouterr())


def test_an_id_that_the_client_sends_is_not_taken(client):
    answer = client.get("/health/live", headers={"x-request-id": "mine\n2026 forged"})
    assert "mine" not in answer.headers["x-request-id"]


def test_pages_carry_nothing_that_the_policy_would_stop(app, database):
    mine = estate.settle(database)
    browser = Browser(app).enter(database, mine.books)
    for rule in policy.listing(app):
        if rule.is_write or rule.path in ("/static", "/openapi.json"):
            continue
        page = browser.get(mine.path(rule.path))
        if page.headers.get("content-type", "").startswith("text/html"):
            assert not re.search(r"<[^>]+\s(on[a-z]+|style)\s*=", page.text), rule
            inline = re.findall(r"<script(?![^>]*(src=|application/json))[^>]*>", page.text)
            assert not inline, rule
            assert not re.search(r"(src|href|action)=\"(https?:)?//", page.text), rule
            assert "<style" not in page.text, rule


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "127.0.0.1@evil.example",
     "evil.example#127.0.0.1", "[::1", "localhost, evil.example", "127.0.0.1:8000:1"],
)  # fmt: skip
def test_a_foreign_host_is_refused_and_not_repeated(client, host):
    answer = client.get("/sign-in", headers={"host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:9", "[::1]:8000", "LOCALHOST", "127.0.0.1:80"]
)
def test_our_own_hosts_are_answered(client, host):
    assert client.get("/health/live", headers={"host": host}).status_code == 200


def test_hosts_can_be_allowed(settings):
    allowed = settings.model_copy(update={"allowed_hosts": ("money.example.org",)})
    browser = TestClient(create_app(allowed), base_url="http://money.example.org")
    assert browser.get("/health/live").status_code == 200
    assert browser.get("/health/live", headers={"host": "127.0.0.1"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [{"x-forwarded-host": "evil.example"}, {"x-forwarded-proto": "evil"},
     {"forwarded": "host=evil.example;proto=evil"}, {"x-original-url": "/evil"},
     {"x-rewrite-url": "/evil"}, {"x-forwarded-prefix": "/evil"}],
)  # fmt: skip
def test_forwarding_headers_change_nothing(owner, headers):
    answer = owner.submit("/settings/invitations", role="viewer", headers=headers)
    assert answer.status_code == 200
    assert "evil" not in answer.text
    assert owner.get("/settings", headers=headers).status_code == 200


def test_a_large_body_is_refused_before_it_is_parsed(app, owner, client, api):
    large = b"a=" + b"x" * (2 * MIB)
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert owner.post("/settings/tokens", content=large, headers=form).status_code == 413
    assert client.post("/sign-in", content=large, headers=form).status_code == 413
    answer = api.post("/api/transactions", content=large)
    assert answer.status_code in (413, 415)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("claim", ["10", "99999999999999999999999", None])
def test_a_body_is_counted_whatever_length_it_claims(client, claim):
    read = 0

    def endless():
        nonlocal read
        for _ in range(1024):
            read += 64 * 1024
            yield b"x" * 64 * 1024

    headers = {"content-type": "application/x-www-form-urlencoded"}
    if claim is not None:
        headers["content-length"] = claim
    answer = client.post("/sign-in", content=endless(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "charset",
    ["utf-7", "unicode_escape", "punycode", "undefined", "latin-1", "", "utf-8; charset=utf-7"],
)
def test_a_form_is_in_utf_8_whatever_it_says_of_itself(client, charset):
    """Some ways to read bytes give what is no text, or take as long as the sender likes."""
    body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n+2AA-\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x; charset"
    for said in (f"{kind}={charset}", f"{kind}*=utf-8''{charset}"):
        answer = client.post("/sign-in", content=body, headers={"content-type": said})
        assert answer.status_code == 415
    own = {"content-type": f'{kind}="UTF-8"'}
    assert client.post("/sign-in", content=body, headers=own).status_code == 403


def test_files_may_be_larger_but_only_where_files_are_taken(owner):
    file = {"file": ("x.csv", b"x" * (3 * MIB))}
    assert owner.submit("/settings/tokens", files=file).status_code == 413
    row = b"2025-07-01,-1.00," + b"x" * 490 + b"\n"
    statement = {"file": ("x.csv", b"date,amount,note\n" + row * (3 * MIB // len(row)))}
    taken = owner.submit("/data/import", files=statement)
    assert taken.status_code != 413


def test_the_upload_limit_is_a_setting(settings, database, books):
    app = create_app(settings.model_copy(update={"upload_limit_bytes": MIB}))
    browser = Browser(app).enter(database, books)
    file = {"file": ("x.csv", b"x" * (MIB + 1))}
    assert browser.submit("/data/import", files=file).status_code == 413


def test_built_files_stay_in_the_browser_for_good(client):
    page = client.get("/sign-in").text
    address = re.search(r"/static/dist/app-[A-Z0-9]{8}\.js", page)[0]
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == security.FOR_EVER
    assert client.get("/static/dist/app-AAAAAAAA.js").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["/static/../config.py", "/static/%2e%2e/config.py", "/static/..%2fconfig.py",
     "/static/....//config.py", "/static/dist/../../config.py", "/static/%252e%252e/config.py",
     "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/..\\config.py", "/static/x%00.js"],
)  # fmt: skip
def test_files_stay_in_their_folder(client, path):
    answer = client.get(path)
    assert answer.status_code in (404, 405)
    assert "Settings" not in answer.text


def test_no_secret_reaches_the_log(owner, client, capsys):
    token, csrf = owner.cookies["session"], owner.csrf
    owner.submit("/settings/password", current_password="hush-hush-1", new_password="hush-hush-2")
    client.get("/sign-in")
    client.submit("/sign-in", email="hush@example.org", password="hush-hush-3", next="/?q=hush-4")
    client.get("/sign-in?next=/hush-5")
    made = owner.submit("/settings/invitations", role="viewer").text
    link = re.search(r"/join/([\w-]{43})", made)
    client.get(link[0])
    key = re.search(r"ftracker_[\w-]+", owner.submit("/settings/tokens", name="x").text)[0]
    said = "".join(capsys.readouterr())
    assert "path=/sign-in" in said
    for secret in ("hush", token, csrf, link[1], key):
        assert secret not in said
