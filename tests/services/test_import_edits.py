"""Cells that are typed over in the preview, and the row of the file behind a transaction."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete

from ftracker.db import new_id
from ftracker.domain.errors import InvalidInput, NotFound
from ftracker.domain.statements.items import Bad
from ftracker.models import ImportPiece
from ftracker.schemas.types import TypeEdit
from ftracker.services import import_rows, importer, previews, types
from tests import factories
from tests.services.importing import look_at, rows, take_in

OWN = "date,amount,type,category,account,payee,note\n"
GOOD = OWN + "2026-01-05,4.20,Expense,Coffee,Wallet,Bluebird,flat white\n"
BAD = GOOD + "2026-02-30,x,Oops,Tea,Wallet,Green,\n"


def _items(session, found):
    return previews.page(session, found.id, start=0, size=20).items


def test_what_is_typed_over_is_what_is_booked(session):
    found = look_at(session, GOOD)
    typed = {
        "date": "2026-01-06", "amount": "-5.30", "payee": "Blue", "note": "espresso",
        "category": "Drinks", "account": "Purse",
    }  # fmt: skip
    importer.edit(session, found.id, 2, typed)
    [seen] = _items(session, found)
    assert (seen.is_edited, seen.category, seen.account) == (True, "Drinks", "Purse")
    importer.confirm(session, found.id)
    [row] = rows(session)
    assert (row.date, row.amount, row.direction) == (date(2026, 1, 6), Decimal("5.30"), "out")
    assert (row.payee, row.note) == ("Blue", "espresso")


def test_an_edited_row_is_still_known_by_what_the_file_says(session):
    found = look_at(session, GOOD)
    importer.edit(session, found.id, 2, {"amount": "-5.30", "account": "Purse"})
    importer.confirm(session, found.id)
    assert take_in(session, GOOD).added == 0


def test_a_typed_sign_turns_the_row_round(session):
    found = look_at(session, GOOD)
    importer.edit(session, found.id, 2, {"amount": "5.30"})
    [seen] = _items(session, found)
    assert (seen.entry.direction, seen.type) == ("in", "Income")


def test_a_typed_type_says_the_way(session):
    found = look_at(session, GOOD)
    importer.edit(session, found.id, 2, {"type": "income"})
    [seen] = _items(session, found)
    assert (seen.entry.direction, seen.type) == ("in", "Income")


def test_a_typed_amount_without_a_type_in_the_file_says_the_way(session):
    found = look_at(session, "Date,Text,Amount\n2026-01-15,a,-4.20\n")
    importer.edit(session, found.id, 2, {"amount": "9"})
    [seen] = _items(session, found)
    assert (seen.entry.direction, seen.entry.amount) == ("in", Decimal("9.00"))


def test_a_bad_row_is_mended_and_the_counts_follow(session):
    found = look_at(session, BAD)
    assert (found.rows, found.invalid) == (2, 1)
    importer.edit(session, found.id, 3, {"date": "2026-02-28"})
    assert "date" not in [e["field"] for e in found.errors]
    importer.edit(session, found.id, 3, {"amount": "-1.50", "type": "Expense"})
    assert (found.invalid, found.errors) == (0, [])
    assert importer.confirm(session, found.id).added == 2
    assert [(r.date, r.payee) for r in rows(session)][1] == (date(2026, 2, 28), "Green")


def test_a_day_alone_mends_a_row_whose_amount_can_be_read(session):
    found = look_at(session, GOOD + "2026-02-30,7.00,Expense,Tea,Wallet,Green,\n")
    importer.edit(session, found.id, 3, {"date": "2026-02-28"})
    assert found.invalid == 0


def test_a_mended_row_may_still_be_wrong(session):
    found = look_at(session, GOOD + "2026-02-30,7.00,Oops,Tea,Wallet,Green,\n")
    importer.edit(session, found.id, 3, {"date": "2026-02-28"})
    assert [e["field"] for e in found.errors] == ["type"]
    found = look_at(session, OWN + "2026-02-03,5.00,Income,,,a,\n2026-02-03,-7.00,Oops,,,b,\n")
    importer.edit(session, found.id, 3, {"type": "Income"})
    assert found.invalid == 1


def test_a_ragged_row_is_mended_by_day_and_amount(session):
    found = look_at(session, GOOD + "2026-02-03,7.00,Expense,Tea,Wallet,Green,note,more,and more\n")
    assert found.errors[0]["field"] == "row"
    importer.edit(session, found.id, 3, {"date": "2026-02-03", "amount": "-7"})
    assert found.invalid == 0


OFX = (
    "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR"
    "<BANKACCTFROM><ACCTID>77</BANKACCTFROM><BANKTRANLIST>{}</BANKTRANLIST>"
    "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
)
MOVED = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{}<TRNAMT>{}<FITID>{}<NAME>Aldi</STMTTRN>"


def test_a_row_of_a_format_without_columns_is_made_of_what_is_typed(session):
    found = look_at(
        session, OFX.format(MOVED.format("20260115", "-4", 1) + MOVED.format("20260230", "-5", 2))
    )
    [line] = [error["row"] for error in found.errors]
    importer.edit(session, found.id, line, {"date": "2026-02-28"})
    [asked] = found.errors
    assert (asked["field"], asked["message"]) == ("amount", "Type it here.")
    importer.edit(session, found.id, line, {"amount": "-5"})
    assert (found.invalid, found.errors) == (0, [])
    assert importer.confirm(session, found.id).added == 2
    new = rows(session)[1]
    assert (new.date, new.amount, new.direction) == (date(2026, 2, 28), Decimal(5), "out")
    assert "Aldi" in new.note


def test_an_amount_alone_does_not_make_a_row_of_a_format_without_columns(session):
    found = look_at(
        session, OFX.format(MOVED.format("20260115", "-4", 1) + MOVED.format("20260116", "x", 2))
    )
    [line] = [error["row"] for error in found.errors]
    importer.edit(session, found.id, line, {"amount": "-5"})
    assert [error["field"] for error in found.errors] == ["date"]


def test_a_row_whose_day_stands_in_another_column_is_mended_by_its_amount(session):
    found = look_at(
        session, "Booked,Value date,Text,Amount\n,2026-01-15,a,x\n2026-01-16,2026-01-16,b,-1.00\n"
    )
    importer.edit(session, found.id, 2, {"amount": "-4.20"})
    assert found.errors == []
    importer.confirm(session, found.id)
    assert rows(session)[0].date == date(2026, 1, 15)


def test_a_mended_row_takes_its_sides_from_where_the_others_do(session):
    found = look_at(
        session,
        "date,amount,currency_code,description,type,source_name,destination_name,category\n"
        "2026-01-15,-4.20,EUR,Milk,Withdrawal,Giro,Aldi,Food\n"
        "2026-01-16,x,EUR,Pay,Deposit,Work,Giro,\n"
        "2026-01-17,-1.00,EUR,Tea,Withdrawal,Giro,Bar,\n",
    )
    importer.edit(session, found.id, 3, {"amount": "900"})
    assert found.errors == []
    seen = _items(session, found)[1]
    assert (seen.entry.payee, seen.account, seen.entry.direction) == ("Work", "Giro", "in")


def test_an_edit_can_be_taken_back(session):
    found = look_at(session, BAD)
    importer.edit(session, found.id, 3, {"date": "2026-02-28", "amount": "-1", "type": "Expense"})
    importer.edit(session, found.id, 3, {})
    assert (found.invalid, found.edits) == (1, {})
    assert isinstance(_items(session, found)[1], Bad)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("date", "2026-02-30"), ("date", "tomorrow"), ("amount", "x"), ("amount", "0"),
        ("type", "Oops"), ("payee", "x" * 201), ("note", "\x00"), ("colour", "red"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_at_its_field(session, field, text):
    found = look_at(session, GOOD)
    with pytest.raises(InvalidInput) as refused:
        importer.edit(session, found.id, 2, {field: text})
    assert [e.field for e in refused.value.errors] == [field]
    assert found.edits == {}


def test_a_type_that_was_renamed_since_is_the_row_s_own_again(session):
    kind = factories.transaction_type(session, name="Refund", flow="in")
    found = look_at(session, GOOD)
    importer.edit(session, found.id, 2, {"type": "Refund", "payee": "Blue"})
    types.edit(session, kind.id, TypeEdit(name="Reimbursed", flow="in", version=kind.version))
    [seen] = _items(session, found)
    assert (seen.type, seen.entry.payee) == ("Expense", "Blue")


def test_a_transaction_shows_the_row_it_came_from(session):
    take_in(session, GOOD)
    raw = import_rows.raw_of(session, rows(session)[0].id)
    assert (raw.file_name, raw.line, raw.is_gone) == ("bank.csv", 2, False)
    assert raw.cells[:3] == [("date", "2026-01-05"), ("amount", "4.20"), ("type", "Expense")]


def test_what_was_typed_by_hand_came_from_no_file(session):
    with pytest.raises(NotFound):
        import_rows.raw_of(session, factories.transaction(session).id)
    with pytest.raises(NotFound):
        import_rows.raw_of(session, new_id())


def test_a_file_whose_bytes_are_gone_says_so(session):
    found = take_in(session, GOOD)
    waiting = look_at(session, GOOD)
    session.connection().execute(delete(ImportPiece))
    raw = import_rows.raw_of(session, rows(session)[0].id)
    assert (raw.file_name, raw.cells, raw.is_gone) == ("bank.csv", [], True)
    for import_id in (found.id, waiting.id):
        page = previews.page(session, import_id, start=0, size=5)
        assert (page.is_gone, page.items) == (True, [])
