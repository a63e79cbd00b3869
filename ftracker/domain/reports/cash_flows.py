"""Cash flow: from where money came and where it went, as streams that balance at every place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from ftracker.domain.kinds import Section
from ftracker.domain.reports.sums import ZERO, Sum, Sums, total

MOST_SOURCES, MOST_GROUPS, MOST_BELOW = 8, 10, 5


class Place(StrEnum):
    """What a node stands for, from left to right.

    RETURNED are refunds beyond what was spent, WITHDRAWN is what was taken back from what had been
    set aside, REPAID is income that was given back; DRAWN and LEFT are what the rest comes to.
    """

    SOURCE = "source"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    DRAWN = "drawn"
    MIDDLE = "middle"
    GROUP = "group"
    SET_ASIDE = "set_aside"
    REPAID = "repaid"
    LEFT = "left"
    BELOW = "below"


_TURNED = (Place.RETURNED, Place.WITHDRAWN, Place.REPAID)


@dataclass(frozen=True, slots=True)
class Node:
    """A place that money flows through, and the categories of the section that it is the sum of.

    Nothing that was reckoned has categories. `top` is the category that names it, None where it
    is named otherwise; `gathered` counts the small ones that it holds together, else 0.
    """

    place: Place
    amount: Decimal
    section: Section = Section.NONE
    ids: tuple[UUID, ...] = ()
    top: UUID | None = None
    gathered: int = 0

    @property
    def key(self) -> str:
        """The name of the node, unique in its chart."""
        return "/".join((self.place, self.section, *map(str, self.ids)))

    @property
    def is_turned(self) -> bool:
        """Tell whether its list has the other sign: what flows there lowers its section."""
        return self.place in _TURNED


@dataclass(frozen=True, slots=True)
class Flow:
    """Money from one node to another, above zero."""

    source: Node
    target: Node
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CashFlow:
    """All flows, sources first, then the groups with what is below each, largest first.

    `left` is income less spending and less what was set aside; below zero it was drawn from what
    was there. At each node that is neither first nor last as much comes as goes.
    """

    sums: Sums
    left: Decimal
    flows: tuple[Flow, ...]

    @property
    def came(self) -> Decimal:
        """All that came into the middle."""
        return sum((one.amount for one in self.flows if one.target.place is Place.MIDDLE), ZERO)

    @property
    def nodes(self) -> list[Node]:
        """Every node once, in the order of the flows."""
        ends = (end for flow in self.flows for end in (flow.source, flow.target))
        return list(dict.fromkeys(ends))


def cash_flow(found: Iterable[Sum], top_of: Callable[[UUID], UUID]) -> CashFlow:
    """Turn sums by category into flows; `top_of` gives the category that another belongs to."""
    known = list(found)
    sums = total(known)
    left = sums.net - sums.set_aside
    sources = [*_sources(known, top_of), *_balance(Place.DRAWN, -left)]
    goals = [*_goals(known, top_of), *((node, []) for node in _balance(Place.LEFT, left))]
    middle = Node(Place.MIDDLE, sum((node.amount for node in sources), ZERO))
    flows = [Flow(node, middle, node.amount) for node in sources]
    for node, below in goals:
        flows.append(Flow(middle, node, node.amount))
        flows += [Flow(node, one, one.amount) for one in below]
    return CashFlow(sums, left, tuple(flows))


def _sources(found: Sequence[Sum], top_of: Callable[[UUID], UUID]) -> Iterable[Node]:
    families = _families(_of(found, Section.INCOME), top_of)
    yield from _gathered(Place.SOURCE, families, MOST_SOURCES)
    yield from _turned(Place.RETURNED, found, Section.SPENDING)
    yield from _turned(Place.WITHDRAWN, found, Section.SET_ASIDE)


def _goals(
    found: Sequence[Sum], top_of: Callable[[UUID], UUID]
) -> Iterable[tuple[Node, list[Node]]]:
    families = _families(_of(found, Section.SPENDING), top_of)
    for node in _gathered(Place.GROUP, families, MOST_GROUPS):
        members = families[node.top] if node.top else []
        yield node, _below(members) if node.ids != (node.top,) else []
    if aside := _of(found, Section.SET_ASIDE):
        yield _node(Place.SET_ASIDE, aside), _below(aside)
    yield from ((node, []) for node in _turned(Place.REPAID, found, Section.INCOME))


def _balance(place: Place, amount: Decimal) -> list[Node]:
    return [Node(place, amount)] if amount > 0 else []


def _of(found: Iterable[Sum], section: Section) -> list[Sum]:
    return [one for one in found if one.section is section and one.amount > 0]


def _families(found: Iterable[Sum], top_of: Callable[[UUID], UUID]) -> dict[UUID, list[Sum]]:
    families: dict[UUID, list[Sum]] = {}
    for one in found:
        families.setdefault(top_of(one.keys[0]), []).append(one)
    return families


def _below(members: Iterable[Sum]) -> list[Node]:
    return _gathered(Place.BELOW, {one.keys[0]: [one] for one in members}, MOST_BELOW)


def _gathered(place: Place, families: Mapping[UUID, list[Sum]], most: int) -> list[Node]:
    """Make a node of each family, largest first; the smallest of too many are held together."""
    nodes = [_node(place, members, top=top) for top, members in families.items()]
    nodes.sort(key=lambda one: (-one.amount, one.key))
    if len(nodes) <= most:
        return nodes
    shown, rest = nodes[: most - 1], nodes[most - 1 :]
    members = [one for node in rest if node.top for one in families[node.top]]
    return [*shown, _node(place, members, gathered=len(rest))]


def _node(
    place: Place, members: Sequence[Sum], *, top: UUID | None = None, gathered: int = 0
) -> Node:
    amount = sum((one.amount for one in members), ZERO)
    ids = tuple(sorted(one.keys[0] for one in members))
    return Node(place, amount, members[0].section, ids, top, gathered)


def _turned(place: Place, found: Iterable[Sum], section: Section) -> list[Node]:
    """Hold together what lowers a section in its whole category: it flows the other way."""
    members = [one for one in found if one.section is section and one.amount < 0]
    amount = -sum((one.amount for one in members), ZERO)
    ids = tuple(sorted(one.keys[0] for one in members))
    return [Node(place, amount, section, ids)] if members else []
