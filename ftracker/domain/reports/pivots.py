"""The pivot table: rows and columns of one's choice, and a measure in each of their cells."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from ftracker.domain.kinds import Section
from ftracker.domain.periods import Unit
from ftracker.domain.reports import ranges
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.sums import ZERO, By

MOST_ROWS, MOST_COLUMNS = 60, 24
# What has no end of different keys: the database chooses the largest of them.
OPEN = frozenset((By.PAYEE, By.TAG))
UNITS = {By.WEEK: Unit.WEEK, By.MONTH: Unit.MONTH, By.YEAR: Unit.YEAR}
_TIMES = frozenset((*UNITS, By.WEEKDAY))
_PLACES = Decimal("0.0001")
# Cells by their row, then by their column.
_Table = dict[Any, dict[Any, "Group"]]
# What stands in a cell; None where nothing counts.
Number = Decimal | int | None


class Measure(StrEnum):
    """What stands in the cells; a share is that of the whole."""

    SUM = "sum"
    COUNT = "count"
    AVERAGE = "average"
    MEDIAN = "median"
    SHARE = "share"

    @property
    def is_additive(self) -> bool:
        """Tell whether cells add up to their total."""
        return self in (Measure.SUM, Measure.COUNT, Measure.SHARE)


@dataclass(frozen=True, slots=True)
class Group:
    """What counts under some keys, signed as its section counts, or as net does."""

    keys: tuple[Any, ...]
    amount: Decimal
    count: int
    median: Decimal | None = None

    def less(self, others: Iterable["Group"]) -> "Group":
        """Give what is left of it without some others; nothing is known of its median."""
        known = list(others)
        amount = self.amount - sum((one.amount for one in known), ZERO)
        return Group((), amount, self.count - sum(one.count for one in known))


NOTHING = Group((), ZERO, 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pivot table is made of; an axis that is None has one line, the whole.

    The axes differ from each other. `sections` is one of the three, or income and spending, which
    make net.
    """

    rows: By | None
    columns: By | None
    measure: Measure
    sections: tuple[Section, ...] = (Section.SPENDING,)

    @property
    def axes(self) -> tuple[By, ...]:
        """The axes that there are, rows first."""
        return tuple(one for one in (self.rows, self.columns) if one)

    @property
    def is_open(self) -> bool:
        """Tell whether the totals must be asked for, as the cells cannot be added up to them.

        Medians cannot be, nor what has no end; a transaction with two tags is in two cells.
        """
        return self.measure is Measure.MEDIAN or not OPEN.isdisjoint(self.axes)


class Line(Enum):
    """A row or a column that is no entry of its axis: what is not shown of it, and all of it.

    It is no text, as a payee may be called “all”.
    """

    REST = "rest"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Side:
    """The keys of one axis in the order of reading, and what of it is not shown.

    `count` is of all that are not shown, `hidden` are those that are known of them. Where they
    cannot be added up, as tags cannot, there is no rest.
    """

    axis: By | None
    keys: tuple[Any, ...] = ()
    hidden: tuple[Any, ...] = ()
    count: int = 0

    @property
    def is_additive(self) -> bool:
        """Tell whether its lines add up to the whole; tags share transactions."""
        return self.axis is not By.TAG

    @property
    def lines(self) -> tuple[Any, ...]:
        """The keys, then REST where there is one, then ALL."""
        has_rest = self.count and self.is_additive
        return (*self.keys, *([Line.REST] if has_rest else ()), Line.ALL)


@dataclass(frozen=True, slots=True)
class Pivot:
    """A pivot table: its sides, the groups of its cells, and all of it.

    Cells stand row by row, in the order of the lines of both sides; None where there is no group.
    """

    plan: Plan
    rows: Side
    columns: Side
    cells: Sequence[Sequence[Group | None]]
    whole: Group

    @property
    def values(self) -> list[list[Number]]:
        """What stands in its cells, row by row; None where nothing counts."""
        measure, whole = self.plan.measure, self.whole
        return [
            [value(one, measure, whole) if one and one.count else None for one in row]
            for row in self.cells
        ]


@dataclass(frozen=True, slots=True)
class Axis:
    """All groups of one axis that are known, and how many there are besides them."""

    by: By | None
    groups: Sequence[Group]
    unknown: int = 0


def fitting(axis: By | None, days: Range) -> By | None:
    """Give the axis itself, or the next longer periods that cut a range into at most 400."""
    return By(ranges.fitting(UNITS[axis], days)) if axis in UNITS else axis


