"""Passkeys in a real Chromium, against the device that it makes up itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ftracker.db import Actor, Database
from ftracker.models import User
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import Watch

PASSWORD = "four quiet geese cross the road"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def here(address: str) -> str:
    """Give the address with a name: passkeys belong to names, never to numbers."""
    return address.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser: Browser, here: str, database: Database, books: Actor) -> Iterator[Page]:
    """Open a browser with a device for passkeys, where the owner is signed in."""
    context = browser.new_context(base_url=here, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    watch = Watch(context, here)
    token = factories.signed_in(database, books)
    context.add_cookies([{"name": "session", "value": token, "url": here}])
    opened = context.new_page()
    device(opened)
    yield opened
    context.close()
    assert watch.troubles == []


def device(page: Page, **given: Any) -> None:
    """Give a page's browser a device that keeps passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | given})


def test_a_passkey_is_made_signs_in_and_is_the_second_factor(
    page: Page, database: Database, books: Actor
) -> None:
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, PASSWORD)
        email = session.get_one(User, books.user_id).email

    page.goto("/settings/passkeys")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What is it called?").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("Added the passkey")).to_be_visible()
    expect(page.get_by_text("never used")).to_be_visible()

    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What is it called?").fill("Again")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("keeps a passkey for you here already")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/sign-in?next=/settings/passkeys")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("last used")).to_be_visible()

    page.goto("/settings/second-factor")
    page.get_by_role("button", name="Ask for a passkey, too").click()
    expect(page.get_by_role("heading", level=1, name="Codes on paper")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/sign-in?next=/settings")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()

    page.goto("/settings/prove?next=/settings/tokens")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1, name="My API tokens")).to_be_visible()


def test_an_address_that_is_a_number_says_why_it_cannot(visit: Visit, books: Actor) -> None:
    page = visit(books)
    device(page)
    page.goto("/settings/passkeys/add")
    page.get_by_label("What is it called?").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("Passkeys need a name such as localhost")).to_be_visible()


def test_without_scripts_the_page_says_what_is_missing(
    visit: Visit, database: Database, books: Actor
) -> None:
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, PASSWORD)
    page = visit(books, java_script_enabled=False)
    page.goto("/settings/passkeys/add")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
    page.goto("/settings/prove")
    expect(page.get_by_label("Your password")).to_be_visible()
