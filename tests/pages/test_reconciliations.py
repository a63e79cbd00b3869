"""Reconciling at a page: a balance, ticks that last, a difference that counts down, a lock."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.domain.statements.sources import InMemory
from ftracker.models import Statement
from ftracker.queries import reconciliations as queries
from ftracker.queries import transactions as stored
from ftracker.queries.transactions import Filter, Line
from ftracker.services import importer
from ftracker.services.importer import Upload
from tests import factories
from tests.clients import Browser

FILE = b"date,amount,type,account,payee\n2025-07-05,10,Expense,Bank,Aldi\n"


@pytest.fixture
def bank(database: Database, books: Actor) -> UUID:
    """Open an account with 100, take 10 out of it by a file and 5 by hand."""
    with database.session(books) as session:
        key = factories.account(session, name="Bank", opening_balance=Decimal(100)).id
        importer.take_in(session, Upload("bank.csv", InMemory(FILE)))
        factories.transaction(session, amount="5", account_id=key, date="2025-07-06")
        return key


def lines(database: Database, books: Actor) -> dict[str, Line]:
    with database.reading(books) as session:
        return {line.payee: line for line in stored.everything(session, Filter())}


def left(page: str) -> str:
    found = re.search(r"data-left>([^<]+)<", page)
    assert found
    return found[1]


def ticked(page: str) -> list[str]:
    boxes = re.findall(r'name="ids" value="([0-9a-f]{32})"([^>]*)>', page)
    return [key for key, rest in boxes if "checked" in rest]


def submit(owner: Browser, bank: UUID, do: str, *ids: UUID, **given: Any) -> Any:
    plain = {"date": "2025-07-31", "balance": "90.00", "ids": [key.hex for key in ids]}
    return owner.submit(f"/accounts/{bank}/reconcile", do=do, **plain | given)


def address(bank: UUID, balance: str = "90", **more: str) -> str:
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/accounts/{bank}/reconcile?date=2025-07-31&balance={balance}{rest}"


def test_a_balance_and_a_day_are_asked_for(owner: Browser, bank: UUID) -> None:
    page = owner.get(f"/accounts/{bank}/reconcile").text
    assert "The bank’s balance" in page
    wrong = owner.get(f"/accounts/{bank}/reconcile?date=2025-07-31&balance=much")
    assert (wrong.status_code, "Write a number such as" in wrong.text) == (422, True)
    assert owner.get(f"/accounts/{bank}/reconcile?date=2025-07-31").status_code == 422
    assert owner.get(f"/accounts/{new_id()}/reconcile").status_code == 404


def test_the_newest_statement_proposes_its_balance(
    owner: Browser, bank: UUID, database: Database, books: Actor
) -> None:
    with database.session(books) as session:
        file = importer.take_in(session, Upload("b.csv", InMemory(FILE.replace(b"Aldi", b"Rewe"))))
        session.add(
            Statement(
                household_id=books.household_id, id=new_id(), import_id=file.id, account_id=bank,
                start_date=date(2025, 7, 1), end_date=date(2025, 8, 1), closing=Decimal("85.5"),
                total=0, rows=1, is_complete=True,
            )
        )  # fmt: skip
    page = owner.get(f"/accounts/{bank}/reconcile").text
    assert 'value="85.50"' in page
    assert 'value="2025-07-31"' in page
    assert "Your newest statement closes on Thu 31 Jul 2025" in page


def test_what_a_file_has_is_ticked_already(
    owner: Browser, bank: UUID, database: Database, books: Actor
) -> None:
    page = owner.get(address(bank)).text
    found = lines(database, books)
    assert ticked(page) == [found["Aldi"].id.hex]
    assert left(page) == "€0.00"
    assert "entered by hand" in page
    assert left(owner.get(address(bank, "1.087,50")).text) == "+€997.50"


def test_ticks_last_in_the_address_and_through_an_edit(
    owner: Browser, bank: UUID, database: Database, books: Actor
) -> None:
    found = lines(database, books)
    answer = submit(owner, bank, "recalculate", found["Aldi"].id, found["Lidl"].id, older="yes")
    assert answer.status_code == 303
    page = owner.get(answer.headers["location"]).text
    assert set(ticked(page)) == {found["Aldi"].id.hex, found["Lidl"].id.hex}
    assert left(page) == "+€5.00"
    edit = re.findall(rf'href="(/transaction/edit/{found["Lidl"].id}\?next=[^"]+)"', page)[0]
    form = owner.get(edit).text
    there = re.findall(r'name="next" value="([^"]+)"', form)[0].replace("&amp;", "&")
    assert there == answer.headers["location"]
    assert ticked(owner.get(address(bank, differ="nonsense")).text) == [found["Aldi"].id.hex]


@pytest.mark.parametrize(
    ("do", "count", "difference"), [("all", 2, "+€5.00"), ("none", 0, "−€10.00")]
)
def test_all_or_none_are_ticked_at_once(
    owner: Browser, bank: UUID, do: str, count: int, difference: str
) -> None:
    page = owner.get(submit(owner, bank, do).headers["location"]).text
    assert (len(ticked(page)), left(page)) == (count, difference)


def test_done_locks_what_was_ticked_and_undo_unlocks_it(
    owner: Browser, bank: UUID, database: Database, books: Actor
) -> None:
    aldi = lines(database, books)["Aldi"]
    answer = submit(owner, bank, "done", aldi.id)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/accounts/{bank}/statement")
    page = owner.get(f"/accounts/{bank}/statement").text
    assert "Reconciled Bank at 90.00." in page
    assert "1 transaction ticked off" in page
    assert page.count(" is-locked") == 1
    assert owner.get("/?period=2025-07").text.count(" is-locked") == 1
    assert "ticked off against the bank’s balance" in owner.get(f"/transaction/edit/{aldi.id}").text
    change = re.findall(r'href="(/history/[0-9a-f-]{36})"', owner.get("/history").text)[0]
    assert "Reconciliation €90.00" in owner.get(change).text
    owner.submit(re.findall(r'formaction="([^"]+/remove)"', page)[0])
    assert lines(database, books)["Aldi"].reconciliation_id is None


def test_a_difference_keeps_the_page_and_can_be_made_up_for(
    owner: Browser, bank: UUID, database: Database, books: Actor
) -> None:
    aldi = lines(database, books)["Aldi"].id
    page = submit(owner, bank, "done", aldi, balance="87.50")
    assert (page.status_code, left(page.text)) == (409, "−€2.50")
    assert "A difference of -2.50 is left." in page.text
    assert ticked(page.text) == [aldi.hex]
    assert submit(owner, bank, "correct", aldi, balance="87.50").status_code == 303
    assert lines(database, books)[""].note == "Reconciliation"


def test_what_is_wrong_in_the_form_is_said(owner: Browser, bank: UUID) -> None:
    assert submit(owner, bank, "done", balance="").status_code == 422
    answer = owner.submit(f"/accounts/{bank}/reconcile", date="2025-07-31", balance="1", ids="x")
    assert answer.status_code == 422


def test_older_ones_are_ticked_as_one(
    owner: Browser, bank: UUID, monkeypatch: pytest.MonkeyPatch, database: Database, books: Actor
) -> None:
    monkeypatch.setattr(queries, "MOST_SHOWN", 1)
    page = owner.get(address(bank)).text
    assert "1 older transaction" in page
    assert left(page) == "€0.00"
    without = owner.get(submit(owner, bank, "recalculate").headers["location"]).text
    assert left(without) == "−€10.00"
    assert submit(owner, bank, "done", older="yes").status_code == 303
    assert lines(database, books)["Aldi"].reconciliation_id is not None


def test_nothing_to_tick_says_so(owner: Browser, bank: UUID) -> None:
    page = owner.get(f"/accounts/{bank}/reconcile?date=2025-06-30&balance=100").text
    assert "Nothing waits to be ticked off" in page


@pytest.fixture
def locked(owner: Browser, bank: UUID, database: Database, books: Actor) -> Line:
    submit(owner, bank, "done", lines(database, books)["Aldi"].id)
    return lines(database, books)["Aldi"]


def fields(line: Line, **given: str) -> dict[str, str]:
    plain = {
        "type_id": str(line.type_id), "category_id": str(line.category_id),
        "account_id": str(line.account_id), "date": line.date.isoformat(), "amount": "10",
        "payee": line.payee, "version": str(line.version),
    }  # fmt: skip
    return plain | given


@pytest.mark.parametrize("door", ["edit", "row"])
def test_changing_what_was_ticked_off_is_asked_for(
    owner: Browser, locked: Line, door: str, database: Database, books: Actor
) -> None:
    path = f"/transaction/{door}/{locked.id}"
    page = owner.submit(path, **fields(locked, amount="11"))
    assert page.status_code == 409
    assert "This was ticked off against the bank’s balance of 90.00 on 2025-07-31." in page.text
    assert "Change it anyway" in page.text
    assert 'name="reconciled" value="change"' in page.text
    assert lines(database, books)["Aldi"].amount == 10
    answer = owner.submit(path, **fields(locked, amount="11", reconciled="change"))
    assert answer.status_code in (200, 303)
    changed = lines(database, books)["Aldi"]
    assert (changed.amount, changed.reconciliation_id) == (11, None)


def test_texts_are_changed_without_asking(owner: Browser, locked: Line) -> None:
    path = f"/transaction/edit/{locked.id}"
    assert owner.submit(path, **fields(locked, payee="Penny")).status_code == 303


def test_deleting_what_was_ticked_off_warns_first(
    owner: Browser, locked: Line, database: Database, books: Actor
) -> None:
    path = f"/transaction/delete/{locked.id}"
    page = owner.get(path).text
    assert "This was ticked off against" in page
    assert owner.submit(path, version=str(locked.version)).status_code == 409
    assert owner.submit(path, version=str(locked.version), reconciled="change").status_code == 303
    assert "Aldi" not in lines(database, books)


def test_changing_many_asks_when_one_was_ticked_off(
    owner: Browser, locked: Line, database: Database, books: Actor
) -> None:
    ids = [line.id.hex for line in lines(database, books).values()]
    page = owner.submit("/transactions/bulk", ids=ids, do="delete", next="/?period=2025-07")
    assert page.status_code == 409
    assert "Change it anyway" in page.text
    sent = dict(re.findall(r'name="(do|next|reconciled)" value="([^"]+)"', page.text))
    assert sent == {"do": "delete", "next": "/?period=2025-07", "reconciled": "change"}
    owner.submit("/transactions/bulk", ids=ids, **sent)
    assert lines(database, books) == {}
