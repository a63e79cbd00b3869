"""Every report through the API: asked as its page is, and led on to the same transactions."""

from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from ftracker.routes import report_bodies
from ftracker.routes.api import report_words
from ftracker.routes.api.report_tables import NAMES
from ftracker.schemas.report_tables import Proof as ReportProof
from ftracker.web.display import Proof
from ftracker.web.report_list import REPORTS
from tests import factories
from tests.clients import Program
from tests.proofs import Prover, claims
from tests.services.budgeting import TODAY, named, spend

PROOFS = {str(one) for one in Proof if one}
VIEW = "start=2026-09-01&end=2026-12-01&unit=month&compare=before"


def get(api: Program, name: str, query: str = VIEW) -> dict[str, Any]:
    answer = api.get(f"/api/reports/{name}?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def spent(database, books) -> None:
    """Spend a little on a category below another one, and on what has an odd payee."""
    with database.session(books) as session:
        factories.category(session, name="Concerts", parent_id=named(session, "Leisure").id)
        for day in ("2026-09-02", "2026-10-30", "2026-11-05"):
            spend(session, "12.50", day, payee='A & "B"', tags=["x y"])
            spend(session, "40", day, category="Concerts", payee="")
            spend(session, "9", day, category="Leisure", payee="Films")
            spend(session, "2000", day, category="Salary", type="Income")
        spend(session, "2.50", "2026-11-06", type="Income")


def test_a_report_has_figures_and_tables_with_their_transactions(api, spent):
    found = get(api, "profit-and-loss")
    assert (found["report"], found["title"]) == ("profit-and-loss", "Profit and loss")
    assert (found["start"], found["end"], found["unit"]) == ("2026-09-01", "2026-12-01", "month")
    spending = next(one for one in found["figures"] if one["name"] == "spending")
    assert (spending["label"], spending["value"]) == ("Spending", "182.00")
    there = api.get(f"{spending['transactions']}&limit=500").json()["items"]
    assert len(there) == 10
    table = next(one for one in found["tables"] if one["name"] == "periods")
    names = [column["name"] for column in table["columns"]]
    assert names[:3] == ["period", "income", "spending"]
    cells = table["rows"][0]["cells"]
    assert [cell["value"] for cell in cells[1:3]] == ["2000.00", "61.50"]
    assert cells[1]["transactions"].startswith("/api/transactions?")


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize("name", sorted(report_bodies.NAMES))
def test_its_addresses_open_the_same_transactions_as_those_of_the_page(api, session, name):
    prover = Prover(session, today=TODAY)
    for more in ({}, {"kind": "Expense,Income"}, {"payee": "\n"}, {"section": "net"}):
        words = dict(parse_qsl(VIEW)) | more
        asked = report_bodies.ask(session, name, words, today=TODAY, locale="en")
        hrefs = {one.href for one in claims(asked.body) if one.proof in (Proof.SUM, Proof.COUNT)}
        for href in sorted(hrefs)[:6]:
            address = report_words.address(href, asked.writer.names)
            found = api.get(f"{address}&limit=500").json()
            assert {one["id"] for one in found["items"]} == {str(x.id) for x in prover.rows(href)}


@pytest.mark.parametrize("name", NAMES)
def test_empty_books_have_reports_too(api, name):
    assert get(api, name, "range=last-90-days")["report"] == name


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize("name", NAMES)
def test_every_address_says_what_it_proves(api, name):
    found = get(api, name)
    rows = (row for table in found["tables"] for row in (*table["rows"], *table["foot"]))
    told = [*found["figures"], *(cell for row in rows for cell in row["cells"])]
    for one in told:
        assert one["proof"] in (PROOFS | {None} if one["transactions"] else {None})
        if one["proof"] == Proof.COUNT:
            page = api.get(f"{one['transactions']}&limit=500").json()["items"]
            assert len(page) == one["value"]
    for sentence in found["sentences"]:
        assert sentence["proof"] == (Proof.DERIVED if sentence["transactions"] else None)


def test_sums_counts_and_averages_of_one_row_are_told_apart(api, spent):
    table = get(api, "payees")["tables"][0]
    proofs = {
        column["name"]: cell["proof"]
        for column, cell in zip(table["columns"], table["rows"][0]["cells"], strict=True)
    }
    assert (proofs["amount"], proofs["count"], proofs["average"]) == ("sum", "count", "derived")
    assert [one["proof"] for one in get(api, "calendar")["figures"]][:2] == ["sum", "derived"]


def test_what_an_address_may_prove_is_described(api):
    assert set(get_args(ReportProof)) == PROOFS


NONSENSE = {
    "range=someday": "range",
    "unit=day": "unit",
    "compare=them": "compare",
    "start=yesterday": "start",
    "start=2026-09-01&end=2026-09-01": "start",
    "start=1990-01-01&end=2026-01-01&unit=week": "unit",
    "q=(": "q",
    "q=category:nowhere": "q",
    "category_id=food": "category_id.0",
    "section=all": "section",
    "member_id=somebody": "member_id.0",
    "import_id=x": "import_id",
    "colour=red": "colour",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_question_that_makes_no_sense_is_refused_at_its_field(api, name):
    for query, field in NONSENSE.items():
        answer = api.get(f"/api/reports/{name}?{query}")
        assert answer.status_code == 422, query
        assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("categories?section=net", "section"),
        ("explore?section=transfer", "section"),
        (f"categories?parent={UUID(int=1)}", "parent"),
        ("categories?parent=x", "parent"),
        ("budgets?cadence=quarter", "cadence"),
        ("budgets?cadence=x", "cadence"),
    ],
)
def test_what_means_nothing_to_one_report_is_refused_at_its_field(api, query, field):
    answer = api.get(f"/api/reports/{query}")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_word_of_another_report_is_refused(api):
    assert api.get("/api/reports/calendar?parent=x").status_code == 422


