"""Each transaction knows who wrote it down, through whichever door it came."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select

from ftracker.db import Actor, Door, Role, new_id, scope
from ftracker.db import history as written
from ftracker.domain.kinds import Flow
from ftracker.models import Transaction
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.households import HouseholdIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.schemas.transactions import SplitIn, TransactionEdit
from ftracker.services import (
    history,
    households,
    posting,
    sample_data,
    schedules,
    splits,
    transactions,
)
from tests import factories
from tests.services import importing

HEADER = "date,amount,type,category,account,payee,note\n"
FILE = HEADER + "2026-01-02,12.50,Expense,Groceries,Everyday,Shop,\n"


def writers(session):
    return {row.member_id for row in importing.rows(session)}


def act_as(session, who):
    scope.enter(session, who)
    return who.user_id


def other(database, books):
    return factories.member(database, books, Role.EDITOR)


def test_it_is_who_added_it_and_stays_when_somebody_else_changes_it(session, database, books):
    row = factories.transaction(session)
    act_as(session, other(database, books))
    data = {"date": "2025-07-31", "amount": "13", "payee": "Aldi", "version": row.version}
    assert transactions.edit(session, row.id, TransactionEdit(**data)).member_id == books.user_id


def test_both_sides_of_a_transfer_and_all_parts_of_a_split_have_it(session, books):
    there = factories.account(session).id
    names = catalogue(session)
    kind, out = (names.default_type(flow).id for flow in (Flow.TRANSFER, Flow.OUT))
    factories.transaction(session, type_id=kind, to_account_id=there)
    parts = [{"category_id": names.default_category.id, "amount": n} for n in ("1", "2")]
    said = {"split_id": new_id(), "date": "2025-07-31", "type_id": out, "parts": parts}
    splits.save(session, SplitIn(**said))
    assert [row.member_id for row in importing.rows(session)] == [books.user_id] * 4


def test_of_a_file_it_is_who_brought_it_whoever_brings_it_in_again(session, database, books):
    found = importing.take_in(session, FILE)
    assert writers(session) == {books.user_id}
    act_as(session, other(database, books))
    undone = importing.undo(session, found)
    assert importing.rows(session) == []
    history.undo(session, undone.id)
    assert writers(session) == {books.user_id}


def test_a_file_into_books_that_know_something_has_it_too(session, database, books):
    factories.transaction(session)
    who = act_as(session, other(database, books))
    importing.take_in(session, FILE)
    assert writers(session) == {books.user_id, who}


def test_what_is_taken_back_and_done_again_is_of_who_wrote_it_first(session, database, books):
    factories.transaction(session)
    act_as(session, other(database, books))
    undone = history.undo(session, written.last(session))
    assert importing.rows(session) == []
    history.undo(session, undone.id)
    assert writers(session) == {books.user_id}


def test_what_books_itself_is_nobodys(session, books):
    today = datetime.now(UTC).astimezone().date()
    given = {"name": "Rent", "amount": "850", "start_date": today, "is_posted": True}
    schedules.add(session, ScheduleIn(**given))
    act_as(session, replace(books, user_id=None, door=Door.JOB))
    posting.post_due(session, today=today)
    assert writers(session) == {None}


def test_the_sample_is_of_who_loads_it_or_of_the_first_owner(session, books):
    act_as(session, replace(books, user_id=None, door=Door.COMMAND))
    sample_data.fill(session, today=date(2026, 11, 24), years=1)
    assert set(session.scalars(select(Transaction.member_id).distinct())) == {books.user_id}


def test_the_sample_of_a_household_without_an_owner_is_nobodys(database):
    with database.session(Actor(steward=True)) as session:
        households.create(session, HouseholdIn(name="Empty", currency="EUR"), owner_id=None)
        sample_data.fill(session, today=date(2026, 11, 24), years=1)
        assert writers(session) == {None}
        session.rollback()
