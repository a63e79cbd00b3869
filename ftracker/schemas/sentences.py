"""What a schema refuses, said in a sentence: the same through every door."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ftracker.domain.errors import FieldError, InvalidInput

M = TypeVar("M", bound=BaseModel)

NEEDED = "This is needed."
_SENTENCES = {
    "missing": NEEDED,
    "extra_forbidden": "There is no such field.",
    "string_type": "Write text.",
    "string_too_long": "Write at most {max_length} characters.",
    "string_too_short": NEEDED,
    "string_pattern_mismatch": "There is a character in it that cannot be kept.",
    "uuid_parsing": "This is no id.",
    "uuid_type": "This is no id.",
    "int_parsing": "Write a whole number.",
    "int_type": "Write a whole number.",
    "decimal_parsing": "Write a number such as 12.50.",
    "decimal_type": "Write a number such as 12.50.",
    "bool_parsing": "Say true or false.",
    "greater_than": "Write a number above {gt}.",
    "greater_than_equal": "Write a number not below {ge}.",
    "less_than_equal": "Write a number not above {le}.",
    "too_long": "Give at most {max_length}.",
    "too_short": "Give at least {min_length}.",
    "literal_error": "Choose {expected}.",
    "enum": "Choose {expected}.",
    "json_invalid": "This is no JSON.",
}


def read(schema: type[M], values: Mapping[str, Any], *, told: Sequence[FieldError] = ()) -> M:
    """Read values into a schema. Raises InvalidInput with a sentence for each field.

    `told` is what is already known to be wrong: it is refused too, and its sentence stands at its
    field instead of the schema's.
    """
    better = {error.field: error for error in told}
    try:
        made = schema.model_validate(values)
    except ValidationError as bad:
        found = {error.field: error for error in errors(bad.errors())}
        raise InvalidInput.of(list((found | better).values())) from bad
    if better:
        raise InvalidInput.of(list(better.values()))
    return made


def errors(found: Sequence[ErrorDetails | dict[str, Any]]) -> list[FieldError]:
    """Turn a schema's findings into field errors, in the order found, one per field."""
    said: dict[str, FieldError] = {}
    for error in found:
        field = ".".join(str(part) for part in error["loc"]) or "body"
        said.setdefault(field, FieldError(field, _sentence(error)))
    return list(said.values())


def _sentence(error: ErrorDetails | dict[str, Any]) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    kind = error["type"]
    # Behind a validator of ours a text's length is checked as that of any sequence.
    if kind in ("too_long", "too_short") and isinstance(error["input"], str):
        kind = f"string_{kind}"
    written = _SENTENCES.get(kind)
    return written.format(**error.get("ctx", {})) if written else f"{error['msg']}."
