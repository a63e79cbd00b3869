"""MT940 and MT942 as banks of many countries write them."""

from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain.kinds import Flow
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.items import Entry, Limits, Statement
from tests import statements


def swift(*lines: str, account: str = "10020030/1234567", currency: str = "EUR") -> str:
    head = f":20:STARTUMS\n:25:{account}\n:28C:1/1\n:60F:C260101{currency}100,00\n"
    return head + "".join(f"{line}\n" for line in lines) + f":62F:C260131{currency}95,80\n-\n"


def line(text: str = "2601070105D4,20NTRFNONREF", *purpose: str) -> str:
    return f":61:{text}" + ("\n:86:" + "\n".join(purpose) if purpose else "")


def test_a_movement_and_its_text_are_an_entry_at_the_line_of_the_movement() -> None:
    content = swift(line("2601070105DR4,20NDDTREF 7//B-00117\nextra line", "Power Co", "bill 12"))
    [entry, told] = statements.items(content)
    assert entry == Entry(
        5, date(2026, 1, 5), Decimal("4.20"), Flow.OUT, "out", None, "", "10020030/1234567", "",
        "Power Co bill 12 · extra line · REF 7", "EUR", "B-00117",
    )  # fmt: skip
    assert told == Statement(
        "10020030/1234567", "EUR", date(2026, 1, 5), date(2026, 2, 1), Decimal("100.00"),
        Decimal("95.80"), Decimal("-4.20"), 1,
    )  # fmt: skip
    assert statements.raw(content, 5) == [
        (":61:", "2601070105DR4,20NDDTREF 7//B-00117\nextra line"),
        (":86:", "Power Co\nbill 12"),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2601070105D4,20NTRFNONREF", ("2026-01-05", "-4.20")),
        ("2601070105C4,20NTRFNONREF", ("2026-01-05", "4.20")),
        ("2601070105RC4,20NTRFNONREF", ("2026-01-05", "-4.20")),
        ("2601070105RD4,20NTRFNONREF", ("2026-01-05", "4.20")),
        ("2601070105RCR4,20NTRFNONREF", ("2026-01-05", "-4.20")),
        ("2601070105CR4,2NTRFNONREF", ("2026-01-05", "4.20")),
        ("2601070105CK4,N025NONREF", ("2026-01-05", "4.00")),
        ("260107C4,20F123REF", ("2026-01-07", "4.20")),
        ("260107D107,S1030045", ("2026-01-07", "-107.00")),
        ("2601070105C000000000300,00N541NONREF", ("2026-01-05", "300.00")),
        ("2601070105D4.20NMSCNONREF", ("2026-01-05", "-4.20")),
        ("2601070105D4,20", ("2026-01-05", "-4.20")),
        ("2601070000D4,20NTRFNONREF", ("2026-01-07", "-4.20")),
        ("260107 D 4,20NTRFNONREF", ("2026-01-07", "-4.20")),
    ],
)
def test_every_way_to_write_a_movement_is_read(written: str, read: tuple[str, str]) -> None:
    assert statements.amounts(swift(line(written))) == [read]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2601021231", "2025-12-31"), ("2512310102", "2026-01-02"), ("2602300228", "2026-02-28"),
        ("2602280302", "2026-03-02"), ("9912310103", "2000-01-03"), ("240229", "2024-02-29"),
        ("700105", "1970-01-05"), ("680105", "2068-01-05"),
    ],
)  # fmt: skip
def test_the_day_is_that_of_booking_in_the_year_nearest_to_the_value(
    written: str, day: str
) -> None:
    assert statements.amounts(swift(line(f"{written}D1,00NTRF"))) == [(day, "-1.00")]


@pytest.mark.parametrize("day", ["260230", "2601070230", "261301", "2502280229"])
def test_what_is_no_day_is_bad_at_its_row(day: str) -> None:
    assert [e[:2] for e in statements.errors(swift(line(f"{day}D1,00NTRF")))] == [(5, "date")]


@pytest.mark.parametrize("amount", ["1,234", "1.234,56", "1,2,3", "9" * 40 + ",", ",", "1.200,00"])
def test_what_is_no_amount_is_bad_at_its_row(amount: str) -> None:
    content = swift(line(f"260107D{amount}NTRF"))
    assert [e[:2] for e in statements.errors(content)] == [(5, "amount")]


@pytest.mark.parametrize("text", ["", "soon", "260107X1,00NTRF", "260107D-1,00NTRF", "26010D1,00"])
def test_a_movement_that_cannot_be_read_is_bad_at_its_row(text: str) -> None:
    content = swift(line(text), line())
    assert [e[:2] for e in statements.errors(content)] == [(5, "row")]
    assert len(statements.entries(content)) == 1
    assert not statements.statements(content)[0].is_complete


def test_expected_movements_and_those_of_nothing_are_left_out() -> None:
    content = swift(line("260107EC1,00NTRF"), line("260107ED1,00NTRF"), line("260107D0,00NTRF"))
    assert statements.left(content) == [
        (5, "This payment is not booked yet."),
        (6, "This payment is not booked yet."),
        (7, "The amount is zero: nothing moved."),
    ]


