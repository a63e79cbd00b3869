"""How a file is understood: each principle by a small file that only it can decide."""

from dataclasses import replace
from typing import Any

import pytest

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import plans, rows
from ftracker.domain.statements.items import Bad, Entry, Item, Left, Statement
from ftracker.domain.statements.mapping import Mapping, Mode, Unclear
from ftracker.domain.statements.plans import Plan
from ftracker.domain.statements.sources import InMemory
from ftracker.schemas.mappings import MappingIn, as_json
from tests.layouts import TYPES


def _plan(text: str, places: int = 2, **mapping: Any) -> Plan:
    given = MappingIn.model_validate(mapping).mapping()
    return plans.make(InMemory(text.encode()), given, places=places, types=TYPES)


def _items(text: str, places: int = 2, **mapping: Any) -> list[Item]:
    return list(rows.read(InMemory(text.encode()), _plan(text, places, **mapping)))


def _read(text: str, places: int = 2, **mapping: Any) -> list[str]:
    items = _items(text, places, **mapping)
    assert not [item for item in items if isinstance(item, Bad)], items
    return [
        f"{e.date} {'' if e.direction == 'in' else '-'}{e.amount} {e.payee}|{e.note}"
        for e in items
        if isinstance(e, Entry)
    ]


def _question(text: str, places: int = 2, **mapping: Any) -> str:
    with pytest.raises(Unclear) as asked:
        _plan(text, places, **mapping)
    return f"{asked.value.errors[0].field}: {asked.value}"


def test_every_guess_says_why() -> None:
    plan = _plan(
        "IBAN;DE00120300000000000000\nBuchungstag;Empfänger;Zweck;Betrag (EUR);Saldo\n"
        + "".join(
            f"{day}.01.2026;Shop {day};x{day};-1,00;{200 - day},00\n" for day in range(10, 20)
        )
    )
    assert plan.reasons["date"] == "header says Buchungstag"
    assert plan.reasons["date.formats"].startswith("13 and later stand only in the first place")
    assert "the balance before it and this make the balance after it" in plan.reasons["amount"]
    assert plan.reasons["currency"] == "header says Betrag (EUR)"
    assert plan.reasons["has_header"] == "line 2 names the columns"
    assert {"encoding", "delimiter", "decimal", "payee"} <= set(plan.reasons)


def test_the_balance_teaches_what_an_unknown_letter_means() -> None:
    text = "Date;Text;Amount;Q;Balance\n" + "".join(
        f"2026-01-{day};a;{amount};{way};{balance}\n"
        for day, amount, way, balance in [
            (11, "1.00", "p", "101.00"), (12, "5.00", "q", "96.00"), (13, "2.00", "p", "98.00"),
            (14, "7.00", "q", "91.00"), (15, "3.00", "p", "94.00"),
        ]
    )  # fmt: skip
    plan = _plan(text)
    assert (plan.amount.mode, plan.amount.in_words) == (Mode.INDICATOR, frozenset({"p"}))
    assert "the balance shows" in plan.reasons["amount.indicator"]
    assert [line.split()[1] for line in _read(text)] == ["1.00", "-5.00", "2.00", "-7.00", "3.00"]
    mixed = text.replace(";q;91", ";p;91")
    assert _plan(mixed).amount.mode is Mode.SIGNED


def test_a_sign_beside_the_amount_may_be_a_column_of_its_own() -> None:
    text = (
        "Date;Text;Sign;Amount;Balance\n2026-01-11;a;+;1.00;101.00\n2026-01-12;b;-;5.00;96.00\n"
        "2026-01-13;c;-;1.00;95.00\n2026-01-14;c;-;1.00;94.00\n2026-01-15;d;-;1.00;93.00\n"
    )
    assert [line.split()[1] for line in _read(text)][:2] == ["1.00", "-5.00"]


