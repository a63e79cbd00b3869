"""Cash flow: the table says what is drawn, and each flow opens what it is made of."""

from datetime import date

import pytest

from ftracker.db import Actor
from ftracker.routes import report_bodies
from tests import factories
from tests.proofs import Prover

TODAY = date(2025, 7, 31)
JULY = {"start": "2025-07-01", "end": "2025-08-01"}


@pytest.fixture
def written(database, books: Actor) -> None:
    """Write down a salary, food on two levels, small things, a refund and what was set aside."""
    with database.session(books) as session:
        add = factories.transaction
        food = factories.category(session, name="Food")
        factories.category(session, name="Bakery", parent_id=food.id)
        factories.category(session, name="Gadgets")
        add(session, date="2025-07-01", amount="2000", type="Income", category="Salary")
        add(session, date="2025-07-02", amount="80", category="Food")
        add(session, date="2025-07-03", amount="20", category="Bakery")
        add(session, date="2025-07-04", amount="50", category="Gadgets", type="Income")
        add(session, date="2025-07-05", amount="900", category="Housing")
        add(session, date="2025-07-06", amount="150", category="Savings")
        add(session, date="2025-07-07", amount="7", category="Uncategorised")
        add(session, date="2025-07-07", amount="3", category="Uncategorised", type="Income")
        for number in range(10):
            factories.category(session, name=f"Small {number}")
            add(session, date="2025-07-07", amount=str(number + 1), category=f"Small {number}")


def body_of(session, **words: str):
    return report_bodies.ask(session, "cash-flow", JULY | words, today=TODAY, locale="en").body


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    "words",
    [{}, {"alone": "1"}, {"kind": "Expense"}, {"section": "income"}, {"q": "-category:food"}],
)
def test_every_flow_opens_what_it_is_made_of(database, books, words):
    with database.session(books) as session:
        body = body_of(session, **words)
        assert Prover(session, today=TODAY).mistakes(body) == []


@pytest.mark.usefixtures("written")
def test_the_table_says_what_is_drawn(database, books):
    with database.session(books) as session:
        body = body_of(session)
    (block,) = body.blocks
    names = {node["key"]: node["name"] for node in block.chart["nodes"]}
    streams = [
        (names[one["to"]], names[one["from"]], one["flow"]) for one in block.chart["streams"]
    ]
    rows = [[cell.value for cell in row.cells] for row in block.table.rows]
    assert [(*row[:2], float(row[2])) for row in rows] == streams
    assert [row[:2] for row in rows[:7]] == [
        ["Money in", "Salary"],
        ["Money in", "Uncategorised"],
        ["Money in", "Came back"],
        ["Housing", "Money in"],
        ["Food", "Money in"],
        ["Food itself", "Food"],
        ["Bakery", "Food"],
    ]
    assert [row[:2] for row in rows[-4:]] == [
        ["4 more", "Money in"],
        ["Set aside", "Money in"],
        ["Savings", "Set aside"],
        ["Left over", "Money in"],
    ]
    (said,) = body.sentences
    assert said.text == ("Of each 100 that came in, 44 went to Housing and 5 to Food.")
    assert [(one.label, one.text) for one in body.figures][-1] == ("Left over", "€841.00")


@pytest.mark.usefixtures("written")
def test_spending_alone_is_paid_from_what_was_there(database, books):
    with database.session(books) as session:
        body = body_of(session, kind="Expense")
        assert body.figures[-1].label == "From what was there"
        (said,) = body_of(session, q="category:housing").sentences
    assert said.text == "Of each 100 that came in, 100 went to Housing."


def test_empty_books_have_no_flows(owner):
    assert "Nothing was written down in these days" in owner.get("/reports/cash-flow").text
