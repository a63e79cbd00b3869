"""Small files, one behaviour each."""

from decimal import Decimal
from typing import Any

import pytest

from ftracker.domain.errors import InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import moves, plans, rows, scans, words
from ftracker.domain.statements.items import Bad, Entry, Item, Left, Limits, Statement
from ftracker.domain.statements.sources import InMemory
from ftracker.schemas.mappings import MappingIn
from tests import statements

TYPES = {"Income": Flow.IN, "Expense": Flow.OUT, "Transfer": Flow.TRANSFER, "Payback": Flow.IN}
OWN = "date,amount,type,category,account,payee,note\n"


def _read(
    text: str | bytes, *, limits: Limits | None = None, places: int = 2, **mapping: Any
) -> list[Item]:
    source = InMemory(text.encode() if isinstance(text, str) else text)
    given = MappingIn.model_validate(mapping).mapping()
    plan = plans.make(source, given, places=places, types=TYPES)
    items = rows.read(source, plan, limits)
    return [item for item in items if not isinstance(item, Statement)]


def _entries(items: list[Item]) -> list[Entry]:
    assert all(isinstance(item, Entry) for item in items), items
    return [item for item in items if isinstance(item, Entry)]


def _errors(items: list[Item]) -> list[tuple[int, str, str]]:
    return [(e.row or 0, e.field, e.message) for i in items if isinstance(i, Bad) for e in i.errors]


def _refused(text: str | bytes, **mapping: Any) -> str:
    with pytest.raises(InvalidInput) as refused:
        _read(text, **mapping)
    return f"{refused.value.errors[0].field}: {refused.value}"


def test_our_own_export_is_recognised_and_its_escapes_taken_back() -> None:
    [entry] = _entries(_read(OWN + "2026-01-05,1.234,Payback,'=x,'@y,' p,\"'-a\nb \"\n", places=3))
    assert entry == Entry(
        2, entry.date, Decimal("1.234"), Flow.IN, "in", "Payback", "=x", "@y", "' p", "-a\nb ",
        "", "",
    )  # fmt: skip


def test_the_side_of_a_transfer_is_kept_in_our_own_export() -> None:
    found = _entries(_read(OWN + "2026-01-05,5,Transfer,,,,\n2026-01-05,5,Transfer-In,,,,\n"))
    assert [(e.flow, e.direction, e.type) for e in found] == [
        (Flow.TRANSFER, "out", "Transfer"),
        (Flow.TRANSFER, "in", "Transfer"),
    ]


def test_the_sign_chooses_where_no_column_says_the_type() -> None:
    found = _entries(_read("Date,Text,Amount\n2026-01-05,a,-4.20\n2026-01-06,b,5\n"))
    assert [(e.flow, e.amount, e.row) for e in found] == [
        (Flow.OUT, Decimal("4.20"), 2),
        (Flow.IN, Decimal("5.00"), 3),
    ]


def test_negate_turns_the_sign_of_a_card_statement() -> None:
    mapping = {"amount": {"mode": "signed", "column": "Amount", "negate": True}}
    [entry] = _entries(_read("Date,Text,Amount\n2026-01-05,a,4.20\n", **mapping))
    assert entry.direction == "out"


def test_money_in_and_out_may_stand_in_two_columns() -> None:
    text = "Date,Text,Debit,Credit\n2026-01-15,a,4.20,\n2026-01-16,b,0.00,5.00\n"
    assert [(e.direction, e.amount) for e in _entries(_read(text))] == [
        ("out", Decimal("4.20")),
        ("in", Decimal("5.00")),
    ]


def test_both_columns_filled_is_a_mistake_of_the_row() -> None:
    text = "Date,Text,Debit,Credit\n2026-01-15,a,4.20,5.00\n"
    assert _errors(_read(text)) == [(2, "amount", "Both money in and money out are filled.")]


def test_money_out_below_zero_in_its_own_column_is_still_money_out() -> None:
    text = "Date;Text;Belastung;Gutschrift\n2026-01-15;a;-4.20;\n"
    assert [e.direction for e in _entries(_read(text))] == ["out"]


def test_an_indicator_says_the_way_by_its_words() -> None:
    mapping = {
        "amount": {"mode": "indicator", "column": 1, "indicator": 2, "in": ["Bij"], "out": ["Af"]}
    }
    items = _read(
        "Date,Amount,Way\n2026-01-15,5.10,Bij\n2026-01-16,6.10,Af\n2026-01-16,7.10,X\n", **mapping
    )
    assert [i.direction for i in items if isinstance(i, Entry)] == ["in", "out"]
    assert _errors(items) == [(4, "amount", "“X” does not say whether money came in or out.")]


