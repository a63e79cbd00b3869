"""The pages of saved views, as people use them."""

import html
import re

import pytest

from ftracker.db import Actor, Database, Role, history
from ftracker.db import history as log
from ftracker.queries import saved_views as stored
from ftracker.schemas.saved_views import SavedViewIn
from ftracker.schemas.transactions import TransactionIn
from ftracker.services import categories, saved_views, transactions
from ftracker.web.display import Figure
from ftracker.web.pages_saved_views import pins
from ftracker.web.rows import Writer
from ftracker.web.saved_views import Teller
from tests import factories
from tests.clients import Browser

TYPED = {"name": "Food", "report": "profit-and-loss", "words": "q=food&range=last-90-days"}


def make(database: Database, books: Actor, **more):
    with database.session(books) as session:
        given = {"name": "Food", "report": "summary", "words": {"range": "this-year"}}
        return saved_views.add(session, SavedViewIn.model_validate(given | more)).id


def kept(database: Database, books: Actor):
    with database.reading(books) as session:
        return stored.listing(session)


def said(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))


def test_without_views_the_page_says_what_they_are_for(viewer):
    assert "No views yet" in viewer.get("/reports/views").text


def test_a_report_is_saved_from_its_page_and_looked_at_further(owner, database, books):
    page = owner.get("/reports/profit-and-loss?q=food&range=last-90-days&cursor=x").text
    assert 'action="/reports/views"' in page
    assert 'name="words" value="q=food&amp;range=last-90-days"' in page
    answer = owner.submit("/reports/views", **TYPED, is_pinned="on")
    assert answer.headers["location"] == "/reports/profit-and-loss?q=food&range=last-90-days"
    (line,) = kept(database, books)
    assert (line.name, line.report, line.words, line.is_pinned) == (
        "Food", "profit-and-loss", "q=food&range=last-90-days", True,
    )  # fmt: skip
    shown = said(owner.get("/reports/views"))
    assert "Profit and loss, last 90 days, “food”" in shown
    assert "on the home page" in shown


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This is needed."),
        ({"words": "nonsense=1"}, "No report knows the word “nonsense”."),
        ({"words": "category_id=x"}, "This is no id."),
        ({"words": "q=" + "x" * 41_000}, "This is more than can be kept of an address."),
        ({"report": "No Such"}, "There is a character in it that cannot be kept."),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(owner, wrong, sentence):
    answer = owner.submit("/reports/views", **TYPED | {"is_pinned": "on"} | wrong)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert 'value="on"' in answer.text
    assert " checked" in answer.text
    assert 'name="name"' in answer.text
    assert (wrong.get("name", "Food") or 'value=""') in answer.text


def test_a_name_that_is_taken_is_said_at_its_field_with_a_way_to_replace(owner, database, books):
    key = make(database, books)
    answer = owner.submit("/reports/views", **TYPED | {"name": "FOOD"})
    assert answer.status_code == 422
    assert "There is already a saved view called “Food”." in said(answer)
    assert f'action="/reports/views/{key}/words"' in answer.text
    assert "/words" not in owner.submit("/reports/views", **TYPED | {"name": ""}).text


def test_a_view_is_renamed_and_pinned_in_its_form(owner, database, books):
    key = make(database, books)
    page = owner.get(f"/reports/views/{key}").text
    assert 'value="Food"' in page
    assert 'name="words" value="range=this-year"' in page
    form = {"name": "Meals", "is_pinned": "on", "version": "1"}
    assert owner.submit(f"/reports/views/{key}", **form).status_code == 303
    (line,) = kept(database, books)
    assert (line.name, line.words, line.is_pinned) == ("Meals", "range=this-year", True)
    stale = owner.submit(f"/reports/views/{key}", **form | {"name": "Late"})
    assert stale.status_code == 409
    assert "Somebody changed this meanwhile" in stale.text
    assert 'name="version" value="2"' in stale.text
    bare = owner.submit(f"/reports/views/{key}", name="", version="2")
    assert bare.status_code == 422


def test_its_words_are_replaced_by_what_is_looked_at(owner, database, books):
    key = make(database, books)
    there = f"/reports/views/{key}/words"
    answer = owner.submit(there, report="trends", words="q=bread")
    assert answer.headers["location"] == "/reports/trends?q=bread"
    assert kept(database, books)[0].words == "q=bread"
    assert owner.submit(there, report="trends", words="x=1").headers["location"] == "/reports/views"
    assert "No report knows the word" in said(owner.get("/reports/views"))


def test_views_are_moved_pinned_and_deleted_after_a_question(owner, database, books):
    first, second = make(database, books), make(database, books, name="Rent")
    owner.submit(f"/reports/views/{second}/move", do="up")
    assert [line.name for line in kept(database, books)] == ["Rent", "Food"]
    owner.submit(f"/reports/views/{first}/pin", do="on")
    assert [line.is_pinned for line in kept(database, books)] == [False, True]
    owner.submit(f"/reports/views/{first}/pin", do="off")
    assert "Delete this view?" in owner.get(f"/reports/views/{first}/delete").text
    owner.submit(f"/reports/views/{first}/delete")
    assert [line.name for line in kept(database, books)] == ["Rent"]


