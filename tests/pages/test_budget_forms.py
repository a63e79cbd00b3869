"""Single budgets: added, changed, given an amount, covered from others; how a household plans."""

import re

import pytest

from ftracker.domain.cadences import Cadence
from ftracker.services import budgets, plans
from tests.services.budgeting import TODAY, named, spend

pytestmark = pytest.mark.usefixtures("late_november")
AT = "/budgets?cadence=month&start=2026-11-01"


def test_a_click_on_what_is_left_leads_to_cover_and_move(owner, planned):
    href = f"/budgets/{planned['groceries']}/cell?day=2026-11-01"
    page = owner.get(href).text
    assert f'href="{href}"' in owner.get(AT).text
    assert "Last period’s budget" in page
    assert "What was spent last period" in page
    assert "Leisure (€11.00 left)" in page
    moved = owner.submit(
        f"/budgets/{planned['groceries']}/move?day=2026-11-25",
        way="out", other_id=planned["housing"], moved="20",
    )  # fmt: skip
    assert moved.status_code == 303
    page = owner.get(AT).text
    assert ('value="130.00"' in page, 'value="920.00"' in page) == (True, True)


def test_what_is_overspent_is_covered_from_the_budget_with_most_left(
    owner, planned, database, books
):
    with database.session(books) as session:
        spend(session, "500", "2026-11-24")
    href = f"/budgets/{planned['groceries']}/cell?day=2026-11-01"
    page = owner.get(href).text
    assert "Cover it from another budget" in page
    assert 'name="moved" required value="420.00"' in page
    sent = {"way": "in", "other_id": planned["housing"], "moved": "40"}
    assert owner.submit(href.replace("cell", "move"), **sent).status_code == 303
    assert "−€380.00" in owner.get(href).text


@pytest.mark.parametrize(
    "sent", [{}, {"other_id": "same"}, {"other_id": "housing", "moved": "0"}, {"moved": "x"}]
)
def test_a_move_that_makes_no_sense_says_why(owner, planned, sent):
    key = planned["groceries"]
    ids = {"same": key, "housing": planned["housing"]}
    about = {"way": "out", "moved": "5"} | sent
    about["other_id"] = ids.get(sent.get("other_id"), "" if not sent else planned["housing"])
    answer = owner.submit(f"/budgets/{key}/move?day=2026-11-25", **about)
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_cell_takes_a_proposal_or_an_amount_with_a_note(owner, planned):
    href = f"/budgets/{planned['housing']}/cell?day=2026-11-01"
    owner.submit(href, use="0.00", amount="", note="")
    assert 'value="0.00"' in owner.get(href).text
    owner.submit(href, amount="77", note="Rent goes up")
    page = owner.get(href).text
    assert ('value="77.00"' in page, 'value="Rent goes up"' in page) == (True, True)
    assert owner.submit(href, amount="x").status_code == 422
    assert "There was" not in owner.get(f"/budgets/{planned['trip']}/cell?day=x").text


def test_a_budget_is_added_changed_and_deleted(owner, planned, database, books):
    with database.session(books) as session:
        health = str(named(session, "Health").id)
    form = {"category_id": health, "amount": "60,50", "rollover": "left", "cap": "20"}
    assert owner.submit("/budgets/add", **form).headers["location"] == "/budgets"
    with database.session(books) as session:
        key = next(
            one.budget_id for one in budgets.standings(session, today=TODAY) if one.name == "Health"
        )
    page = owner.get(f"/budgets/{key}").text
    assert 'name="amount" value="60.50"' in page.replace(' aria-describedby="hint-amount"', "")
    again = owner.submit("/budgets/add", **form)
    assert again.status_code == 422
    assert "already" in again.text
    assert owner.submit(f"/budgets/{key}", amount="7", version="1").status_code == 303
    stale = owner.submit(f"/budgets/{key}", amount="8", version="1")
    assert stale.status_code == 409
    assert "Save mine over it" in stale.text
    assert owner.submit(f"/budgets/{key}", amount="x", version="2").status_code == 422
    assert owner.submit(f"/budgets/{key}/delete").status_code == 303
    assert owner.get(f"/budgets/{key}").status_code == 404
    assert "Budget for Everything" in owner.get(f"/budgets/{planned['all']}").text


def test_the_history_tells_of_budgets_in_words(owner, planned, database, books):
    owner.submit(f"/budgets/{planned['housing']}/cell?day=2026-11-01", amount="850", note="")
    owner.submit(f"/budgets/{planned['all']}", amount="7", rollover="left", cap="9", version="1")
    owner.submit("/budgets/settings", method="plan", payday="3", version="0")
    page = owner.get("/history?topic=budgets").text
    assert "Changed how this household plans" in page
    told = "".join(owner.get(href).text for href in re.findall(r'"(/history/[0-9a-f-]+)"', page))
    for words in ("Amount of a budget €850.00", "Budget for everything", "€9.00", "Budget Housing"):
        assert words in told


def test_the_household_says_how_it_plans(owner, database, books):
    page = owner.get("/budgets/settings").text
    assert 'name="payday" required' in page
    sent = {
        "method": "envelopes", "cadence": "payday", "payday": "25", "payday_weekend": "before",
        "fortnight_start": "2026-01-05", "income": "came", "version": "0",
    }  # fmt: skip
    assert owner.submit("/budgets/settings", **sent).status_code == 303
    assert owner.submit("/budgets/settings", **sent).status_code == 409
    assert owner.submit("/budgets/settings", **sent | {"payday": "40"}).status_code == 422
    with database.session(books) as session:
        assert plans.settings(session).cadence is Cadence.PAYDAY
    assert "25 Nov – 24 Dec 2026" in owner.get("/budgets").text
