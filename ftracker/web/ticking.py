"""What is ticked while an account is reconciled, as the address carries it from page to page.

The address says the bank's balance and its day, by what rule transactions begin ticked, and which
ones differ from that rule: so the ticks outlast an edit in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from ftracker.domain.errors import InvalidInput
from ftracker.domain.kinds import Direction
from ftracker.queries.reconciliations import Sheet, Waiting
from ftracker.web.forms import Form

Rule = Literal["", "all", "none"]


@dataclass(frozen=True, slots=True)
class Ticks:
    """A balance and its day, and what is ticked; `rule` is empty for what files of the bank have.

    `older` stands for all that is older than what is listed.
    """

    day: date
    balance: Decimal
    rule: Rule = ""
    differ: frozenset[UUID] = frozenset()
    older: bool = True

    def holds(self, row: Waiting) -> bool:
        """Tell whether a transaction is ticked."""
        return self.begins(row) is not (row.line.id in self.differ)

    def begins(self, row: Waiting) -> bool:
        """Tell whether a transaction is ticked by the rule."""
        return self.rule == "all" or (self.rule == "" and row.is_imported)

    def left(self, sheet: Sheet) -> Decimal:
        """Give the bank's balance less what is ticked off, now and before."""
        ticked = sum((effect(row) for row in sheet.rows if self.holds(row)), Decimal(0))
        return self.balance - sheet.cleared - ticked - (sheet.older_amount if self.older else 0)

    def url(self, path: str) -> str:
        """Write the address of the page in this state."""
        words = {
            "date": self.day.isoformat(),
            "balance": f"{self.balance:f}",
            "tick": self.rule,
            "differ": ".".join(sorted(key.hex for key in self.differ)),
            "older": "" if self.older else "no",
        }
        return f"{path}?{urlencode({name: word for name, word in words.items() if word})}"


def read(words: Mapping[str, str], *, day: date, balance: Decimal) -> Ticks:
    """Understand what an address says beside balance and day; nonsense counts as nothing."""
    rules: dict[str, Rule] = {"all": "all", "none": "none"}
    return Ticks(
        day,
        balance,
        rules.get(words.get("tick", ""), ""),
        frozenset(_ids(words.get("differ", ""))),
        words.get("older") != "no",
    )


def sent(form: Form, sheet: Sheet, *, day: date, balance: Decimal) -> Ticks:
    """Understand what was ticked in the form, where `all` and `none` tick everything or nothing.

    Raises InvalidInput.
    """
    wanted = form.value("do")
    words = {"tick": wanted if wanted in ("all", "none") else form.value("tick")}
    ticks = read(words, day=day, balance=balance)
    if wanted in ("all", "none"):
        return replace(ticks, older=wanted == "all")
    chosen = ids(form)
    differ = {row.line.id for row in sheet.rows if (row.line.id in chosen) != ticks.begins(row)}
    return replace(ticks, differ=frozenset(differ), older=form.value("older") == "yes")


def ids(form: Form) -> frozenset[UUID]:
    """Read the transactions that were ticked, perhaps none. Raises InvalidInput."""
    try:
        return frozenset(UUID(key) for key in form.values("ids"))
    except ValueError as bad:
        raise InvalidInput("ids", "This is no id.") from bad


def effect(row: Waiting) -> Decimal:
    """Give the amount of a transaction with the sign of its direction."""
    return row.line.amount if row.line.direction == Direction.IN else -row.line.amount


def _ids(text: str) -> list[UUID]:
    try:
        return [UUID(hex=key) for key in text.split(".") if key]
    except ValueError:
        return []
