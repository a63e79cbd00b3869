"""The largest single transactions of a section, each with its page."""

from collections.abc import Iterable

from ftracker.domain import money
from ftracker.domain import searches as grammar
from ftracker.domain.kinds import Section
from ftracker.queries.largest import Largest
from ftracker.queries.transactions import Line
from ftracker.web import filters
from ftracker.web.display import Figure, Proof
from ftracker.web.report_cells import Cells
from ftracker.web.report_section_cells import SectionCells
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Row, Table

_PAYEE = Column("Payee", "payee", is_number=False)
_DATE = Column("Date", "date", is_number=False)
_CATEGORY = Column("Category", "category", is_number=False)
_ACCOUNT = Column("Account", "account", is_number=False)
_AMOUNT = Column("Amount", "amount")
_FLOWS = {Section.INCOME: "flow:in", Section.SPENDING: "flow:out", Section.SET_ASIDE: "flow:out"}


def body(found: Largest, section: Section, cells: Cells) -> Body:
    """Show each with what it was, the largest first, and what they come to."""
    here = SectionCells(cells, section)
    words = _words(found, here)
    title = f"Largest: {here.name.lower()}"
    accounts = (_ACCOUNT,) if here.writer.shows_account else ()
    columns = (_PAYEE, _DATE, _CATEGORY, *accounts, _AMOUNT)
    rows = tuple(_row(line, here) for line in found.lines)
    foot = (_foot(found, words, len(columns), here),) if words else ()
    table = Table("largest", title, columns, rows, foot)
    note = "" if found.is_complete else "There are more of the same amount as the last one."
    block = Block(title, table, switches=here.switches, note=note)
    return Body(figures=tuple(_figures(found, words, here)), blocks=(block,))


def _words(found: Largest, here: SectionCells) -> dict[str, str]:
    """Give the words that find just these: all that are as large as the last one."""
    if not found.lines or not found.is_complete:
        return {}
    q = here.cells.links.typed.get("q", "")
    least = money.plain(found.lines[-1].amount, here.writer.currency)
    return {"min": least, "q": grammar.narrowed(q, _FLOWS[here.section])}


def _figures(found: Largest, words: dict[str, str], here: SectionCells) -> Iterable[Figure]:
    yield here.figure(found.whole)
    if words:
        label = f"The {len(found.lines)} largest" if len(found.lines) > 1 else "The largest"
        share = here.cells.share(found.amount, found.whole).text
        yield Figure(
            label,
            here.cells.amount(found.amount),
            here.href(**words),
            here.tone,
            note=share and f"{share} of it",
            value=found.amount,
            proof=Proof.SUM,
        )


def _row(line: Line, here: SectionCells) -> Row:
    writer, page = here.writer, f"/transaction/edit/{line.id}"
    fields = [
        here.cells.text(writer.title(line), page),
        Cell(line.date, filters.day(line.date, writer.locale), page),
        here.cells.category(line.category_id),
        Cell(line.amount, writer.money(line.amount), page, here.tone),
    ]
    if writer.shows_account:
        fields.insert(-1, here.cells.text(writer.names.accounts[line.account_id].name))
    return Row(tuple(fields))


def _foot(found: Largest, words: dict[str, str], columns: int, here: SectionCells) -> Row:
    empty = [NO_CELL] * (columns - 2)
    return Row((here.text("In all", **words), *empty, here.sum(found.amount, **words)))