def test_a_balance_that_falls_by_what_has_no_minus_turns_the_sign() -> None:
    text = "Date;Text;Amount;Balance\n" + "".join(
        f"2026-01-{day};x{day};1.00;{200 - day}.00\n" for day in range(11, 19)
    )
    plan = _plan(text)
    assert plan.amount.negate
    assert plan.reasons["amount.negate"] == "every row: the balance falls by this amount"


def test_amounts_that_never_say_their_way_are_asked_about() -> None:
    text = "Date;Text;Amount\n" + "".join(f"2026-01-{day};x;1.00\n" for day in range(11, 20))
    assert _question(text).startswith("amount: No amount has a minus")
    assert len(_read(text, amount={"mode": "signed", "column": "Amount"})) == 9
    assert _read(text.replace(";1.00", ";+1.00"))[0].split()[1] == "1.00"
    assert _read(text.replace("Amount", "Spent"))[0].split()[1] == "-1.00"


def test_a_card_is_known_by_its_few_amounts_with_a_minus() -> None:
    text = "Date;Text;Amount\n" + "".join(
        f"2026-01-{day};x;{'-' if day == 15 else ''}1.00\n" for day in range(11, 20)
    )
    assert [line.split()[1] for line in _read(text)].count("-1.00") == 8


def test_a_header_may_go_over_two_lines() -> None:
    text = (
        "Date;;Money;Money\n;Description;In;Out\n2026-01-15;a;;4.20\n2026-01-16;b;5.00;\n"
        "2026-01-17;c;;1.00\n"
    )
    assert _plan(text).layout.header == ["Date", "Description", "Money In", "Money Out"]
    assert _read(text)[0] == "2026-01-15 -4.20 |a"


def test_a_file_may_say_how_it_is_cut() -> None:
    assert _plan("sep=^\nDate^Text^Amount\n2026-01-15^a^-1.00\n").dialect.delimiter == "^"


def test_lines_may_stand_in_quotes_as_a_whole() -> None:
    text = '"Date,Text,Amount"\n"2026-01-15,""a, b"",-1.00"\n"2026-01-16,c,-2.00"\n'
    assert _plan(text).reasons["delimiter"].startswith("each line stands in quotes")
    assert _read(text) == ["2026-01-15 -1.00 |a, b", "2026-01-16 -2.00 |c"]


def test_single_quotes_may_stand_around_cells() -> None:
    text = "'Date','Text','Amount'\n'2026-01-15','a, b','-1.00'\n"
    assert _read(text) == ["2026-01-15 -1.00 |a, b"]
    assert _plan("Date;Text;Amount\n2026-01-15;Baker's;-1.00\n").dialect.quotechar == '"'


def test_without_quotes_every_sign_is_a_letter() -> None:
    assert _read('Date;Text;Amount\n2026-01-15;"a;-1.00\n', quotechar=None) == [
        '2026-01-15 -1.00 |"a'
    ]


def test_a_comma_that_cuts_amounts_is_asked_about() -> None:
    text = "Date,Text,Amount\n" + "".join(f"2026-01-{d},x,-1,20\n" for d in range(11, 40))
    assert _question(text).startswith("delimiter: Most rows have more cells")


def test_days_may_be_counted_as_a_spreadsheet_counts_them() -> None:
    text = "Date;Text;Amount\n45672;a;-1.00\n45673.5;b;-2.00\n"
    assert _read(text) == ["2025-01-15 -1.00 |a", "2025-01-16 -2.00 |b"]
    assert _plan(text).mapping.date.formats == ("excel",)
    items = _items(text + "x;c;-3.00\n;d;-3.00\n", date={"column": 0, "formats": ["excel"]})
    assert len([item for item in items if isinstance(item, Bad)]) == 2


def test_the_other_date_is_taken_where_the_first_is_empty() -> None:
    text = (
        "Buchungstag;Valutadatum;Zweck;Betrag\n17.01.2026;18.01.2026;a;-1,00\n"
        ";19.01.2026;b;-2,00\n18.01.2026;20.01.2026;c;-2,00\n"
    )
    assert [line[:10] for line in _read(text)] == ["2026-01-17", "2026-01-19", "2026-01-18"]
    form = as_json(_plan(text).mapping)
    assert form["date"]["otherwise"] == "Valutadatum"
    assert _read(text, date=form["date"]) == _read(text)
    given = {"date": {"column": "Buchungstag"}}
    assert len([i for i in _items(text, **given) if isinstance(i, Bad)]) == 1


