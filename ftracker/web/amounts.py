"""Amounts as they are typed into forms: written for a schema, or told why they are none."""

from dataclasses import dataclass, field

from ftracker.domain import money
from ftracker.domain.errors import FieldError


@dataclass(slots=True)
class Amounts:
    """Reads the amounts of one form, and gathers in `wrong` what is none, each at its field."""

    currency: str
    wrong: list[FieldError] = field(default_factory=list)

    def read(self, name: str, text: str) -> str:
        """Write a positive amount as a schema wants it; what is none is told, and stays."""
        try:
            return money.plain(money.parse(text, self.currency), self.currency)
        except ValueError as bad:
            self.wrong.append(FieldError(name, str(bad)))
            return text.strip()
