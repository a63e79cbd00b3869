"""One purchase over several categories."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain.errors import InvalidInput, NotFound, Stale
from ftracker.queries import transactions as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter
from ftracker.schemas.transactions import SplitIn
from ftracker.services import splits, transactions
from tests import factories


def split(session: Session, **given: Any) -> SplitIn:
    """Say a purchase at Lidl over two categories."""
    names = catalogue(session)
    kinds = {c.name: c.id for c in names.categories.values()}
    plain = {
        "split_id": new_id(),
        "date": "2025-07-31",
        "type_id": next(t.id for t in names.types.values() if t.name == "Expense"),
        "payee": "Lidl",
        "tags": ["weekly"],
        "parts": [
            {"category_id": kinds["Groceries"], "amount": "10"},
            {"category_id": kinds["Shopping"], "amount": "2.50", "note": "socks"},
        ],
    }
    return SplitIn(**(plain | given))


def parts(session: Session, split_id: UUID) -> list[stored.Line]:
    return stored.everything(session, Filter(split_id=split_id))


def part(row: Any, **given: Any) -> dict[str, Any]:
    plain = {"id": row.id, "version": row.version, "category_id": row.category_id, "amount": "1"}
    return plain | given


def test_a_split_makes_parts_that_share_what_they_share(session: Session) -> None:
    data = split(session)
    rows = splits.save(session, data)
    assert [r.amount for r in rows] == [Decimal("10.00"), Decimal("2.50")]
    assert {(r.payee, r.split_id, r.direction, tuple(r.tags)) for r in rows} == {
        ("Lidl", data.split_id, "out", ("weekly",))
    }


def test_saving_changes_keeps_adds_and_deletes_parts(session: Session) -> None:
    data = split(session)
    first, second = splits.save(session, data)
    other = catalogue(session).default_category.id
    changed = data.model_copy(
        update={
            "parts": split(
                session, parts=[part(first, amount="9"), {"category_id": other, "amount": "3"}]
            ).parts
        }
    )
    splits.save(session, changed)
    left = {line.amount: line.id for line in parts(session, data.split_id)}
    assert left[Decimal("9.0000")] == first.id
    assert set(left) == {Decimal("9.0000"), Decimal("3.0000")}
    assert not second.is_active


def test_a_plain_transaction_can_become_a_part(session: Session) -> None:
    row = factories.transaction(session)
    other = catalogue(session).default_category.id
    data = split(session, parts=[part(row), {"category_id": other, "amount": "3"}])
    splits.save(session, data)
    assert row.split_id == data.split_id


def test_a_part_of_something_else_is_refused(session: Session) -> None:
    taken = splits.save(session, split(session))[0]
    data = split(session, parts=[part(taken), part(taken, id=None, version=None)])
    with pytest.raises(InvalidInput, match="something else"):
        splits.save(session, data)


def test_a_new_part_may_bring_its_id(session: Session) -> None:
    key = new_id()
    other = catalogue(session).default_category.id
    brought = {"category_id": other, "amount": "3"}
    rows = splits.save(session, split(session, parts=[brought | {"id": key}, brought]))
    assert rows[0].id == key


def test_a_stale_part_is_refused(session: Session) -> None:
    data = split(session)
    first, second = splits.save(session, data)
    old = split(session, split_id=data.split_id, parts=[part(first, version=9), part(second)])
    with pytest.raises(Stale):
        splits.save(session, old)


def test_a_transfer_cannot_be_split(session: Session) -> None:
    kind = next(t.id for t in catalogue(session).types.values() if t.flow == "transfer")
    with pytest.raises(InvalidInput, match="cannot be split"):
        splits.save(session, split(session, type_id=kind))


@pytest.mark.parametrize("field", ["type_id", "account_id"])
def test_unknown_ids_are_not_found(session: Session, field: str) -> None:
    with pytest.raises(NotFound):
        splits.save(session, split(session, **{field: new_id()}))


def test_an_unknown_category_of_a_part_is_not_found(session: Session) -> None:
    unknown = [{"category_id": new_id(), "amount": "1"}] * 2
    with pytest.raises(NotFound):
        splits.save(session, split(session, parts=unknown))


def test_deleting_one_part_leaves_the_others(session: Session) -> None:
    data = split(session)
    first, _ = splits.save(session, data)
    transactions.deactivate(session, [first.id])
    assert len(parts(session, data.split_id)) == 1


def test_a_split_is_deleted_whole(session: Session) -> None:
    data = split(session)
    splits.save(session, data)
    assert splits.deactivate(session, data.split_id) == 2
    assert parts(session, data.split_id) == []
    with pytest.raises(NotFound):
        splits.deactivate(session, data.split_id)
