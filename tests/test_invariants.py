"""The questions that must find nothing do find something where something is wrong."""

import pytest
from sqlalchemy import text

from ftracker.db import Actor, Database
from ftracker.domain.statements.sources import InMemory
from ftracker.services import importer
from ftracker.services.importer import Upload
from tests import factories, invariants

FILE = b"date,amount,type,category,account,payee,note\n2026-01-05,4.20,Expense,Coffee,,Bluebird,\n"
BREAKS = {
    "a month's total is the sum of its transactions": "update monthly_totals set amount = 1",
    "a transaction points to things of its own household": (
        "update transactions set account_id = gen_random_uuid()"
    ),
    "an amount is a positive number": (
        "alter table transactions drop constraint ck_transactions_amount;"
        "update transactions set amount = 'NaN'"
    ),
    "a direction is its type's": "update transactions set direction = 'in'",
    "a transfer's sides agree": (
        "update transactions set amount = 1 where transfer_id is not null and direction = 'in'"
    ),
    "what was ticked off has its reconciliation, of its own account": (
        "update transactions set reconciliation_id = gen_random_uuid()"
    ),
    "a file came in whole or not at all": "delete from transactions where import_id is not null",
    "a row of a file is there once": (
        "drop index uq_transactions_fingerprint;"
        "update transactions set fingerprint = '00000000-0000-0000-0000-000000000001'"
    ),
    "a change belongs to a change set, and a change set has changes": (
        "delete from change_sets where id in (select change_set_id from change_rows)"
    ),
    "a transaction is as the history left it": "update transactions set version = 7",
    "a name means one thing": (
        "alter table accounts drop constraint uq_accounts_household_id_name_key;"
        "update accounts set name = 'same'"
    ),
}


@pytest.fixture
def used(database: Database, books: Actor) -> Actor:
    with database.session(books) as session:
        factories.transaction(session)
        target = factories.account(session)
        factories.transaction(session, type="Transfer", to_account_id=target.id)
        importer.take_in(session, Upload("bank.csv", InMemory(FILE)))
    return books


def test_books_that_were_only_used_break_no_rule(database, used):
    assert invariants.broken(database.engine, used.household_id) == []


def test_each_rule_has_a_breach():
    assert set(BREAKS) == set(invariants._BREACHES)


@pytest.mark.parametrize("rule", BREAKS)
def test_a_breach_is_found(database, used, rule):
    with database.engine.connect() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text(BREAKS[rule]))
        assert rule in invariants.broken_in(connection, used.household_id)
