"""Exporting: the file says what the books say, disarmed, and comes back to the same books."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database
from ftracker.db.scope import actor
from ftracker.domain.statements import escapes
from ftracker.domain.statements.sources import InMemory
from ftracker.queries import exports
from ftracker.queries.catalogue import catalogue
from ftracker.queries.transactions import Filter
from ftracker.services import exporter, importer
from ftracker.services.importer import Upload
from tests import factories

DATA = Path(__file__).parents[3] / "shared" / "data"
LIVE = [
    "=1+1", "+1", "-2+3", "@SUM(1)", "\t=1+1", "\rx", "＝1", "＋1", "－1", "＠x", "  =1",
    "'=1", "''+1",
    "'", "it's", "％=1", "\u00a0=1", "\u200b=1", "\u2009@x", "\x0b=1", "\x85=1", "\u3000-1",
    "'\n", "\nx",
]  # fmt: skip


def _export(session: Session, wanted: Filter | None = None) -> str:
    return b"".join(exports.csv(session, wanted or Filter())).decode()


def _rows(session: Session, wanted: Filter | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_export(session, wanted), newline="")))


def test_an_empty_household_exports_the_header_alone(session: Session) -> None:
    assert _export(session) == "date,amount,type,category,account,payee,note\n"


def test_a_transaction_is_one_line_with_the_decimals_of_its_currency(session: Session) -> None:
    factories.transaction(session, amount="1234.5", note="a, b")
    assert _export(session).splitlines()[1] == (
        '2025-07-31,1234.50,Expense,Uncategorised,Everyday,"Lidl","a, b"'
    )


def test_lines_are_oldest_first_and_deleted_ones_left_out(session: Session) -> None:
    factories.transaction(session, date="2025-07-02")
    factories.transaction(session, date="2025-07-01")
    assert [row["date"] for row in _rows(session)] == ["2025-07-01", "2025-07-02"]
    assert _rows(session, Filter(active=False)) == []


def test_the_filter_of_the_list_holds(session: Session) -> None:
    groceries = next(c for c in catalogue(session).categories.values() if c.name == "Groceries")
    factories.transaction(session, category="Groceries", payee="a%b")
    factories.transaction(session, date="2025-06-30")
    assert len(_rows(session, Filter(category_ids=(groceries.id, groceries.id)))) == 1
    assert len(_rows(session, Filter(start=date(2025, 7, 1), end=date(2025, 8, 1)))) == 1
    assert [row["payee"] for row in _rows(session, Filter(q="a%b"))] == ["a%b"]


@pytest.mark.parametrize("text", LIVE)
def test_the_database_disarms_cells_as_the_importer_expects(session: Session, text: str) -> None:
    said = session.scalar(select(exports._disarmed(exports.literal(text, exports.Text))))
    assert said == escapes.neutralise(text)


def test_names_are_disarmed_too(session: Session) -> None:
    factories.category(session, name="=cmd")
    factories.account(session, name="@home")
    factories.transaction(session, category="=cmd", account="@home")
    [row] = _rows(session)
    assert (row["category"], row["account"]) == ("'=cmd", "'@home")


def _moved(database: Database, session: Session) -> tuple[str, str]:
    """Export the books, import them into an empty household, and export that one."""
    first = _export(session)
    other = factories.household(database)
    with Session(database.engine, info={"actor": other}) as theirs:
        importer.take_in(theirs, Upload("export.csv", InMemory(first.encode())))
        second = _export(theirs)
    return first, second


def test_an_export_into_an_empty_household_gives_the_same_books(
    session: Session, database: Database
) -> None:
    for number, note in enumerate(LIVE):
        if not {"\x0b"} & set(note):
            factories.transaction(session, note=note, payee=f"=p{number}", amount="3.33")
    factories.transaction(session, type="Transfer", to_account_id=factories.account(session).id)
    factories.transaction(session, type="Income", category="Salary", note='"\\N"')
    factories.transaction(session, type="Income", category="Salary", note='"\\N"')
    first, second = _moved(database, session)
    assert second == first


def test_a_file_is_streamed_by_a_session_of_its_own(database: Database, books: Actor) -> None:
    with database.session(books) as session:
        for _ in range(3):
            factories.transaction(session, note="x" * 2000)
    blocks = list(exporter.stream(database, books, Filter()))
    assert blocks[0] == exports.HEADER
    assert b"".join(blocks).count(b"Lidl") == 3


def test_a_long_file_comes_in_blocks(session: Session) -> None:
    def lines(number: int) -> str:
        return f"2026-01-05,1.00,Expense,,,,{number:01000}\n"

    content = "date,amount,type,category,account,payee,note\n" + "".join(map(lines, range(200)))
    importer.take_in(session, Upload("a.csv", InMemory(content.encode())))
    assert len(list(exports.csv(session, Filter()))) > 3
    assert actor(session).household_id


def test_real_books_survive_the_round_trip(session: Session, database: Database) -> None:
    path = DATA / "household" / "Daily Household Transactions.csv"
    if path.exists():
        importer.take_in(session, Upload("books.csv", InMemory(path.read_bytes())))
        first, second = _moved(database, session)
        assert first.count("\n") == 2462
        assert second == first
