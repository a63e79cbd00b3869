"""Reading small files in tests: what is understood, and what each item says."""

from decimal import Decimal
from typing import Any

import pytest

from ftracker.domain.errors import InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import files
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.items import Bad, Entry, Item, Left, Limits, Statement
from ftracker.domain.statements.sources import InMemory
from ftracker.schemas.mappings import MappingIn

TYPES = {"Income": Flow.IN, "Expense": Flow.OUT, "Transfer": Flow.TRANSFER}


def source(content: str | bytes) -> InMemory:
    return InMemory(content.encode() if isinstance(content, str) else content)


def reading(content: str | bytes, *, places: int = 2, **mapping: Any) -> Reading:
    given = MappingIn.model_validate(mapping).mapping()
    return files.understand(source(content), given, places=places, types=TYPES)


def items(
    content: str | bytes, *, places: int = 2, limits: Limits | None = None, **mapping: Any
) -> list[Item]:
    understood = reading(content, places=places, **mapping)
    return list(files.items(source(content), understood, limits))


def entries(content: str | bytes, **given: Any) -> list[Entry]:
    return [item for item in items(content, **given) if isinstance(item, Entry)]


def statements(content: str | bytes, **given: Any) -> list[Statement]:
    return [item for item in items(content, **given) if isinstance(item, Statement)]


def left(content: str | bytes, **given: Any) -> list[tuple[int, str]]:
    return [(i.row, i.reason) for i in items(content, **given) if isinstance(i, Left)]


def errors(content: str | bytes, **given: Any) -> list[tuple[int, str, str]]:
    bad = [item for item in items(content, **given) if isinstance(item, Bad)]
    return [(error.row or 0, error.field, error.message) for b in bad for error in b.errors]


def moves(content: str | bytes, **given: Any) -> list[tuple[str, Decimal, str, str]]:
    """List day, signed amount, payee and note of each entry."""
    return [(str(e.date), signed(e), e.payee, e.note) for e in entries(content, **given)]


def amounts(content: str | bytes, **given: Any) -> list[tuple[str, str]]:
    return [(str(e.date), f"{signed(e):f}") for e in entries(content, **given)]


def signed(entry: Entry) -> Decimal:
    return entry.amount if entry.direction == "in" else -entry.amount


def refused(content: str | bytes, **given: Any) -> str:
    with pytest.raises(InvalidInput) as bad:
        items(content, **given)
    return f"{bad.value.errors[0].field}: {bad.value}"


def raw(content: str | bytes, row: int, **given: Any) -> list[tuple[str, str]]:
    return files.raw(source(content), reading(content, **given), row)
