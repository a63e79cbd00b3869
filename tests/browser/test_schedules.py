"""A bill is scheduled while its days are shown, then found late, and settled by one click."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from ftracker.db import Actor, Database
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import schedules
from tests import factories
from tests.browser.conftest import Visit
from tests.browser.watching import assert_accessible, assert_fits

TODAY = datetime.now(UTC).astimezone().date()
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen & Söhne"


@pytest.fixture
def expected(database: Database, books: Actor) -> None:
    """Expect something with a long name that is late, and something that was paid."""
    late = (TODAY - timedelta(days=3)).isoformat()
    with database.session(books) as session:
        factories.account(session, name="Purse", kind="cash")
        for name in (LONG, "Gym"):
            data = ScheduleIn(name=name, payee=name, amount="30", start_date=late)
            schedules.add(session, data)
        factories.transaction(session, date=late, payee="Gym", amount="30")


def look(page: Page, size: str) -> None:
    assert_fits(page)
    if size == "desk":
        assert_accessible(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_bill_is_scheduled_seen_and_booked(
    visit: Visit, books: Actor, expected: None, size: str
) -> None:
    page = visit(books, size=size)
    page.goto("/schedules/add")
    page.get_by_label("Name").fill("Rent")
    page.get_by_label("Amount", exact=True).fill("850")
    page.get_by_label("First time").fill("2026-01-31")
    expect(page.get_by_text("Every month on the 31st, or the last day")).to_be_visible()
    page.get_by_label("On which day").select_option("A certain day of the week")
    page.get_by_label("Which one of the month").select_option("last")
    page.get_by_label("Day of the week").select_option("Friday")
    expect(page.get_by_text("Every month on the last Friday")).to_be_visible()
    expect(page.get_by_label("Day of the month")).to_be_hidden()
    look(page, size)
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name="Rent", level=1)).to_be_visible()
    look(page, size)
    page.goto("/schedules/calendar")
    look(page, size)
    page.goto("/schedules")
    look(page, size)
    late = page.get_by_role("button", name=re.compile(f"Book it.*{LONG[:20]}"))
    late.click()
    expect(page.locator("[data-flash]")).to_contain_text("Booked")
    expect(late).to_have_count(0)
    page.get_by_role("link", name=LONG).first.click()
    expect(page.get_by_text("Together, in three years")).to_be_visible()
    assert_fits(page)
