"""Amounts in files are read exactly or refused with a sentence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.statements import numbers
from ftracker.domain.statements.mapping import Unclear
from ftracker.domain.statements.numbers import Style

POINT, COMMA = Style(".", "", 2), Style(",", "", 2)

GOOD = [
    ("12.50", POINT, "12.50"),
    ("12,50", COMMA, "12.50"),
    ("+12.50", POINT, "12.50"),
    ("-12.50", POINT, "-12.50"),
    ("12.50-", POINT, "-12.50"),
    ("(12.50)", POINT, "-12.50"),
    ("−12.50", POINT, "-12.50"),
    ("$1,234.50", POINT, "1234.50"),
    ("-£1,151.60", POINT, "-1151.60"),
    ("£-1,151.60", POINT, "-1151.60"),
    ("($11.23)", POINT, "-11.23"),
    ("R$ -374,95", COMMA, "-374.95"),
    ("1.234,56", COMMA, "1234.56"),
    ("1 234,56", COMMA, "1234.56"),
    ("1\u00a0234,56", COMMA, "1234.56"),
    ("1\u202f234,56", COMMA, "1234.56"),
    ("1'234.56", POINT, "1234.56"),
    ("1’234.56", POINT, "1234.56"),
    ("1,00,000.33", POINT, "100000.33"),
    ("12,34,56,789.10", POINT, "123456789.10"),
    ("7 373,08 PLN", COMMA, "7373.08"),
    ("EUR 5,00", COMMA, "5.00"),
    ("5,00 €", COMMA, "5.00"),
    ("120 kr", COMMA, "120.00"),
    ("1,234.50 DR", POINT, "-1234.50"),
    ("1,234.50 Cr", POINT, "1234.50"),
    (".5", POINT, "0.50"),
    ("12.", POINT, "12.00"),
    ("12.5000", POINT, "12.50"),
    (" 12.50 ", POINT, "12.50"),
    ("999999999999999.99", POINT, "999999999999999.99"),
    ("0012.50", POINT, "12.50"),
]
BAD = [
    "", "  ", "NaN", "nan", "inf", "-Infinity", "1e5", "1E5", "0x1F", "1,2,3",
    "1,23", "12.345", "１２", "１２.５０", "٣", "1_000", "--5", "-5-", "(5", "5)", "(-5)",
    "1.2.3", "12,34.5", "1 2 3", "1234,567.00", "abc", "12.50abcde", "1/2", "3*4",
    "=5", "-", "+", ".", ",", "1000000000000000", "1" * 40, "1e400", "5%%%%",
    "-5 DR", "1, 234.50", "²",
]  # fmt: skip


@pytest.mark.parametrize(("text", "style", "amount"), GOOD)
def test_an_amount_is_read_to_the_cent(text: str, style: Style, amount: str) -> None:
    read = numbers.read(text, style)
    assert str(read) == amount


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_amount_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        numbers.read(text, POINT)


def test_decimals_beyond_the_currency_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="more decimals than the 0"):
        numbers.read("12.5", Style(".", "", 0))


def test_only_the_given_thousands_mark_is_taken() -> None:
    assert numbers.read("1 234.50", Style(".", " ", 2)) == Decimal("1234.50")
    with pytest.raises(ValueError, match="not an amount"):
        numbers.read("1,234.50", Style(".", " ", 2))


def _found(*texts: str, places: int = 2, thousands: str | None = None) -> str:
    return numbers.style(texts, places=places, decimal=None, thousands=thousands).decimal


def test_the_decimal_mark_follows_from_the_whole_column() -> None:
    assert _found("12,50", "1.234") == ","
    assert _found("12.50", "1,234") == "."
    assert _found("1.234,50") == ","
    assert _found("1,00,000.33") == "."
    assert _found("1.234.567") == ","
    assert _found("12", "400") == "."
    assert _found("0.123", places=3) == "."
    assert _found("1234.567", places=3) == "."


def test_whole_numbers_beside_them_show_that_a_mark_stands_between_thousands() -> None:
    assert _found("1.234", "400") == ","
    assert _found("20,405", places=0) == "."


def test_a_mark_with_two_readings_is_asked_for() -> None:
    with pytest.raises(Unclear, match="two ways"):
        _found("-4.200", "2.500")
    with pytest.raises(Unclear, match="two ways"):
        _found("4.200", "2,500")


def test_a_given_thousands_mark_answers_the_question() -> None:
    assert _found("4.200", thousands=".") == ","
    assert _found("4.200", thousands=",", places=3) == "."


def test_prose_is_no_evidence_for_a_mark() -> None:
    assert _found("Total", "12,50") == ","


@given(
    st.decimals(min_value=-(10**14), max_value=10**14, places=2), st.sampled_from([POINT, COMMA])
)
def test_every_amount_comes_back_from_its_grouped_form(amount: Decimal, style: Style) -> None:
    text = f"{amount:,.2f}"
    if style is COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    assert numbers.read(text, style) == amount


def test_marks_that_are_given_are_kept() -> None:
    assert numbers.style([], places=2, decimal=",", thousands=".") == Style(",", ".", 2)
