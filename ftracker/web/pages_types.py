"""What the pages of transaction types show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ftracker.domain.kinds import Flow
from ftracker.queries.types import Content, TypeLine
from ftracker.web.display import CategoryMark, Tone
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import ThingGroup, ThingRow, ThingsPage, counted
from ftracker.web.pages_transactions import StaleView

FLOWS: dict[Flow, tuple[str, str, str, str, Tone]] = {
    Flow.IN: ("Money in", "It comes into an account.", "arrow-down-left", "green", "income"),
    Flow.OUT: ("Money out", "It leaves an account.", "arrow-up-right", "red", "spending"),
    Flow.TRANSFER: (
        "Transfers",
        "Between your own accounts: neither income nor spending.",
        "arrow-left-right",
        "slate",
        "transfer",
    ),
}
OPTIONS = tuple((flow, title, icon) for flow, (title, _, icon, _, _) in FLOWS.items())
WORDS: dict[str, str] = {flow: title for flow, (title, _, _, _, _) in FLOWS.items()}
LABELS = {"name": "Name", "flow": "Direction"}


@dataclass(frozen=True, slots=True)
class TypeFormPage:
    """Adding or changing a type; `form` holds name, flow, and id or version."""

    title: str
    form: Form
    action: str
    is_new: bool
    is_default: bool
    flows: tuple[tuple[str, str, str], ...]
    back_href: str = "/types"
    stale: StaleView | None = None


def page(
    lines: Sequence[TypeLine], contents: Mapping[UUID, Content], money: Callable[[Decimal], str]
) -> ThingsPage:
    """Group types by the way they move money; archived ones apart."""
    rows = {t.id: _row(t, contents.get(t.id, Content()), money) for t in lines}
    groups = tuple(
        ThingGroup(title, lead, mine)
        for flow, (title, lead, _, _, _) in FLOWS.items()
        if (mine := tuple(rows[t.id] for t in lines if t.flow == flow and not t.is_archived))
    )
    return ThingsPage(groups, tuple(rows[t.id] for t in lines if t.is_archived))


def _row(line: TypeLine, content: Content, money: Callable[[Decimal], str]) -> ThingRow:
    _, _, icon, colour, tone = FLOWS[Flow(line.flow)]
    href = f"/?type_id={line.id}"
    return ThingRow(
        id=str(line.id),
        mark=CategoryMark(line.name, icon, colour, f"/types/{line.id}"),
        note="",
        count=counted(content.count),
        count_href=href,
        # The list shows a transfer once, from side to side; its two sides would sum to twice that.
        amount="" if line.flow == Flow.TRANSFER else money(content.amount),
        amount_href=href,
        tone=tone,
        is_child=False,
        is_default=line.is_default,
    )
