"""FTRACKER_HTTPS=true, behind a proxy that people can reach without encryption, too."""

import pytest

from ftracker.main import create_app
from tests.clients import HOST, Browser

PLAIN = {"x-forwarded-proto": "http"}


@pytest.fixture(scope="module")
def secure(settings):
    made = create_app(settings.model_copy(update={"https": True}))
    yield made
    made.state.database.close()


def test_a_browser_is_led_to_https(secure):
    answer = Browser(secure).get("/goals?sort=name", headers=PLAIN)
    assert answer.status_code == 308
    assert answer.headers["location"] == "https://127.0.0.1:8000/goals?sort=name"


def test_it_is_led_to_where_people_find_it(settings):
    chosen = {"https": True, "url": "https://127.0.0.1/money"}
    app = create_app(settings.model_copy(update=chosen))
    answer = Browser(app).get("/money/goals", headers=PLAIN)
    assert answer.headers["location"] == "https://127.0.0.1/money/goals"
    app.state.database.close()


def test_what_was_sent_readably_is_refused_so_that_it_is_noticed(secure):
    assert Browser(secure).post("/sign-in", headers=PLAIN).status_code == 403
    answer = Browser(secure).get("/api/goals", headers=PLAIN)
    assert answer.status_code == 403
    assert answer.json()["title"] == "Use https: this was readable on its way."


def test_nobody_is_led_in_a_circle(secure):
    assert Browser(secure).get("/sign-in").status_code != 308
    encrypted = Browser(secure).get("/sign-in", headers={"x-forwarded-proto": "https"})
    assert encrypted.status_code != 308
    assert "max-age=31536000" in encrypted.headers["strict-transport-security"]


def test_nobody_is_led_to_another_host(secure):
    answer = Browser(secure).get("/", headers=PLAIN | {"host": "elsewhere.example.org"})
    assert answer.status_code == 400


def test_without_https_nobody_is_led_there(client):
    assert client.get(f"{HOST}/sign-in", headers=PLAIN).status_code != 308
