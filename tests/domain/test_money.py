"""Amounts as people write them."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain import money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", "12.00"),
        ("12.5", "12.50"),
        ("12,50", "12.50"),
        (" 12.50 ", "12.50"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1,234,567", "1234567.00"),
        ("3*4.20", "12.60"),
        ("(12+8)/3", "6.67"),
        ("20-0,50", "19.50"),
        ("-5+10", "5.00"),
        ("12,50+1.234,50", "1247.00"),
        ("€12", "12.00"),
        ("12,50 €", "12.50"),
        ("5 eur", "5.00"),
        ("EUR 1,234.50", "1234.50"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: str) -> None:
    assert money.parse(text, "EUR") == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "0",
        "0.00",
        "-5",
        "abc",
        "NaN",
        "inf",
        "1e5",
        "12.345",
        "1,234",
        "1,2,3",
        "1,23,456.00",
        "\uff11\uff12",
        "12.5.0",
        "12..5",
        "1 23",
        "1/0",
        "3**4",
        "--5",
        "3*-2",
        "3//4",
        "(",
        "()",
        "2(3)",
        "1 2",
        "0x10",
        "$12",
        "€",
        "EUR",
        "€ 5 EUR",
        "12\x00",
        "999999999999999999",
        "999999999*999999999",
        "1" * 101,
        "'1'",
        "+5",
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        money.parse(text, "EUR")


@pytest.mark.parametrize("text", ["-€1,234.50", "\u2212€1,234.50", "-1234.5 EUR", "€-1234.50"])
def test_a_balance_is_read_as_it_is_shown(text: str) -> None:
    assert money.parse_balance(text, "EUR") == Decimal("-1234.50")


@pytest.mark.parametrize(("text", "sentence"), [(" ", "Write an"), ("-" + "9" * 16, "too large")])
def test_the_sentence_says_what_is_wrong_with_a_balance(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        money.parse_balance(text, "EUR")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-4", "Write an amount above zero."),
        ("1,234", "EUR has 2 decimals: write 12.50, and thousands without a mark."),
        ("9" * 21, "This amount is too large."),
        ("5/0", "Write a number such as 12.50, or a sum such as 3*4.20."),
    ],
)
def test_the_sentence_says_what_is_wrong_with_an_amount(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        money.parse(text, "EUR")


def test_each_currency_has_its_own_decimals() -> None:
    assert [money.decimals(c) for c in ("EUR", "JPY", "KWD")] == [2, 0, 3]
    assert money.parse("12.345", "KWD") == Decimal("12.345")
    assert money.parse("1,234", "JPY") == Decimal(1234)
    with pytest.raises(ValueError, match="Write a number"):
        money.parse("12.5", "JPY")


def test_halves_are_rounded_away_from_zero() -> None:
    assert money.quantise(Decimal("0.125"), "EUR") == Decimal("0.13")
    assert money.plain(Decimal("-0.125"), "EUR") == "-0.13"


def test_the_list_of_currencies_is_sorted_and_knows_the_euro() -> None:
    known = money.currencies()
    assert "EUR" in known
    assert known == sorted(known)


def test_what_is_offered_is_paid_with_today_and_known() -> None:
    offered = money.tender()
    assert {"EUR", "USD", "JPY", "KWD", "CHF"} <= set(offered) <= set(money.currencies())
    assert offered == sorted(offered)
    assert not {"ADP", "AFA", "DEM", "HRK", "XAU", "XXX"} & set(offered)


@given(st.decimals(min_value="0.01", max_value="99999999999999.99", places=2))
def test_what_is_written_is_read_back(amount: Decimal) -> None:
    assert money.parse(money.plain(amount, "EUR"), "EUR") == amount
    assert money.parse(f"{amount:,.2f}", "EUR") == amount


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_sentence(text: str) -> None:
    try:
        amount = money.parse(text, "EUR")
    except ValueError:
        amount = None
    assert amount is None or 0 < amount == money.quantise(amount, "EUR") < money.LARGEST
