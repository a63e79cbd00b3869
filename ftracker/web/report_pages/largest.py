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
from ftracker.web.tables import Block, Body, Cell, Column, Row, Table

_COLUMNS = (
    Column("Payee", "payee", is_number=False),
    Column("Date", "date", is_number=False),
    Column("Category", "category", is_number=False),
    Column("Account", "account", is_number=False),
    Column("Amount", "amount"),
    Column("Share", "share"),
)
_FLOWS = {Section.INCOME: "flow:in", Section.SPENDING: "flow:out", Section.SET_ASIDE: "flow:out"}


def body(found: Largest, section: Section, cells: Cells) -> Body:
    """Show each with what it was, the largest first, and what they come to."""
    here = SectionCells(cells, section)
    words = _words(found, here)
    title = f"Largest: {here.name.lower()}"
    table = Table(
        "largest",
        title,
        _COLUMNS,
        tuple(_row(line, found, here) for line in found.lines),
        (_foot(found, words, here),) if words else (),
    )
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


def _row(line: Line, found: Largest, here: SectionCells) -> Row:
    writer, page = here.writer, f"/transaction/edit/{line.id}"
    account = writer.names.accounts[line.account_id].name
    return Row(
        (
            here.cells.text(writer.title(line), page),
            Cell(line.date, filters.day(line.date, writer.locale), page),
            here.cells.category(line.category_id),
            here.cells.text(account),
            Cell(line.amount, writer.money(line.amount), page, here.tone),
            here.cells.share(line.amount, found.whole),
        )
    )


def _foot(found: Largest, words: dict[str, str], here: SectionCells) -> Row:
    empty = Cell(None, "")
    return Row(
        (
            here.text("In all", **words),
            empty,
            empty,
            empty,
            here.sum(found.amount, **words),
            here.cells.share(found.amount, found.whole),
        )
    )
