"""Refunds: what came back, by category and one by one, and which purchase it may belong to."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from ftracker.domain import searches as grammar
from ftracker.domain.reports.sums import ZERO, Sum
from ftracker.queries.refunds import Refunds
from ftracker.queries.transactions import Line
from ftracker.web import filters
from ftracker.web.charts import Series, Spec
from ftracker.web.display import Figure, Proof, counted
from ftracker.web.report_cells import NET, Cells
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Row, Table

_BY_CATEGORY = (
    Column("Category", "category", is_number=False),
    Column("Came back", "amount"),
    Column("Share", "share"),
    Column("Times", "count"),
)
_LATEST = (
    Column("Payee", "payee", is_number=False),
    Column("Date", "date", is_number=False),
    Column("Category", "category", is_number=False),
    Column("Came back", "amount"),
    Column("May belong to", "purchase", is_number=False, tells_amounts=True),
)


def body(found: Refunds, cells: Cells) -> Body:
    """Show what came back by category, the largest first, then the latest of it."""
    return Body(
        figures=tuple(_figures(found, cells)),
        blocks=(_by_category(found, cells), _latest(found, cells)),
        empty="Nothing came back in these days",
    )


def _figures(found: Refunds, cells: Cells) -> Iterable[Figure]:
    share = cells.share(found.amount, found.spent).text
    if found.amount and share == "0 %":
        share = "Less than 1 %"
    yield Figure(
        "Came back",
        cells.amount(found.amount, NET),
        _href(cells),
        NET,
        note=share and f"{share} of what was spent",
        value=found.amount,
        proof=Proof.SUM,
    )


def _by_category(found: Refunds, cells: Cells) -> Block:
    families: dict[UUID, list[Sum]] = defaultdict(list)
    for one in found.found:
        families[cells.writer.names.top(one.keys[0]).id].append(one)
    order = sorted(families, key=lambda key: (_amount(families[key]), str(key)), reverse=True)
    rows = tuple(_row(key, families[key], found, cells) for key in order)
    whole = _cells(found.amount, found.count, found, cells, {})
    foot = Row((cells.text("In all", _href(cells)), *whole))
    table = Table("categories", "What came back by category", _BY_CATEGORY, rows, (foot,))
    chart = _bars([(key, families[key]) for key in order], cells)
    return Block("By category", table, chart, "What came back by category")


def _row(key: UUID, sums: list[Sum], found: Refunds, cells: Cells) -> Row:
    words = _words(sums, cells)
    count = sum(one.count for one in sums)
    fields = _cells(_amount(sums), count, found, cells, words)
    return Row((cells.category(key, _href(cells, **words)), *fields))


def _cells(
    amount: Decimal, count: int, found: Refunds, cells: Cells, words: dict[str, str]
) -> Iterable[Cell]:
    yield cells.sum(amount, _href(cells, **words), NET)
    yield cells.share(amount, found.amount)
    yield cells.count(count, _href(cells, **words))


def _bars(families: list[tuple[UUID, list[Sum]]], cells: Cells) -> Spec:
    names = [cells.writer.names.categories[key] for key, _ in families]
    series = Series(
        "Came back",
        [_amount(sums) for _, sums in families],
        "income",
        [_href(cells, **_words(sums, cells)) for _, sums in families],
        paints=[one.colour for one in names],
    )
    return cells.pen.sideways([one.name for one in names], [series])


def _latest(found: Refunds, cells: Cells) -> Block:
    rows = tuple(_line(line, found, cells) for line in found.lines)
    table = Table("latest", "What came back, newest first", _LATEST, rows)
    more = found.count - len(found.lines)
    note = f"The newest of {counted(found.count, 'refund')}." if more else ""
    return Block("One by one", table, note=note)


def _line(line: Line, found: Refunds, cells: Cells) -> Row:
    writer, page = cells.writer, _page(line)
    purchase = found.purchases.get(line.id)
    return Row(
        (
            cells.text(writer.title(line), page),
            Cell(line.date, filters.day(line.date, writer.locale), page),
            cells.category(line.category_id),
            Cell(line.amount, cells.amount(line.amount, NET), page, "income"),
            _purchase(purchase, cells) if purchase else NO_CELL,
        )
    )


def _purchase(line: Line, cells: Cells) -> Cell:
    day = filters.day(line.date, cells.writer.locale)
    return cells.text(f"{cells.amount(line.amount)}, {day}", _page(line))


def _href(cells: Cells, **words: str) -> str:
    """Give the address of what came back; its net is what came back."""
    q = grammar.narrowed(cells.links.typed.get("q", ""), "is:refund")
    return cells.links.rows(None, **words, section="net", q=q)


def _words(sums: Iterable[Sum], cells: Cells) -> dict[str, str]:
    return cells.links.category((one.keys[0] for one in sums), cells.writer.names)


def _amount(sums: Iterable[Sum]) -> Decimal:
    return -sum((one.amount for one in sums), ZERO)


def _page(line: Line) -> str:
    return f"/transaction/edit/{line.id}"
