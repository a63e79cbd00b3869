"""Statements: what they cover, whether they agree with the books, and where they go in a merge."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ftracker.db import history as log
from ftracker.db import new_id
from ftracker.domain.coverage import State
from ftracker.domain.statements.sources import InMemory
from ftracker.models import Account, Import, Reconciliation, Statement
from ftracker.queries import statements as stored
from ftracker.services import accounts, history, importer, statements
from ftracker.services.importer import Upload
from tests import factories

TODAY = date(2025, 7, 31)


@pytest.fixture
def bank(session: Session) -> Account:
    return factories.account(session, name="Bank", opening_balance=Decimal(100))


def bring(session: Session, account: Account, *rows: str) -> Import:
    """Take a file in that has rows of one account, and forget what it said of it."""
    lines = [f"{row},{account.name}" for row in rows]
    content = "\n".join(["date,amount,type,account", *lines]).encode()
    found = importer.take_in(session, Upload(f"{new_id()}.csv", InMemory(content)))
    session.execute(delete(Statement).where(Statement.import_id == found.id))
    return found


def tell(session: Session, account: Account, file: Import, **given: Any) -> Statement:
    plain: dict[str, Any] = {
        "start_date": date(2025, 7, 1),
        "end_date": date(2025, 8, 1),
        "opening": Decimal(100),
        "closing": Decimal(90),
        "total": Decimal(-10),
        "rows": 1,
        "is_complete": True,
    }
    row = Statement(
        household_id=account.household_id,
        id=new_id(),
        import_id=file.id,
        account_id=account.id,
        **plain | given,
    )
    session.add(row)
    session.flush()
    return row


def where(session: Session, statement: Statement) -> Any:
    session.expire_all()
    return session.scalars(select(Statement.account_id).where(Statement.id == statement.id)).one()


def test_a_statement_says_whether_it_adds_up(session: Session, bank: Account) -> None:
    file = bring(session, bank, "2025-07-05,10,Expense")
    tell(session, bank, file)
    tell(session, bank, file, closing=Decimal(95), start_date=date(2025, 6, 1))
    tell(session, bank, file, opening=None, start_date=date(2025, 5, 1))
    assert [line.difference for line in stored.of(session, bank.id)] == [0, 5, None]


def test_the_books_are_held_against_each_closing_balance(session: Session, bank: Account) -> None:
    file = bring(session, bank, "2025-06-05,10,Expense", "2025-07-05,1,Income")
    right = tell(session, bank, file, end_date=date(2025, 7, 1), start_date=date(2025, 6, 1))
    wrong = tell(session, bank, file, closing=Decimal(80))
    silent = tell(session, bank, file, closing=None)
    lines = stored.of(session, bank.id)
    found = statements.differences(session, bank.id, lines)
    assert found == {right.id: Decimal(0), wrong.id: Decimal(11)}
    assert silent.id not in found
    assert statements.differences(session, bank.id, []) == {}


def test_the_months_of_an_account_are_covered_by_its_statements(
    session: Session, bank: Account
) -> None:
    file = bring(session, bank, "2025-05-05,10,Expense")
    assert statements.covered(session, bank.id, [], today=TODAY).months == ()
    tell(session, bank, file)
    found = statements.covered(session, bank.id, stored.of(session, bank.id), today=TODAY)
    assert [month.state for month in found.months] == [State.BEFORE, State.BEFORE, State.COVERED]


@pytest.mark.parametrize("deed", ["move", "merge"])
def test_what_files_said_goes_along_to_another_account_and_comes_back(
    session: Session, bank: Account, deed: str
) -> None:
    target = factories.account(session, name="Giro")
    file = bring(session, bank, "2025-07-05,10,Expense")
    statement = tell(session, bank, file)
    mine = {"household_id": bank.household_id}
    checked = Reconciliation(id=new_id(), account_id=bank.id, date=TODAY, balance=90, **mine)
    with log.deed(session, "tests.reconcile", "Reconciled"):
        session.add(checked)
    bank_id, key = bank.id, (bank.household_id, checked.id)
    if deed == "move":
        accounts.move(session, bank_id, to_id=target.id)
    else:
        accounts.merge(session, bank_id, into_id=target.id)
    done = log.last(session)
    assert where(session, statement) == target.id
    assert session.get_one(Reconciliation, key).account_id == target.id
    history.undo(session, done)
    assert where(session, statement) == bank_id
    assert session.get_one(Reconciliation, key).account_id == bank_id


def test_a_statement_stays_while_a_transaction_of_its_file_does(
    session: Session, bank: Account
) -> None:
    target = factories.account(session, name="Giro")
    file = bring(session, bank, "2025-07-05,10,Expense")
    bring(session, target, "2025-07-05,11,Expense")
    statement = tell(session, bank, file)
    statements.follow(session, {(file.id, bank.id, target.id)})
    assert where(session, statement) == bank.id


def test_an_account_with_nothing_but_what_was_said_of_it_is_deleted_and_comes_back(
    session: Session, bank: Account
) -> None:
    other = factories.account(session, name="Other")
    file = bring(session, other, "2025-07-05,10,Expense")
    tell(session, bank, file)
    mine = {"household_id": bank.household_id}
    checked = Reconciliation(id=new_id(), account_id=bank.id, date=TODAY, balance=90, **mine)
    with log.deed(session, "tests.reconcile", "Reconciled"):
        session.add(checked)
    kept = select(Reconciliation.balance).where(Reconciliation.id == checked.id)
    accounts.delete(session, bank.id)
    assert session.scalars(kept).all() == []
    history.undo(session, log.last(session))
    assert session.scalars(kept).one() == Decimal(90)
