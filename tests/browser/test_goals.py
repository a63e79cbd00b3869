"""Goals and what is safe to spend, as somebody with a mouse meets them."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from ftracker.db import Actor, Database
from ftracker.schemas.goals import GoalIn
from ftracker.services import goals
from tests import factories
from tests.browser.conftest import Visit

TODAY = date.today()  # noqa: DTZ011 - as the server reckons


def test_from_the_number_on_the_home_page_to_a_goal_that_is_back_on_track(
    visit: Visit, books: Actor, database: Database
) -> None:
    with database.session(books) as session:
        factories.transaction(session, amount="1000", type="Income", date=str(TODAY))
        factories.transaction(session, amount="90", category="Savings", date=str(TODAY))
        data = {"category": "Savings", "target_amount": "3000", "name": "Boat"}
        due = str(TODAY + timedelta(days=300))
        goals.add(session, GoalIn(**data, start_date=str(TODAY), due_date=due), today=TODAY)
    page = visit(books, size="phone")
    page.goto("/")
    number = page.get_by_role("link", name=re.compile("Safe to spend €"))
    expect(number).to_contain_text("a day until")
    number.click()
    page.get_by_role("table", name="Still to be set aside for goals").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Boat")
    expect(page.get_by_text("Behind")).to_be_visible()
    page.get_by_role("button", name=re.compile("Let it be due on")).click()
    expect(page.get_by_text("On track")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Goal Boat is due on")
