"""Reads small invented files in the layouts of real banks, and says what came of them."""

from dataclasses import dataclass

from ftracker.domain.kinds import Flow
from ftracker.domain.statements import plans, rows
from ftracker.domain.statements.items import Bad, Entry, Item
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import InMemory

TYPES = {"Income": Flow.IN, "Expense": Flow.OUT, "Transfer": Flow.TRANSFER}


@dataclass(frozen=True)
class Layout:
    """A file, and each row that is to come of it as `date amount [currency] words of its text`."""

    name: str
    text: str
    rows: str
    encoding: str = "utf-8"
    places: int = 2


def read(layout: Layout) -> list[Item]:
    """Read a file by detection alone."""
    source = InMemory(layout.text.lstrip("\n").encode(layout.encoding))
    plan = plans.make(source, Mapping(), places=layout.places, types=TYPES)
    return list(rows.read(source, plan))


def faults(layout: Layout) -> list[str]:
    """List what differs from the rows that are to come of a file, nothing when all is exact."""
    items = read(layout)
    found = [f"bad row: {item.errors}" for item in items if isinstance(item, Bad)]
    entries = [item for item in items if isinstance(item, Entry)]
    wanted = [line.split(maxsplit=2) for line in layout.rows.strip().splitlines()]
    shown = [f"{e.date} {'' if e.direction == 'in' else '-'}{e.amount:f}" for e in entries]
    if shown != [f"{day} {amount}" for day, amount, _ in wanted]:
        return [*found, *shown]
    for entry, (_, _, said) in zip(entries, wanted, strict=True):
        text = f"{entry.payee} {entry.note} {entry.currency} {entry.category} {entry.account}"
        text = " ".join(text.casefold().split())
        found += [
            f"{said!r} is not in {text!r}"
            for part in said.split("|")
            if part.casefold() not in text
        ]
    return found
