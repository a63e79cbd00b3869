"""What books hold, as simply as it can be said, to be held against the real ones."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """A transaction as the model has it; its note names it."""

    date: date
    amount: Decimal
    direction: str
    category: int
    is_active: bool = True
    file: int | None = None


@dataclass(slots=True)
class Model:
    """What the books hold: rows by their notes, categories by number, files that are in."""

    rows: dict[str, Row] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
