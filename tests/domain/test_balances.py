"""Balances as people type them: signed, and zero is one too."""

from decimal import Decimal

import pytest

from ftracker.domain import money


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", "0"),
        ("-12,50", "-12.50"),
        ("\N{MINUS SIGN}3", "-3"),
        ("1 234.5", "1234.50"),
        ("5*-2", "-10"),
        ("10-12.25", "-2.25"),
    ],
)
def test_a_balance_is_read_with_its_sign(typed, amount):
    assert money.parse_balance(typed, "EUR") == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "  ", "ten", "--", "1.234", "9" * 16, "-9999999999999999"])
def test_what_is_no_balance_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError, match=r"\.$"):
        money.parse_balance(typed, "EUR")
