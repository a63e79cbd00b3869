"""CAMT.053, .052 and .054 as banks of many countries write them."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.kinds import Flow
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.items import Entry, Limits, Statement
from tests import statements

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
ACCOUNT = (
    "<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy>"
    "<Ownr><Nm>Us</Nm></Ownr></Acct>"
)


def document(*parts: str, space: str = SPACE, account: str = ACCOUNT, kind: str = "Stmt") -> str:
    root = {"Stmt": "BkToCstmrStmt", "Rpt": "BkToCstmrAcctRpt", "Ntfctn": "BkToCstmrDbtCdtNtfctn"}
    inner = "\n".join(parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{space}"><{root[kind]}>\n'
        f"<GrpHdr><MsgId>1</MsgId></GrpHdr><{kind}><Id>1</Id>{account}\n\n{inner}\n"
        f"</{kind}></{root[kind]}></Document>"
    )


def entry(
    amount: str = "4.20",
    way: str = "DBIT",
    *,
    details: str = "",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    day: str = "<BookgDt><Dt>2026-01-05</Dt></BookgDt><ValDt><Dt>2026-01-07</Dt></ValDt>",
    more: str = "",
    currency: str = "EUR",
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{status}{day}{more}'
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def detail(inner: str) -> str:
    return f"<TxDtls>{inner}</TxDtls>"


def party(side: str, name: str, *, wrapped: bool = False) -> str:
    inner = f"<Pty><Nm>{name}</Nm></Pty>" if wrapped else f"<Nm>{name}</Nm>"
    return f"<{side}>{inner}</{side}>"


def balance(kind: str, amount: str, way: str = "CRDT", day: str = "2026-01-31") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
        f"<CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def test_an_entry_says_who_what_for_and_by_which_reference() -> None:
    details = detail(
        "<Refs><EndToEndId>E2E-7</EndToEndId><MndtId>M-1</MndtId></Refs><RltdPties>"
        + party("Dbtr", "Us")
        + party("Cdtr", "Power Co")
        + "<CdtrAcct><Id><IBAN>DE99</IBAN></Id></CdtrAcct></RltdPties>"
        "<RmtInf><Ustrd>Invoice 12</Ustrd><Ustrd>January</Ustrd></RmtInf>"
    )
    more = "<AcctSvcrRef>B-1</AcctSvcrRef><AddtlNtryInf>SEPA debit</AddtlNtryInf>"
    content = document(entry(details=details, more=more))
    [found, told] = statements.items(content)
    assert found == Entry(
        5, date(2026, 1, 5), Decimal("4.20"), Flow.OUT, "out", None, "",
        "DE02120300000000202051", "Power Co",
        "Invoice 12 January · SEPA debit · DE99 · Us · E2E-7 · M-1", "EUR", "B-1",
    )  # fmt: skip
    assert told == Statement(
        "DE02120300000000202051", "EUR", date(2026, 1, 5), date(2026, 1, 6), None, None,
        Decimal("-4.20"), 1,
    )  # fmt: skip
    assert ("RltdPties/Cdtr/Nm", "Power Co") in statements.raw(content, 5)


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "10", "13"])
def test_every_version_is_read(version: str) -> None:
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    status = "<Sts>BOOK</Sts>" if version < "07" else "<Sts><Cd>BOOK</Cd></Sts>"
    details = detail(f"<RltdPties>{party('Cdtr', 'Shop', wrapped=version > '07')}</RltdPties>")
    content = document(entry(status=status, details=details), space=space)
    assert statements.reading(content).format is Format.CAMT053
    assert statements.moves(content) == [("2026-01-05", Decimal("-4.20"), "Shop", "")]


def test_reports_and_notices_are_read_like_statements() -> None:
    for kind, number in (("Rpt", "052"), ("Ntfctn", "054")):
        space = SPACE.replace("053", number)
        content = document(entry(), kind=kind, space=space)
        assert statements.amounts(content) == [("2026-01-05", "-4.20")]


def test_prefixes_wrappings_and_odd_beginnings_do_no_harm() -> None:
    plain = document(entry())
    prefixed = plain.replace("</", "</n:").replace("<", "<n:").replace("<n:/n:", "</n:")
    prefixed = prefixed.replace("<n:?", "<?").replace("xmlns=", "xmlns:n=")
    wrapped = plain.replace("<Document", "<Envelope><Document") + "</Envelope>"
    bare = plain.replace(f' xmlns="{SPACE}"', "")
    commented = plain.replace("<Document", "<!-- for you --><Document", 1)
    for content in (prefixed, wrapped, bare, commented, "\n \n" + plain, "\ufeff\n" + plain):
        assert statements.amounts(content) == [("2026-01-05", "-4.20")], content
    assert statements.entries("\n\n" + plain)[0].row == 7


def test_encodings_are_read_even_where_the_document_names_the_wrong_one() -> None:
    details = detail(f"<RltdPties>{party('Cdtr', 'Müller &amp; Söhne')}</RltdPties>")
    content = document(entry(details=details))
    wide = content.replace("UTF-8", "UTF-16")
    for written in (
        content.encode(),
        content.encode("utf-8-sig"),
        content.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        content.replace("UTF-8", "windows-1252").encode("cp1252"),
        wide.encode("utf-16"),
        content.encode("cp1252"),
        wide.encode(),
    ):
        assert statements.entries(written)[0].payee == "Müller & Söhne"
    assert statements.entries(content.encode("cp1252"), encoding="cp1252")[0].row == 5
    assert "not well-formed" in statements.refused(content.encode("cp1252"), encoding="utf-8")
    assert statements.entries(content.replace("UTF-8", "klingon"))[0].row == 5
    assert "unknown encoding" in statements.refused(content, encoding="klingon")


def test_the_day_is_that_of_booking_or_else_of_value() -> None:
    for day, read in (
        ("<BookgDt><DtTm>2026-01-05T23:30:00+01:00</DtTm></BookgDt>", "2026-01-05"),
        ("<BookgDt><Dt>2026-01-05+01:00</Dt></BookgDt>", "2026-01-05"),
        ("<ValDt><Dt>2026-01-07</Dt></ValDt>", "2026-01-07"),
        ("<ValDt><DtTm>2026-01-07T00:00:00Z</DtTm></ValDt>", "2026-01-07"),
    ):
        assert statements.amounts(document(entry(day=day))) == [(read, "-4.20")]


@pytest.mark.parametrize("day", ["2026-02-30", "0026-01-05", "5000-01-01", "soon", ""])
def test_what_is_no_day_is_bad_at_its_row(day: str) -> None:
    content = document(entry(day=f"<BookgDt><Dt>{day}</Dt></BookgDt>"))
    assert [e[:2] for e in statements.errors(content)] == [(5, "date")]


@pytest.mark.parametrize(
    "amount", ["NaN", "1e400", "0x10", "9" * 40, "1.234", "-4.20", "", "1,234.5", "4 20"]
)
def test_what_is_no_amount_is_bad_at_its_row(amount: str) -> None:
    assert [e[:2] for e in statements.errors(document(entry(amount)))] == [(5, "amount")]


def test_amounts_may_carry_more_noughts_than_the_currency_has_decimals() -> None:
    assert statements.amounts(document(entry("8.85000", "CRDT"))) == [("2026-01-05", "8.85")]
    assert statements.left(document(entry("0.00"))) == [(5, "The amount is zero: nothing moved.")]


def test_an_entry_that_does_not_say_its_way_is_bad() -> None:
    [(row, field, _)] = statements.errors(document(entry(way="")))
    assert (row, field) == (5, "amount")
    assert not statements.statements(document(entry(way="")))[0].is_complete


@pytest.mark.parametrize("status", ["PDNG", "<Cd>PDNG</Cd>", "FUTR"])
def test_pending_entries_are_left_out(status: str) -> None:
    content = document(entry(status=f"<Sts>{status}</Sts>"))
    assert statements.left(content) == [(5, "This payment is not booked yet.")]
    assert ("CdtDbtInd", "DBIT") in statements.raw(content, 5)


def test_entries_for_information_are_left_out() -> None:
    [(_, reason)] = statements.left(document(entry(status="<Sts>INFO</Sts>")))
    assert reason == "This entry is only for information."


def test_an_entry_without_a_status_is_booked() -> None:
    assert len(statements.entries(document(entry(status="")))) == 1


def part(amount: str, name: str, *, inner: str = "", way: str = "") -> str:
    said = f'<Amt Ccy="EUR">{amount}</Amt>' if amount else ""
    said += f"<CdtDbtInd>{way}</CdtDbtInd>" if way else ""
    return detail(f"{inner}{said}<RltdPties>{party('Cdtr', name)}</RltdPties>")


def test_a_batch_becomes_its_parts_where_they_sum_to_it() -> None:
    details = part("3.00", "A") + "\n" + part("1.20", "B")
    content = document(entry(details=details, more="<AcctSvcrRef>B-1</AcctSvcrRef>"))
    found = statements.entries(content)
    assert [(e.row, e.payee, e.amount, e.reference) for e in found] == [
        (5, "A", Decimal("3.00"), "B-1/1"),
        (6, "B", Decimal("1.20"), "B-1/2"),
    ]
    assert ("RltdPties/Cdtr/Nm", "B") in statements.raw(content, 6)
    assert ("RltdPties/Cdtr/Nm", "A") not in statements.raw(content, 6)


def test_parts_of_a_batch_keep_references_of_their_own() -> None:
    def references(*names: str) -> list[str]:
        inner = [f"<Refs><AcctSvcrRef>{name}</AcctSvcrRef></Refs>" for name in names]
        details = part("3.00", "A", inner=inner[0]) + part("1.20", "B", inner=inner[1])
        return [e.reference for e in statements.entries(document(entry(details=details)))]

    assert references("T-1", "T-2") == ["T-1", "T-2"]
    assert references("T-1", "T-1") == ["T-1/1", "T-1/2"]
    assert references("", "") == ["", ""]


def test_parts_of_a_batch_may_go_both_ways() -> None:
    details = part("5.20", "A") + part("1.00", "B", way="CRDT")
    assert statements.amounts(document(entry(details=details))) == [
        ("2026-01-05", "-5.20"),
        ("2026-01-05", "1.00"),
    ]


def test_amounts_of_parts_stand_where_version_two_puts_them() -> None:
    def old(amount: str, currency: str = "EUR") -> str:
        return detail(f'<AmtDtls><TxAmt><Amt Ccy="{currency}">{amount}</Amt></TxAmt></AmtDtls>')

    content = document(entry(details=old("3.00") + old("1.20")))
    assert [a for _, a in statements.amounts(content)] == ["-3.00", "-1.20"]
    mixed = document(entry(details=old("3.00") + old("1.20", "USD")))
    assert [a for _, a in statements.amounts(mixed)] == ["-4.20"]


def test_a_batch_whose_parts_do_not_sum_to_it_stays_whole() -> None:
    for amounts in (("3.00", "1.00"), ("3.00", ""), ("", ""), ("x", "4.20")):
        details = "".join(part(amount, name) for amount, name in zip(amounts, "AB", strict=True))
        [found] = statements.entries(document(entry(details=details)))
        assert (found.amount, found.payee, found.note) == (Decimal("4.20"), "A", "B")


def test_a_single_part_gives_its_reference_and_not_its_amount() -> None:
    inner = "<Refs><AcctSvcrRef>T-1</AcctSvcrRef></Refs>"
    [found] = statements.entries(document(entry(details=part("9.99", "A", inner=inner))))
    assert (found.amount, found.reference) == (Decimal("4.20"), "T-1")
    more = "<AcctSvcrRef>NOTPROVIDED</AcctSvcrRef>"
    assert statements.entries(document(entry(more=more)))[0].reference == ""


def test_what_is_taken_back_keeps_its_sides() -> None:
    parties = f"<RltdPties>{party('Dbtr', 'Us')}{party('Cdtr', 'Gym')}</RltdPties>"
    content = document(
        entry(way="CRDT", more="<RvslInd>true</RvslInd>", details=detail(parties)),
    )
    [found] = statements.entries(content)
    assert (found.direction, found.payee, found.note) == ("in", "Gym", "Reversal · Us")


def test_the_owner_is_the_payee_only_where_nobody_else_is_named() -> None:
    def payee(*parties: str, way: str = "CRDT") -> str:
        details = detail(f"<RltdPties>{''.join(parties)}</RltdPties>")
        return statements.entries(document(entry(way=way, details=details)))[0].payee

    assert payee(party("Dbtr", "Employer"), party("Cdtr", "Us")) == "Employer"
    assert payee(party("Cdtr", "Shop"), party("Dbtr", "US")) == "Shop"
    assert payee(party("Dbtr", "Us"), party("Cdtr", "Us")) == "Us"
    assert payee(party("UltmtDbtr", "Agency")) == "Agency"
    assert payee("<Dbtr><Agt><FinInstnId><Nm>Bank</Nm></FinInstnId></Agt></Dbtr>") == "Bank"


def test_structured_references_returns_and_originals_are_noted() -> None:
    details = detail(
        '<AmtDtls><InstdAmt><Amt Ccy="USD">5.00</Amt></InstdAmt>'
        '<CntrValAmt><Amt Ccy="EUR">4.20</Amt></CntrValAmt></AmtDtls>'
        "<RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf>"
        "<AddtlRmtInf>rest</AddtlRmtInf></Strd></RmtInf>"
        "<AddtlTxInf>card 1</AddtlTxInf><RtrInf><AddtlInf>no funds</AddtlInf></RtrInf>"
    )
    [found] = statements.entries(document(entry(details=details)))
    assert found.note == "RF18 · rest · card 1 · no funds · USD 5.00"


def test_texts_cut_at_their_full_width_are_joined_again() -> None:
    texts = f"<Ustrd>{'a' * 139}-</Ustrd><Ustrd>tail</Ustrd>"
    [found] = statements.entries(document(entry(details=detail(f"<RmtInf>{texts}</RmtInf>"))))
    assert found.note.endswith("aaa-tail")


def test_an_entry_without_any_text_says_at_least_its_code() -> None:
    more = "<BkTxCd><Prtry><Cd>NMSC+201</Cd></Prtry></BkTxCd>"
    assert statements.entries(document(entry(more=more)))[0].note == "NMSC+201"


def test_balances_and_days_of_a_statement() -> None:
    days = "<FrDtTm>2026-01-01T00:00:00</FrDtTm><ToDtTm>2026-02-01T00:00:00</ToDtTm>"
    content = document(
        f"<FrToDt>{days}</FrToDt>",
        balance("PRCD", "1.00"), balance("OPBD", "10.00", "DBIT"), balance("PRCD", "2.00"),
        balance("CLBD", "14.20", "DBIT"), balance("CLAV", "99.00"), entry(),
    )  # fmt: skip
    [told] = statements.statements(content)
    assert (told.opening, told.closing, told.total) == (
        Decimal("-10.00"), Decimal("-14.20"), Decimal("-4.20"),
    )  # fmt: skip
    assert (told.start, told.end) == (date(2026, 1, 1), date(2026, 2, 1))


def test_days_that_make_no_sense_and_balances_in_other_currencies_are_passed_over() -> None:
    content = document(
        "<FrToDt><FrDt>2026-03-01</FrDt><ToDt>2026-01-01</ToDt></FrToDt>",
        balance("OPBD", "10.00").replace("EUR", "USD"),
        balance("CLBD", "x", day="2026-01-09"),
    )
    [told] = statements.statements(content)
    assert (told.opening, told.closing, told.rows) == (None, None, 0)
    assert (told.start, told.end) == (date(2026, 1, 9), date(2026, 1, 10))
    undated = document("<FrToDt><FrDt>2026-01-01</FrDt><ToDt>2026-01-09</ToDt></FrToDt>")
    assert statements.statements(undated)[0].end == date(2026, 1, 10)
    odd = document(balance("CLBD", "1.00", day="never"))
    assert statements.statements(odd)[0].closing == Decimal("1.00")


def test_accounts_are_named_as_the_bank_names_them() -> None:
    other = "<Acct><Id><Othr><Id>12-345.6</Id></Othr></Id></Acct>"
    content = document(entry(currency="CHF"), account=other)
    [found] = statements.entries(content)
    assert (found.account, found.currency) == ("12-345.6", "CHF")
    assert statements.statements(content)[0].currency == "CHF"


def test_several_statements_follow_one_another() -> None:
    one = document(entry())
    first = one.index("<Stmt>")
    last = one.index("</Stmt>") + len("</Stmt>")
    second = one[first:last].replace("202051", "202052")
    content = one[:last] + second + one[last:]
    assert [s.account[-1] for s in statements.statements(content)] == ["1", "2"]
    assert [e.row for e in statements.entries(content)] == [5, 8]


def test_entries_on_one_line_have_rows_that_go_on_counting() -> None:
    content = document(entry("1.00") + entry("2.00") + entry("3.00"))
    assert [e.row for e in statements.entries(content)] == [5, 6, 7]


def test_definitions_and_entities_are_refused() -> None:
    for definition in (
        '<!DOCTYPE Document [<!ENTITY a "b">]>',
        '<!DOCTYPE Document SYSTEM "x.dtd">',
    ):
        content = document(entry()).replace("<Document", definition + "<Document", 1)
        assert "DOCTYPE" in statements.refused(content)
    assert "not well-formed" in statements.refused(document(entry("&a;")))


def test_what_breaks_off_or_explodes_is_refused_in_a_sentence() -> None:
    assert "not well-formed" in statements.refused(document(entry())[:-20])
    deep = document(entry(details="<A>" * 200 + "</A>" * 200))
    assert "nested too deeply" in statements.refused(deep)
    long = document(entry(details=detail(f"<AddtlTxInf>{'x' * 2_000_000}</AddtlTxInf>")))
    assert "text of more than" in statements.refused(long)
    wide = document(entry(details=detail("<X>1</X>" * 100_001)))
    assert "holds too much" in statements.refused(wide)
    empty = document(entry(details="<TxDtls/>" * 100_001))
    assert "holds too much" in statements.refused(empty)
    endless = document("<!--" + "x" * 6_000_000)
    assert "does not end" in statements.refused(endless)
    many = document(*[entry()] * 11)
    assert "10 rows" in statements.refused(many, limits=Limits(rows=10))


def test_an_entry_that_says_nothing_is_none() -> None:
    content = document("<Ntry/>", "<Ntry><NtryDtls><TxDtls/></NtryDtls></Ntry>", entry())
    assert [type(item) for item in statements.items(content)] == [Entry, Statement]
