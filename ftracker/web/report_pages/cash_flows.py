"""Cash flow: a drawing of where money came from and went to, and the table that says the same."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ftracker.domain.reports.cash_flows import CashFlow, Flow, Node, Place
from ftracker.web import charts, report_cells
from ftracker.web.charts import Spec, Stream
from ftracker.web.display import Figure, Proof
from ftracker.web.report_cells import FIGURES, Cells
from ftracker.web.tables import Block, Body, Cell, Column, Row, Sentence, Table

_COLUMNS = (
    Column("To", "to", is_number=False),
    Column("From", "from", is_number=False),
    Column("Amount", "amount"),
    Column("Share", "share"),
)
# What is said of a place that no category names, and how it is painted.
_SAID: dict[Place, tuple[str, str]] = {
    Place.RETURNED: ("Came back", "spending"),
    Place.WITHDRAWN: ("From what was set aside", "set_aside"),
    Place.DRAWN: ("From what was there", charts.REST),
    Place.MIDDLE: ("Money in", "income"),
    Place.SET_ASIDE: ("Set aside", "set_aside"),
    Place.REPAID: ("Income given back", "income"),
    Place.LEFT: ("Left over", "net"),
}
_FIRST = (Place.SOURCE, Place.RETURNED, Place.WITHDRAWN, Place.DRAWN)
_MENTIONED = 3


def body(found: CashFlow, cells: Cells) -> Body:
    """Show the flows of all sections."""
    rows = tuple(_row(one, found.came, cells) for one in found.flows)
    block = Block(
        "From where to where",
        Table("flows", "All flows of money", _COLUMNS, rows),
        _drawn(found, cells),
        "Money from its sources to what it was used for; the table below says the same",
    )
    return Body(tuple(_figures(found, cells)), tuple(_sentences(found, cells)), (block,))


def _figures(found: CashFlow, cells: Cells) -> Iterable[Figure]:
    for name, label, of in FIGURES:
        if name != "net":
            href = cells.links.rows(section=name)
            yield cells.figure(label, of(found.sums), href, name)
    label = _SAID[Place.LEFT if found.left >= 0 else Place.DRAWN][0]
    yield replace(
        cells.figure(label, abs(found.left), _net(cells)),
        proof=Proof.DERIVED,
        note="Income less spending and what was set aside",
    )


def _sentences(found: CashFlow, cells: Cells) -> Iterable[Sentence]:
    """Say what became of each hundred that came in."""
    went = [flow.target for flow in found.flows if flow.source.place is Place.MIDDLE]
    shares = [(node.amount * 100 / found.came, node) for node in went if node.top]
    parts = [
        f"{share:.0f} {'' if number else 'went '}to {_name(node, cells)}"
        for number, (share, node) in enumerate(shares[:_MENTIONED])
        if share >= 1
    ]
    if parts:
        listed = [", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts
        yield Sentence(f"Of each 100 that came in, {' and '.join(listed)}.")


def _row(flow: Flow, came: Decimal, cells: Cells) -> Row:
    """Write one flow; it is the whole of the end that is not shared with others."""
    whole = flow.source if flow.source.place in _FIRST else flow.target
    link = _link(whole, cells)
    ends = (flow.target, flow.source)
    names = [cells.text(_name(end, cells), link if end is whole else "") for end in ends]
    share = cells.share(flow.amount, came)._replace(href=link)
    depth = 1 if whole.place is Place.BELOW else 0
    return Row((*names, _amount(whole, link, cells), share), depth)


def _amount(node: Node, link: str, cells: Cells) -> Cell:
    if not node.ids or node.is_turned:
        return cells.derived(node.amount, link)
    return cells.sum(node.amount, link, report_cells.tone(node.section))


def _drawn(found: CashFlow, cells: Cells) -> Spec:
    nodes = [
        charts.Node(one.key, _name(one, cells), _paint(one, cells), _column(one), _link(one, cells))
        for one in found.nodes
    ]
    streams = [
        Stream(
            one.source.key,
            one.target.key,
            one.amount,
            _link(one.source if one.source.place in _FIRST else one.target, cells),
        )
        for one in found.flows
    ]
    return cells.pen.sankey(nodes, streams)


def _name(node: Node, cells: Cells) -> str:
    if node.gathered:
        return f"{node.gathered} more"
    if node.top is None:
        return _SAID[node.place][0]
    names = cells.writer.names
    name = names.categories[node.top].name
    # Beside what is below it, a category's own part needs a name of its own.
    is_part = node.place is Place.BELOW and len(names.family(node.top)) > 1
    return f"{name} itself" if is_part else name


def _paint(node: Node, cells: Cells) -> str:
    if node.gathered:
        return charts.REST
    if node.top is None:
        return _SAID[node.place][1]
    return cells.writer.names.categories[node.top].colour


def _column(node: Node) -> int:
    if node.place in _FIRST:
        return 0
    return {Place.MIDDLE: 1, Place.BELOW: 3}.get(node.place, 2)


def _link(node: Node, cells: Cells) -> str:
    """Lead to what a node is the sum of, or was reckoned from; the middle leads nowhere."""
    if node.place is Place.MIDDLE:
        return ""
    if not node.ids:
        return _net(cells)
    if node.gathered or node.top is None:
        words = {"category_id": ",".join(map(str, node.ids)), "alone": "1"}
    else:
        words = cells.links.category(node.ids, cells.writer.names)
    return cells.links.rows(None, section=node.section, **words)


def _net(cells: Cells) -> str:
    return cells.links.rows(section="net")
