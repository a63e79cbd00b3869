"""Importing files: whole or nothing, twins kept, the same file twice adds nothing, undoable."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ftracker.db import Database, new_id
from ftracker.db import history as deeds
from ftracker.db.scope import household_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound
from ftracker.domain.statements.sources import InMemory
from ftracker.models import (
    Account,
    Category,
    ChangeSet,
    Import,
    MonthlyTotal,
    Transaction,
    TransactionType,
)
from ftracker.queries import imports as stored
from ftracker.schemas.mappings import MappingIn
from ftracker.schemas.transactions import TransactionEdit
from ftracker.services import history, importer, previews, takebacks, transactions
from ftracker.services.importer import Upload
from tests import factories

DATA = Path(__file__).parents[3] / "shared" / "data"
OWN = "date,amount,type,category,account,payee,note\n"
THREE = OWN + (
    "2026-01-05,4.20,Expense,Coffee,Wallet,Bluebird,flat white\n"
    "2026-01-05,4.20,Expense,Coffee,Wallet,Bluebird,flat white\n"
    "2026-02-01,2500.00,Income,Salary,,Employer,\n"
)


def _take_in(session: Session, text: str | bytes, **given: Any) -> Import:
    content = text.encode() if isinstance(text, str) else text
    return importer.take_in(session, Upload("bank.csv", InMemory(content), **given))


def _rows(session: Session) -> list[Transaction]:
    mine = Transaction.household_id == household_id(session)
    return list(session.scalars(select(Transaction).where(mine).order_by(Transaction.id)))


def _last(session: Session) -> UUID:
    change = deeds.last(session)
    assert change is not None
    return change


def _totals(session: Session) -> dict[tuple[str, str], Decimal]:
    """Add up the monthly totals by month and direction, transfers left out."""
    statement = (
        select(MonthlyTotal.month, MonthlyTotal.direction, func.sum(MonthlyTotal.amount))
        .join(
            TransactionType,
            (TransactionType.household_id == MonthlyTotal.household_id)
            & (TransactionType.id == MonthlyTotal.type_id),
        )
        .where(MonthlyTotal.household_id == household_id(session))
        .where(TransactionType.flow != "transfer", MonthlyTotal.count > 0)
        .group_by(MonthlyTotal.month, MonthlyTotal.direction)
    )
    return {(f"{m:%Y-%m}", way): total for m, way, total in session.execute(statement)}


def _names(session: Session, entity: type[Category] | type[Account]) -> set[str]:
    return set(
        session.scalars(select(entity.name).where(entity.household_id == household_id(session)))
    )


def _undo(session: Session, found: Import) -> ChangeSet:
    made = stored.change_set(session, found.id)
    assert made is not None
    return history.undo(session, made.id)


def test_every_row_of_a_file_becomes_a_transaction(session: Session) -> None:
    found = _take_in(session, THREE)
    assert (found.status, found.rows, found.added, found.duplicates) == ("imported", 3, 3, 0)
    assert [(r.amount, r.direction, r.payee, r.note) for r in _rows(session)] == [
        (Decimal("4.20"), "out", "Bluebird", "flat white"),
        (Decimal("4.20"), "out", "Bluebird", "flat white"),
        (Decimal("2500.00"), "in", "Employer", ""),
    ]


def test_an_import_is_one_change_set(session: Session) -> None:
    found = _take_in(session, THREE)
    made = stored.change_set(session, found.id)
    assert made is not None
    assert (made.deed, made.summary) == ("imports.confirm", "Imported 3 transactions from bank.csv")
    assert deeds.last(session) == made.id


def test_the_monthly_totals_follow(session: Session) -> None:
    _take_in(session, THREE)
    assert _totals(session) == {
        ("2026-01", "out"): Decimal("8.40"),
        ("2026-02", "in"): Decimal("2500.00"),
    }


def test_missing_categories_and_accounts_are_created(session: Session) -> None:
    _take_in(session, THREE)
    assert "Wallet" in _names(session, Account)
    coffee = session.scalars(select(Category).where(Category.name == "Coffee")).one()
    assert coffee.kind == "Unknown"
    assert _rows(session)[0].category_id == coffee.id


def test_names_are_found_without_regard_to_case(session: Session) -> None:
    _take_in(session, THREE.replace("Salary", "SALARY").replace("Income", "income"))
    assert len([n for n in _names(session, Category) if n.lower() == "salary"]) == 1


def test_the_same_file_again_adds_nothing_and_creates_nothing(session: Session) -> None:
    _take_in(session, THREE)
    before = _totals(session)
    again = _take_in(session, THREE)
    assert (again.added, again.duplicates) == (0, 3)
    assert len(_rows(session)) == 3
    assert _totals(session) == before


def test_a_renamed_category_does_not_let_the_same_file_in_again(session: Session) -> None:
    found = _take_in(session, THREE)
    coffee = session.scalars(select(Category).where(Category.name == "Coffee")).one()
    with deeds.deed(session, "categories.edit", "Renamed"):
        coffee.name = "Tea"
    assert _take_in(session, THREE).added == 0
    assert "Coffee" not in _names(session, Category)
    _undo(session, found)
    assert "Tea" in _names(session, Category)


def test_a_renamed_account_does_not_let_the_same_file_in_again(session: Session) -> None:
    _take_in(session, THREE)
    wallet = session.scalars(select(Account).where(Account.name == "Wallet")).one()
    with deeds.deed(session, "accounts.edit", "Renamed"):
        wallet.name = "Purse"
    assert _take_in(session, THREE).added == 0
    assert "Wallet" not in _names(session, Account)


def test_an_overlapping_file_adds_only_what_is_new(session: Session) -> None:
    lines = THREE.splitlines(keepends=True)
    _take_in(session, "".join(lines[:2]))
    more = _take_in(session, "".join([*lines[:3], "2026-01-06,9.99,Expense,Coffee,Wallet,B,\n"]))
    assert (more.added, more.duplicates) == (2, 1)


def test_case_and_spacing_of_texts_make_no_new_row(session: Session) -> None:
    _take_in(session, THREE)
    assert _take_in(session, THREE.replace("flat white", "FLAT  White")).added == 0


def test_a_deleted_row_does_not_come_back(session: Session) -> None:
    _take_in(session, THREE)
    transactions.deactivate(session, [_rows(session)[0].id])
    assert _take_in(session, THREE).added == 0


def test_another_household_has_rows_of_its_own(session: Session, database: Any) -> None:
    _take_in(session, THREE)
    other = factories.household(database)
    with Session(database.engine, info={"actor": other}) as theirs:
        assert _take_in(theirs, THREE).added == 3


def test_one_bad_row_keeps_the_whole_file_out_and_is_named(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused, session.begin_nested():
        _take_in(session, THREE + "2026-02-30,1.00,Expense,,,,\n")
    assert [(e.row, e.field) for e in refused.value.errors] == [(5, "date")]
    assert _rows(session) == []


def test_a_file_without_bookings_is_refused(session: Session) -> None:
    with pytest.raises(InvalidInput, match="no bookings"):
        _take_in(
            session,
            "Date;Text;Amount;Balance\nPending;x;-1,00;\n",
            mapping=MappingIn(date={"column": 0, "formats": ["%Y-%m-%d"]}).mapping(),
        )


def test_a_chosen_account_takes_every_row(session: Session) -> None:
    _take_in(session, THREE, account="Visa")
    [visa] = session.scalars(select(Account).where(Account.name == "Visa"))
    assert {row.account_id for row in _rows(session)} == {visa.id}
    assert "Wallet" not in _names(session, Account)
    assert _take_in(session, THREE, account="visa").added == 0
    assert _take_in(session, THREE, account="Everyday").added == 3


def test_texts_come_in_character_for_character(session: Session) -> None:
    note = 'tab\there, \\backslash\\N, "quotes",\nnew line \\. é 日本 🙂'
    quoted = note.replace('"', '""')
    _take_in(session, OWN + f'2026-01-05,1,Expense,,,p\\n,"{quoted}"\n')
    assert [(r.payee, r.note) for r in _rows(session)] == [("p\\n", note)]


def test_undo_takes_the_rows_the_totals_and_what_was_created_away(session: Session) -> None:
    found = _take_in(session, THREE)
    _undo(session, found)
    assert found.status == "undone"
    assert _rows(session) == []
    assert _totals(session) == {}
    assert "Coffee" not in _names(session, Category)
    assert "Wallet" not in _names(session, Account)
    assert _take_in(session, THREE).added == 3


def test_undo_keeps_what_something_else_uses(session: Session) -> None:
    found = _take_in(session, THREE)
    factories.transaction(session, category="Coffee")
    _undo(session, found)
    assert "Coffee" in _names(session, Category)
    assert "Wallet" not in _names(session, Account)


def test_undo_refuses_when_a_row_was_changed_since(session: Session) -> None:
    found = _take_in(session, THREE)
    row = _rows(session)[0]
    edit = TransactionEdit(date="2026-01-05", amount="5", version=row.version)
    transactions.edit(session, row.id, edit)
    with pytest.raises(Conflict, match="1 of its transactions") as refused:
        _undo(session, found)
    assert refused.value.count == 1
    assert len(_rows(session)) == 3


def test_changes_that_were_taken_back_do_not_stand_in_the_way_of_an_undo(session: Session) -> None:
    found = _take_in(session, THREE)
    row = _rows(session)[0]
    edit = TransactionEdit(date="2026-01-05", amount="5", version=row.version)
    transactions.edit(session, row.id, edit)
    history.undo(session, _last(session))
    transactions.deactivate(session, [_rows(session)[1].id])
    history.undo(session, _last(session))
    _undo(session, found)
    assert (found.status, _rows(session), _totals(session)) == ("undone", [], {})


def test_what_was_changed_in_one_way_and_back_in_another_is_as_the_file_had_it(
    session: Session,
) -> None:
    found = _take_in(session, THREE)
    row = _rows(session)[0]
    transactions.deactivate(session, [row.id])
    with pytest.raises(Conflict, match="1 of its transactions"):
        _undo(session, found)
    transactions.restore(session, [row.id])
    _undo(session, found)
    assert _rows(session) == []


def test_an_import_is_undone_once(session: Session) -> None:
    found = _take_in(session, THREE)
    _undo(session, found)
    with pytest.raises(Conflict, match="undone already"):
        _undo(session, found)


def test_undoing_the_undo_reads_the_kept_file_again(session: Session) -> None:
    found = _take_in(session, THREE, account="Visa")
    undone = _undo(session, found)
    again = history.undo(session, undone.id)
    assert (found.status, len(_rows(session))) == ("imported", 3)
    assert "Visa" in _names(session, Account)
    assert again.undoes_id == undone.id
    with pytest.raises(Conflict, match="imported already"):
        history.undo(session, undone.id)
    history.undo(session, again.id)
    assert _rows(session) == []


def test_a_file_that_waits_changes_nothing_until_it_is_confirmed(session: Session) -> None:
    _take_in(session, THREE.rsplit("2026-02", 1)[0])
    waiting = importer.upload(session, Upload("bank.csv", InMemory(THREE.encode())))
    assert (waiting.status, waiting.rows, waiting.duplicates) == ("previewed", 3, 2)
    assert len(_rows(session)) == 2
    assert importer.confirm(session, waiting.id).added == 1
    with pytest.raises(Conflict, match="imported already"):
        importer.confirm(session, waiting.id)


def test_bad_rows_are_left_out_only_when_asked(session: Session) -> None:
    waiting = importer.upload(
        session, Upload("b.csv", InMemory((THREE + "x,1,Expense,,,,\n").encode()))
    )
    assert (waiting.rows, waiting.invalid) == (4, 1)
    assert waiting.errors == [{"row": 5, "field": "date", "message": "“x” is not a date."}]
    with pytest.raises(InvalidInput):
        importer.confirm(session, waiting.id)
    done = importer.confirm(session, waiting.id, leave_out=True)
    assert (done.added, done.invalid, done.duplicates) == (3, 1, 0)


def test_a_waiting_file_can_be_read_another_way(session: Session) -> None:
    text = "Date,What,Amount\n2026-01-15,a,-4.20\n"
    waiting = importer.upload(session, Upload("b.csv", InMemory(text.encode())))
    other = MappingIn.model_validate({"amount": {"column": "Amount", "negate": True}}).mapping()
    account = factories.account(session)
    importer.remap(session, waiting.id, other, account.id, 100)
    importer.confirm(session, waiting.id)
    assert [(r.direction, r.account_id) for r in _rows(session)] == [("in", account.id)]
    other_file = importer.upload(session, Upload("b.csv", InMemory(text.encode())))
    with pytest.raises(NotFound):
        importer.remap(session, other_file.id, other, new_id(), 100)


def test_a_waiting_file_can_be_forgotten(session: Session) -> None:
    waiting = importer.upload(session, Upload("b.csv", InMemory(THREE.encode())))
    importer.discard(session, waiting.id)
    with pytest.raises(NotFound):
        importer.confirm(session, waiting.id)


def test_more_rows_than_the_limit_are_refused(session: Session) -> None:
    with pytest.raises(InvalidInput, match="2 rows"):
        importer.upload(session, Upload("b.csv", InMemory(THREE.encode()), row_limit=2))


def _truth(path: Path, columns: tuple[str, str]) -> dict[tuple[str, str], Decimal]:
    header, *lines = [line.split(",") for line in path.read_text().split()]
    found = {}
    for line in lines:
        row = dict(zip(header, line, strict=True))
        for way, column in zip(("in", "out"), columns, strict=True):
            if Decimal(row[column]):
                found[row["month"], way] = abs(Decimal(row[column]))
    return found


def test_the_household_file_comes_in_to_the_cent_with_its_twins(session: Session) -> None:
    path = DATA / "household" / "Daily Household Transactions.csv"
    if path.exists():
        assert _take_in(session, path.read_bytes()).added == 2461
        truth = _truth(path.parent / "truth_monthly.csv", ("income", "expense"))
        assert _totals(session) == truth
        assert _take_in(session, path.read_bytes()).added == 0


def test_the_mint_file_comes_in_to_the_cent(session: Session) -> None:
    path = DATA / "personal_mint" / "personal_transactions.csv"
    if path.exists():
        assert _take_in(session, path.read_bytes()).added == 808
        assert _totals(session) == _truth(path.parent / "truth_monthly.csv", ("in", "out"))


def test_a_small_file_is_confirmed_at_once_and_a_large_one_queued(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = importer.upload(session, Upload("b.csv", InMemory(THREE.encode())))
    assert importer.confirm_or_enqueue(session, small.id).status == "imported"
    monkeypatch.setattr(importer, "SMALL_ROWS", 2)
    large = importer.upload(session, Upload("b.csv", InMemory(THREE.encode())))
    assert importer.confirm_or_enqueue(session, large.id).status == "queued"


def test_what_added_nothing_is_taken_back_once(session: Session) -> None:
    _take_in(session, THREE)
    again = _take_in(session, THREE)
    takebacks.by_id(session, again.id)
    with pytest.raises(Conflict, match="undone already"):
        takebacks.by_id(session, again.id)


def test_only_the_first_errors_of_a_hopeless_file_are_kept(session: Session) -> None:
    bad = OWN + "x,1,Expense,,,,\n" * 1_010
    waiting = importer.upload(session, Upload("b.csv", InMemory(bad.encode())))
    assert (waiting.invalid, len(waiting.errors)) == (1_010, 1_000)


def test_a_file_that_needs_an_answer_waits_with_its_question(session: Session) -> None:
    given = MappingIn.model_validate({"encoding": "klingon"}).mapping()
    waiting = importer.upload(session, Upload("b.csv", InMemory(THREE.encode()), given))
    assert waiting.errors[0]["field"] == "encoding"
    page = previews.page(session, waiting.id, start=0, size=10)
    assert (page.plan, page.columns) == (None, [])
    assert page.errors[0].field == "encoding"


def test_an_import_that_is_not_there_is_not_undone(session: Session) -> None:
    with pytest.raises(NotFound):
        takebacks.undo(session, ChangeSet(import_id=new_id(), deed="imports.confirm"))
    with pytest.raises(NotFound):
        importer.mapping_of(session, new_id())
    with pytest.raises(NotFound):
        previews.page(session, new_id(), start=0, size=10)


def test_the_same_file_at_once_comes_in_once(database: Database) -> None:
    books = factories.household(database)

    def bring(_: int) -> int:
        with database.session(books) as mine:
            return _take_in(mine, THREE).added

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(bring, range(5))) == [0, 0, 0, 0, 3]
