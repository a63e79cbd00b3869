"""Amounts: exact decimals, quantised to the decimals of their currency."""

import ast
import operator
import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from itertools import pairwise

from babel import Locale
from babel.numbers import (
    get_currency_precision,
    get_currency_symbol,
    get_territory_currencies,
    list_currencies,
)

LARGEST = Decimal(10) ** 15
LONGEST = 100
_OPERATOR = re.compile(r"([-+*/()])")
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:([.,' ’\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*")
_OPERATIONS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def currencies() -> list[str]:
    """List the ISO 4217 codes that are known, in alphabetical order; some are of the past."""
    return sorted(list_currencies())


@cache
def tender() -> list[str]:
    """List the codes of what is paid with somewhere and has no end set, in alphabetical order."""
    places = (str(place) for place in Locale("en").territories)
    found = {
        code
        for place in places
        for code in get_territory_currencies(place, start_date=date.max, tender=True)
    }
    return sorted(found)


def decimals(currency: str) -> int:
    """Tell how many decimals a currency has (EUR 2, JPY 0, KWD 3)."""
    return get_currency_precision(currency)


def quantise(amount: Decimal, currency: str) -> Decimal:
    """Round an amount, half up, to the decimals of its currency."""
    return amount.quantize(_smallest(currency), rounding=ROUND_HALF_UP)


def plain(amount: Decimal, currency: str) -> str:
    """Write an amount as JSON carries it: `"12.50"`, no thousands mark, sign only if negative."""
    return f"{quantise(amount, currency):f}"


def parse(text: str, currency: str) -> Decimal:
    """Read what a person types: `12,50`, `1 234.5`, `3*4.20`, `(12+8)/2`, `€5`, `5 EUR`.

    Gives a positive amount quantised to the currency. The last comma or point is the decimal mark;
    marks before it, and a mark that repeats, stand between groups of three digits. Raises
    ValueError with a sentence.
    """
    if not text.strip():
        raise ValueError("Write an amount.")
    amount = _calculate(_bare(text, currency), currency)
    if amount <= 0:
        raise ValueError("Write an amount above zero.")
    if amount >= LARGEST:
        raise ValueError("This amount is too large.")
    return amount


def parse_balance(text: str, currency: str) -> Decimal:
    """Read what a person types as a balance: like `parse`, and zero or below it too.

    Gives a signed amount quantised to the currency. Raises ValueError with a sentence.
    """
    written = text.strip().replace("\N{MINUS SIGN}", "-")
    if not written:
        raise ValueError("Write an amount.")
    amount = _calculate(_bare(written, currency), currency)
    if abs(amount) >= LARGEST:
        raise ValueError("This amount is too large.")
    return amount


@lru_cache(maxsize=512)
def _smallest(currency: str) -> Decimal:
    return Decimal(1).scaleb(-decimals(currency))


def _bare(text: str, currency: str) -> str:
    """Take the currency's own sign or code away, where one stands before or behind."""
    written = text.strip()
    sign, written = ("-", written[1:].strip()) if written.startswith("-") else ("", written)
    for mark in (currency, get_currency_symbol(currency, "en")):
        if written[: len(mark)].upper() == mark:
            return sign + written[len(mark) :].strip()
        if written[-len(mark) :].upper() == mark:
            return sign + written[: -len(mark)].strip()
    return sign + written


def _calculate(text: str, currency: str) -> Decimal:
    if len(text) > LONGEST:
        raise _unreadable()
    terms = [t.strip() for t in _OPERATOR.split(text) if t.strip()]
    if any(a in "+-" and b in "+-" for a, b in pairwise(terms)):
        raise _unreadable()
    if len(terms) == 1:
        return _number(terms[0], currency)
    written = "".join(t if t in "+-*/()" else f"'{_number(t, currency)}'" for t in terms)
    try:
        total = _value(ast.parse(written, mode="eval").body)
    except (SyntaxError, ArithmeticError) as bad:
        raise _unreadable() from bad
    return quantise(total, currency) if abs(total) < LARGEST else LARGEST


def _value(node: ast.expr) -> Decimal:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return Decimal(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](_value(node.left), _value(node.right))
    raise _unreadable()


def _number(text: str, currency: str) -> Decimal:
    """Read one number without a sign, in the marks of any country."""
    places = decimals(currency)
    whole, fraction = _halves(text) if places else (text, "")
    if not _WHOLE.fullmatch(whole) or not re.fullmatch("[0-9]*", fraction):
        raise _unreadable()
    if len(fraction) > places:
        raise ValueError(
            f"{currency} has {places} decimals: write 12.{'5':0<{places}},"
            " and thousands without a mark."
        )
    digits = re.sub("[^0-9]", "", whole).lstrip("0") or "0"
    if len(digits) > len(str(LARGEST)):
        raise ValueError("This amount is too large.")
    return Decimal(f"{digits}.{fraction or 0}").quantize(Decimal(1).scaleb(-places))


def _halves(text: str) -> tuple[str, str]:
    """Split at the decimal mark: the last of `.` and `,` unless it repeats."""
    mark = max(".,", key=text.rfind)
    if text.count(mark) == 1:
        whole, _, fraction = text.partition(mark)
        return whole or "0", fraction
    return text, ""


def _unreadable() -> ValueError:
    return ValueError("Write a number such as 12.50, or a sum such as 3*4.20.")
