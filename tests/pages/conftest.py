"""A day late in November, and a household that has planned for it."""

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI

from ftracker.db import Actor, Database
from ftracker.routes import deps
from tests import factories
from tests.services.budgeting import TODAY, add, give, named, spend


@pytest.fixture
def late_november(app: FastAPI) -> Iterator[None]:
    """Let it be a day late in November."""

    async def today() -> date:
        return TODAY

    app.dependency_overrides[deps.today] = today
    yield
    del app.dependency_overrides[deps.today]


@pytest.fixture
def planned(database: Database, books: Actor) -> dict[str, str]:
    """Budget for a group and one below it, income and savings, a week and a trip."""
    with database.session(books) as session:
        factories.category(session, name="Repairs", parent_id=named(session, "Housing").id)
        days = {"start_date": date(2026, 11, 20), "end_date": date(2026, 12, 5)}
        factories.category(session, name="Trip", kind="Timebound", **days)
        some = [
            add(session, "Groceries", start_date="2026-10-01", rollover="both", note="Two of us"),
            add(session, "Housing", amount="900"),
            add(session, "Repairs", amount="50"),
            add(session, "Salary", amount="3000"),
            add(session, "Savings", amount="200"),
            add(session, "Leisure", cadence="week", amount="20"),
            add(session, "Trip", start_date=None, amount="400"),
            add(session, None, amount="2000"),
        ]
        give(session, some[0], "150", note="Guests")
        spend(session, "130", "2026-10-31")
        for amount, name in (
            ("45", "Groceries"), ("800", "Housing"), ("60", "Repairs"), ("9", "Leisure"),
            ("17", "Health"), ("250", "Savings"), ("30", "Trip"),
        ):  # fmt: skip
            spend(session, amount, "2026-11-24", category=name)
        spend(session, "2900", category="Salary", type="Income")
        spend(session, "5", "2026-11-30", type="Income")
        names = ("groceries", "housing", "repairs", "salary", "savings", "leisure", "trip", "all")
        return dict(zip(names, (str(row.id) for row in some), strict=True))
