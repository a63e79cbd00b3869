"""Any file that is understood: recognised, then read into the same items whatever its format."""

from collections.abc import Iterator
from collections.abc import Mapping as Names
from dataclasses import dataclass

from ftracker.domain.kinds import Flow
from ftracker.domain.statements import formats, plans, rows
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.items import Item, Limits
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.plans import Plan
from ftracker.domain.statements.sources import Source


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file will be read; `plan` is there for tables, whose columns have to be understood.

    `mapping` says it in words, with nothing left open.
    """

    format: Format
    mapping: Mapping
    plan: Plan | None = None


def understand(
    source: Source, mapping: Mapping, *, places: int, types: Names[str, Flow]
) -> Reading:
    """Understand a whole file; `places` are the decimals of the books' currency.

    `types` are the household's type names. Raises InvalidInput, and Unclear where the file has two
    readings; the field is the part of the mapping that would settle it.
    """
    plan = plans.make(source, mapping, places=places, types=types)
    return Reading(formats.recognise(source), plan.mapping, plan)


def items(source: Source, reading: Reading, limits: Limits | None = None) -> Iterator[Item]:
    """Read the items in the file's order; memory stays flat.

    Raises InvalidInput on `file` when the file as a whole goes beyond a limit.
    """
    return iter(()) if reading.plan is None else rows.read(source, reading.plan, limits)


def raw(source: Source, reading: Reading, row: int) -> list[tuple[str, str]]:
    """Give what the file says in one row, as pairs of a column's name and its text.

    `row` is the `row` of an item of this file; gives nothing for a row that is not there.
    """
    return [] if reading.plan is None else rows.raw(source, reading.plan, row)
