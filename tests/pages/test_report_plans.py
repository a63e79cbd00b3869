"""The pages of budgets and goals over time."""

import pytest

from ftracker.schemas.goals import GoalIn
from ftracker.services import goals
from tests import factories
from tests.services.budgeting import TODAY

VIEW = "start=2026-10-01&end=2026-12-01&unit=month"


@pytest.mark.usefixtures("planned", "late_november")
def test_budgets_stand_against_what_came(owner):
    page = owner.get(f"/reports/budgets?{VIEW}").text
    assert "Planned against actual" in page
    assert "€170.00" in page  # Groceries in October and November, less what came back.
    assert "Repairs" in page
    assert "cadence=week" in page


@pytest.mark.usefixtures("planned", "late_november")
def test_what_is_not_there_is_said(owner):
    page = owner.get(f"/reports/budgets?{VIEW}&cadence=fortnight&payee=Lidl").text
    assert "There is no such budget here" in page
    assert "only these and days are heard" in page


@pytest.mark.usefixtures("planned", "late_november")
@pytest.mark.parametrize("section", ["income", "set_aside", "spending"])
def test_each_section_has_its_budgets(owner, section):
    assert owner.get(f"/reports/budgets?{VIEW}&section={section}").status_code == 200


def test_without_budgets_or_goals_the_pages_say_so(owner):
    assert "No budget counted in these days" in owner.get(f"/reports/budgets?{VIEW}").text
    assert "No goal had begun in these days" in owner.get(f"/reports/goals?{VIEW}").text


def test_goals_stand_beside_their_way(owner, database, books):
    with database.session(books) as session:
        factories.account(session, name="Piggy bank", kind="savings")
        add = goals.add
        plain = {"category": "Savings", "target_amount": "500", "start_date": "2026-10-01"}
        add(session, GoalIn(name="Boat", due_date="2027-05-01", **plain), today=TODAY)
        add(session, GoalIn(name="Bike", account="Piggy bank", **plain), today=TODAY)
        given = {"date": "2026-11-02", "amount": "77", "category": "Savings"}
        factories.transaction(session, **given)
    page = owner.get(f"/reports/goals?{VIEW}&tag=x").text
    assert "Boat" in page
    assert "Bike" in page
    assert "€77.00" in page
    assert "of the filters only days are heard" in page
