"""A category, type or account is deleted in the moment in which something is given to it.

The deletion is first, its transaction not yet at its end; what points to the thing has read that
it is there, waits for it, and is refused.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, history, new_id
from ftracker.db.overtaken import Overtaken
from ftracker.domain.errors import Conflict, NotFound, Stale
from ftracker.models import ImportProfile, Transaction
from ftracker.schemas.alerts import AlertIn
from ftracker.schemas.goals import GoalEdit, GoalIn
from ftracker.schemas.profiles import ProfileEdit
from ftracker.schemas.transactions import BulkEdit, SplitIn, TransactionEdit, TransactionIn
from ftracker.services import (
    accounts,
    alerts,
    categories,
    goals,
    profiles,
    references,
    splits,
    transactions,
    types,
    watching,
)
from tests import factories, invariants
from tests.test_at_once import entry, wait_for_waiters

PLAIN = {"date": "2025-07-31", "amount": "12.50", "payee": "Lidl"}
TOPICS = {"category_id": categories, "type_id": types, "account_id": accounts}
TODAY = date(2025, 7, 31)
NOW = datetime.now(UTC)


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
    return during(database, books, lambda session: TOPICS[field].delete(session, key), deed)


def during(
    database: Database, books: Actor, first: Callable[[Session], Any], deed: Callable[[], Any]
) -> Future[Any]:
    """Begin a deed before another one is at its end, and give what became of it."""
    with ThreadPoolExecutor(1) as pool:
        with database.session(books) as session:
            first(session)
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


@pytest.fixture
def profile(database: Database, books: Actor) -> UUID:
    """Remember how files of a bank are read."""
    with database.session(books) as session, history.deed(session, "profiles.remember", "Read"):
        row = ImportProfile(
            household_id=books.household_id, id=new_id(), name="Bank", header="date,amount",
            format="csv", mapping={},
        )  # fmt: skip
        session.add(row)
    return row.id


def test_how_a_file_is_read_is_forgotten_once_and_never_changed_by_two(database, books, profile):
    data = ProfileEdit(name="Other", mapping={}, version=1)
    saved = acting(database, books, lambda s: profiles.edit(s, profile, data))
    late = during(database, books, lambda s: profiles.edit(s, profile, data), saved)
    assert isinstance(late.exception(), Stale)
    forgotten = acting(database, books, lambda s: profiles.delete(s, profile))
    late = during(database, books, lambda s: profiles.delete(s, profile), forgotten)
    assert isinstance(late.exception(), NotFound)


def test_what_an_alert_said_is_not_read_while_the_alert_goes(database, books, owner, api):
    with database.session(books) as session:
        factories.transaction(session, date=NOW.date().isoformat(), amount="70")
        given = {"topic": "low_balance", "subject": "Everyday", "level": "5"}
        made = [alerts.add(session, AlertIn(**given | {"level": level})).id for level in "56"]
        said = watching.look(session, today=NOW.date(), now=NOW).new
    assert len(said) == len(made)
    ways = (
        lambda notice: owner.submit(f"/alerts/notices/{notice}/read"),
        lambda notice: api.post(f"/api/alerts/notices/{notice}", json={"read": True}),
    )
    for alert, notice, way in zip(made, said, ways, strict=True):
        gone = lambda s, alert=alert: alerts.delete(s, alert)  # noqa: E731
        late = during(database, books, gone, lambda way=way, notice=notice: way(notice))
        assert late.result().status_code == 409
        assert "Somebody else changed the same just now" in late.result().text


def test_a_row_that_somebody_else_changed_since_it_was_read_is_not_written_over(database, books):
    with database.session(books) as session:
        key = factories.transaction(session).id

    def late(session: Session) -> None:
        mine = session.get_one(Transaction, (books.household_id, key))
        with database.session(books) as other:
            transactions.edit(other, key, TransactionEdit(**PLAIN | {"payee": "Aldi"}, version=1))
        with history.deed(session, "transactions.edit", "Changed"):
            mine.payee = "Edeka"

    with pytest.raises(Overtaken):
        acting(database, books, late)()


def test_what_no_race_explains_stays_an_accident(database, books):
    with database.session(books) as session:
        factories.transaction(session)
    wrong = acting(
        database, books, lambda s: s.execute(text("update transactions set amount = -1"))
    )
    with pytest.raises(IntegrityError):
        wrong()
