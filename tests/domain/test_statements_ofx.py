"""OFX and QFX as banks of many countries write them."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.kinds import Flow
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.items import Entry, Limits, Statement
from tests import statements

HEADER = (
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\n"
    "CHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
)


def sgml(*movements: str, head: str = HEADER, after: str = "", currency: str = "USD") -> str:
    """Write a checking account's statement the way of 1.x: leaves are not closed."""
    listed = "".join(f"<STMTTRN>\n{movement}\n</STMTTRN>\n" for movement in movements)
    return (
        f"{head}<OFX>\n<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS>\n"
        f"<STMTRS><CURDEF>{currency}\n<BANKACCTFROM><BANKID>123<ACCTID>00042<ACCTTYPE>CHECKING\n"
        f"</BANKACCTFROM>\n<BANKTRANLIST><DTSTART>20260101<DTEND>20260131\n{listed}"
        f"</BANKTRANLIST>\n{after}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )


def movement(amount: str = "-4.20", day: str = "20260105", **more: str) -> str:
    leaves = {"TRNTYPE": "OTHER", "DTPOSTED": day, "TRNAMT": amount, "FITID": "A1", **more}
    return "".join(f"<{name}>{text}\n" for name, text in leaves.items() if text)


def xml(inner: str, *, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return (
        f'{declaration}<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?><OFX>'
        "<CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR</CURDEF>"
        "<CCACCTFROM><ACCTID>4111</ACCTID></CCACCTFROM>"
        f"<BANKTRANLIST>{inner}</BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>"
    )


def test_an_unclosed_leaf_ends_where_the_next_tag_begins() -> None:
    [entry, told] = statements.items(sgml(movement(NAME="Corner Shop", MEMO="card 12")))
    assert entry == Entry(
        17, date(2026, 1, 5), Decimal("4.20"), Flow.OUT, "out", None, "", "00042", "Corner Shop",
        "card 12", "USD", "A1",
    )  # fmt: skip
    assert told == Statement(
        "00042", "USD", date(2026, 1, 1), date(2026, 2, 1), None, None, Decimal("-4.20"), 1
    )


def test_it_is_known_by_its_content_with_or_without_a_header() -> None:
    for head in (HEADER, "", "\r\n\r\n" + HEADER, "OFXHEADER:100DATA:OFXSGML", "\ufeff" + HEADER):
        content = sgml(movement(), head=head)
        assert statements.reading(content).format is Format.OFX
        assert statements.amounts(content) == [("2026-01-05", "-4.20")]


def test_end_tags_may_be_missing_even_those_of_a_movement() -> None:
    content = sgml(movement("-1.00"), movement("-2.00", FITID="A2")).replace("</STMTTRN>\n", "")
    assert statements.amounts(content) == [("2026-01-05", "-1.00"), ("2026-01-05", "-2.00")]
    assert [e.reference for e in statements.entries(content)] == ["A1", "A2"]


def test_movements_on_one_line_have_rows_that_go_on_counting() -> None:
    content = xml("".join(f"<STMTTRN>{movement(f'-{n}.00')}</STMTTRN>" for n in (1, 2, 3)))
    content = content.replace("\n", "")
    assert [e.row for e in statements.entries(content)] == [1, 2, 3]
    assert ("TRNAMT", "-2.00") in statements.raw(content, 2)
    assert statements.raw(content, 9) == []


def test_ampersands_angles_and_entities_are_read_as_they_are_meant() -> None:
    content = sgml(movement(NAME="M&S & Sons", MEMO="a &lt; b &amp;amp; c < d &#233;&nbsp;x"))
    [entry] = statements.entries(content)
    assert entry.payee == "M&S & Sons"
    assert entry.note == "a < b &amp; c < d é x"
    [entry] = statements.entries(sgml(movement(NAME="<![CDATA[Tom & Co]]>")))
    assert entry.payee == "Tom & Co"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("-12,50", "-12.50"), ("+12.5", "12.50"), ("12", "12.00"), ("-.5", "-0.50"),
        ("-7.", "-7.00"), ("100.500", "100.50"), (" -3.10 ", "-3.10"),
    ],
)  # fmt: skip
def test_amounts_have_one_decimal_mark(written: str, read: str) -> None:
    assert statements.amounts(sgml(movement(written))) == [("2026-01-05", read)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1.234", "more decimals"), ("1,234.56", "not an amount"), ("NaN", "not an amount"),
        ("1e400", "not an amount"), ("0x10", "not an amount"), ("9" * 40, "too large"),
        ("", "missing"), ("--5", "not an amount"), ("٤٢", "not an amount"), ("5-", "not an amount"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_bad_at_its_row(written: str, said: str) -> None:
    [(row, field, message)] = statements.errors(sgml(movement(written)))
    assert (row, field) == (17, "amount")
    assert said in message


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20260105", "2026-01-05"), ("20260105120000", "2026-01-05"),
        ("20260105233000.000[-5:EST]", "2026-01-05"), ("20260105000000[0:GMT]", "2026-01-05"),
        ("2026-01-05", "2026-01-05"), ("20260105003000.000[+2:CEST]", "2026-01-05"),
    ],
)  # fmt: skip
def test_the_day_is_the_banks_own_whatever_the_time_zone(written: str, read: str) -> None:
    assert statements.amounts(sgml(movement(day=written))) == [(read, "-4.20")]