def test_a_sign_that_denies_the_type_is_a_mistake_of_the_row() -> None:
    mapping = {"amount": {"mode": "signed", "column": "Amount"}, "type": {"column": "Type"}}
    items = _read(
        "Date,Amount,Type\n2026-01-15,-5.10,Income\n2026-01-16,-6.10,Expense\n", **mapping
    )
    assert [i.direction for i in items if isinstance(i, Entry)] == ["out"]
    assert [(row, field) for row, field, _ in _errors(items)] == [(2, "type")]


def test_the_words_of_the_mapping_lead_to_the_household_s_types() -> None:
    words = {"Ein": "Income", "Zurück": "payback", "Um-In": "Transfer"}
    text = "Date,Amount,Typ\n2026-01-15,1.10,Ein\n2026-01-16,2.10,Zurück\n2026-01-17,3.10,Um-In\n"
    found = _entries(_read(text, type={"column": "Typ", "words": words}))
    assert [(e.type, e.direction) for e in found] == [
        ("Income", "in"), ("Payback", "in"), ("Transfer", "in"),
    ]  # fmt: skip


def test_an_unknown_type_is_named() -> None:
    items = _read(OWN + "2026-01-05,5,Gift,,,,\n2026-01-05,5,,,,,\n")
    assert [(row, field) for row, field, _ in _errors(items)] == [(2, "type"), (3, "type")]


def test_every_bad_cell_of_a_row_has_its_sentence() -> None:
    items = _read(
        OWN + "2026-02-30,12.345,Income,,,,\n2026-01-01,0,Income,,,,\n2026-01-01,,Income,,,,\n"
    )
    assert [(row, field) for row, field, _ in _errors(items)] == [
        (2, "date"), (2, "amount"), (3, "amount"), (4, "amount"),
    ]  # fmt: skip
    assert _errors(items)[2][2] == "The amount is zero."
    assert _errors(items)[3][2] == "The amount is missing."


def test_rows_that_the_mapping_leaves_out_say_so() -> None:
    items = _read(
        "Date,Amount,Status\n2026-01-15,1.10,pending\n2026-01-15,2.10,booked\n",
        skip_if=[{"column": "Status", "values": ["pending"]}],
    )
    assert [type(item) for item in items] == [Left, Entry]


def test_pending_rows_totals_and_balances_are_no_bookings() -> None:
    text = (
        "Date;Text;Amount;Balance\n2026-01-15;a;-1,10;5,00\nPending;b;-2,00;\n"
        "2026-01-14;opening;;6,10\nTotal;;-1,10;\nDate;Text;Amount;Balance\n\n;;;\nsee overleaf\n"
    )
    items = _read(text)
    assert len([i for i in items if isinstance(i, Entry)]) == 1
    assert [i.row for i in items if isinstance(i, Left)] == [3, 4, 5, 6, 9]


def test_lines_above_the_header_are_passed_over() -> None:
    [entry] = _entries(_read("Bank X\nFrom;2026-01-01\n\nDatum;Betrag;Text\n31.01.2026;-1,10;a\n"))
    assert (entry.row, entry.note) == (5, "a")


def test_a_file_without_header_is_read_by_what_its_cells_hold() -> None:
    [first, _] = _entries(
        _read('"01/31/2026","-9.10","*","","SHOP"\n"01/30/2026","-8.10","*","","X"\n')
    )
    assert (first.row, first.amount, first.note) == (1, Decimal("9.10"), "SHOP")


def test_two_columns_of_one_name_are_told_apart_by_number_only() -> None:
    text = "Date,Amount,Amount\n2026-01-15,1.10,2.20\n"
    assert "Two columns" in _refused(text)
    assert "Two columns" in _refused(text, amount={"column": "Amount"})
    assert _entries(_read(text, amount={"column": 2}))[0].amount == Decimal("2.20")


def test_a_column_that_is_not_there_is_named() -> None:
    assert "There is no column “Sum”" in _refused(
        OWN + "2026-01-01,1,Income,,,,\n", amount={"column": "Sum"}
    )
    assert "There is no column 9" in _refused(
        OWN + "2026-01-01,1,Income,,,,\n", amount={"column": 9}
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\x89PNG\r\n", "picture"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "spreadsheet"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"Date,Amount\n2026-01-01,1\0\n", "Line 2 holds a NUL"),
        ("Date,Amount\n2026-01-15,1\0\n".encode("utf-16"), "Line 2 holds a NUL"),
        (b"Date,Amount\n", "no rows"),
        (b"hello world\nthis is prose\n", "looks like a date"),
        (b"Date,Text\n2026-01-15,prose\n", "looks like an amount"),
        (b'Date,Amount,Text\n2026-01-15,1.10,"open\n2026-01-16,2.10,x\n', "opens in line 2"),
        (b"Date,Amount\n2026-01-15," + b"1" * (1 << 20) + b"11\n", "more than 1 MiB"),
        (b"Date,Amount\n2026-01-15," + b"," * 600 + b"\n", "512"),
    ],
)
def test_a_hopeless_file_is_refused_as_a_whole(content: bytes, sentence: str) -> None:
    assert sentence in _refused(content)


