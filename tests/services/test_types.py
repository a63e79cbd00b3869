"""Transaction types: their names, their flow, and what becomes of what is of them."""

import pytest
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.domain.kinds import Flow
from ftracker.models import TransactionType
from ftracker.queries import history as stored
from ftracker.queries import usage
from ftracker.queries.catalogue import catalogue as names_of
from ftracker.queries.history import Search
from ftracker.schemas.types import TypeEdit, TypeIn
from ftracker.services import history as deeds
from ftracker.services import types
from tests import factories


def added(session: Session, name: str = "Refund", flow: str = "in") -> TransactionType:
    return types.add(session, TypeIn(name=name, flow=flow))


def newest(session: Session):
    return stored.page(session, Search()).entries[0]


def test_a_type_is_added_once(session: Session):
    data = TypeIn(id=new_id(), name="Refund", flow="in")
    row = types.add(session, data)
    assert types.add(session, data) is row
    assert (row.name, row.flow, row.is_default) == ("Refund", "in", False)


def test_a_name_is_unique_without_regard_to_case(session: Session):
    with pytest.raises(InvalidInput, match="There is already a type called “Income”"):
        added(session, "income")


def test_a_type_is_renamed_and_a_stale_change_refused(session: Session):
    row = added(session)
    data = TypeEdit(name="Money back", flow="in", version=1)
    assert types.edit(session, row.id, data).name == "Money back"
    with pytest.raises(Stale):
        types.edit(session, row.id, data)


def test_an_unused_type_can_turn_and_one_in_use_cannot(session: Session):
    row = added(session)
    types.edit(session, row.id, TypeEdit(name="Refund", flow="out", version=1))
    assert row.flow == "out"
    factories.transaction(session, type_id=row.id)
    with pytest.raises(Conflict, match="used by 1 transaction, whose direction would turn") as bad:
        types.edit(session, row.id, TypeEdit(name="Refund", flow="in", version=2))
    assert bad.value.count == 1


def test_the_default_of_a_flow_can_be_renamed_and_nothing_else(session: Session):
    income = names_of(session).default_type(Flow.IN).id
    types.edit(session, income, TypeEdit(name="Earned", flow="in", version=1))
    with pytest.raises(Conflict, match="Each direction has one type that stays"):
        types.edit(session, income, TypeEdit(name="Earned", flow="out", version=2))
    with pytest.raises(Conflict, match="can be renamed"):
        types.delete(session, income)
    with pytest.raises(Conflict, match="can be renamed"):
        types.archive(session, income)


def test_an_unused_type_is_deleted_and_one_in_use_is_not(session: Session):
    row = added(session)
    factories.transaction(session, type_id=row.id)
    with pytest.raises(Conflict) as bad:
        types.delete(session, row.id)
    assert bad.value.count == 1
    other = added(session, "Gift")
    types.delete(session, other.id, version=1)
    assert other.id not in names_of(session).types


def test_a_type_is_archived_and_brought_back(session: Session):
    row = added(session)
    assert types.archive(session, row.id).is_archived
    assert not types.unarchive(session, row.id).is_archived
    with pytest.raises(NotFound):
        types.archive(session, new_id())


def test_moving_stays_within_a_flow(session: Session):
    row, target = added(session), added(session, "Gift")
    factories.transaction(session, type_id=row.id)
    expense = names_of(session).default_type(Flow.OUT).id
    with pytest.raises(InvalidInput, match="Choose a type that means money in too"):
        types.move(session, row.id, to_id=expense)
    assert types.move(session, row.id, to_id=target.id) == 1
    assert usage.usage(session, TransactionType, target.id).total == 1


def test_merging_moves_and_deletes_in_one_change_that_can_be_undone(session: Session):
    row, target = added(session), added(session, "Gift")
    factories.transaction(session, type_id=row.id)
    assert types.merge(session, row.id, into_id=target.id) == 1
    assert row.id not in names_of(session).types
    assert newest(session).summary == "Merged type Refund into Gift"
    deeds.undo(session, newest(session).id)
    assert usage.usage(session, TransactionType, row.id).total == 1