def test_more_than_six_are_not_pinned(owner, database, books):
    for n in range(6):
        make(database, books, name=f"Pin {n}", is_pinned=True)
    key = make(database, books)
    owner.submit(f"/reports/views/{key}/pin", do="on")
    assert "6 views are pinned already" in said(owner.get("/reports/views"))


def test_what_a_view_names_that_is_gone_is_said_wherever_it_is_shown(owner, database, books):
    with database.session(books) as session:
        spare = factories.category(session, name="Spare").id
    make(database, books, words={"category_id": [spare]}, is_pinned=True)
    with database.session(books) as session:
        categories.delete(session, spare)
    sentence = "This looks at a category that no longer exists."
    for page in ("/reports/views", "/reports/pinned", f"/reports?category_id={spare}"):
        answer = owner.get(page)
        assert answer.status_code == 200
        assert sentence in said(answer)


def test_a_view_is_told_in_words(database, books):
    with database.session(books) as session:
        names = saved_views.catalogue(session)
        groceries = next(c.id for c in names.categories.values() if c.name == "Groceries")
    teller = Teller(Writer(names, "EUR", "en"), {str(books.user_id): "Anna"})
    words = SavedViewIn.model_validate(
        {
            "name": "x",
            "report": "summary",
            "words": {
                "range": "last-90-days", "unit": "week", "compare": "year", "by": "payee",
                "category_id": [groceries], "parent": groceries, "shape": "stacked",
                "member_id": [books.user_id, groceries], "payee": ["Lidl"], "min": "5",
            },
        }
    ).words.text  # fmt: skip
    assert teller.told("trends", words) == (
        "Trends, last 90 days, by week, against a year earlier, Groceries, Anna or somebody who"
        " left, payee Lidl, at least 5, Groceries, by payee, shape stacked"
    )
    assert teller.told("trends", "compare=none") == "Trends"


def test_what_no_member_wrote_down_is_saved_and_found_again(owner, database, books):
    owner.submit("/reports/views", **TYPED | {"words": "member_id=none"})
    (line,) = kept(database, books)
    assert "no member" in said(owner.get(f"/reports/profit-and-loss?{line.words}"))
    assert "no member" in said(owner.get("/reports/views"))


def test_pins_say_at_most_three_figures(database, books):
    make(database, books, is_pinned=True)
    lines = kept(database, books)
    with database.session(books) as session:
        teller = Teller(Writer(saved_views.catalogue(session), "EUR", "en"), {})
    figures = [Figure(str(n), str(n), "/") for n in range(4)]
    page = pins(lines, {lines[0].words: ()}, teller, {lines[0].id: figures})
    assert [one.label for one in page.pins[0].figures] == ["0", "1", "2"]
    assert pins(lines, {lines[0].words: ()}, teller, {}).pins[0].figures == ()


def test_the_home_page_fetches_what_is_pinned_and_nothing_where_nothing_is(
    owner, viewer, database, books
):
    with database.session(books) as session:
        factories.transaction(session)
    assert "/reports/pinned" not in owner.get("/").text
    make(database, books, is_pinned=True)
    make(database, books, name="Odd", report="no-such-report", is_pinned=True)
    assert 'hx-get="/reports/pinned"' in viewer.get("/").text
    part = viewer.get("/reports/pinned", headers={"hx-request": "true"})
    assert part.text.count("<article") == 2
    assert "<html" not in part.text
    assert part.text.count("<dt") == 3
    assert 'href="/reports?range=this-year"' in part.text
    whole = viewer.get("/reports/pinned")
    assert "<html" in whole.text
    assert whole.text.count("<article") == 2


def test_the_page_of_pins_says_when_there_are_none(owner):
    assert "Nothing is pinned" in owner.get("/reports/pinned").text


def test_a_viewer_sees_views_and_changes_none(viewer, database, books):
    make(database, books)
    page = viewer.get("/reports/views").text
    assert "Food" in page
    assert "formaction" not in page
    assert 'action="/reports/views"' not in viewer.get("/reports").text


def test_the_history_tells_of_views_in_words(owner, database, books):
    make(database, books)
    with database.session(books) as session:
        found = log.last(session)
        row = stored.listing(session)[0]
        saved_views.pin(session, row.id, pinned=True)
        found = history.last(session)
    page = said(owner.get(f"/history/{found}"))
    assert "Saved view Food" in page
    assert "On the home page" in page
    assert "Pinned the view Food" in said(owner.get("/history?topic=reports"))


def test_a_transaction_says_who_wrote_it_down_where_there_are_several(
    owner: Browser, database: Database, books: Actor
) -> None:
    with database.session(books) as session:
        mine = factories.transaction(session).id
    page = f"/transaction/edit/{mine}"
    assert "Written down by" not in owner.get(page).text
    other = factories.member(database, books, Role.EDITOR)
    assert "Written down by" in owner.get(page).text
    with database.session(other) as session:
        data = TransactionIn(date="2025-07-31", amount="1")
        theirs = transactions.add(session, data).id
    assert f"Written down by {other.user_id.hex}@example.org." in said(
        owner.get(f"/transaction/edit/{theirs}")
    )