def test_another_date_of_the_file_may_settle_day_and_month() -> None:
    text = "Posted;Value date;Text;Amount\n01/02/2026;13/02/2026;a;-1.00\n"
    assert _read(text) == ["2026-02-01 -1.00 |a"]


def test_who_writes_commas_puts_the_day_first() -> None:
    assert _read("Date;Text;Amount\n01/02/2026;a;-1,00\n") == ["2026-02-01 -1.00 |a"]
    assert _question("Date;Text;Amount\n01/02/2026;a;-1.00\n").startswith("date.formats")
    assert _read("Date;Text;Amount;Currency\n01/02/2026;a;-1.00;INR\n")[0].startswith("2026-02-01")


def test_the_balance_helps_to_tell_marks_apart() -> None:
    text = "Date;Text;Amount;Balance\n2026-01-15;a;-1,200;10,000.50\n2026-01-16;b;-2,300;7,700.50\n"
    assert _read(text) == ["2026-01-15 -1200.00 |a", "2026-01-16 -2300.00 |b"]
    assert _question(text.replace(".50", "")).startswith("decimal")
    assert _question("Date;Text;Amount\n2026-01-15;a;-1,200\n").startswith("decimal")


def test_a_currency_without_decimals_settles_the_mark() -> None:
    text = "Date;Text;Amount;Currency\n2026-01-15;a;-1,200;JPY\n"
    assert _read(text) == ["2026-01-15 -1200.00 |a"]


def test_a_currency_is_found_beside_amounts_and_above_the_header() -> None:
    assert _plan("Date;Text;Amount\n2026-01-15;a;€ -1.00\n").currency_code == "EUR"
    above = "Account number: 123456 in INR\nDate;Text;Amount\n2026-01-15;a;-1.00\n"
    assert (_plan(above).currency_code, _plan(above).account_name) == ("INR", "123456")


def test_a_reference_counts_only_where_it_is_an_id_of_each_row() -> None:
    head = "Transaction ID;Date;Text;Amount\n"
    text = head + "A1;2026-01-15;a;-1.00\nA2;2026-01-16;b;-2.00\n"
    assert [e.reference for e in _items(text) if isinstance(e, Entry)] == ["A1", "A2"]
    for other in (text + "A1;2026-01-17;c;-3.00\n", text + ";2026-01-17;c;-3.00\n"):
        assert {e.reference for e in _items(other) if isinstance(e, Entry)} == {""}
        assert _plan(other).mapping.reference == "Transaction ID"
    weak = text.replace("Transaction ID", "Reference")
    assert {e.reference for e in _items(weak) if isinstance(e, Entry)} == {""}


def test_rows_that_move_nothing_are_left_out_with_a_reason() -> None:
    text = (
        "Date;Text;Amount\n2026-01-15;a;-1.00\n2026-01-16;interest is now 2 %;0.00\n"
        "2026-01-17;Closing balance;7.00\nClosing balance;;7.00\n"
    )
    left = [item for item in _items(text) if isinstance(item, Left)]
    assert [item.reason for item in left] == [
        "This row moves no money.",
        "This is a balance, not a booking.",
        "This is a total or a balance.",
    ]
    assert next(i for i in _items(text) if isinstance(i, Statement)).closing is not None