def value(group: Group, measure: Measure, whole: Group) -> Number:
    """Give the measure of a group; None where there is none.

    A share is 0.25 for a quarter, of a whole that is above zero.
    """
    match measure:
        case Measure.COUNT:
            return group.count
        case Measure.AVERAGE:
            return (group.amount / group.count).quantize(_PLACES) if group.count else None
        case Measure.MEDIAN:
            return group.median
        case Measure.SHARE:
            has_share = whole.amount > 0
            return (group.amount / whole.amount).quantize(_PLACES) if has_share else None
    return group.amount


def closed(plan: Plan, cells: Sequence[Group]) -> Pivot:
    """Put a pivot table together whose cells add up to its totals.

    `cells` are all that there are, with the keys of the plan's axes.
    """
    table = _laid(plan, cells)
    columns: dict[Any, list[Group]] = defaultdict(list)
    for of_row in table.values():
        for column, one in of_row.items():
            columns[column].append(one)
    down = [_added(of_row.values(), row) for row, of_row in table.items() if row is not Line.ALL]
    across = [_added(some, column) for column, some in columns.items() if column is not Line.ALL]
    whole = _added(cells)
    return _pivot(plan, Axis(plan.rows, down), Axis(plan.columns, across), table, whole)


def pivot(plan: Plan, rows: Axis, columns: Axis, cells: Iterable[Group], whole: Group) -> Pivot:
    """Put a pivot table together of which each part was asked for.

    `cells` have the keys of the plan's axes. What is not shown of an axis may be among them, or
    not.
    """
    return _pivot(plan, rows, columns, _laid(plan, cells), whole)


def _pivot(plan: Plan, rows: Axis, columns: Axis, table: _Table, whole: Group) -> Pivot:
    across, down = _side(plan, rows, MOST_ROWS, whole), _side(plan, columns, MOST_COLUMNS, whole)
    for one in rows.groups:
        table[one.keys[0]][Line.ALL] = one
    table[Line.ALL] = {one.keys[0]: one for one in columns.groups} | {Line.ALL: whole}
    known = [table[key] for key in across.keys]
    if Line.REST in down.lines:
        for of_row in (*known, table[Line.ALL]):
            of_row[Line.REST] = _rest(of_row[Line.ALL], (of_row.get(key) for key in down.keys))
    if Line.REST in across.lines:
        table[Line.REST] = {
            column: _rest(table[Line.ALL][column], (of_row.get(column) for of_row in known))
            for column in down.lines
        }
    lines = [[table[row].get(column) for column in down.lines] for row in across.lines]
    return Pivot(plan, across, down, lines, whole)


def _laid(plan: Plan, cells: Iterable[Group]) -> _Table:
    """Lay cells out in their rows; ALL is the row, or the column, where there is no axis."""
    table: _Table = defaultdict(dict)
    for one in cells:
        row = one.keys[0] if plan.rows else Line.ALL
        table[row][one.keys[-1] if plan.columns else Line.ALL] = one
    return table


def _added(groups: Collection[Group], *keys: Any) -> Group:
    """Add groups up to one with other keys."""
    amount = sum([one.amount for one in groups], ZERO)
    return Group(keys, amount, sum([one.count for one in groups]))


def _rest(whole: Group, shown: Iterable[Group | None]) -> Group:
    return whole.less(one for one in shown if one)


def _side(plan: Plan, axis: Axis, most: int, whole: Group) -> Side:
    ranked = sorted(axis.groups, key=_rank(plan, axis.by, whole))
    shown = sorted(ranked[:most], key=_order(plan, axis.by, whole))
    keys, hidden = (tuple(one.keys[0] for one in some) for some in (shown, ranked[most:]))
    return Side(axis.by, keys, hidden, len(hidden) + axis.unknown)


def _rank(plan: Plan, axis: By | None, whole: Group) -> Callable[[Group], Any]:
    """Put first what is shown: of periods the latest, of all else the farthest from nothing."""
    if axis in UNITS:
        return lambda one: -one.keys[0].toordinal()
    return lambda one: (-abs(Decimal(value(one, plan.measure, whole) or 0)), str(one.keys[0]))


def _order(plan: Plan, axis: By | None, whole: Group) -> Callable[[Group], Any]:
    """Sort days as they come, all else by what stands in its cells, the largest first."""
    if axis in _TIMES:
        return lambda one: one.keys[0]
    return lambda one: (-(value(one, plan.measure, whole) or 0), str(one.keys[0]))
