"""Several people and programs at the same moment: one wins, nothing is lost, nobody waits for ever.

Each test ends with the questions that must find nothing.
"""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, text

from ftracker.db import Actor, Database, new_id
from ftracker.db import history as deeds
from ftracker.domain.errors import Conflict
from ftracker.domain.statements.sources import InMemory
from ftracker.models import Transaction
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.categories import CategoryIn
from ftracker.schemas.transactions import BulkEdit
from ftracker.services import categories, history, importer, transactions
from ftracker.services.importer import Upload
from tests import factories, invariants
from tests.clients import Program

HEADER = "date,amount,type,category,account,payee,note\n"


@pytest.fixture(autouse=True)
def nothing_is_broken(database: Database, books: Actor) -> Iterator[None]:
    yield
    assert invariants.broken(database.engine, books.household_id) == []


def at_once(*deeds: Callable[[], Any]) -> list[Future[Any]]:
    """Begin all of them at the same moment, and wait until all have ended."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        gate.wait(30)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [pool.submit(run, deed) for deed in deeds]


def answers(*deeds: Callable[[], Any]) -> list[Any]:
    return [done.result() for done in at_once(*deeds)]


def wait_for_waiters(database: Database, count: int) -> None:
    """Wait until so many sessions wait for a lock that another one holds."""
    waiting = text("select count(*) from pg_locks where not granted")
    with database.engine.connect() as connection:
        while connection.execute(waiting).scalar_one() < count:
            connection.rollback()
            time.sleep(0.02)


def listed(api: Program, **query: Any) -> list[dict[str, Any]]:
    return api.get("/api/transactions", params=query).json()["items"]


def entry(database: Database, books: Actor, **given: str) -> dict[str, str]:
    """Fill the form as the page of a new transaction gives it."""
    with database.reading(books) as session:
        names = catalogue(session)
    ids = {
        "type_id": str(next(kind.id for kind in names.types.values() if kind.name == "Expense")),
        "category_id": str(names.default_category.id),
        "account_id": str(names.default_account.id),
    }
    plain = {"id": str(new_id()), "date": "2025-07-31", "amount": "12.50", "payee": "Lidl"}
    return plain | ids | given


def test_one_form_sent_ten_times_at_once_makes_one(owner, api, database, books):
    once = entry(database, books)
    sent = answers(*[lambda: owner.submit("/transaction/add", **once)] * 10)
    assert [answer.status_code for answer in sent] == [303] * 10
    assert [item["id"] for item in listed(api)] == [once["id"]]
    assert owner.submit("/transaction/add", **once).status_code == 303
    assert len(listed(api)) == 1


def test_the_same_split_sent_ten_times_at_once_is_one(owner, api, database, books):
    once = entry(database, books)
    parts = {
        "part_category_id": [once["category_id"]] * 2,
        "part_amount": ["10", "2.50"],
        "part_note": ["", "socks"],
    }
    sent = answers(*[lambda: owner.submit("/transaction/add", **once, **parts)] * 10)
    assert {answer.status_code for answer in sent} == {303}
    assert sorted(item["amount"] for item in listed(api)) == ["10.00", "2.50"]


def test_the_same_transfer_sent_ten_times_at_once_is_one(api):
    other = api.post("/api/accounts", json={"name": "Savings", "kind": "savings"}).json()["id"]
    body = {"id": str(new_id()), "date": "2025-07-31", "amount": "5", "type": "Transfer"}
    sent = answers(
        *[lambda: api.post("/api/transactions", json=body | {"to_account_id": other})] * 10
    )
    assert {answer.status_code for answer in sent} == {201}
    assert len({answer.json()["transfer_id"] for answer in sent}) == 1
    assert len(listed(api)) == 2


def test_of_sixteen_stale_forms_one_wins_and_is_the_one_that_was_acknowledged(
    owner, api, database, books
):
    made = entry(database, books)
    owner.submit("/transaction/add", **made)
    place = f"/transaction/edit/{made['id']}"

    def save(number: int) -> Any:
        return owner.submit(place, **made | {"version": "1", "amount": f"{number}.25"})

    sent = answers(*[lambda n=n: save(n) for n in range(1, 17)])
    assert sorted(answer.status_code for answer in sent) == [303] + [409] * 15
    won = next(n for n, answer in enumerate(sent, 1) if answer.status_code == 303)
    item = api.get(f"/api/transactions/{made['id']}").json()
    assert (item["amount"], item["version"]) == (f"{won}.25", 2)
    lost = sent[won % 16]
    assert f"{won % 16 + 1}.25" in lost.text


@pytest.mark.parametrize("_", range(3))
def test_a_save_and_a_delete_at_once_leave_what_one_of_them_said(api, _):
    made = api.post("/api/transactions", json={"date": "2025-07-31", "amount": "1"}).json()
    place = f"/api/transactions/{made['id']}"
    body = {"date": "2025-07-31", "amount": "2", "version": 1}
    saved, deleted = answers(
        lambda: api.put(place, json=body), lambda: api.delete(place, params={"version": 1})
    )
    assert (saved.status_code, deleted.status_code) in ((200, 409), (409, 204))
    assert api.get(place).status_code == (200 if saved.status_code == 200 else 404)


def test_the_two_sides_of_a_transfer_changed_at_once_stay_one_transfer(api):
    other = api.post("/api/accounts", json={"name": "Savings", "kind": "savings"}).json()["id"]
    body = {"date": "2025-07-31", "amount": "5", "type": "Transfer"}
    api.post("/api/transactions", json=body | {"to_account_id": other})

    def save(number: int) -> Any:
        item = listed(api)[number % 2]
        kept = {"version": item["version"], "account_id": item["account_id"]}
        changed = body | kept | {"amount": f"{number + 6}"}
        return api.put(f"/api/transactions/{item['id']}", json=changed)

    sent = answers(*[lambda n=n: save(n) for n in range(10)])
    assert 200 in {answer.status_code for answer in sent} <= {200, 409}
    assert len({item["amount"] for item in listed(api)}) == 1


def test_one_key_with_two_bodies_at_once_does_one_of_them(api):
    def send(number: int) -> Any:
        body = {"date": "2025-07-31", "amount": str(number % 2 + 1)}
        return api.post("/api/transactions", json=body, headers={"idempotency-key": "k"})

    sent = answers(*[lambda n=n: send(n) for n in range(10)])
    assert sorted(answer.status_code for answer in sent) == [201] * 5 + [409] * 5
    assert len({answer.json()["id"] for answer in sent if answer.status_code == 201}) == 1
    assert len(listed(api)) == 1


@pytest.mark.parametrize("topic", ["categories", "types", "accounts"])
def test_of_ten_who_want_one_name_one_gets_it_and_the_others_are_told_the_same(api, topic):
    kinds = {
        "categories": {"kind": "Expense"},
        "types": {"flow": "in"},
        "accounts": {"kind": "cash"},
    }
    names = ("Piano", "piano")
    bodies = [{"name": names[n % 2]} | kinds[topic] for n in range(10)]
    sent = answers(*[lambda b=b: api.post(f"/api/{topic}", json=b) for b in bodies])
    assert sorted(answer.status_code for answer in sent) == [201] + [409] * 9
    won = next(answer.json()["name"] for answer in sent if answer.status_code == 201)
    said = {str(answer.json()["errors"]) for answer in sent if answer.status_code == 409}
    assert len(said) == 1
    assert won in said.pop()


def test_a_file_that_needs_a_name_which_somebody_is_just_taking_is_to_be_sent_again(
    database, books
):
    file = Upload(
        "bank.csv", InMemory(f"{HEADER}2026-01-05,1.00,Expense,Piano,Purse,P,\n".encode())
    )

    def bring() -> int:
        with database.session(books) as session:
            return importer.take_in(session, file).added

    with ThreadPoolExecutor(1) as pool:
        with database.session(books) as session:
            categories.add(session, CategoryIn(name="piano", kind="Expense"))
            brought = pool.submit(bring)
            wait_for_waiters(database, 1)
        with pytest.raises(Conflict, match="were changed while this was read"):
            brought.result(30)
    assert bring() == 1
    with database.reading(books) as session:
        names = [thing.name for thing in catalogue(session).categories.values()]
    assert [name for name in names if name.lower() == "piano"] == ["piano"]


def test_bulk_edits_a_merge_an_undo_and_files_at_once_do_not_stand_in_each_others_way(
    database, books
):
    chance = random.Random(7)  # noqa: S311 - chosen to be repeatable
    with database.session(books) as session:
        kinds = [factories.category(session, name=f"Kind {n}").id for n in range(4)]
        purses = [factories.account(session, name=f"Purse {n}").id for n in range(4)]
        ids = [
            factories.transaction(
                session,
                date=f"2025-{n % 12 + 1:02}-05",
                category_id=kinds[n % 4],
                account_id=purses[n // 4 % 4],
            ).id
            for n in range(48)
        ]

    def change(number: int) -> None:
        some = chance.sample(ids, 24)
        place = {"category_id": kinds[number % 4], "account_id": purses[(number + 1) % 4]}
        with database.session(books) as session:
            transactions.edit_many(session, BulkEdit(ids=some, **place))

    def change_and_undo(number: int) -> None:
        change(number)
        with database.session(books) as session:
            transactions.edit_many(
                session, BulkEdit(ids=ids[::-3], date=f"2025-03-{number + 1:02}")
            )
            made = deeds.last(session)
        with database.session(books) as session:
            history.undo(session, made)

    def move(number: int) -> None:
        with database.session(books) as session:
            categories.move(session, kinds[number % 4], to_id=kinds[(number + 2) % 4])

    def bring(number: int) -> None:
        lines = "".join(
            f"2025-{n % 12 + 1:02}-05,1.{number:02},Expense,Kind {n % 5},Purse {n % 5},P{n},\n"
            for n in range(60)
        )
        with database.session(books) as session:
            importer.take_in(session, Upload("bank.csv", InMemory((HEADER + lines).encode())))

    for turn in range(4):
        deeds_at_once = [change, change, change_and_undo, move, move, bring, bring]
        numbered = [
            lambda d=deed, n=7 * turn + place: d(n) for place, deed in enumerate(deeds_at_once)
        ]
        done = at_once(*numbered)
        # Two people may want different things, but nobody is thrown out of the database.
        assert {type(e) for one in done if (e := one.exception())} <= {Conflict}
    assert total(database, books) > 0


def total(database: Database, books: Actor) -> Decimal:
    with database.reading(books) as session:
        return session.scalars(
            select(func.sum(Transaction.amount)).where(
                Transaction.household_id == books.household_id
            )
        ).one()