@pytest.mark.parametrize("day", ["20260230", "00260105", "50000101", "20261301", "soon", ""])
def test_what_is_no_day_is_bad_at_its_row(day: str) -> None:
    assert [e[:2] for e in statements.errors(sgml(movement(day=day)))] == [(17, "date")]


def test_all_that_is_wrong_with_a_movement_is_said_at_once() -> None:
    found = statements.errors(sgml(movement("x", day="y")))
    assert [field for _, field, _ in found] == ["date", "amount"]
    [told] = statements.statements(sgml(movement("x", day="y")))
    assert (told.rows, told.is_complete) == (0, False)


def test_the_header_may_lie_about_the_encoding() -> None:
    text = sgml(movement(NAME="Café Müller"))
    for encoding in ("utf-8", "cp1252", "utf-8-sig", "utf-16"):
        [entry] = statements.entries(text.encode(encoding))
        assert entry.payee == "Café Müller", encoding
    polish = text.replace("Café Müller", "Łódź Żabka").replace("CHARSET:1252", "CHARSET:1250")
    assert statements.entries(polish.encode("cp1250"))[0].payee == "Łódź Żabka"
    latin = xml(f"<STMTTRN>{movement(NAME='Café')}</STMTTRN>").encode("latin-1")
    assert statements.entries(latin)[0].payee == "Café"
    none = text.replace("CHARSET:1252", "CHARSET:NONE").encode("cp1252")
    assert statements.entries(none)[0].payee == "Café Müller"
    assert statements.entries(text.encode("cp850"), encoding="cp850")[0].payee == "Café Müller"
    headless = sgml(movement(NAME="Café Müller"), head="").encode("cp1252")
    assert statements.entries(headless)[0].payee == "Café Müller"


def test_who_and_what_for_come_from_all_their_fields() -> None:
    payee = "<PAYEE><NAME>Power Co<ADDR1>1 Main St<CITY>Springfield</PAYEE>"
    [entry] = statements.entries(sgml(movement(MEMO="bill", CHECKNUM="00101") + payee))
    assert (entry.payee, entry.note) == ("Power Co", "bill · Check 101")
    [entry] = statements.entries(sgml(movement(NAME="LONG NAM", EXTDNAME="LONG NAME OF A SHOP")))
    assert (entry.payee, entry.note) == ("LONG NAME OF A SHOP", "LONG NAM")
    to = "<BANKACCTTO><BANKID>1<ACCTID>777<ACCTTYPE>SAVINGS</BANKACCTTO>"
    [entry] = statements.entries(sgml(movement(TRNTYPE="XFER", NAME="") + to))
    assert (entry.payee, entry.note, entry.flow) == ("", "777 · XFER", Flow.OUT)