@pytest.mark.parametrize(
    ("rest", "reference"),
    [
        ("NONREF//B-117", "B-117"), ("REF//0000000000", ""), ("REF//NONREF", ""), ("REF", ""),
        ("REF//", ""), ("REF//POS", ""), ("//20240112X7", "20240112X7"), ("REF//12", ""),
    ],
)  # fmt: skip
def test_only_a_real_reference_of_the_bank_is_one(rest: str, reference: str) -> None:
    [entry] = statements.entries(swift(line(f"260107D1,00NTRF{rest}")))
    assert entry.reference == reference


def test_german_subfields_may_be_broken_over_lines_anywhere() -> None:
    text = (
        "105?00Basislastschrift?10931?20EREF+E47?21MREF+NOTPROVIDED?22SVWZ+Buc",
        "hhandlung Sued ?23Rechnung 123456 vom 0102202?246?30GENODE",
        "F1XXX?31DE97532844?32Buchhandlung Loewenstein un?33d Co?34992?60Rest",
    )
    [entry] = statements.entries(swift(line("260107D1,00NDDT", *text)))
    assert entry.payee == "Buchhandlung Loewenstein und Co"
    assert entry.note == (
        "Buchhandlung Sued Rechnung 123456 vom 01022026 Rest · EREF+E47 · Basislastschrift"
        " · GENODEF1XXX · DE97532844"
    )


@pytest.mark.parametrize("mark", ["?", "~", "<", "^", "|", "$"])
def test_subfields_of_other_countries_have_other_marks(mark: str) -> None:
    fields = [("00", "Przelew"), ("20", "czynsz"), ("32", "JAN"), ("33", "NOWAK"), ("38", "PL61")]
    text = "020" + "".join(mark + number + said for number, said in fields)
    [entry] = statements.entries(swift(line("260107D1,00NTRF", text)))
    assert (entry.payee, entry.note) == ("JAN NOWAK", "czynsz · Przelew · PL61")
    if mark != "$":
        [entry] = statements.entries(swift(line("260107D1,00NTRF", text[3:])))
        assert entry.payee == "JAN NOWAK"


def test_dutch_codewords_tell_who_and_what_for() -> None:
    ing = (
        "/EREF/NOTPROVIDED//CNTP/NL12BANK0123456789/BANKNL2A/Energie BV/Utrech",
        "t//REMI/USTD//termijn januari/",
    )
    [entry] = statements.entries(swift(line("260107D1,00NTRFEREF//260107001", *ing)))
    assert (entry.payee, entry.reference) == ("Energie BV", "260107001")
    assert entry.note.startswith("termijn januari · NL12BANK0123456789/BANKNL2A/Energie BV/Utrech")
    rabo = ("/ORDP//NAME/Hr J Jansen/ADDR/Plein 1 AMSTERDAM", "NL/REMI/bijdrage/ISDT/2026-01-05")
    [entry] = statements.entries(swift(line("260107C1,00N541NONREF\nNL75BANK01", *rabo)))
    assert entry.payee == "Hr J Jansen"
    assert entry.note == ("bijdrage · ADDR Plein 1 AMSTERDAM NL · ISDT 2026-01-05 · NL75BANK01")
    abn = "/TRTP/SEPA Incasso/IBAN/NL1/BIC/BANKNL2A/NAME/Zorg NV/REMI/premie/EREF/77"
    [entry] = statements.entries(swift(line("260107D1,00NTRF", abn)))
    assert (entry.payee, entry.note.split(" · ")[0]) == ("Zorg NV", "premie")
    short = "/CNTP/Bakker Bart/REMI/brood"
    assert statements.entries(swift(line("260107D1,00NTRF", short)))[0].payee == "Bakker Bart"


def test_plain_text_is_noted_whole() -> None:
    full = "x" * 64 + "-"
    [entry] = statements.entries(swift(line("260107D1,00NTRF", full, "tail", "  end ")))
    assert entry.note == f"{full}tail end"
    [entry] = statements.entries(swift(line("260107D1,00NTRF", "POS 12:30 /shop/ 5?00")))
    assert (entry.payee, entry.note) == ("", "POS 12:30 /shop/ 5?00")
    for text in ("$20 cash", "€50 voucher", "#12 lunch", "100 %20 off", "12?00 noon"):
        assert statements.entries(swift(line("260107D1,00NTRF", text)))[0].note == text


def test_a_movement_without_a_text_says_at_least_its_kind() -> None:
    assert statements.entries(swift(line("260107D1,00NCHGNONREF")))[0].note == "NCHG"
    assert statements.entries(swift(line("260107D1,00")))[0].note == ""


def test_two_texts_of_a_movement_are_both_kept() -> None:
    [entry] = statements.entries(swift(line("260107D1,00NTRF", "one") + "\n:86:two"))
    assert entry.note == "one two"
    assert len(statements.raw(swift(line("260107D1,00NTRF", "one") + "\n:86:two"), 5)) == 3


