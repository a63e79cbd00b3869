"""A household as it comes in."""

from decimal import Decimal
from typing import Annotated

from babel.localedata import locale_identifiers
from pydantic import AfterValidator, Field

from ftracker.domain import money
from ftracker.schemas.fields import In, Name


def _known(code: str) -> str:
    if code not in money.currencies():
        raise ValueError("Choose a currency of the list.")
    return code


def _spoken(code: str) -> str:
    if code.replace("-", "_") not in locale_identifiers():
        raise ValueError("Choose a language of the list.")
    return code


Currency = Annotated[str, AfterValidator(_known)]
Locale = Annotated[str, AfterValidator(_spoken)]


class HouseholdIn(In):
    """A new household; `opening_balance` is signed, in its currency."""

    name: Name
    currency: Currency
    account_name: Name = "Everyday"
    opening_balance: Decimal = Decimal(0)


class HouseholdEdit(In):
    """A household as it shall be; `version` is the one that was read.

    A category that is proposed with at least `categorise_from` percent is set by itself; None
    never sets one.
    """

    name: Name
    currency: Currency
    locale: Locale
    categorise_from: Annotated[int, Field(ge=50, le=100)] | None = None
    version: int