def test_a_text_that_is_too_long_for_a_payee_stands_in_the_note() -> None:
    name = "x" * 90 + " " + "y" * 140
    [entry] = statements.entries(sgml(movement(NAME=name, MEMO="memo " + "z" * 3000)))
    assert entry.payee == name[:199] + "…"
    assert entry.note.startswith(f"{name} · memo zzz"), entry.note[:300]
    assert len(entry.note) == 2000


def test_controls_and_breaks_in_a_text_become_blanks() -> None:
    [entry] = statements.entries(sgml(movement(NAME="a\x01b", MEMO="one\r\ntwo\tthree")))
    assert (entry.payee, entry.note) == ("a b", "one two three")


def test_a_balance_is_the_closing_one_unless_movements_are_younger() -> None:
    def closing(day: str, amount: str = "-99.50") -> Decimal | None:
        after = f"<LEDGERBAL><BALAMT>{amount}<DTASOF>{day}</LEDGERBAL>"
        after += "<AVAILBAL><BALAMT>5.00<DTASOF>20260131</AVAILBAL>"
        return statements.statements(sgml(movement(), after=after))[0].closing

    assert closing("20260131") == Decimal("-99.50")
    assert closing("20260104") is None
    assert closing("") == Decimal("-99.50")
    assert closing("20260131", "n/a") is None


def test_days_of_a_statement_hold_all_its_movements() -> None:
    content = sgml(movement(day="20251230"), movement(day="20260203"))
    [told] = statements.statements(content)
    assert (told.start, told.end) == (date(2025, 12, 30), date(2026, 2, 4))
    odd = content.replace("<DTSTART>20260101", "<DTSTART>00000000")
    assert statements.statements(odd)[0].start == date(2025, 12, 30)


def test_several_accounts_are_told_apart() -> None:
    card = xml(f"<STMTTRN>{movement('-9.00')}</STMTTRN>", declaration="").split("<OFX>")[1]
    content = sgml(movement()).replace("</OFX>\n", card)
    assert [(e.account, e.currency) for e in statements.entries(content)] == [
        ("00042", "USD"),
        ("4111", "EUR"),
    ]
    assert [(s.account, s.total) for s in statements.statements(content)] == [
        ("00042", Decimal("-4.20")),
        ("4111", Decimal("-9.00")),
    ]


def test_currencies_of_single_movements() -> None:
    foreign = "<CURRENCY><CURRATE>1.1<CURSYM>GBP</CURRENCY>"
    [entry] = statements.entries(sgml(movement() + foreign))
    assert entry.currency == "GBP"
    assert not statements.statements(sgml(movement() + foreign))[0].is_complete
    original = "<ORIGCURRENCY><CURRATE>1.25<CURSYM>GBP</ORIGCURRENCY>"
    [entry] = statements.entries(sgml(movement(NAME="Shop") + original))
    assert (entry.currency, entry.note) == ("USD", "GBP at 1.25")
    [entry] = statements.entries(sgml(movement(), currency="???"), currency="CAD")
    assert entry.currency == "CAD"


def test_a_currency_without_decimals_takes_none() -> None:
    assert statements.amounts(sgml(movement("-420"), currency="JPY")) == [("2026-01-05", "-420")]
    [(_, _, message)] = statements.errors(sgml(movement("-4.20"), currency="JPY"))
    assert "more decimals than the 0" in message


def test_amounts_without_signs_are_read_by_their_types() -> None:
    content = sgml(
        movement("5.00", TRNTYPE="CREDIT"), movement("4.00", TRNTYPE="DEBIT"), movement("x")
    )
    assert statements.amounts(content) == [("2026-01-05", "5.00"), ("2026-01-05", "-4.00")]
    signed = sgml(movement("5.00", TRNTYPE="DEBIT"), movement("-4.00"))
    assert statements.amounts(signed) == [("2026-01-05", "5.00"), ("2026-01-05", "-4.00")]
    told = {"amount": {"mode": "signed"}}
    content = sgml(movement("4.00", TRNTYPE="DEBIT"))
    assert statements.amounts(content, **told) == [("2026-01-05", "4.00")]


def test_signs_can_be_turned_round() -> None:
    content = sgml(movement("-4.20"))
    assert statements.amounts(content, amount={"negate": True}) == [("2026-01-05", "4.20")]