def test_a_category_is_meant_without_those_below_it_as_in_lists(api, session, spent):
    key = named(session, "Leisure").id
    found = get(api, "profit-and-loss", f"{VIEW}&category_id={key}")
    assert {one["name"]: one["value"] for one in found["figures"]}["spending"] == "27.00"


def test_days_and_a_period_together_mean_what_both_hold(api, spent):
    found = get(api, "profit-and-loss", "period=2026&start=2026-11-01")
    assert (found["start"], found["end"]) == ("2026-11-01", "2027-01-01")


@pytest.mark.parametrize("name", sorted(report_bodies.NAMES))
def test_what_a_page_lets_choose_may_be_said(session, name):
    body = report_bodies.ask(session, name, {}, today=TODAY, locale="en").body
    own = [control for control in body.controls if control.name in REPORTS[name].own]
    for control in own:
        given = TypeAdapter(report_words.OWN[name, control.name])
        for option in control.options:
            given.validate_python(option.value or None)
    assert {word for report, word in report_words.OWN if report == name} <= set(REPORTS[name].own)


def test_a_stranger_sees_nothing_of_it(app, database, spent):
    other = Program(app).enter(database, factories.household(database))
    found = get(other, "profit-and-loss")
    assert {one["value"] for one in found["figures"]} == {"0.00"}


def test_a_statement_leads_to_the_transactions_before_its_day(session):
    names = report_bodies.ask(session, "summary", {}, today=TODAY, locale="en").writer.names
    key = names.default_account.id
    cursor = f"20261101.{UUID(int=0).hex}"
    assert report_words.address(f"/accounts/{key}/statement?cursor={cursor}", names) == (
        f"/api/transactions?account_id={key}&end=2026-11-01"
    )
    one = f"/transaction/edit/{key}"
    assert report_words.address(one, names) == f"/api/transactions/{key}"
    assert report_words.address("/reports/calendar", names) is None


def test_what_a_report_adds_to_a_search_is_taken_by_the_list(api, spent):
    q = "-tag:x " * 38 + "flow:out"
    table = get(api, "payees", f"{VIEW}&{urlencode({'q': q})}")["tables"][0]
    address = get(api, "calendar", f"{VIEW}&{urlencode({'q': q})}")["tables"][1]["rows"][0]
    for cell in (*table["rows"][0]["cells"], *address["cells"]):
        if cell["transactions"]:
            assert api.get(cell["transactions"]).status_code == 200
    refused = api.get(f"/api/reports/payees?{urlencode({'q': '-tag:x ' * 41})}")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "q"


def test_nobody_is_an_id_for_programs(api, session, spent):
    names = report_bodies.ask(session, "summary", {}, today=TODAY, locale="en").writer.names
    key = UUID(int=1)
    address = report_words.address(f"/?member_id=none,{key}", names)
    assert address == f"/api/transactions?member_id={UUID(int=0)}&member_id={key}"
    assert api.get(address).status_code == 200


def test_more_categories_than_a_list_takes_have_no_address(session):
    names = report_bodies.ask(session, "summary", {}, today=TODAY, locale="en").writer.names
    many = ",".join(str(UUID(int=number)) for number in range(1, 102))
    assert report_words.address(f"/?alone=1&category_id={many}", names) is None