def test_more_rows_than_the_limit_are_refused() -> None:
    with pytest.raises(InvalidInput, match="1 rows"):
        _read(OWN + "2026-01-01,1,Income,,,,\n" * 2, limits=Limits(rows=1))


def test_a_text_that_is_too_long_is_a_mistake_of_the_row() -> None:
    items = _read(
        OWN + f"2026-01-01,1,Income,{'x' * 101},,,\n2026-01-01,1,Income,,,,{'x' * 2001}\n"
    )
    assert [(row, field) for row, field, _ in _errors(items)] == [(2, "category"), (3, "note")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-1"])
def test_letters_survive_the_usual_encodings(encoding: str) -> None:
    text = "Datum;Betrag;Text\n31.01.2026;-1,10;Bäckerei Süß für Möwe\n"
    assert _entries(_read(text.encode(encoding)))[0].note == "Bäckerei Süß für Möwe"


def test_other_scripts_are_told_apart_by_their_letters() -> None:
    text = "Дата;Сумма;Описание\n31.01.2026;-1,10;Продукты из магазина у дома\n"
    assert _entries(_read(text.encode("cp1251")))[0].note == "Продукты из магазина у дома"
    text = "Data;Kwota;Opis\n31.01.2026;-1,10;Łódź, żółta ćma, wypłata\n"
    assert _entries(_read(text.encode("cp1250")))[0].note == "Łódź, żółta ćma, wypłata"
    text = "日付,摘要内容,金額\n2026/1/31,給与 織物工房山田,-110\n2026/1/30,電力あさひ,-90\n"
    assert _entries(_read(text.encode("cp932"), places=0))[0].note == "給与 織物工房山田"


def test_a_given_encoding_is_used_or_refused() -> None:
    content = "Datum;Betrag;Text\n31.01.2026;-1,10;Łódź\n".encode("cp1250")
    assert _entries(_read(content, encoding="cp1250"))[0].note == "Łódź"
    assert "Line 2 cannot be read as utf-8" in _refused(content, encoding="utf-8")
    assert "not known" in _refused(content, encoding="klingon")
    assert "not known" in _refused(content, encoding="rot13")


def test_mixed_encodings_are_refused_with_the_line() -> None:
    content = "Date,Amount,Text\n2026-01-15,1.10,Café\n".encode() + b"2026-01-16,2.10,B\xe4r\n"
    assert "Line 3 is in another encoding" in _refused(content)


def test_carriage_returns_alone_end_lines_too() -> None:
    assert len(_entries(_read("Date,Amount\r2026-01-15,1.10\r2026-01-16,2.10\r"))) == 2


def test_the_currency_is_a_column_or_a_word() -> None:
    text = "Date,Amount,Currency\n2026-01-15,1.10,CHF\n"
    assert _entries(_read(text))[0].currency == "CHF"
    assert _entries(_read(text, currency={"column": 2}))[0].currency == "CHF"
    assert _entries(_read(text, currency="inr"))[0].currency == "INR"


def test_a_file_with_a_running_balance_is_about_one_account() -> None:
    text = "DATE,MODE,PARTICULARS,DEPOSITS,WITHDRAWALS,BALANCE\n15-01-2026,NEFT,a,,5.00,9.00\n"
    assert _entries(_read(text))[0].account == ""
    assert _entries(_read(text, balance=None))[0].account == "NEFT"


def test_amounts_without_a_sign_need_a_type() -> None:
    mapping = {"amount": {"mode": "unsigned", "column": 1}}
    assert "type.column" in _refused("Date,Amount\n2026-01-15,1.10\n", **mapping)
    given = mapping | {"type": {"column": "Type"}}
    items = _read("Date,Amount,Type\n2026-01-15,-1.10,Income\n", **given)
    assert [(row, field) for row, field, _ in _errors(items)] == [(2, "amount")]


def test_a_mode_says_which_columns_it_lacks() -> None:
    text = "Date,Amount\n2026-01-15,1.10\n"
    assert "money in and which" in _refused(text, amount={"mode": "in_out", "in": 1})
    assert "the indicator" in _refused(text, amount={"mode": "indicator", "column": 1})


def test_a_type_column_leads_where_it_never_denies_the_sign() -> None:
    text = "Date,Amount,Type\n2026-01-15,-1.10,Transfer\n2026-01-15,2.10,Transfer\n"
    assert [(e.flow, e.direction) for e in _entries(_read(text))] == [
        (Flow.TRANSFER, "out"),
        (Flow.TRANSFER, "in"),
    ]


@pytest.mark.parametrize("word", ["Income", "Gift"])
def test_a_type_column_that_denies_the_sign_or_is_unknown_is_passed_over(word: str) -> None:
    text = f"Date,Amount,Type\n2026-01-15,-1.10,Expense\n2026-01-15,-2.10,{word}\n"
    assert [e.direction for e in _entries(_read(text))] == ["out", "out"]


def test_a_column_of_in_and_out_is_found_whatever_it_is_called() -> None:
    text = "Date,Amount,Zu/Ab\n2026-01-15,1.10,debit\n2026-01-15,2.10,credit\n"
    assert [e.direction for e in _entries(_read(text))] == ["out", "in"]


def test_a_minus_beside_an_indicator_of_money_in_is_a_mistake_of_the_row() -> None:
    mapping = {"amount": {"mode": "indicator", "column": 1, "indicator": 2}}
    items = _read("Date,Amount,Way\n2026-01-15,-1.10,credit\n2026-01-15,-1.10,debit\n", **mapping)
    assert [(row, field) for row, field, _ in _errors(items)] == [(2, "amount")]


def test_only_a_transfer_has_two_sides() -> None:
    items = _read(OWN + "2026-01-05,5,Payback-Out,,,,\n")
    assert [(row, field) for row, field, _ in _errors(items)] == [(2, "type")]


def test_words_of_many_languages_tell_the_way() -> None:
    assert words.flow("Gutschrift") == (Flow.IN, "in")
    assert words.flow("Dépense") == (Flow.OUT, "out")
    assert words.flow("Umbuchung") == (Flow.TRANSFER, "out")
    assert words.flow("Transfer in") == (Flow.TRANSFER, "in")
    assert words.flow("Lidl") is None


def test_memory_stays_flat_however_many_different_cells_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "_KEPT", 2)
    monkeypatch.setattr(moves, "_KEPT", 2)
    monkeypatch.setattr(scans, "DISTINCT", 2)
    text = OWN + "".join(f"2026-01-{day:02},{day},Income,c{day},,,\n" for day in range(10, 20))
    assert [e.amount for e in _entries(_read(text))] == list(range(10, 20))


