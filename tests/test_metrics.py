"""What those who watch FTracker are told, and who is told nothing."""

import re

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from ftracker.main import create_app
from ftracker.web import metrics
from tests.clients import Browser

TOKEN = "0123456789abcdef0123456789abcdef"
LOCAL = ("127.0.0.1", 50000)


def client(app, address=LOCAL, host="http://127.0.0.1:8000") -> TestClient:
    return TestClient(app, base_url=host, client=address)


@pytest.fixture
def guarded(settings):
    """Put an application together that is read with a token."""
    made = create_app(settings.model_copy(update={"metrics_token": SecretStr(TOKEN)}))
    yield made
    made.state.database.close()


def value(said: str, name: str) -> float:
    return float(re.search(rf"^{re.escape(name)} (\S+)$", said, re.MULTILINE)[1])


def test_requests_are_counted_by_route_and_status(app, owner):
    owner.get("/join/a-key-of-the-house")
    owner.get("/static/nothing.css")
    owner.get("/nowhere/at/all")
    answer = client(app).get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    said = answer.text
    assert "a-key-of-the-house" not in said
    assert "/nowhere" not in said
    for route, status in (("/join/{token}", 404), ("/static", 404), ("none", 404)):
        name = f'ftracker_requests_total{{method="GET",route="{route}",status="{status}"}}'
        assert value(said, name) >= 1
    assert value(said, 'ftracker_request_seconds_count{method="GET",route="/join/{token}"}') >= 1


def test_the_installation_s_state_is_told(app):
    said = client(app).get("/metrics").text
    assert value(said, "ftracker_database_up") == 1
    assert value(said, 'ftracker_jobs{state="waiting"}') >= 0
    assert value(said, 'ftracker_database_connections{state="most"}') == 30
    assert "ftracker_info{version=" in said
    assert "process_resident_memory_bytes" in said


def test_a_database_that_is_away_is_told_too(settings):
    away = {"database_url": "postgresql://nobody@127.0.0.1:1/nothing"}
    made = create_app(settings.model_copy(update=away))
    said = client(made).get("/metrics").text
    assert value(said, "ftracker_database_up") == 0
    assert "ftracker_jobs" not in said


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (("10.0.0.7", 50000), {}),
        (LOCAL, {"x-forwarded-for": "127.0.0.1"}),
        (LOCAL, {"forwarded": "for=127.0.0.1"}),
        (LOCAL, {"via": "1.1 proxy"}),
        (LOCAL, {"x-forwarded-proto": "https"}),
        (LOCAL, {"cf-connecting-ip": "203.0.113.9"}),
        (("a socket", 0), {}),
    ],
)
def test_without_a_token_only_this_machine_itself_is_told(app, address, headers):
    assert client(app, address).get("/metrics", headers=headers).status_code == 404


def test_nobody_is_believed_to_be_this_machine_where_proxies_are_trusted(settings):
    made = create_app(settings.model_copy(update={"trusted_proxies": ("127.0.0.1",)}))
    assert client(made).get("/metrics").status_code == 404
    made.state.database.close()


def test_a_name_of_the_network_is_not_this_machine(settings):
    hosts = (*settings.allowed_hosts, "money.example.org")
    made = create_app(settings.model_copy(update={"allowed_hosts": hosts}))
    assert client(made, host="http://money.example.org").get("/metrics").status_code == 404
    made.state.database.close()


@pytest.mark.parametrize("given", ["", "Bearer ", f"Bearer {TOKEN}0", TOKEN, "Bearer é"])
def test_with_a_token_nobody_is_told_without_it(guarded, given):
    answer = client(guarded).get("/metrics", headers={"authorization": given.encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_with_the_token_everybody_is_told_from_anywhere(guarded):
    asked = client(guarded, ("203.0.113.9", 50000))
    headers = {"authorization": f"Bearer {TOKEN}", "x-forwarded-for": "203.0.113.9"}
    assert asked.get("/metrics", headers=headers).status_code == 200


def test_processes_that_serve_together_are_counted_together(app, tmp_path, monkeypatch):
    monkeypatch.setenv(metrics.TOGETHER, str(tmp_path))
    said = client(app).get("/metrics").text
    assert value(said, "ftracker_database_up") == 1
    assert "ftracker_requests_total{" not in said  # This process began to count before.


def test_strange_methods_and_accidents_are_counted(settings, database):
    made = create_app(settings)

    @made.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError

    browser = TestClient(made, base_url="http://127.0.0.1:8000", client=LOCAL,
                         raise_server_exceptions=False)  # fmt: skip
    browser.get("/broken")
    browser.request("BREW", "/broken")
    said = browser.get("/metrics").text
    assert value(said, 'ftracker_requests_total{method="GET",route="/broken",status="500"}') == 1
    assert 'method="other"' in said
    assert "BREW" not in said
    made.state.database.close()


def test_a_signed_in_owner_is_told_no_more_than_others(owner: Browser):
    assert owner.get("/metrics").status_code == 404
