"""Amounts and days as the household writes them."""

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency

from ftracker.domain import money

MINUS = "\u2212"


@lru_cache(maxsize=64)
def formatter(currency: str, locale: str) -> Callable[[Decimal], str]:
    """Give the function that writes amounts of a currency in a locale.

    Looked up once: formatting a page of amounts must not parse a pattern for each.
    """
    places = money.decimals(currency)
    known = Locale.parse(locale.replace("-", "_"))
    if known.decimal_formats[None].grouping != (3, 3):
        return lambda amount: format_currency(amount, currency, locale=known)
    return _writing(places, *_marks(currency, known, places))


@lru_cache(maxsize=64)
def rough(currency: str, locale: str) -> Callable[[Decimal], str]:
    """Give the function that writes amounts in whole units, half up: for what is only likely."""
    known = Locale.parse(locale.replace("-", "_"))
    if known.decimal_formats[None].grouping != (3, 3):
        pattern = re.sub(r"\.0+", "", known.currency_formats["standard"].pattern)
        return lambda amount: format_currency(
            _whole(amount), currency, pattern, locale=known, currency_digits=False
        )
    written = _writing(0, *_marks(currency, known, money.decimals(currency)))
    return lambda amount: written(_whole(amount))


def amount(value: Decimal, currency: str, locale: str = "en") -> str:
    """Write an amount with its currency; a minus sign stands in front when it is below zero."""
    return formatter(currency, locale)(value)


def percent(share: Decimal) -> str:
    """Write a share in whole per cent: 0.254 as `25 %`."""
    return f"{share * 100:z.0f} %".replace("-", MINUS)


@lru_cache(maxsize=4096)
def day(value: date, locale: str = "en") -> str:
    """Write a day in words: `Thu 31 Jul 2025`."""
    return format_date(value, "EEE d MMM y", locale=locale.replace("-", "_"))


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP) + 0


def _marks(currency: str, locale: Locale, places: int) -> tuple[str, str, str, str]:
    """Read prefix, thousands mark, decimal mark and suffix off a sample."""
    sample = format_currency(
        Decimal("1234567.5").quantize(Decimal(1).scaleb(-places)), currency, locale=locale
    )
    first = sample.index("1")
    last = max(i for i, sign in enumerate(sample) if sign.isdigit())
    body = sample[first : last + 1]
    decimal = body[-places - 1] if places else ""
    return sample[:first], body[1], decimal, sample[last + 1 :]


def _writing(
    places: int, before: str, group: str, decimal: str, after: str
) -> Callable[[Decimal], str]:
    """Give what writes amounts with these marks; a report has thousands of them."""
    form = f",.{places}f"
    marks = str.maketrans({",": group, ".": decimal})
    is_plain = group == "," and decimal in (".", "")

    def written(value: Decimal) -> str:
        digits = format(abs(value), form)
        if not is_plain:
            digits = digits.translate(marks)
        return f"{MINUS}{before}{digits}{after}" if value < 0 else f"{before}{digits}{after}"

    return written


ALL: dict[str, Any] = {"money": amount, "day": day}