def test_signs_that_cannot_be_kept_are_a_mistake_of_the_row() -> None:
    items = _read(OWN + "2026-01-05,5,Income,a\x01b,,,\n2026-01-05,5,Income,,,,a\x01b\n")
    assert [(row, field) for row, field, _ in _errors(items)] == [(2, "category"), (3, "note")]


def test_names_and_payees_stand_on_one_line_and_notes_keep_theirs() -> None:
    [entry] = _entries(_read(OWN + '2026-01-05,5,Income,"a\nb",,"c\td","e\r\nf"\n'))
    assert (entry.category, entry.payee, entry.note) == ("a b", "c d", "e\nf")


def test_rows_may_leave_empty_cells_at_their_end_unwritten_where_many_do() -> None:
    long = "".join(f"2026-01-{day},-1.00,shop,note\n" for day in range(10, 30))
    items = _read("Date,Amount,Payee,Note\n" + long + "2026-01-30,-2.00\n" * 3 + ",,,,,\n \n")
    assert len(_entries(items)) == 23
    assert (
        "2 cells where 4"
        in _errors(_read("Date,Amount,Payee,Note\n" + long + "2026-01-30,-2.00\n"))[0][2]
    )


def test_short_rows_do_not_hide_the_dates_below_them() -> None:
    text = "Text;Amount;Date\nopening\na;-1,00;31.12.2025\n"
    mapping = {"payee": None}
    assert [type(item) for item in _read(text, **mapping)] == [Left, Entry]


def test_a_letter_that_its_encoding_does_not_have_is_read_all_the_same() -> None:
    lines = "31.01.2026;-1,10;Bäckerei Süß für Möwe\n" * 9000
    content = f"Datum;Betrag;Text\n{lines}".encode("cp1252") + b"31.01.2026;-1,10;\x81\n"
    assert len(_entries(_read(content))) == 9001


def test_a_column_that_says_more_than_whether_rows_are_booked_keeps_none_out() -> None:
    content = (
        "Date,Text,Kind,Amount\n2026-01-15,a,Pending,-4.20\n2026-01-16,b,Lunch,-1.10\n"
        "2026-01-17,c,Booked,-2.00\n"
    )
    assert len(statements.entries(content)) == 3
