"""A category, type or account is deleted in the moment in which something is given to it.

The deletion is first, its transaction not yet at its end; what points to the thing has read that
it is there, waits for it, and is refused.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, new_id
from ftracker.domain.errors import Conflict
from ftracker.schemas.goals import GoalEdit, GoalIn
from ftracker.schemas.transactions import BulkEdit, SplitIn, TransactionEdit, TransactionIn
from ftracker.services import accounts, categories, goals, references, splits, transactions, types
from tests import factories, invariants
from tests.test_at_once import entry, wait_for_waiters

PLAIN = {"date": "2025-07-31", "amount": "12.50", "payee": "Lidl"}
TOPICS = {"category_id": categories, "type_id": types, "account_id": accounts}
TODAY = date(2025, 7, 31)


@pytest.fixture
def going(database: Database, books: Actor) -> dict[str, UUID]:
    """Make a category, a type and an account that nothing uses."""
    with database.session(books) as session:
        return {
            "category_id": factories.category(session, kind="Savings").id,
            "type_id": factories.transaction_type(session, flow="out").id,
            "account_id": factories.account(session).id,
        }


def meanwhile(
    database: Database, books: Actor, field: str, key: UUID, deed: Callable[[], Any]
) -> Future[Any]:
    """Begin a deed while the thing is being deleted, and give what became of it."""
    with ThreadPoolExecutor(1) as pool:
        with database.session(books) as session:
            TOPICS[field].delete(session, key)
            begun = pool.submit(deed)
            wait_for_waiters(database, 1)
        begun.exception(30)
    assert invariants.broken(database.engine, books.household_id) == []
    return begun


def acting(database: Database, books: Actor, deed: Callable[[Session], Any]) -> Callable[[], Any]:
    def act() -> Any:
        with database.session(books) as session:
            return deed(session)

    return act


@pytest.mark.parametrize("field", TOPICS)
def test_adding_to_it_is_refused(database, books, going, field):
    data = TransactionIn(**PLAIN, **{field: going[field]})
    add = acting(database, books, lambda s: transactions.add(s, data))
    with pytest.raises(Conflict, match="was just deleted"):
        meanwhile(database, books, field, going[field], add).result()


@pytest.mark.parametrize("field", TOPICS)
def test_moving_a_transaction_to_it_is_refused(database, books, going, field):
    with database.session(books) as session:
        made = factories.transaction(session).id
    data = TransactionEdit(**PLAIN, version=1, **{field: going[field]})
    edit = acting(database, books, lambda s: transactions.edit(s, made, data))
    with pytest.raises(Conflict, match="was just deleted"):
        meanwhile(database, books, field, going[field], edit).result()


@pytest.mark.parametrize("field", ["category_id", "account_id"])
def test_moving_many_to_it_is_refused(database, books, going, field):
    with database.session(books) as session:
        made = [factories.transaction(session).id for _ in range(2)]
    data = BulkEdit(ids=made, **{field: going[field]})
    edit = acting(database, books, lambda s: transactions.edit_many(s, data))
    with pytest.raises(Conflict, match="was just deleted"):
        meanwhile(database, books, field, going[field], edit).result()


def test_giving_it_a_part_of_a_split_is_refused(database, books, going):
    data = SplitIn(
        split_id=new_id(),
        date=TODAY,
        type_id=UUID(entry(database, books)["type_id"]),
        parts=[{"category_id": going["category_id"], "amount": "1"}] * 2,
    )
    save = acting(database, books, lambda s: splits.save(s, data))
    with pytest.raises(Conflict, match="was just deleted"):
        meanwhile(database, books, "category_id", going["category_id"], save).result()


def test_saving_for_a_goal_in_it_is_refused(database, books, going):
    data = GoalIn(target_amount="100", category_id=going["category_id"])
    add = acting(database, books, lambda s: goals.add(s, data, today=TODAY))
    with pytest.raises(Conflict, match="was just deleted"):
        meanwhile(database, books, "category_id", going["category_id"], add).result()


def test_moving_a_goal_to_it_is_refused(database, books, going):
    with database.session(books) as session:
        other = factories.category(session, name="Travel", kind="Savings").id
        goal = goals.add(session, GoalIn(target_amount="100", category_id=other), today=TODAY).id
    data = GoalEdit(target_amount="100", category_id=going["category_id"], version=1)
    edit = acting(database, books, lambda s: goals.edit(s, goal, data))
    with pytest.raises(Conflict, match="was just deleted"):
        meanwhile(database, books, "category_id", going["category_id"], edit).result()


def test_a_program_is_answered_409(database, books, going, api):
    body = PLAIN | {"category_id": str(going["category_id"])}
    sent = meanwhile(
        database,
        books,
        "category_id",
        going["category_id"],
        lambda: api.post("/api/transactions", json=body),
    ).result()
    assert sent.status_code == 409
    assert "was just deleted" in sent.json()["detail"]


def test_a_page_keeps_what_was_typed(database, books, going, owner):
    form = entry(database, books, category_id=str(going["category_id"]), payee="Corner shop")
    sent = meanwhile(
        database,
        books,
        "category_id",
        going["category_id"],
        lambda: owner.submit("/transaction/add", **form),
    ).result()
    assert sent.status_code == 409
    assert "was just deleted" in sent.text
    assert "Corner shop" in sent.text


def test_what_else_the_database_refuses_stays_an_accident(session):
    factories.category(session, name="Piano")
    with pytest.raises(IntegrityError), references.staying():
        factories.category(session, name="Piano")