@pytest.mark.parametrize(
    ("written", "account", "currency"),
    [
        ("NL68BANK0123456789 EUR", "NL68BANK0123456789", "EUR"),
        ("/PL61109010140000071219812874", "PL61109010140000071219812874", ""),
        ("BANKDEFFXXX/DE89370400440532013000", "DE89370400440532013000", ""),
        ("10020030/1234567CHF", "10020030/1234567", "CHF"),
        ("CH93 0076 2011 6238 5295 7", "CH93 0076 2011 6238 5295 7", ""),
        ("123456789", "123456789", ""),
    ],
)
def test_accounts_are_named_as_the_bank_names_them(
    written: str, account: str, currency: str
) -> None:
    head = f":20:X\n:25:{written}\n:28:1\n"
    [entry] = statements.entries(head + line() + "\n")
    assert (entry.account, entry.currency) == (account, currency)


def test_several_statements_and_pages_follow_one_another() -> None:
    content = swift(line()) + swift(line(), line(), account="999").replace("60F", "60M")
    [first, second] = statements.statements(content)
    assert (first.account, first.rows, second.account, second.rows) == (
        "10020030/1234567", 1, "999", 2,
    )  # fmt: skip
    assert second.opening == Decimal("100.00")


def test_days_without_heads_of_their_own_belong_to_the_account_before() -> None:
    second = ":60F:D260131EUR1,00\n" + line() + "\n:62F:C260201EUR3,20\n"
    found = statements.statements(swift(line()) + second)
    assert [(s.account, s.opening) for s in found] == [
        ("10020030/1234567", Decimal("100.00")),
        ("10020030/1234567", Decimal("-1.00")),
    ]
    headless = ":25:1\n" + line() + "\n:25:2\n" + line() + "\n"
    assert [s.account for s in statements.statements(headless)] == ["1", "2"]


def test_balances_that_make_no_sense_are_passed_over() -> None:
    content = swift(line()).replace("60F:C260101EUR100,00", "60F:C000000EUR1x")
    content = content.replace("62F:C260131EUR95,80", "62F:C000000EUR95,80")
    [told] = statements.statements(content)
    assert (told.opening, told.closing, told.end) == (None, Decimal("95.80"), date(2026, 1, 6))
    [told] = statements.statements(swift(line()).replace(":60F:C2", ":60F:X2"))
    assert told.opening is None


def test_envelopes_and_lines_before_the_first_field_do_no_harm() -> None:
    plain = swift(line("2601070105D4,20NTRF", "text"))
    envelope = "{1:F01BANKDEFFXXXX0000000000}{2:O940BANK}{4:\n" + plain.removesuffix("-\n")
    for content in (
        envelope + "-}{5:{CHK:1}}\n",
        "BANKNL2A\n940\nBANKNL2A\n" + plain,
        "\r\n" + plain.replace("\n", "\r\n"),
        "\ufeff" + plain,
        "940\n" + plain + "$\n\x1a",
        "{1:F01X}{2:I940X}\n{4:" + plain,
        plain + "\n\n" + ":20:Y\n",
    ):
        assert statements.reading(content).format is Format.MT940
        assert statements.moves(content) == [("2026-01-05", Decimal("-4.20"), "", "text")]
        assert len(statements.statements(content)) == 1


def test_interim_reports_are_read() -> None:
    content = (
        ":20:X\n:25:1/2\n:28C:1\n:34F:EURD0,\n:13:2601071200\n"
        + line()
        + "\n:90D:1EUR4,20\n:90C:0EUR0,\n:86:for all\n-\n"
    )
    [entry] = statements.entries(content, currency="EUR")
    assert (entry.currency, entry.note) == ("EUR", "NTRF")


def test_letters_of_other_encodings_are_read() -> None:
    text = "105?00Lastschrift?20Kontoführungsgebühr für Größe?32Bäckerei Löwenstraße"
    content = swift(*[line("260107D1,00NTRF", text)] * 3)
    for encoding in ("utf-8", "cp1252", "cp850"):
        assert statements.entries(content.encode(encoding))[0].payee == "Bäckerei Löwenstraße"
    given = statements.entries(content.encode("cp437"), encoding="cp437")
    assert given[0].payee == "Bäckerei Löwenstraße"


def test_what_explodes_is_refused_in_a_sentence() -> None:
    long = swift(line("260107D1,00NTRF", "x" * 10_000_000))
    assert "Line 6 is longer than" in statements.refused(long)
    endless = swift(line("260107D1,00NTRF", *["x"] * 2_000))
    assert "does not end" in statements.refused(endless)
    wide = swift(line("260107D1,00NTRF", *["x" * 60_000] * 20))
    assert "does not end" in statements.refused(wide)
    texts = swift(line("260107D1,00NTRF", *["x\n:86:x"] * 20))
    assert "too many texts" in statements.refused(texts)
    many = swift(*[line()] * 11)
    assert "10 rows" in statements.refused(many, limits=Limits(rows=10))


def test_signs_can_be_turned_round() -> None:
    content = swift(line())
    assert statements.amounts(content, amount={"negate": True}) == [("2026-01-05", "4.20")]
