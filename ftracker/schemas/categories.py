"""Categories as they come in and go out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, WithJsonSchema
from pydantic.config import JsonDict

from ftracker.domain.kinds import Kind
from ftracker.domain.palette import COLOURS, ICONS
from ftracker.schemas.fields import EntryDate, In, Name, Out, Stamp, Version


def _drawn(icon: str) -> str:
    if icon not in ICONS:
        raise ValueError("Choose an icon of the list.")
    return icon


def _mixed(colour: str) -> str:
    if colour not in COLOURS:
        raise ValueError("Choose a colour of the list.")
    return colour


Icon = Annotated[
    str, AfterValidator(_drawn), WithJsonSchema({"type": "string", "enum": sorted(ICONS)})
]
Colour = Annotated[
    str, AfterValidator(_mixed), WithJsonSchema({"type": "string", "enum": sorted(COLOURS)})
]
_DAYS = ("start_date", "end_date")
_WINDOW: JsonDict = {
    "if": {"properties": {"kind": {"const": Kind.TIMEBOUND.value}}, "required": ["kind"]},
    "then": {"properties": {day: {"type": "string"} for day in _DAYS}, "required": list(_DAYS)},
    "else": {"properties": {day: {"type": "null"} for day in _DAYS}},
}


class CategoryFields(In):
    """What a person says of a category; `end_date` is the last day of a Timebound one."""

    model_config = ConfigDict(json_schema_extra=_WINDOW)

    name: Name
    kind: Kind = Kind.UNKNOWN
    icon: Icon = "tag"
    colour: Colour = "slate"
    parent_id: UUID | None = None
    start_date: EntryDate | None = None
    end_date: EntryDate | None = None


class CategoryIn(CategoryFields):
    """A new category."""

    id: UUID | None = None


class CategoryEdit(CategoryFields):
    """A category as it shall be; `version` is the one that was read."""

    version: Version


class Category(Out):
    """A category as the API shows it."""

    id: UUID
    name: str
    kind: Kind
    icon: str
    colour: str
    parent_id: UUID | None
    start_date: date | None
    end_date: date | None
    is_default: bool
    is_archived: bool
    version: int
    created_at: Stamp
    updated_at: Stamp
