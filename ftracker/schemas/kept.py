"""What is kept as JSON beside the columns: its shape, for rows that come in from elsewhere."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ftracker.domain.rules import Field as Looked
from ftracker.domain.rules import check
from ftracker.domain.statements.formats import Format
from ftracker.schemas.mappings import MappingIn
from ftracker.schemas.rules import MOST_CONDITIONS, ActionsIn, ConditionIn

NAMED = (Looked.CATEGORY, Looked.ACCOUNT, Looked.TYPE)


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConditionKept(_Kept):
    """A condition of a rule: what it names is an id, and nothing is left out."""

    field: Looked
    operator: str
    value: str | list[str]
    negated: Annotated[bool, Field(alias="not", strict=True)]

    @model_validator(mode="after")
    def _is_one(self) -> "ConditionKept":
        if self.field in NAMED:
            UUID(str(self.value))
        given = {"field": self.field, "operator": self.operator, "value": self.value}
        check(ConditionIn.model_validate({**given, "not": self.negated}).condition)
        return self


class ActionsKept(ActionsIn):
    """What a rule sets: what it names is an id."""

    @model_validator(mode="after")
    def _names_ids(self) -> "ActionsKept":
        for what in NAMED:
            if getattr(self, what) is not None:
                UUID(getattr(self, what))
        return self


class RuleKept(_Kept):
    """The JSON of a rule."""

    conditions: Annotated[list[ConditionKept], Field(min_length=1, max_length=MOST_CONDITIONS)]
    actions: ActionsKept


Line = Annotated[str, Field(pattern="^[0-9]{1,9}$")]
_CELLS = Literal["date", "amount", "type", "category", "account", "payee", "note"]


class ErrorKept(_Kept):
    """What was wrong with a file, or with a row of it."""

    field: str
    message: str
    row: int | None = None


class ImportKept(_Kept):
    """The JSON of a file that came in."""

    format: Format
    mapping: MappingIn
    reasons: dict[str, str]
    edits: dict[Line, dict[_CELLS, str]]
    choices: dict[Line, str]
    known: list[Annotated[list[int], Field(min_length=2, max_length=2)]]
    errors: list[ErrorKept]


class ProfileKept(_Kept):
    """The JSON of a profile of files."""

    format: Format
    mapping: MappingIn


def _written(fact: "FactKept") -> "FactKept":
    if fact.kind == "money" and not Decimal(fact.value).is_finite():
        raise ValueError("This is no amount.")
    if fact.kind == "day":
        date.fromisoformat(fact.value)
    return fact


class FactKept(_Kept):
    """A number behind what was said."""

    label: str
    value: str
    kind: Literal["money", "percent", "number", "day", "text"]
    href: str


class NoticeKept(_Kept):
    """The JSON of something that was said."""

    facts: list[Annotated[FactKept, AfterValidator(_written)]]


def picked(shape: type[BaseModel], row: Any) -> dict[str, Any]:
    """Give of a row what a shape asks for."""
    return {name: getattr(row, name) for name in shape.model_fields}