def test_nothing_moved_and_pending_movements_are_left_out_with_a_reason() -> None:
    pending = "<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20260109<TRNAMT>-1.00<NAME>Inn</STMTTRNP>"
    content = sgml(movement("0.00"), after=f"<BANKTRANLISTP>{pending}</BANKTRANLISTP>")
    assert statements.left(content) == [
        (17, "The amount is zero: nothing moved."),
        (25, "This payment is not booked yet."),
    ]


def test_of_investments_only_the_cash_is_read() -> None:
    buy = (
        "<BUYSTOCK><INVBUY><INVTRAN><FITID>B1<DTTRADE>20260107</INVTRAN><SECID><UNIQUEID>X</SECID>"
        "<UNITS>1<UNITPRICE>20<TOTAL>-20.00</INVBUY><BUYTYPE>BUY</BUYSTOCK>"
    )
    content = (
        f"{HEADER}<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>20260131<CURDEF>USD"
        "<INVACCTFROM><BROKERID>b.example<ACCTID>BR1</INVACCTFROM><INVTRANLIST><DTSTART>20260101"
        f"<DTEND>20260131\n{buy}\n<INVBANKTRAN><STMTTRN>{movement()}</STMTTRN>"
        "<SUBACCTFUND>CASH</INVBANKTRAN></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></OFX>"
    )
    [entry] = statements.entries(content)
    assert (entry.account, entry.amount, entry.currency) == ("BR1", Decimal("4.20"), "USD")
    [(row, reason)] = statements.left(content)
    assert "investments" in reason
    assert ("INVTRAN/FITID", "B1") in statements.raw(content, row)


def test_a_file_without_a_statement_is_refused() -> None:
    content = HEADER + "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500</SONRS></OFX>"
    assert "no statement" in statements.refused(content)


def test_movements_without_a_statement_around_them_are_read() -> None:
    content = f"<OFX><CURDEF>USD<BANKTRANLIST><STMTTRN>{movement()}</STMTTRN></BANKTRANLIST></OFX>"
    assert statements.amounts(content) == [("2026-01-05", "-4.20")]


def test_what_explodes_is_refused_in_a_sentence() -> None:
    assert "text of more than" in statements.refused(sgml(movement(MEMO="x" * 10_000_000)))
    assert "holds too much" in statements.refused(sgml(movement() + "<MEMO>x\n" * 20_000))
    wide = ("<MEMO>" + "x" * 1_000_000 + "\n") * 5
    assert "holds too much" in statements.refused(sgml(movement() + wide))
    assert "10 rows" in statements.refused(sgml(*[movement()] * 11), limits=Limits(rows=10))


def test_entities_are_never_followed() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE OFX [<!ENTITY a "boom">]>'
    content = xml(f"<STMTTRN>{movement(NAME='&a;')}</STMTTRN>", declaration=bomb)
    assert statements.entries(content)[0].payee == "&a;"


def test_a_reference_that_is_no_reference_is_left_out() -> None:
    assert statements.entries(sgml(movement(FITID="x" * 300)))[0].reference == ""


def test_an_account_name_beyond_all_bounds_is_bad() -> None:
    content = sgml(movement()).replace("<ACCTID>00042", "<ACCTID>" + "9" * 200)
    [(_, field, message)] = statements.errors(content)
    assert (field, message) == ("account", "Write at most 100 characters.")


def test_references_that_repeat_at_different_movements_are_not_believed() -> None:
    content = sgml(movement("-1.00", FITID="0"), movement("-2.00", FITID="0"))
    assert [e.reference for e in statements.entries(content)] == ["", ""]
    assert statements.reading(content).mapping.reference is None
    twice = sgml(movement("-1.00"), movement("-1.00"))
    assert [e.reference for e in statements.entries(twice)] == ["A1", "A1"]
    assert [e.reference for e in statements.entries(twice, reference=None)] == ["", ""]


def test_a_movement_that_says_nothing_is_none() -> None:
    assert statements.amounts(sgml("", movement(), "")) == [("2026-01-05", "-4.20")]
    assert statements.errors(sgml("", movement())) == []
