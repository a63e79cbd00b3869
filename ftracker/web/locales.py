"""Currencies and languages to choose from, by the names that people know them by."""

from functools import cache

from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import get_currency_name

from ftracker.domain import money
from ftracker.web.display import Option


@cache
def currency_options(keep: str = "") -> list[Option]:
    """List the currencies of today by their codes; the one to `keep` may be of the past."""
    codes = sorted({*money.tender(), *filter(None, [keep])})
    return [Option(code, f"{code} · {_currency(code)}") for code in codes]


@cache
def language_options() -> list[Option]:
    """List the languages and regions that amounts and days can be written in, by name."""
    plain = [name for name in locale_identifiers() if name.count("_") < 2]  # noqa: PLR2004
    named = [Option(name.replace("_", "-"), _language(name)) for name in plain]
    return sorted((one for one in named if one.label), key=lambda one: (one.label, one.value))


def language(code: str) -> str:
    """Call a language such as `en-GB` by its name; '' for one that is not known."""
    return _language(code.replace("-", "_")) if code.replace("-", "_") in _known() else ""


@cache
def _known() -> frozenset[str]:
    return frozenset(locale_identifiers())


def _currency(code: str) -> str:
    return str(get_currency_name(code, locale="en"))


def _language(name: str) -> str:
    return Locale.parse(name).get_display_name("en") or ""