def test_balances_around_the_rows_are_said_in_the_lines_above_too() -> None:
    text = (
        "#Opening balance;#Closing balance\n100.00 EUR;99.00 EUR\nDate;Text;Amount\n"
        "2026-01-15;a;-1.00\n"
    )
    [statement] = [item for item in _items(text) if isinstance(item, Statement)]
    assert (str(statement.opening), str(statement.closing)) == ("100.00", "99.00")
    assert statement.is_complete
    [wrong] = [i for i in _items(text.replace("99", "98")) if isinstance(i, Statement)]
    assert not wrong.is_complete
    assert len(_items(text + "Closing balance;;98.00\nClosing balance;;97.00\n")) == 4
    several = text.replace("Amount", "Amount;Account").replace("-1.00", "-1.00;A\n2026-01-16;b;1;B")
    assert {i.opening for i in _items(several) if isinstance(i, Statement)} == {None}


def test_a_line_goes_on_with_the_text_of_the_row_above() -> None:
    text = "Date,Text,In,Out\n" + "".join(
        f"2026-01-{day},PAY,,1.00\n,to shop {day},,\n" for day in (15, 16, 17)
    )
    assert _read(text)[0] == "2026-01-15 -1.00 |PAY to shop 15"
    assert [i.row for i in _items(text + "Total,,,3.00\n") if isinstance(i, Left)] == [8]
    assert _read(text + "2026-01-19,x,,1.00\n")[-1] == "2026-01-19 -1.00 |x"


def test_the_raw_cells_of_a_row_are_given_with_their_names() -> None:
    text = "Date;Text;Amount\n2026-01-15;a;-1.00;\n2026-01-16;b;-2.00\n"
    source, plan = InMemory(text.encode()), _plan(text)
    assert rows.raw(source, plan, 2)[:3] == [
        ("Date", "2026-01-15"), ("Text", "a"), ("Amount", "-1.00"),
    ]  # fmt: skip
    assert rows.raw(source, plan, 2)[3] == ("Column 4", "")
    assert rows.raw(source, plan, 1) == []
    assert rows.raw(source, plan, 9) == []


def test_a_mapping_as_it_was_understood_reads_the_same() -> None:
    for text in (
        "source_name;destination_name;Date;Amount;Type\nA;B;2026-01-15;-1.00;w\nC;A;2026-01-16;2;d\n",
        "Bank\n\nDate;Text;Amount;S/H;Status\n2026-01-15;a;1;S;ok\n2026-01-17;c;2;H;pending\n",
        "Date;Text;Credit;Debit;Balance\n2026-01-15;a;1.00;;5.00\n2026-01-16;b;;2.00;3.00\n",
    ):
        form = as_json(_plan(text).mapping)
        assert _read(text, **form) == _read(text)


def test_a_layout_can_be_asked_for_without_a_plan() -> None:
    source = InMemory(b"Bank\nDate;Text;Amount\n2026-01-15;a;-1.00\n")
    assert plans.layout(source, Mapping()).header_line == 2
    assert plans.layout(source, replace(Mapping(), skip_rows=1)).above == [["Bank"]]


def test_what_the_mapping_says_is_not_guessed() -> None:
    text = "A;B;C;D;E;F;G\n2026-01-15;2026-01-16;a;b;-1;9;X\n2026-01-16;2026-01-17;a;b;-1;8;X\n"
    mapping = {
        "date": {"column": 0, "otherwise": 1}, "amount": {"column": 4}, "payee": 2,
        "payee_in": 3, "description": [3], "balance": 5, "account": 6, "account_in": 6,
        "category": None, "reference": None, "type": None, "has_header": True, "skip_rows": 0,
    }  # fmt: skip
    plan = _plan(text, **mapping)
    assert (plan.payee, plan.description, plan.balance, plan.account) == (2, (3,), 5, 6)
    assert (plan.payee_in, plan.account_in, plan.other_date) == (3, 6, 1)
    assert _plan(text, **(mapping | {"payee": None, "account": None})).payee is None
    with pytest.raises(InvalidInput, match="is not a date format"):
        _plan(text, date={"column": 0, "formats": ["%Q"]})


def test_two_names_alike_are_asked_about_where_they_differ() -> None:
    text = "Date;Category;Category;Amount\n2026-01-15;a;b;-1.00\n"
    with pytest.raises(InvalidInput, match="Two columns are called “Category”"):
        _plan(text)
    assert _plan(text.replace(";a;b;", ";a;a;")).category == 1


