"""Reports through the API."""

import pytest

from tests import factories
from tests.clients import Program


def add(api: Program, **given) -> None:
    body = {"date": "2025-07-15", "amount": "12.50", "category": "Groceries"} | given
    assert api.post("/api/transactions", json=body).status_code == 201


def test_a_summary_has_periods_totals_and_categories(api):
    add(api)
    add(api, amount="3000", category="Salary", type="Income", date="2025-09-01")
    answer = api.get(
        "/api/reports/summary",
        params={"unit": "month", "start": "2025-07-01", "end": "2025-10-01"},
    )
    found = answer.json()
    nothing = {"income": "0.00", "spending": "0.00", "set_aside": "0.00", "net": "0.00", "count": 0}
    assert (found["unit"], found["start"], found["end"]) == ("month", "2025-07-01", "2025-10-01")
    assert found["periods"] == [
        {"start": "2025-07-01", "end": "2025-08-01", "label": "July 2025"}
        | nothing | {"spending": "12.50", "net": "-12.50", "count": 1},
        {"start": "2025-08-01", "end": "2025-09-01", "label": "August 2025"} | nothing,
        {"start": "2025-09-01", "end": "2025-10-01", "label": "September 2025"}
        | nothing | {"income": "3000.00", "net": "3000.00", "count": 1},
    ]  # fmt: skip
    assert found["totals"] == nothing | {
        "income": "3000.00", "spending": "12.50", "net": "2987.50", "count": 2,
    }  # fmt: skip
    salary, food = found["categories"]
    assert set(food) == {"category_id", "category", "kind", "section", "amount", "share", "count"}
    assert (salary["category"], salary["section"], salary["share"]) == ("Salary", "income", 1.0)
    assert (food["kind"], food["section"], food["amount"]) == ("Expense", "spending", "12.50")


def test_without_days_it_covers_all_the_books(api):
    add(api, date="2023-02-01")
    add(api, date="2025-07-15")
    found = api.get("/api/reports/summary", params={"unit": "year"}).json()
    assert (found["start"], found["end"]) == ("2023-02-01", "2025-08-01")
    assert [p["label"] for p in found["periods"]] == ["2023", "2024", "2025"]
    assert found["totals"]["count"] == 2


def test_amounts_have_the_decimals_of_the_currency(app, database):
    yen = Program(app).enter(database, factories.household(database, currency="JPY"))
    add(yen, amount="1200")
    assert yen.get("/api/reports/summary").json()["totals"]["spending"] == "1200"


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"unit": "day"}, "unit", "Choose 'week', 'month' or 'year'."),
        ({"start": "2025"}, "start", "Write a date as 2025-07-31."),
        ({"end": "2200-01-01"}, "end", "Write a date between 1900 and 2199."),
        ({"range": "soon"}, "range", None),
        ({"compare": "x"}, "compare", "Choose 'none', 'before', 'year' or 'usual'."),
        ({"q": "amount>"}, "q", None),
        ({"account": "x"}, "account", "There is no such field."),
    ],
)
def test_a_wrong_question_is_refused_at_its_field(api, query, field, message):
    answer = api.get("/api/reports/summary", params=query)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert message in (None, error["message"])


def test_another_household_changes_nothing_in_it(app, database, api):
    add(api)
    other = Program(app).enter(database, factories.household(database))
    before = other.get("/api/reports/summary").content
    add(api, amount="99")
    assert other.get("/api/reports/summary").content == before


def test_a_report_costs_the_same_number_of_queries_whatever_it_holds(api, count_queries):
    def cost() -> int:
        with count_queries() as counted:
            api.get("/api/reports/summary", params={"unit": "week"})
        return counted[0]

    add(api)
    cost()  # The names of a household are read once.
    before = cost()
    for month in range(1, 13):
        add(api, date=f"2024-{month:02}-01")
    assert cost() == before


def test_a_summary_of_what_a_filter_lets_through_beside_other_days(api):
    for day, amount in (("2025-05-02", "30"), ("2025-06-02", "10"), ("2025-07-02", "20")):
        add(api, date=day, amount=amount, payee="Baker")
        add(api, date=day, amount="99", payee="Butcher")
    wanted = {"start": "2025-07-01", "end": "2025-08-01", "payee": "Baker", "compare": "usual"}
    found = api.get("/api/reports/summary", params=wanted).json()
    assert found["totals"]["spending"] == "20.00"
    assert found["savings_rate"] is None
    assert found["comparison"] == {
        "compare": "usual",
        "ranges": [
            {"start": "2025-06-01", "end": "2025-07-01"},
            {"start": "2025-05-01", "end": "2025-06-01"},
        ],
        "income": "0.00", "spending": "20.00", "set_aside": "0.00", "net": "-20.00", "count": 1,
    }  # fmt: skip
    months = {"start": "2025-05-01", "end": "2025-08-01", "q": "payee:baker amount<25"}
    typical = api.get("/api/reports/summary", params=months).json()["typical"]
    assert typical["periods"] == 3
    assert typical["average"]["spending"] == typical["median"]["spending"] == "10.00"


def test_a_summary_names_what_changed_most(api):
    for month, amount in ((5, "30"), (6, "30"), (7, "60")):
        add(api, date=f"2025-{month:02}-02", amount=amount)
        add(api, date=f"2025-{month:02}-02", amount="200", category="Salary", type="Income")
    wanted = {"start": "2025-07-01", "end": "2025-08-01", "compare": "before"}
    found = api.get("/api/reports/summary", params=wanted).json()
    assert found["savings_rate"] == 0.7
    (change,) = found["changes"]
    assert change.pop("category_id")
    assert change == {
        "start": "2025-07-01", "end": "2025-08-01", "category": "Groceries",
        "section": "spending", "amount": "60.00", "count": 1, "then_amount": "30.00",
        "then_count": 1.0, "percent": 100,
    }  # fmt: skip


def test_days_may_be_asked_for_by_name(api):
    found = api.get("/api/reports/summary", params={"range": "last-year", "unit": "year"}).json()
    assert len(found["periods"]) == 1
    written_out = {"range": "last-year", "start": "2025-07-01", "end": "2025-08-01"}
    assert api.get("/api/reports/summary", params=written_out).json()["start"] == "2025-07-01"


def test_days_that_are_none_have_nothing_beside_them(api):
    wanted = {"start": "2025-08-01", "end": "2025-07-01", "compare": "before"}
    found = api.get("/api/reports/summary", params=wanted).json()
    assert (found["periods"], found["typical"], found["comparison"]) == ([], None, None)
