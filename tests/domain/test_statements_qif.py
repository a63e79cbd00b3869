"""QIF as Quicken, Money, GnuCash and banks of many countries write it."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.errors import InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.items import Entry, Limits, Statement
from ftracker.domain.statements.mapping import Unclear
from tests import statements


def qif(*records: str, kind: str = "Bank") -> str:
    return f"!Type:{kind}\n" + "".join(f"{record}\n^\n" for record in records)


def test_a_record_is_an_entry_at_the_line_where_it_begins() -> None:
    content = qif("D1/31/2026\nT-1,204.20\nPCorner Shop\nMmilk\nN101\nLFood:Milk\nCX")
    [entry, told] = statements.items(content)
    assert entry == Entry(
        2, date(2026, 1, 31), Decimal("1204.20"), Flow.OUT, "out", None, "Food:Milk", "",
        "Corner Shop", "milk · No. 101", "", "",
    )  # fmt: skip
    assert told == Statement(
        "", "", date(2026, 1, 31), date(2026, 2, 1), None, None, Decimal("-1204.20"), 1
    )
    assert statements.raw(content, 2)[:3] == [
        ("Date", "1/31/2026"),
        ("Amount", "-1,204.20"),
        ("Payee", "Corner Shop"),
    ]


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (["1/31'26", "2/ 1' 6"], ["2026-01-31", "2006-02-01"]),
        (["1/31/99", "2/ 1'00"], ["1999-01-31", "2000-02-01"]),
        (["31/1/2026", "01/02/2026"], ["2026-01-31", "2026-02-01"]),
        (["31.01.26", "1.2.26"], ["2026-01-31", "2026-02-01"]),
        (["31-01-2026", "01-02-2026"], ["2026-01-31", "2026-02-01"]),
        (["2026-01-31", "2026-02-01"], ["2026-01-31", "2026-02-01"]),
        (["20260131", "20260201"], ["2026-01-31", "2026-02-01"]),
        (["31 Jan 2026", "1 Feb 2026"], ["2026-01-31", "2026-02-01"]),
        (["1/31'2026", "2/1/6"], ["2026-01-31", "2006-02-01"]),
    ],
)
def test_days_are_read_in_all_the_ways_they_are_written(days: list[str], read: list[str]) -> None:
    content = qif(*[f"D{day}\nT-1.00" for day in days])
    assert [day for day, _ in statements.amounts(content)] == read


def test_the_file_is_asked_for_day_and_month_and_an_answer_is_taken() -> None:
    content = qif("D1/2'26\nT-1.00", "D3/4'26\nT-2.00")
    with pytest.raises(Unclear) as asked:
        statements.reading(content)
    assert asked.value.errors[0].field == "date.formats"
    for style, first in (
        ("%m/%d/%Y", "2026-01-02"), ("%d/%m/%y", "2026-02-01"), ("%d/%m'%y", "2026-02-01"),
    ):  # fmt: skip
        answer = {"date": {"formats": [style]}}
        assert statements.amounts(content, **answer)[0][0] == first
    with pytest.raises(InvalidInput):
        statements.reading(content, date={"formats": ["%Q"]})


def test_the_decimal_mark_is_found_from_the_whole_file_or_asked_for() -> None:
    german = qif("D31.01.26\nT-1.204,20", "D31.01.26\nT7,5")
    assert [a for _, a in statements.amounts(german)] == ["-1204.20", "7.50"]
    unclear = qif("D31.01.26\nT-1,204")
    with pytest.raises(Unclear) as asked:
        statements.reading(unclear)
    assert asked.value.errors[0].field == "decimal"
    assert statements.amounts(unclear, decimal=".")[0][1] == "-1204.00"
    assert "more decimals" in statements.errors(unclear, decimal=",")[0][2]


@pytest.mark.parametrize("amount", ["NaN", "1e400", "0xff", "9" * 40, "", "1.2.3"])
def test_what_is_no_amount_is_bad_at_its_row(amount: str) -> None:
    content = qif("D31.01.26\nT1.00", f"D31.01.26\nT{amount}")
    assert [e[:2] for e in statements.errors(content)] == [(5, "amount")]


@pytest.mark.parametrize("day", ["2/30/2026", "1/31/0026", "1/31/5000", "soon", ""])
def test_what_is_no_day_is_bad_at_its_row(day: str) -> None:
    content = qif("D1/31/2026\nT1.00", f"D{day}\nT1.00")
    assert [e[:2] for e in statements.errors(content)] == [(5, "date")]


def test_a_category_in_brackets_is_a_transfer() -> None:
    [entry] = statements.entries(qif("D31.01.26\nT-5.00\nPTo savings\nL[Savings]/trip"))
    assert (entry.flow, entry.direction, entry.category) == (Flow.TRANSFER, "out", "")
    assert entry.note == "[Savings]"


def test_the_parts_of_a_split_are_entries_that_sum_to_it() -> None:
    content = qif(
        "D31.01.26\nT-30.00\nPMarket\nMbig\nL--Split--\n"
        "SFood\nEbread\n$-20.00\nSHome\n$-15.00\nS[Cash]\n$5.00"
    )
    found = statements.entries(content)
    assert [(e.row, e.category, statements.signed(e), e.flow, e.note) for e in found] == [
        (7, "Food", Decimal("-20.00"), Flow.OUT, "bread · big"),
        (10, "Home", Decimal("-15.00"), Flow.OUT, "big"),
        (12, "", Decimal("5.00"), Flow.TRANSFER, "[Cash] · big"),
    ]
    assert {e.payee for e in found} == {"Market"}
    assert ("Split amount", "-15.00") in statements.raw(content, 10)


def test_a_split_that_does_not_sum_stays_whole_with_its_parts_noted() -> None:
    content = qif("D31.01.26\nT-30.00\nPMarket\nE?\nSFood\nEbread\n$-20.00\nSHome\n%50")
    [entry] = statements.entries(content)
    assert (statements.signed(entry), entry.note) == (Decimal(-30), "Food bread -20.00 · Home")
    content = qif("D31.01.26\n$9.99\nSFood\n$-20.00\nSHome\n$-1.00")
    assert [a for _, a in statements.amounts(content)] == ["-20.00", "-1.00"]
    assert statements.amounts(qif("D31.01.26\nT-30.00\nL--Split--")) == [("2026-01-31", "-30.00")]


def test_accounts_follow_one_another() -> None:
    content = (
        "!Option:AutoSwitch\n!Account\nNChecking\nTBank\n^\nNVisa\nTCCard\n^\n!Clear:AutoSwitch\n"
        "!Type:Cat\nNFood\nE\n^\n"
        "!Account\nNChecking\nTBank\n^\n!Type:Bank\nD31.01.26\nT100.00\nPOpening Balance\n"
        "L[Checking]\n^\nD31.01.26\nT-1.00\n^\n"
        "!Account\nNVisa\nTCCard\n^\n!Type:CCard\nD30.01.26\nT-2.00"
    )
    assert [(e.account, e.amount) for e in statements.entries(content)] == [
        ("Checking", Decimal(1)),
        ("Visa", Decimal(2)),
    ]
    assert statements.left(content) == [(19, "This is the opening balance.")]
    [first, second] = statements.statements(content)
    assert (first.account, first.opening, first.total) == ("Checking", Decimal(100), Decimal(-1))
    assert (second.account, second.opening) == ("Visa", None)


def test_the_opening_record_names_the_account_where_nothing_else_does() -> None:
    content = qif("D31.01.26\nTx\nPOpening Balance\nL[Giro]", "D31.01.26\nT-1.00")
    assert [e.account for e in statements.entries(content)] == ["Giro"]
    [told] = statements.statements(content)
    assert (told.account, told.opening) == ("Giro", None)
    spent = qif("D31.01.26\nT-1.00\nPOpening Balance\nLFees")
    assert len(statements.entries(spent)) == 1


@pytest.mark.parametrize(
    "kind", ["Bank", "Cash", "CCard", "Oth A", "Oth L", "bank ", "OTH  A", "Banque"]
)
def test_every_kind_of_account_is_read(kind: str) -> None:
    assert len(statements.entries(qif("D31.01.26\nT-1.00", kind=kind))) == 1


def test_investments_are_left_out_with_a_reason_and_lists_are_passed_over() -> None:
    content = qif("D31.01.26\nNBuy\nYACME\nT-1.00", kind="Invst") + qif("NFood", kind="Cat")
    [(row, reason)] = statements.left(content)
    assert row == 2
    assert "investments" in reason
    assert statements.statements(content) == []


def test_it_is_known_by_its_content_with_or_without_a_header() -> None:
    bare = "D31.01.26\nT-1.00\nPShop\n^\nD31.01.26\nT-2.00\n^\n"
    windows = qif("D31.01.26\nT-1.00").replace("\n", "\r\n")
    for content in (bare, "\n\n" + windows, "\ufeff" + windows, windows.replace("\r\n", "\r")):
        assert statements.reading(content).format is Format.QIF
        assert statements.amounts(content)[0] == ("2026-01-31", "-1.00")
    assert statements.reading("Date,Amount\n2026-01-31,5.00\n").format is Format.CSV


def test_letters_of_other_encodings_are_read() -> None:
    content = qif("D31.01.26\nT-1.00\nPBäckerei Löwenstraße")
    for encoding in ("utf-8", "cp1252", "utf-16"):
        assert statements.entries(content.encode(encoding))[0].payee == "Bäckerei Löwenstraße"


def test_addresses_are_noted_and_currencies_given() -> None:
    content = qif("D31.01.26\nT-1.00\nPShop\nA1 Main St\nASpringfield\nU-1.00")
    [entry] = statements.entries(content, currency="usd")
    assert (entry.note, entry.currency) == ("1 Main St · Springfield", "USD")
    assert statements.entries(content, amount={"negate": True})[0].direction == "in"


def test_what_explodes_is_refused_in_a_sentence() -> None:
    long = qif("D31.01.26\nT-1.00\nM" + "x" * 10_000_000)
    assert "Line 4 is longer than" in statements.refused(long)
    endless = qif("D31.01.26\nT-1.00\n" + "Mx\n" * 20_000)
    assert "too many lines" in statements.refused(endless)
    wide = qif("D31.01.26\nT-1.00\n" + ("M" + "x" * 60_000 + "\n") * 20)
    assert "too many lines" in statements.refused(wide)
    many = qif(*["D31.01.26\nT-1.00"] * 11)
    assert "10 rows" in statements.refused(many, limits=Limits(rows=10))
    assert "NUL" in statements.refused(qif("D31.01.26\nT-1.00\nPa\0b"))