def test_a_header_may_be_said_to_be_there_or_not() -> None:
    text = "2026-01-15;a;-1.00\n2026-01-16;b;-1.00\n"
    assert len(_read(text, has_header=False, skip_rows=0)) == 2
    assert len(_read("X;Y;Z\n" + text, has_header=True)) == 2
    assert len(_read("X;Y;Z\n" + text)) == 2


def test_days_may_have_a_name_and_no_marks() -> None:
    assert _read("日付;内容;金額\n2025/09/01(月);a;-1\n", 0) == ["2025-09-01 -1 |a"]
    assert _read("Date;Text;Amount\nMon 03 Feb 2025;a;-1.00\n") == ["2025-02-03 -1.00 |a"]
    assert _read("Date;Text;Amount\n20250203101500;a;-1.00\n") == ["2025-02-03 -1.00 |a"]


def test_the_way_is_said_by_the_type_the_file_holds_more_of_than_its_sample() -> None:
    rows_ = "".join(f"2026-01-{11 + n % 9};x;-1.00;Transfer\n" for n in range(700))
    text = f"Date;Text;Amount;Kind\n{rows_}"
    assert _plan(text).type == 3
    assert _plan(text + "2026-01-12;x;-1.00;Unheard of\n").type is None
    assert _read(text + "2026-01-12;x;-1.00;Unheard of\n")[-1] == "2026-01-12 -1.00 |x"


def test_rows_of_a_book_of_two_sides_may_be_cut_short() -> None:
    head = "Date,Transaction ID,Description,Full Account Name,Account Name,Amount Num.\n"
    text = head + "2026-01-15,a,x,Assets:Bank,Bank,-1.00\n2026-01-15\n,,,Expenses:Food,Food,1.00\n"
    assert _read(text) == ["2026-01-15 -1.00 |x"]


def test_words_that_only_later_rows_hold_are_known_as_well() -> None:
    text = "Date;Text;Amount;S/H\n" + "2026-01-15;a;1.00;S\n2026-01-15;a;1.00;H\n" * 320
    assert _read(text + "2026-01-16;b;1.00;Haben\n")[-1] == "2026-01-16 1.00 |b"
    given = {"mode": "indicator", "column": 2, "indicator": 3, "in": ["H"], "out": ["S"]}
    assert isinstance(_items(text + "2026-01-16;b;1.00;Haben\n", amount=given)[-2], Bad)


def test_a_balance_that_the_last_row_does_not_say_is_not_made_up() -> None:
    text = "Date;Text;Amount;Balance\n" + "".join(
        f"2026-01-{day};x{day};-1.00;{200 - day}.00\n" for day in range(11, 17)
    )
    [full] = [item for item in _items(text) if isinstance(item, Statement)]
    assert (str(full.opening), str(full.closing)) == ("190.00", "184.00")
    [short] = [i for i in _items(text + "2026-01-17;y;-1.00;\n") if isinstance(i, Statement)]
    assert (short.opening, short.closing) == (None, None)


def test_other_dates_that_leave_no_doubt_of_their_own_settle_nothing() -> None:
    text = "Posted;Value date;Text;Amount\n01/02/2026;2026-02-13;a;-1.00\n"
    assert _question(text, date={"column": 0}).startswith("date.formats")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_are_known_without_their_mark(encoding: str) -> None:
    content = "Datum;Text;Betrag\n31.01.2026;Bäcker;-1,00\n".encode(encoding)
    plan = plans.make(InMemory(content), Mapping(), places=2, types=TYPES)
    assert plan.dialect.encoding == encoding


def test_a_header_of_amounts_over_prose_lets_the_rows_say_what_is_wrong() -> None:
    items = _items("Date;Text;Amount\n2026-01-15;a;n/a\n2026-01-16;b;none\n")
    assert [item.errors[0].field for item in items if isinstance(item, Bad)] == ["amount"] * 2
