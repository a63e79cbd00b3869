"""A household as it comes in."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator

from ftracker.domain import money
from ftracker.schemas.fields import In, Name


def _known(code: str) -> str:
    if code not in money.currencies():
        raise ValueError("Choose a currency of the list.")
    return code


Currency = Annotated[str, AfterValidator(_known)]


class HouseholdIn(In):
    """A new household; `opening_balance` is signed, in its currency."""

    name: Name
    currency: Currency
    account_name: Name = "Everyday"
    opening_balance: Decimal = Decimal(0)
