"""The pages of categories, as people use them; types and accounts go the same ways."""

import re

import pytest
from httpx2 import Response

from ftracker.db import Actor, Database, new_id
from ftracker.queries.catalogue import catalogue
from ftracker.services import categories
from tests import factories
from tests.clients import Browser

FIELDS = {"name": "Pets", "kind": "Expense", "icon": "tag", "colour": "teal"}


@pytest.fixture
def made(database: Database, books: Actor):
    """Make things in a transaction that the browser sees, and give their ids."""

    def make(**given):
        with database.session(books) as session:
            return factories.category(session, **({"name": "Pets"} | given)).id

    return make


@pytest.fixture
def spent(database: Database, books: Actor):
    def spend(category_id, **given):
        with database.session(books) as session:
            return factories.transaction(session, category_id=category_id, **given).id

    return spend


def names(database: Database, books: Actor) -> dict[str, object]:
    with database.reading(books) as session:
        return {c.name: c for c in catalogue(session).categories.values()}


def said(response: Response) -> str:
    """Read a page as a person reads it: its words in a row."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def test_categories_stand_by_kind_with_figures_that_open_what_they_are_made_of(
    owner: Browser, made, spent
):
    parent = made()
    child = made(name="Dogs", parent_id=parent)
    spent(parent, amount="10")
    spent(child, amount="5.50")
    page = owner.get("/categories")
    assert "Pets 2 transactions Pets €15.50" in said(page)
    assert "Dogs 1 transaction Dogs €5.50" in said(page)
    assert f'href="/?category_id={parent}"' in page.text
    listed = owner.get(f"/?category_id={parent}")
    assert "€10.00" in listed.text
    assert "€5.50" in listed.text


def test_a_timebound_category_shows_its_window_and_the_sum_over_it(owner: Browser, made, spent):
    trip = made(name="Trip", kind="Timebound", start_date="2026-07-01", end_date="2026-07-14")
    spent(trip, amount="10", date="2026-07-14")
    spent(trip, amount="99", date="2026-07-15")
    page = owner.get("/categories")
    assert "Wed 1 Jul 2026 – Tue 14 Jul 2026 2 transactions Trip €10.00" in said(page)
    assert f"/?category_id={trip}&amp;start=2026-07-01&amp;end=2026-07-15" in page.text


def test_a_timebound_category_with_others_below_it_sums_up_what_its_list_has(
    owner: Browser, made, spent
):
    trip = made(name="Trip", kind="Timebound", start_date="2026-07-01", end_date="2026-07-14")
    spent(made(name="Hotel", parent_id=trip), amount="99", date="2026-05-01")
    assert "Tue 14 Jul 2026 1 transaction Trip €99.00" in said(owner.get("/categories"))


def test_a_category_is_added_with_a_message_that_undoes_it(
    owner: Browser, database: Database, books: Actor
):
    answer = owner.submit("/categories/add", **FIELDS, id=str(new_id()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/categories")
    page = owner.get("/categories")
    assert "Added category Pets." in page.text
    undo = re.search(r'action="(/history/[0-9a-f-]+/undo)"', page.text)[1]
    assert owner.submit(undo).status_code == 303
    assert "Pets" not in names(database, books)


def test_a_double_click_makes_one_category(owner: Browser, database: Database, books: Actor):
    key = str(new_id())
    for _ in range(2):
        assert owner.submit("/categories/add", **FIELDS, id=key).status_code == 303
    assert str(names(database, books)["Pets"].id) == key


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(owner: Browser, made):
    made()
    page = owner.submit("/categories/add", **(FIELDS | {"name": "pets", "kind": "Timebound"}))
    assert page.status_code == 422
    assert "A Timebound category needs a first and a last day." in page.text
    assert 'value="pets"' in page.text
    page = owner.submit("/categories/add", **(FIELDS | {"name": "pets"}))
    assert "There is already a category called “Pets”." in page.text
    page = owner.submit("/categories/add", **(FIELDS | {"icon": "skull", "colour": "mud"}))
    assert "Choose an icon of the list." in page.text
    assert "Choose a colour of the list." in page.text


def test_a_category_is_changed_from_its_form(
    owner: Browser, made, database: Database, books: Actor
):
    key = made()
    page = owner.get(f"/categories/{key}")
    assert 'value="Pets"' in page.text
    answer = owner.submit(f"/categories/{key}", **(FIELDS | {"name": "Animals"}), version="1")
    assert answer.status_code == 303
    assert names(database, books)["Animals"].colour == "teal"


def test_a_stale_change_shows_both_versions_and_can_be_saved_over(owner: Browser, made):
    key = made()
    owner.submit(f"/categories/{key}", **(FIELDS | {"name": "Animals"}), version="1")
    page = owner.submit(f"/categories/{key}", **(FIELDS | {"name": "Beasts"}), version="1")
    assert page.status_code == 409
    assert "Name (different) Beasts Animals" in said(page)
    assert 'name="version" value="2"' in page.text
    again = owner.submit(f"/categories/{key}", **(FIELDS | {"name": "Beasts"}), version="2")
    assert again.status_code == 303


def test_an_unused_category_is_deleted_after_a_question(
    owner: Browser, made, database: Database, books: Actor
):
    key = made()
    assert "Nothing uses it." in owner.get(f"/categories/{key}/delete").text
    assert "Pets" in names(database, books)
    assert owner.submit(f"/categories/{key}/delete").status_code == 303
    assert "Deleted category Pets." in owner.get("/categories").text
    assert "Pets" not in names(database, books)


def test_a_category_in_use_offers_to_move_or_archive(owner: Browser, made, spent):
    key = made()
    spent(key)
    page = owner.get(f"/categories/{key}/delete")
    assert "It is used by 1 transaction." in page.text
    assert f'action="/categories/{key}/merge"' in page.text
    assert f'action="/categories/{key}/archive"' in page.text
    refused = owner.submit(f"/categories/{key}/delete")
    assert refused.status_code == 409
    assert "“Pets” is used by 1 transaction. Move them elsewhere, or archive it." in refused.text


def test_everything_moves_to_another_category_and_the_first_goes(
    owner: Browser, made, spent, database: Database, books: Actor
):
    key, other = made(), made(name="Dogs")
    spent(key)
    assert owner.submit(f"/categories/{key}/merge", to_id=str(other)).status_code == 303
    page = owner.get("/categories")
    assert "Merged category Pets: 1 transaction moved." in page.text
    assert "Dogs 1 transaction" in said(page)
    assert "Pets" not in names(database, books)


def test_everything_moves_and_the_category_stays(owner: Browser, made, spent):
    key, other = made(), made(name="Dogs")
    spent(key)
    assert owner.submit(f"/categories/{key}/move", to_id=str(other)).status_code == 303
    page = owner.get("/categories")
    assert "1 transaction of category Pets moved." in page.text
    assert "Pets No transactions" in said(page)


@pytest.mark.parametrize("deed", ["merge", "move"])
def test_the_category_that_takes_over_must_be_chosen(owner: Browser, made, spent, deed):
    key = made()
    spent(key)
    page = owner.submit(f"/categories/{key}/{deed}")
    assert page.status_code == 422
    assert "This is needed." in page.text
    page = owner.submit(f"/categories/{key}/{deed}", to_id=str(key))
    assert "Choose another category." in page.text


def test_the_question_before_a_merge_offers_everything_else(owner: Browser, made):
    key = made()
    page = owner.get(f"/categories/{key}/merge")
    assert "Merge category “Pets”?" in page.text
    assert "Groceries" in page.text
    assert f'value="{key}"' not in page.text


def test_the_default_category_says_why_it_stays(owner: Browser, database: Database, books: Actor):
    key = names(database, books)["Uncategorised"].id
    assert "this one can be renamed" in owner.get(f"/categories/{key}/delete").text
    assert owner.submit(f"/categories/{key}/delete").status_code == 409
    assert f"/categories/{key}/delete" not in owner.get(f"/categories/{key}").text


def test_an_archived_category_is_folded_away_and_comes_back(owner: Browser, made):
    key = made()
    assert owner.submit(f"/categories/{key}/archive").status_code == 303
    page = owner.get("/categories")
    assert "Archived category Pets." in page.text
    assert "Archived (1) Pets" in said(page)
    assert "Pets" not in owner.get("/categories/add").text
    assert owner.submit(f"/categories/{key}/unarchive").status_code == 303
    assert "Archived (" not in owner.get("/categories").text


def test_an_archived_parent_stays_in_the_form_of_what_belongs_to_it(
    owner: Browser, made, database: Database, books: Actor
):
    parent = made()
    child = made(name="Dogs", parent_id=parent)
    with database.session(books) as session:
        categories.archive(session, parent)
    assert f'value="{parent}" selected' in owner.get(f"/categories/{child}").text


def test_what_is_not_there_has_no_page(owner: Browser, stranger: Browser, made):
    for key in (new_id(), "nonsense"):
        for path in ("", "/delete", "/merge"):
            assert owner.get(f"/categories/{key}{path}").status_code == 404
    key = made()
    assert stranger.get(f"/categories/{key}").status_code == 404
    for deed in ("delete", "merge", "move", "archive", "unarchive"):
        assert stranger.submit(f"/categories/{key}/{deed}", to_id=str(key)).status_code == 404
    changed = stranger.submit(f"/categories/{key}", **FIELDS, version="1")
    assert changed.status_code == 404


def test_a_viewer_looks_and_is_offered_nothing(viewer: Browser, made):
    key = made()
    page = viewer.get("/categories")
    assert "Pets" in page.text
    assert "/categories/add" not in page.text
    assert f'href="/categories/{key}"' not in page.text
    assert viewer.submit("/categories/add", **FIELDS).status_code == 403
    assert viewer.submit(f"/categories/{key}/archive").status_code == 403
