"""Forms that keep exactly what was typed, and say what is wrong at the right field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.schemas import sentences

M = TypeVar("M", bound=BaseModel)


class Form:
    """What was typed into a form, and the errors found in it.

    `apart` names the fields whose members have places of their own, as the rows of a rule do.
    """

    def __init__(
        self, typed: Mapping[str, list[str]] | None = None, *, apart: Sequence[str] = ()
    ) -> None:
        self.typed = dict(typed or {})
        self.errors: list[FieldError] = []
        self._apart = tuple(apart)

    @classmethod
    def sent(cls, data: FormData) -> "Form":
        """Take what a browser sent; files are left out."""
        typed: dict[str, list[str]] = {}
        for name, value in data.multi_items():
            if not isinstance(value, UploadFile):
                typed.setdefault(name, []).append(value)
        return cls(typed)

    @classmethod
    def filled(cls, **values: Any) -> "Form":
        """Make a form that shows what is stored; None shows as nothing."""
        return cls({name: _texts(value) for name, value in values.items()})

    def value(self, name: str) -> str:
        """Give what was typed, or nothing."""
        return (self.typed.get(name) or [""])[0]

    def values(self, name: str) -> list[str]:
        """Give all that was typed or ticked under one name."""
        return self.typed.get(name, [])

    def number(self, name: str) -> int | None:
        """Give a whole number, or None; nothing here counts past 18 digits."""
        text = self.value(name)
        return int(text[:18]) if text.isascii() and text.isdigit() else None

    def error(self, name: str) -> str | None:
        """Give the sentence for a field, if it has one."""
        return next((e.message for e in self.errors if e.field == name), None)

    def blame(self, bad: InvalidInput) -> None:
        """Add what a deed found wrong; what is inside a field is said at the field."""
        for error in bad.errors:
            topic = error.field.partition(".")[0]
            whole = topic in self._apart
            self.errors.append(error if whole else replace(error, field=topic))

    def over(self, kept: "Form") -> "Form":
        """Give a form that takes from `kept` what was not sent at all."""
        return Form({**kept.typed, **self.typed})

    def given(self, *names: str) -> dict[str, str]:
        """Give what was typed in these fields, without the empty ones."""
        return {name: value for name in names if (value := self.value(name).strip())}

    def read(self, schema: type[M], **more: Any) -> M:
        """Read the fields that the schema knows. Raises InvalidInput.

        An empty field counts as not given; `more` wins over what was typed.
        """
        return sentences.read(schema, self.given(*schema.model_fields) | more)


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(v) for v in value]
    return [str(value)]
