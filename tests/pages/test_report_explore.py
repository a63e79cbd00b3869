"""The pivot table: every cell of every combination opens what it is made of."""

import re
from datetime import date
from html import unescape

import pytest

from ftracker.db import Actor
from ftracker.db.scope import Role
from ftracker.routes import report_bodies
from ftracker.services import members
from ftracker.web.report_plans import AXES
from tests import factories
from tests.proofs import Prover

TODAY = date(2025, 7, 31)
DAYS = {"start": "2025-06-10", "end": "2025-08-01"}


@pytest.fixture
def written(database, books: Actor) -> None:
    """Write down two months on two accounts by two people, with tags, refunds and no payee."""
    with database.session(books) as session:
        food = factories.category(session, name="Food")
        factories.category(session, name="Bakery", parent_id=food.id)
        factories.account(session, name="Piggy bank")
        add = factories.transaction
        add(session, date="2025-06-30", amount="2000", type="Income", category="Salary")
        add(session, date="2025-07-01", amount="80", category="Food", tags=["trip", "with Ada"])
        add(session, date="2025-07-05", amount="20", category="Bakery", tags=["trip"], payee="all")
        add(session, date="2025-07-06", amount="5", category="Bakery", type="Income", payee="")
        add(session, date="2025-06-10", amount="900", category="Housing", payee="Landlord")
        add(session, date="2025-07-06", amount="150", category="Savings", account="Piggy bank")
        add(session, date="2025-07-07", amount="7", category="Uncategorised", payee="rest")
        add(session, date="2025-07-07", amount="3", category="Uncategorised", type="Income")
    guest = factories.member(database, books, Role.EDITOR)
    with database.session(guest) as session:
        factories.transaction(session, date="2025-07-08", amount="11", payee="Lidl")


def body_of(session, **words: str):
    return report_bodies.ask(session, "explore", DAYS | words, today=TODAY, locale="en").body


def table(body) -> dict[str, list[str]]:
    (one,) = body.tables
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in one.rows + one.foot}
    return {"": [column.label for column in one.columns[1:]]} | rows


CASES = [
    {},
    {"section": "net", "show": "lines"},
    {"section": "income", "measure": "count", "show": "bars"},
    {"measure": "median", "section": "net", "show": "pie"},
    {"measure": "average", "q": "-category:housing", "show": "table"},
    {"measure": "share", "tag": "trip", "show": "pie"},
    {"alone": "1", "kind": "Expense", "payee": "all\nrest\nLandlord"},
]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("number", range(len(CASES)))
def test_every_cell_of_every_axis_opens_what_it_is_made_of(database, books, number):
    axes = [*AXES, "none"]
    with database.session(books) as session:
        prover = Prover(session, today=TODAY)
        for rows, columns in zip(axes, axes[number + 1 :] + axes[: number + 1], strict=True):
            body = body_of(session, rows=rows, columns=columns, **CASES[number])
            assert prover.mistakes(body) == [], (rows, columns)


@pytest.mark.usefixtures("written")
def test_rows_and_columns_have_totals(database, books):
    with database.session(books) as session:
        body = body_of(session)
    assert table(body) == {
        "": ["In all", "Jun 25", "Jul 25"],
        "Housing": ["€900.00", "€900.00", ""],
        "Food": ["€95.00", "", "€95.00"],
        "Uncategorised": ["€18.00", "", "€18.00"],
        "In all": ["€1,013.00", "€900.00", "€113.00"],
    }
    (block,) = body.blocks
    assert block.title == "Sum by group and month"
    assert block.chart["type"] == "stacked"
    assert block.chart["labels"] == ["Jun 25", "Jul 25"]
    assert [one["name"] for one in block.chart["series"]] == ["Housing", "Food", "Uncategorised"]


@pytest.mark.usefixtures("written")
def test_a_transaction_with_two_tags_counts_under_both_and_once_in_all(database, books):
    with database.session(books) as session:
        body = body_of(session, rows="tag", columns="none")
    assert table(body) == {
        "": ["In all"],
        "No tag": ["€913.00"],
        "trip": ["€100.00"],
        "with Ada": ["€80.00"],
        "In all": ["€1,013.00"],
    }
    assert "several tags" in body.blocks[0].note


