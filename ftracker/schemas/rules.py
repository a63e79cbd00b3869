"""Rules as they come in and go out: the one JSON form of their conditions and actions."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from ftracker.domain.rules import OPERATORS, WEEKDAYS, Condition, Operator
from ftracker.domain.rules import Field as Looked
from ftracker.schemas import sentences
from ftracker.schemas.fields import (
    FILLED_LINE,
    AmountText,
    EntryDate,
    In,
    Name,
    Note,
    Out,
    Payee,
    Stamp,
    Tag,
    Tags,
    Version,
    line,
    whole,
)

MOST_CONDITIONS = 20
MOST_RULES = 500
LONGEST = 200
_PAIR = 2
Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST, pattern=FILLED_LINE),
    BeforeValidator(line),
]


def _as_text(value: Any) -> Any:
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return str(int(value)) if is_whole and not isinstance(value, bool) else value


DayText = Annotated[
    str,
    StringConstraints(pattern="^([1-9]|[12][0-9]|3[01])$"),
    BeforeValidator(_as_text),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 31},
                {"type": "string", "pattern": "^([1-9]|[12][0-9]|3[01])$"},
            ]
        }
    ),
]
# What a value may be, by what is looked at.
_SHAPES: dict[Looked, Any] = {
    Looked.TEXT: Words,
    Looked.PAYEE: Words,
    Looked.NOTE: Words,
    Looked.AMOUNT: AmountText,
    Looked.DATE: EntryDate,
    Looked.DAY: DayText,
    Looked.FLOW: Literal["in", "out", "transfer"],
    Looked.WEEKDAY: Literal[WEEKDAYS],
    Looked.TYPE: Name,
    Looked.CATEGORY: Name,
    Looked.ACCOUNT: Name,
    Looked.TAG: Tag,
}
_VALUES: dict[Looked, TypeAdapter[Any]] = {f: TypeAdapter(kind) for f, kind in _SHAPES.items()}


def _described(schema: dict[str, Any]) -> None:
    """Say which operators and values go together: one form for each."""
    ways = []
    for field, operators in OPERATORS.items():
        value = _VALUES[field].json_schema()
        single = [o.value for o in operators if o is not Operator.BETWEEN]
        ways.append(_way(field, single, value))
        if Operator.BETWEEN in operators:
            pair = {"type": "array", "items": value, "minItems": 2, "maxItems": 2}
            ways.append(_way(field, [Operator.BETWEEN.value], pair))
    del schema["properties"], schema["required"], schema["additionalProperties"], schema["type"]
    schema["anyOf"] = ways


def _way(field: Looked, operators: list[str], value: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["field", "operator", "value"],
        "properties": {
            "field": {"type": "string", "enum": [field.value]},
            "operator": {"type": "string", "enum": operators},
            "value": value,
            "not": {"type": "boolean", "default": False},
        },
    }


class ConditionIn(In):
    """One condition: a field, an operator that goes with it, and a value.

    `between` takes two values, the smaller first, and both belong to it. A type, category or
    account is named by its name or its id.
    """

    model_config = ConfigDict(json_schema_extra=_described)

    field: Looked
    operator: Operator
    value: Any
    negated: Annotated[bool, Field(alias="not", strict=True)] = False

    @model_validator(mode="after")
    def _fits(self) -> "ConditionIn":
        if self.operator not in OPERATORS[self.field]:
            raise ValueError(f"Choose {', '.join(OPERATORS[self.field])}.")
        wants_pair = self.operator is Operator.BETWEEN
        if wants_pair and not (isinstance(self.value, list) and len(self.value) == _PAIR):
            raise ValueError("Write two values, the smaller first.")
        if not wants_pair and isinstance(self.value, list):
            raise ValueError("Write one value.")
        try:
            _ = self.values
        except ValidationError as bad:
            raise ValueError(sentences.errors(bad.errors())[0].message) from bad
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """The value, or both, as text."""
        found = self.value if isinstance(self.value, list) else [self.value]
        return tuple(str(_VALUES[self.field].validate_python(value)) for value in found)

    @property
    def condition(self) -> Condition:
        """The condition as the domain knows it; names and ids are as they were written."""
        return Condition(self.field, self.operator, self.values, self.negated)


def _some_action(schema: dict[str, Any]) -> None:
    names = [name for name in schema["properties"] if name != "tags"]
    some = [{"properties": {name: {"type": "string"}}, "required": [name]} for name in names]
    tags = {"properties": {"tags": {"type": "array", "minItems": 1}}, "required": ["tags"]}
    schema["anyOf"] = [*some, tags]


class ActionsIn(In):
    """What is set, at least one thing; what is left out stays as it is.

    `add_note` goes behind the note. A type is set only where it says the way that the money
    moved, or is one of transfers.
    """

    model_config = ConfigDict(json_schema_extra=_some_action)

    category: Name | None = None
    payee: Payee | None = None
    type: Name | None = None
    account: Name | None = None
    note: Note | None = None
    add_note: Words | None = None
    tags: Tags = Field(default_factory=list)

    @model_validator(mode="after")
    def _does_something(self) -> "ActionsIn":
        if not self.model_dump(exclude_none=True, exclude_defaults=True):
            raise ValueError("Say what the rule shall set.")
        return self


Position = Annotated[int, Field(ge=1, le=MOST_RULES), BeforeValidator(whole)]


class RuleFields(In):
    """What a person says of a rule; without a name it is called by what it does."""

    name: Name | None = None
    match: Literal["all", "any"] = "all"
    conditions: Annotated[list[ConditionIn], Field(min_length=1, max_length=MOST_CONDITIONS)]
    actions: ActionsIn
    is_active: bool = True


class RuleIn(RuleFields):
    """A new rule; it comes last unless `position` says otherwise."""

    id: UUID | None = None
    position: Position | None = None


class RuleEdit(RuleFields):
    """A rule as it shall be; `version` is the one that was read. Without `position` it stays."""

    version: Version
    position: Position | None = None


class ConditionOut(Out):
    """A condition as the API shows it, with names as they are now."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)

    field: Looked
    operator: Operator
    value: str | list[str]
    negated: bool = Field(alias="not")


class ActionsOut(Out):
    """What a rule sets, with names as they are now; null leaves a thing as it is."""

    category: str | None
    payee: str | None
    type: str | None
    account: str | None
    note: str | None
    add_note: str | None
    tags: list[str]


class Rule(Out):
    """A rule as the API shows it. With a `problem` it is not applied, and the sentence says why."""

    id: UUID
    name: str
    position: int
    match: str
    conditions: list[ConditionOut]
    actions: ActionsOut
    is_active: bool
    problem: str | None
    version: int
    created_at: Stamp
    updated_at: Stamp


class Applied(Out):
    """How many transactions a rule changed, and the change set that takes it back."""

    changed: int
    change_set_id: UUID | None
