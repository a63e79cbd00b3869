"""The doctor: finds what was broken behind everybody's back, and is silent where all is well."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ftracker.db import Actor, new_id
from ftracker.domain.errors import InvalidInput
from ftracker.models import Import
from ftracker.schemas.transactions import TransactionEdit
from ftracker.services import doctor, history, households, sample_data, transactions
from ftracker.services.doctor import Level
from tests import factories


def errors(session) -> str:
    found = doctor.examine(session)
    return " ".join(f.sentence for f in found if f.level is Level.ERROR)


def notes(session) -> str:
    return " ".join(f.sentence for f in doctor.examine(session) if f.level is Level.NOTE)


def break_books(session, statement: str, **values) -> None:
    """Write what no deed would, as the owner of the tables may."""
    session.flush()
    connection = session.connection()
    connection.execute(text("reset role"))
    connection.execute(text("set local session_replication_role = replica"))
    connection.execute(text(statement), values | {"home": session.info["actor"].household_id})
    session.expire_all()


def transfer(session):
    target = factories.account(session, name="Piggy bank")
    return factories.transaction(session, type="Transfer", to_account_id=target.id)


def test_books_that_were_only_used_are_well(session):
    row = factories.transaction(session)
    transfer(session)
    transactions.edit(
        session, row.id, TransactionEdit(date="2025-08-01", amount="3", version=row.version)
    )
    transactions.deactivate(session, [row.id])
    transactions.restore(session, [row.id])
    assert not errors(session)
    assert not notes(session)


def test_each_check_says_how_it_went(session):
    levels = [finding.level for finding in doctor.examine(session)]
    assert levels == [Level.OK] * 6


def test_a_wrong_total_is_found_and_repaired(session):
    factories.transaction(session)
    break_books(session, "update monthly_totals set amount = amount + 1")
    assert "1 of the monthly totals differ" in errors(session)
    doctor.repair(session)
    assert not errors(session)


def test_a_missing_and_a_left_over_total_are_found_and_repaired(session):
    factories.transaction(session, date="2025-07-01")
    factories.transaction(session, date="2025-08-01")
    break_books(
        session,
        "update monthly_totals set month = '2020-01-01'"
        " where household_id = :home and month = '2025-07-01'",
    )
    assert "2 of the monthly totals differ" in errors(session)
    doctor.repair(session)
    assert not errors(session)


def test_an_empty_total_is_no_error(session):
    row = factories.transaction(session)
    transactions.deactivate(session, [row.id])
    assert not errors(session)


def test_a_reference_to_nowhere_is_found(session):
    row = factories.transaction(session)
    break_books(
        session,
        "update transactions set import_id = :other where id = :id",
        other=new_id(),
        id=row.id,
    )
    assert "1 references point to something" in errors(session)


def test_a_transfer_with_one_side_is_a_note(session):
    factories.transaction(session, type="Transfer")
    assert not errors(session)
    assert "1 transfers have one side only" in notes(session)


def test_a_transfer_whose_other_side_is_deleted_is_a_note(session):
    row = transfer(session)
    break_books(session, "delete from transactions where id = :id", id=row.id)
    doctor.repair(session)
    assert "1 transfers have one side only" in notes(session)


@pytest.mark.parametrize(
    "change",
    [
        "update transactions set amount = 99 where id = :id",
        "update transactions set direction = 'in' where id = :id",
        """update transactions as t set account_id = o.account_id from transactions as o
        where t.id = :id and o.transfer_id = t.transfer_id and o.id <> t.id""",
    ],
)
def test_sides_of_a_transfer_that_differ_are_found(session, change):
    row = transfer(session)
    break_books(session, change, id=row.id)
    assert "1 transfers have sides that are not one amount" in errors(session)


def test_an_amount_finer_than_its_currency_is_found(session):
    row = factories.transaction(session)
    break_books(session, "update transactions set amount = 1.005 where id = :id", id=row.id)
    assert "1 amounts have more decimals than EUR" in errors(session)


def test_an_archived_default_is_found(session):
    break_books(
        session,
        "update transaction_types set is_archived = true"
        " where household_id = :home and flow = 'transfer'",
    )
    assert "no default type for transfers in use" in errors(session)


@pytest.mark.parametrize(
    "change",
    [
        "update transactions set version = version + 1 where id = :id",
        "delete from change_rows where row_id = :id",
    ],
)
def test_a_row_that_the_history_does_not_know_is_found(session, change):
    row = factories.transaction(session)
    break_books(session, change, id=row.id)
    assert "1 rows are not as the history left them" in errors(session)


def test_an_imported_row_needs_no_history_until_it_is_changed(session, books):
    found = Import(
        household_id=books.household_id,
        file_name="a.csv",
        file_sha256="",
        size=0,
        mapping={},
        status="imported",
    )
    session.add(found)
    row = factories.transaction(session)
    forget = "delete from change_rows where row_id = :id"
    break_books(
        session, "update transactions set import_id = :other where id = :id",
        other=found.id, id=row.id,
    )  # fmt: skip
    break_books(session, forget, id=row.id)
    assert not errors(session)
    break_books(session, "update transactions set version = 2 where id = :id", id=row.id)
    assert "1 rows are not as the history left them" in errors(session)


def test_another_household_is_not_looked_at(session, database):
    with database.session(factories.household(database)) as other:
        factories.transaction(other, type="Transfer")
    assert not notes(session)


def test_the_sample_household_is_well(session):
    sample_data.fill(session, today=date(2026, 11, 24), years=1)
    assert not errors(session)
    assert not notes(session)
    history.undo(session, session.info["last_deed"])
    assert not errors(session)


@pytest.fixture
def steward(database):
    with Session(database.engine, info={"actor": Actor(steward=True)}) as opened:
        yield opened
        opened.rollback()


def test_all_households_are_listed(steward, books):
    assert books.household_id in {home.id for home in doctor.households(steward)}


def test_the_sample_goes_to_the_household_of_a_name_or_starts_it(steward):
    sample_data.enter(steward, "Somewhere new", new_currency="JPY")
    first = steward.info["actor"]
    assert (first.currency, households.settings(steward).name) == ("JPY", "Somewhere new")
    steward.info["actor"] = Actor(steward=True)
    sample_data.enter(steward, "somewhere NEW", new_currency="EUR")
    assert steward.info["actor"].household_id == first.household_id
    with pytest.raises(InvalidInput):
        sample_data.enter(steward, "Elsewhere", new_currency="euros")