@pytest.mark.usefixtures("written")
def test_medians_are_taken_of_single_transactions_in_totals_too(database, books):
    with database.session(books) as session:
        body = body_of(session, rows="weekday", columns="none", measure="median", section="net")
    assert table(body)["Monday"] == ["+€3.00"]
    assert table(body)["In all"] == ["−€9.00"]


@pytest.mark.usefixtures("written")
def test_who_left_keeps_their_name(database, books):
    with database.session(books) as session:
        guest = next(one for one in members.listing(session) if one.role == Role.EDITOR)
        members.remove(session, guest.user_id)
        body = body_of(session, rows="member", columns="none", measure="count")
        assert table(body)[guest.email] == ["1"]


def test_what_does_not_fit_is_gathered_to_the_cent(database, books):
    with database.session(books) as session:
        for number in range(65):
            day = date(2025, 1 + number % 7, 1 + number % 28)
            factories.transaction(
                session,
                date=day,
                amount=str(number + 1),
                payee=f"Shop {number}",
                tags=[f"t{number}"],
            )
        prover = Prover(session, today=TODAY)
        for words in (
            {"rows": "payee", "columns": "week"},
            {"rows": "week", "columns": "payee", "show": "bars"},
            {"rows": "tag", "columns": "week"},
            {"rows": "payee", "columns": "tag", "measure": "count"},
        ):
            body = body_of(session, start="2025-01-01", **words)
            assert prover.mistakes(body) == []
        pie = body_of(session, start="2025-01-01", rows="payee", show="pie").blocks[0].chart
        assert (len(pie["labels"]), pie["labels"][-1]) == (12, "54 more")
        assert sum(pie["series"][0]["values"]) == 2145
        body = body_of(session, start="2025-01-01", rows="payee", columns="none")
        assert table(body)["5 more"] == ["€15.00"]
        assert table(body)["In all"] == ["€2,145.00"]
        assert body.blocks[0].note.startswith("5 more are gathered (payee);")


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rows=moon", "“Rows” can be group, category,"),
        ("rows=month&columns=month", "the same; columns are left out"),
        ("columns=week&start=1990-01-01&end=2025-08-01", "it is cut into years"),
        ("section=transfer", "“Of” can be spending, income,"),
    ],
)
def test_what_means_nothing_is_said(owner, words, said):
    assert said in owner.get(f"/reports/explore?{words}").text


@pytest.mark.usefixtures("written")
def test_groups_of_conditions_become_one_search(owner):
    page = owner.get(
        "/reports/explore?measure=count&q=amount>1"
        "&all_of=-category:housing&any_of=payee:rest payee:all&none_of=tag:moon -amount<2"
    ).text
    said = re.search(r'name="q" value="([^"]*)"', page)[1]
    assert unescape(said) == (
        "amount>1 -category:housing (payee:rest or payee:all) -(tag:moon or amount>=2)"
    )
    assert ">Add these conditions<" in page


@pytest.mark.usefixtures("written")
def test_one_condition_is_a_group_too_and_what_is_none_is_said(owner):
    page = owner.get("/reports/explore?any_of=payee:rest&none_of=(").text
    assert unescape(re.search(r'name="q" value="([^"]*)"', page)[1]) == "payee:rest"
    assert "“None of these” was left out." in page


def test_empty_books_have_nothing_to_explore(owner):
    assert owner.get("/reports/explore?rows=member&columns=tag").status_code == 200


@pytest.mark.parametrize("columns", ["none", "month"])
def test_what_cost_most_is_drawn_of_net_beside_what_came_in(database, books, columns):
    with database.session(books) as session:
        for number in range(25):
            given = {"type": "Income", "category": "Salary", "payee": f"Client {number}"}
            factories.transaction(session, date=DAYS["start"], amount=str(number + 1), **given)
        factories.transaction(session, date=DAYS["start"], amount="900", payee="Landlord")
        words = {"rows": "payee", "columns": columns, "section": "net", "show": "bars"}
        body = body_of(session, **words)
        chart = body.blocks[0].chart
        assert Prover(session, today=TODAY).mistakes(body) == []
    assert "Landlord" in str(chart)
    assert "Client 0" not in str(chart)
