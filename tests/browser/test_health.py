"""The page of health, which is shown where not everybody can register."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from ftracker.config import Settings
from tests.browser.conftest import Visit, serving
from tests.browser.watching import assert_accessible, assert_fits


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """Serve the application, closed to new households."""
    with serving(settings.model_copy(update={"workers": 0})) as served:
        yield served


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_page_of_health_is_accessible_and_fits(visit: Visit, database, books, size):
    with database.outside() as session:
        job = "insert into procrastinate_jobs (queue_name, task_name, status, attempts) values"
        failed = session.scalar(text(f"{job} ('test', 'ftracker:watch', 'failed', 9) returning id"))
        event = "insert into procrastinate_events (job_id, type) values (:job, 'failed')"
        session.execute(text(event), {"job": failed})
    page = visit(books, size)
    page.goto("/settings")
    page.get_by_role("link", name="Health").click()
    expect(page.get_by_role("heading", name="Health")).to_be_visible()
    expect(page.get_by_text(re.compile("must be mended"))).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    with database.outside() as session:
        session.execute(text("delete from procrastinate_jobs where queue_name = 'test'"))
