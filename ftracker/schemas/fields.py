"""The words that schemas are written in: each field's shape, once, with its sentence."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from ftracker.domain.periods import FIRST, LAST

# The largest whole number that every reader of JSON keeps exactly.
MOST_VERSIONS = 2**53 - 1
NO_NUL = r"^[^\x00]*$"
LINE = r"^[^\x00-\x08\x0a-\x1f\x7f]*$"
FILLED_LINE = r"^[^\x00-\x08\x0a-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0a-\x1f\x7f]*$"
TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
AMOUNT = r"^([1-9][0-9]{0,14}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?")
_BALANCE = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?")


def days(mark: str) -> str:
    """Write the pattern of every day from 1900 to 2199 and nothing else; `mark` parts its numbers.

    So a schema promises exactly the days that are kept.
    """
    year = "(19|20|21)[0-9]{2}"
    leap = "((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)"
    return (
        f"({year}{mark}(0[1-9]|1[0-2]){mark}(0[1-9]|1[0-9]|2[0-8])"
        f"|{year}{mark}(0[13-9]|1[0-2]){mark}(29|30)"
        f"|{year}{mark}(0[13578]|1[02]){mark}31|{leap}{mark}02{mark}29)"
    )


class In(BaseModel):
    """What may come in: nothing that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True)


def line(text: Any) -> Any:
    """Trim one line of text. Raises ValueError for line breaks and control characters."""
    if isinstance(text, str):
        if _CONTROL.search(text) or "\n" in text or "\r" in text:
            raise ValueError("Write it on one line, without control characters.")
        return text.strip()
    return text


def _text(text: Any) -> Any:
    if isinstance(text, str):
        text = text.replace("\r\n", "\n")
        if _CONTROL.search(text):
            raise ValueError("There is a character in it that cannot be kept.")
    return text


def _iso(text: Any) -> Any:
    if isinstance(text, date):
        return text
    if not isinstance(text, str) or not _ISO.fullmatch(text):
        raise ValueError("Write a date as 2025-07-31.")
    try:
        return date.fromisoformat(text)
    except ValueError as bad:
        raise ValueError("There is no such day.") from bad


def _kept(day: date) -> date:
    if not FIRST <= day < LAST:
        raise ValueError("Write a date between 1900 and 2199.")
    return day


def _amount(value: Any) -> Any:
    text = _written(value, "12.50")
    if not _AMOUNT.fullmatch(text):
        raise ValueError("Write a positive number such as 12.50.")
    return text


def _written(value: Any, example: str) -> str:
    """Write an amount as text; of JSON's numbers only whole ones are exact (7 and 7.0 are one)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        reason = ": a float is not exact." if isinstance(value, float) else "."
        # pydantic turns a ValueError, and no TypeError, into a finding.
        raise ValueError(f'Write the amount as a string, such as "{example}"{reason}')  # noqa: TRY004
    return value if isinstance(value, str) else f"{value:d}"


def whole(value: Any) -> Any:
    """Let whole numbers pass. Raises ValueError for anything else that pydantic would round."""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError("Write a whole number.")
    return value


def _utc(stamp: datetime) -> datetime:
    return stamp.astimezone(UTC)


def _balance(value: Any) -> Any:
    text = _written(value, "-12.50")
    if not _BALANCE.fullmatch(text):
        raise ValueError("Write a number such as 12.50, with a minus in front for a debt.")
    return text


# In each of these the validators that run first stand last, so that the schema shows the rest.
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, pattern=FILLED_LINE),
    BeforeValidator(line),
]
Payee = Annotated[str, StringConstraints(max_length=200, pattern=LINE), BeforeValidator(line)]
Note = Annotated[str, StringConstraints(max_length=2000, pattern=TEXT), BeforeValidator(_text)]
Tag = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=50,
        pattern=r"^[^\x00-\x08\x0a-\x1f\x7f,]*[^\s\x00-\x1f\x7f,][^\x00-\x08\x0a-\x1f\x7f,]*$",
    ),
    BeforeValidator(line),
]
Tags = Annotated[list[Tag], Field(max_length=20)]
EntryDate = Annotated[
    date,
    BeforeValidator(_iso),
    AfterValidator(_kept),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{days('-')}$"}),
]
AmountText = Annotated[
    str,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": AMOUNT},
                {"type": "integer", "minimum": 1, "maximum": 10**15 - 1},
            ],
            "description": "A positive amount: a string with at most the decimals of the "
            "household's currency (the pattern shows two), or a whole number. "
            "A number with a fraction is refused, because a float is not exact.",
        }
    ),
]
Version = Annotated[
    int,
    Field(ge=1, le=MOST_VERSIONS, description="The version that was read; a stale one is refused."),
    BeforeValidator(whole),
]
Stamp = Annotated[datetime, AfterValidator(_utc)]
BalanceText = Annotated[
    str,
    BeforeValidator(_balance),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$"},
                {"type": "integer", "minimum": -(10**15) + 1, "maximum": 10**15 - 1},
            ],
            "description": "A signed amount with at most the decimals of the currency.",
        }
    ),
]
