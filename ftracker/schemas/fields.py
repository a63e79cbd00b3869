"""The words that schemas are written in: each field's shape, once, with its sentence."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic import WithJsonSchema

from ftracker.domain.periods import FIRST, LAST

NO_NUL = r"^[^\x00]*$"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,4})?")


class In(BaseModel):
    """What may come in: nothing that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True)


def _line(text: Any) -> Any:
    if isinstance(text, str):
        text = text.strip()
        if _CONTROL.search(text) or "\n" in text or "\r" in text:
            raise ValueError("Write it on one line, without control characters.")
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
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError('Write the amount as a string, such as "12.50".')
    text = str(value)
    if not _AMOUNT.fullmatch(text):
        raise ValueError("Write a positive number such as 12.50.")
    return text


Name = Annotated[
    str,
    BeforeValidator(_line),
    StringConstraints(min_length=1, max_length=100, pattern=NO_NUL),
]
Payee = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=200, pattern=NO_NUL)]
Note = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=2000, pattern=NO_NUL)]
Tag = Annotated[
    str,
    BeforeValidator(_line),
    StringConstraints(min_length=1, max_length=50, pattern=r"^[^\x00,]*$"),
]
Tags = Annotated[list[Tag], Field(max_length=20)]
EntryDate = Annotated[
    date,
    BeforeValidator(_iso),
    AfterValidator(_kept),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2025-07-31"]}),
]
AmountText = Annotated[
    str,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^([1-9][0-9]{0,11}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$",
            "description": "A positive amount with at most the decimals of the currency.",
            "examples": ["12.50"],
        }
    ),
]
