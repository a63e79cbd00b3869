"""Any file that is understood: recognised, then read into the same items whatever its format."""

from collections.abc import Iterator
from collections.abc import Mapping as Names
from dataclasses import dataclass, replace
from itertools import islice

from ftracker.domain.errors import InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import camt, formats, mt940, ofx, plans, qif, rows, sheets
from ftracker.domain.statements.bookings import Found
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.items import Entry, Item, Limits, Statement
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.plans import Plan
from ftracker.domain.statements.sources import Source

_READERS = {
    Format.OFX: ofx.read,
    Format.QIF: qif.read,
    Format.CAMT053: camt.read,
    Format.MT940: mt940.read,
}

_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file will be read; `plan` is there for tables, whose columns have to be understood.

    `mapping` says it in words, with nothing left open; its `reference` is None where the bank's
    references are no ids. `places` are the decimals of the books'
    currency. `table` is the sheet of a workbook, written out once for all who read it.
    """

    format: Format
    mapping: Mapping
    plan: Plan | None = None
    places: int = 2
    table: Source | None = None


def understand(
    source: Source, mapping: Mapping, *, places: int, types: Names[str, Flow]
) -> Reading:
    """Understand a whole file; `places` are the decimals of the books' currency.

    `types` are the household's type names. Raises InvalidInput, and Unclear where the file has two
    readings; the field is the part of the mapping that would settle it.
    """
    found = formats.recognise(source)
    if found in formats.TABLES:
        table = sheets.table(source) if found is Format.XLSX else None
        plan = plans.make(table or source, given(mapping, table), places=places, types=types)
        return Reading(found, plan.mapping, plan, places, table)
    reading = Reading(found, _settled(found, source, mapping, places), places=places)
    if mapping.reference is not None and _references_repeat(source, reading):
        return replace(reading, mapping=replace(reading.mapping, reference=None))
    return reading


def layout(source: Source, mapping: Mapping, table: Source | None = None) -> Layout:
    """Find the columns of a table or a workbook, whatever they mean. Raises InvalidInput.

    `table` is the sheet of a workbook that was written out before.
    """
    if table is None and formats.recognise(source) is Format.XLSX:
        table = sheets.table(source)
    return plans.layout(table or source, given(mapping, table))


def given(mapping: Mapping, table: Source | None) -> Mapping:
    """Say how a sheet was written out, which is ours: a mapping cannot say otherwise."""
    if table is None:
        return mapping
    return replace(mapping, encoding="utf-8", delimiter=",", quotechar='"')


def _settled(found: Format, source: Source, mapping: Mapping, places: int) -> Mapping:
    if found is Format.QIF:
        return qif.understand(source, mapping, places)
    if found is Format.OFX:
        return ofx.understand(source, mapping)
    if found is Format.CAMT053:
        return camt.understand(source, mapping)
    return mt940.understand(source, mapping)


def items(source: Source, reading: Reading, limits: Limits | None = None) -> Iterator[Item]:
    """Read the items in the file's order; memory stays flat.

    Raises InvalidInput on `file` when the file as a whole goes beyond a limit.
    """
    if reading.plan is not None:
        yield from rows.read(reading.table or source, reading.plan, limits)
        return
    limits = limits or Limits()
    count = 0
    has_references = reading.mapping.reference is not None
    for item, _ in _found(source, reading, limits):
        count += not isinstance(item, Statement)
        if count > limits.rows:
            raise InvalidInput("file", f"A file may have {limits.rows:,} rows; this one has more.")
        if isinstance(item, Entry) and not has_references:
            yield item._replace(reference="")
        else:
            yield item


def raw(source: Source, reading: Reading, row: int) -> list[tuple[str, str]]:
    """Give what the file says in one row, as pairs of a column's name and its text.

    `row` is the `row` of an item of this file; gives nothing for a row that is not there.
    """
    if reading.plan is not None:
        return rows.raw(reading.table or source, reading.plan, row)
    for item, said in _found(source, reading, Limits()):
        if not isinstance(item, Statement) and item.row == row:
            return said
    return []


def _references_repeat(source: Source, reading: Reading) -> bool:
    """Tell whether one reference stands at movements that differ, and so is no id of them.

    Some banks write a nought or the number of a batch there; taken for ids, all but one movement
    would be lost. The first movements are enough to know such a bank by.
    """
    known: dict[str, tuple[object, ...]] = {}
    for item, _ in islice(_found(source, reading, Limits()), _LOOKED_AT):
        if isinstance(item, Entry) and item.reference:
            move = item.account, item.date, item.amount, item.direction
            if known.setdefault(f"{item.account} {item.reference}", move) != move:
                return True
    return False


def _found(source: Source, reading: Reading, limits: Limits) -> Iterator[Found]:
    return _READERS[reading.format](source, reading.mapping, reading.places, limits)
