"""Adding, editing and deleting transactions at a page."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.transactions import Filter, Line
from tests import factories
from tests.clients import Browser


@pytest.fixture
def names(database: Database, books: Actor) -> Catalogue:
    with database.session(books) as session:
        factories.account(session, name="Savings")
        return catalogue(session)


def lines(database: Database, books: Actor, **wanted: Any) -> list[Line]:
    with database.reading(books) as session:
        return stored.everything(session, Filter(**wanted))


def add(database: Database, books: Actor, **given: Any) -> Line:
    with database.session(books) as session:
        key = factories.transaction(session, **given).id
    return next(line for line in lines(database, books) if line.id == key)


def entry(names: Catalogue, **given: Any) -> dict[str, Any]:
    plain = {
        "id": str(new_id()),
        "type_id": next(str(t.id) for t in names.types.values() if t.name == "Expense"),
        "date": "2025-07-31",
        "amount": "12,50",
        "payee": "Lidl",
        "category_id": str(names.default_category.id),
    }
    return plain | given


def same(line: Line) -> dict[str, Any]:
    kept = ("type_id", "date", "amount", "category_id", "account_id", "payee", "note")
    return {name: str(getattr(line, name)) for name in kept} | {
        "amount": f"{line.amount:.2f}",
        "version": str(line.version),
    }


def category_id(names: Catalogue, name: str) -> str:
    return next(str(c.id) for c in names.categories.values() if c.name == name)


def test_the_empty_form_has_today_an_id_and_the_defaults(owner: Browser, names: Catalogue) -> None:
    page = owner.get("/transaction/add")
    assert page.status_code == 200
    assert re.search(r'name="id" value="[0-9a-f-]{36}"', page.text)
    assert str(names.default_category.id) in page.text


def test_the_address_can_fill_the_form_in(owner: Browser) -> None:
    page = owner.get("/transaction/add?payee=Corner+shop&amount=3.20")
    assert 'value="Corner shop"' in page.text
    assert 'value="3.20"' in page.text


def test_a_transaction_is_added_and_the_next_page_offers_undo(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    answer = owner.submit("/transaction/add", **entry(names), next="/?period=2025-07")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?period=2025-07")
    assert [line.payee for line in lines(database, books)] == ["Lidl"]
    page = owner.get("/?period=2025-07")
    assert "Added Lidl, 12.50" in page.text
    undo = re.search(r'action="(/history/[^"]+/undo)"', page.text)
    assert undo
    assert "Added Lidl" not in owner.get("/?period=2025-07").text


def test_a_double_click_makes_one(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    once = entry(names)
    assert [owner.submit("/transaction/add", **once).status_code for _ in range(3)] == [303] * 3
    assert len(lines(database, books)) == 1
    owner.submit("/transaction/add", **entry(names))
    assert len(lines(database, books)) == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("amount", "abc", "Write a number such as 12.50, or a sum such as 3*4.20."),
        ("amount", "5/0", "Write a number such as 12.50, or a sum such as 3*4.20."),
        ("amount", "12.345", "EUR has 2 decimals"),
        ("amount", "1,234", "EUR has 2 decimals"),
        ("amount", "9" * 21, "This amount is too large."),
        ("amount", "-4", "Write an amount above zero."),
        ("amount", "", "This is needed."),
        ("date", "31.07.2025", "Write a date as 2025-07-31."),
        ("date", "2025-02-30", "There is no such day."),
        ("tags", "x" * 51, "at most 50 characters"),
        ("payee", "x" * 201, "at most 200 characters"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_nothing_typed_is_lost(
    owner: Browser,
    names: Catalogue,
    database: Database,
    books: Actor,
    field: str,
    typed: str,
    sentence: str,
) -> None:
    page = owner.submit("/transaction/add", **entry(names, note="keep me") | {field: typed})
    assert page.status_code == 422
    assert re.search(rf'id="error-{field}"[^>]*>.*?{re.escape(sentence)}', page.text)
    assert "keep me" in page.text
    assert lines(database, books) == []


def test_a_split_is_added_with_its_parts(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    parts = {
        "part_category_id": [category_id(names, "Groceries"), category_id(names, "Shopping")],
        "part_amount": ["10", "2,50"],
        "part_note": ["", "socks"],
    }
    answer = owner.submit("/transaction/add", **entry(names), **parts)
    assert answer.status_code == 303
    found = lines(database, books)
    assert sorted(str(line.amount) for line in found) == ["10.0000", "2.5000"]
    assert len({line.split_id for line in found}) == 1
    assert "2 parts" in owner.get("/?period=2025-07").text


@pytest.mark.parametrize(
    ("whole", "part", "sentence"),
    [
        ("abc", "2.50", "Write a number such as 12.50"),
        ("", "2.50", "Write an amount."),
        ("12.50", "2,505", "EUR has 2 decimals"),
    ],
)
def test_a_split_says_which_amount_cannot_be_read(
    owner: Browser, names: Catalogue, whole: str, part: str, sentence: str
) -> None:
    parts = {"part_amount": ["10", part], "part_category_id": [str(names.default_category.id)] * 2}
    page = owner.submit("/transaction/add", **entry(names, amount=whole), **parts)
    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{part}"' in page.text


def test_all_that_is_wrong_is_said_at_once(owner: Browser, names: Catalogue) -> None:
    page = owner.submit("/transaction/add", **entry(names, amount="1,234", date="31.7.2025"))
    assert "EUR has 2 decimals" in page.text
    assert "Write a date as 2025-07-31." in page.text


def test_parts_that_do_not_make_the_amount_are_refused(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    parts = {
        "part_category_id": [category_id(names, "Groceries"), category_id(names, "Shopping")],
        "part_amount": ["10", "2"],
        "part_note": ["", "socks"],
    }
    page = owner.submit("/transaction/add", **entry(names), **parts)
    assert page.status_code == 422
    assert "The parts come to 12.00, the amount is 12.50." in page.text
    assert 'value="socks"' in page.text
    assert lines(database, books) == []


def test_editing_a_part_opens_and_saves_the_whole_split(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    parts = {
        "part_category_id": [category_id(names, "Groceries"), category_id(names, "Shopping")],
        "part_amount": ["10", "2.50"],
    }
    owner.submit("/transaction/add", **entry(names), **parts)
    first, second = sorted(lines(database, books), key=lambda line: line.id)
    page = owner.get(f"/transaction/edit/{second.id}")
    assert 'value="12.50"' in page.text
    changed = parts | {
        "part_id": [str(first.id), str(second.id)],
        "part_version": ["1", "1"],
        "part_amount": ["9", "3.50"],
    }
    answer = owner.submit(f"/transaction/edit/{second.id}", **entry(names), **changed)
    assert answer.status_code == 303
    assert sorted(str(line.amount) for line in lines(database, books)) == ["3.5000", "9.0000"]


def test_what_stood_alone_becomes_the_first_part_of_its_split(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    line = add(database, books, category="Groceries")
    form = owner.get(f"/transaction/edit/{line.id}").text
    assert form.count(f'<option value="{line.category_id}" selected>') == 3
    parts = {
        "part_category_id": [category_id(names, "Groceries"), category_id(names, "Shopping")],
        "part_amount": ["10", "2.50"],
        "version": "1",
    }
    answer = owner.submit(f"/transaction/edit/{line.id}", **entry(names), **parts)
    assert answer.status_code == 303
    found = lines(database, books)
    assert sorted(str(part.amount) for part in found) == ["10.0000", "2.5000"]
    assert line.id in [part.id for part in found]
    assert "Changed Lidl, 12.50 in 2 parts" in owner.get("/").text


def test_splitting_what_was_changed_meanwhile_shows_both_sides(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    line = add(database, books)
    owner.submit(f"/transaction/edit/{line.id}", **entry(names, amount="20"), version="1")
    parts = {"part_amount": ["10", "2.50"], "part_category_id": [str(line.category_id)] * 2}
    page = owner.submit(f"/transaction/edit/{line.id}", **entry(names), **parts, version="1")
    assert page.status_code == 409
    assert [str(one.amount) for one in lines(database, books)] == ["20.0000"]


def test_a_transfer_is_added_with_both_sides(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    kind = next(str(t.id) for t in names.types.values() if t.name == "Transfer")
    accounts = {a.name: str(a.id) for a in names.accounts.values()}
    answer = owner.submit(
        "/transaction/add",
        **entry(names, type_id=kind),
        account_id=accounts["Everyday"],
        to_account_id=accounts["Savings"],
    )
    assert answer.status_code == 303
    assert len(lines(database, books)) == 2
    page = owner.get("/?period=2025-07").text
    assert page.count("Everyday → Savings") >= 1
    assert page.count("/transaction/edit/") == 1


@pytest.mark.parametrize("door", ["/transaction/add", "/transactions/quick-add"])
def test_a_transfer_that_says_not_where_to_is_asked(
    owner: Browser, names: Catalogue, database: Database, books: Actor, door: str
) -> None:
    kind = next(str(t.id) for t in names.types.values() if t.name == "Transfer")
    page = owner.submit(door, **entry(names, type_id=kind), to_account_id="")
    assert page.status_code == 422
    assert "Choose the account that it goes to." in page.text
    assert lines(database, books) == []


def test_what_lies_in_another_month_is_shown_there(owner: Browser, names: Catalogue) -> None:
    def leads_to(day: str) -> str:
        return owner.submit("/transaction/add", **entry(names, date=day)).headers["location"]

    assert leads_to("2025-07-31") == "/?period=2025-07"
    assert leads_to(str(datetime.now(UTC).astimezone().date())) == "/"


def test_whoever_only_looks_is_not_led_to_forms(viewer: Browser) -> None:
    assert viewer.get("/transaction/add").status_code == 403
    for page in ("/", "/data"):
        assert 'href="/review"' not in viewer.get(page).text


def test_an_edit_is_saved(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    line = add(database, books)
    assert 'value="12.50"' in owner.get(f"/transaction/edit/{line.id}").text
    changed = entry(names, payee="Aldi", version="1")
    assert owner.submit(f"/transaction/edit/{line.id}", **changed).status_code == 303
    assert [x.payee for x in lines(database, books)] == ["Aldi"]


def test_a_stale_edit_shows_both_versions_and_can_be_saved_over(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    line = add(database, books)
    owner.submit(f"/transaction/edit/{line.id}", **entry(names, payee="Theirs", version="1"))
    mine = entry(names, payee="Mine", version="1")
    page = owner.submit(f"/transaction/edit/{line.id}", **mine)
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    # What was not sent, as the account where there is one, is no difference either.
    assert '<th scope="row">Payee' in page.text
    assert '<th scope="row">Account' not in page.text
    assert [x.payee for x in lines(database, books)] == ["Theirs"]
    found = re.search(r'name="version" value="(\d+)"', page.text)
    assert found
    owner.submit(f"/transaction/edit/{line.id}", **mine | {"version": found[1]})
    assert [x.payee for x in lines(database, books)] == ["Mine"]


def test_deleting_asks_first_and_then_deletes(
    owner: Browser, database: Database, books: Actor
) -> None:
    line = add(database, books)
    assert owner.get(f"/transaction/delete/{line.id}").status_code == 200
    assert len(lines(database, books)) == 1
    assert owner.submit(f"/transaction/delete/{line.id}", version="1").status_code == 303
    assert lines(database, books) == []
    assert len(lines(database, books, active=False)) == 1


def test_a_line_is_edited_in_place(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    line = add(database, books, tags=["weekly"], note="two\nlines")
    assert "row-edit" in owner.get(f"/transaction/row/{line.id}?edit=1").text
    assert "row-edit" not in owner.get(f"/transaction/row/{line.id}").text
    changed = entry(names, payee="Aldi", version="1", note="two\nlines")
    answer = owner.submit(f"/transaction/row/{line.id}", **changed)
    assert answer.status_code == 200
    assert "Aldi" in answer.text
    assert "Undo" in answer.text
    assert lines(database, books)[0].tags == ["weekly"]


def test_saving_without_a_change_says_so(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    line = add(database, books)
    row = owner.submit(f"/transaction/row/{line.id}", **same(line))
    assert "Nothing was changed." in row.text
    assert "Undo" not in row.text
    owner.submit(f"/transaction/edit/{line.id}", **same(line))
    page = owner.get("/")
    assert "Nothing was changed." in page.text
    assert "Changed Lidl" not in page.text


def test_a_large_amount_is_told_with_its_thousands(owner: Browser, names: Catalogue) -> None:
    owner.submit("/transaction/add", **entry(names, amount="2500"))
    assert "Added Lidl, 2,500.00" in owner.get("/").text


def test_wrong_input_in_place_keeps_the_form(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    line = add(database, books)
    bad = owner.submit(f"/transaction/row/{line.id}", **entry(names, amount="x", version="1"))
    assert bad.status_code == 422
    assert "row-edit" in bad.text
    stale = owner.submit(f"/transaction/row/{line.id}", **entry(names, version="9"))
    assert stale.status_code == 409


def test_many_are_changed_and_deleted_at_once(
    owner: Browser, names: Catalogue, database: Database, books: Actor
) -> None:
    ids = [str(add(database, books).id) for _ in range(3)]
    groceries = category_id(names, "Groceries")
    owner.submit("/transactions/bulk", ids=ids[:2], category_id=groceries, do="change")
    changed = [x for x in lines(database, books) if str(x.category_id) == groceries]
    assert len(changed) == 2
    owner.submit("/transactions/bulk", ids=[",".join(ids[:2]), ids[2]], do="delete")
    assert lines(database, books) == []


@pytest.mark.parametrize("given", [{}, {"ids": "x"}, {"ids": str(new_id()), "date": "x"}])
def test_a_bulk_change_of_nothing_says_so(owner: Browser, given: dict[str, str]) -> None:
    assert owner.submit("/transactions/bulk", **given).status_code == 303
    assert "is-danger" in owner.get("/").text


@pytest.mark.parametrize("door", ["edit", "delete", "row"])
def test_what_is_not_there_is_not_found(owner: Browser, door: str) -> None:
    assert owner.get(f"/transaction/{door}/{new_id()}").status_code == 404
    assert owner.get(f"/transaction/{door}/nonsense").status_code == 404
    assert owner.submit(f"/transaction/{door}/{new_id()}").status_code == 404
