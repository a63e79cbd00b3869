"""What was planned against what came, over the periods of budgets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ftracker.domain.budgets import Cell
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.domain.reports.sums import ZERO

MOST_PERIODS = 400


@dataclass(frozen=True, slots=True)
class Kept:
    """One budget in the periods of a report that it had begun in, oldest first.

    Without a category it is for everything spent. `within` is the budget of the report that
    counts its money too, once that one has begun.
    """

    budget_id: UUID
    category_id: UUID | None
    name: str
    section: Section
    cells: tuple[Cell, ...]
    within: UUID | None = None

    @property
    def planned(self) -> Decimal:
        """What it was given in all, without what was carried on."""
        return sum((cell.budgeted for cell in self.cells), ZERO)

    @property
    def spent(self) -> Decimal:
        """What counted in it in all, signed as its section counts."""
        return sum((cell.spent for cell in self.cells), ZERO)

    @property
    def days(self) -> Span:
        """From its first day in the report up to the first one after its last period."""
        return Span(self.cells[0].span.start, self.cells[-1].span.end)

    @property
    def held(self) -> int:
        """In how many periods no more came than was there."""
        return sum(cell.left >= 0 for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Planned:
    """One period of all budgets that no other one counts: given, and what came in them."""

    span: Span
    planned: Decimal
    spent: Decimal
    categories: tuple[UUID, ...]

    @property
    def left(self) -> Decimal:
        """What was given less what came; below zero where more came."""
        return self.planned - self.spent


@dataclass(frozen=True, slots=True)
class Plans:
    """The budgets of one cadence and section over some days.

    `counts` tells how many budgets of the section each cadence has. `is_cut` says that older
    periods were left out.
    """

    section: Section
    cadence: Cadence
    spans: tuple[Span, ...]
    budgets: tuple[Kept, ...]
    counts: Mapping[Cadence, int]
    is_cut: bool = False

    @property
    def periods(self) -> list[Planned]:
        """All categories together, period by period, oldest first; empty ones are left out.

        Left aside is what counts in a budget above too, in the periods that that one had begun in.
        """
        begun = {(one.budget_id, cell.span) for one in self.budgets for cell in one.cells}
        there: dict[Span, list[tuple[UUID, Cell]]] = {span: [] for span in self.spans}
        for one in self.budgets:
            if one.category_id is None:
                continue
            for cell in one.cells:
                if (one.within, cell.span) not in begun:
                    there[cell.span].append((one.category_id, cell))
        return [_planned(span, cells) for span, cells in there.items() if cells]


def _planned(span: Span, there: Sequence[tuple[UUID, Cell]]) -> Planned:
    return Planned(
        span,
        sum((cell.budgeted for _, cell in there), ZERO),
        sum((cell.spent for _, cell in there), ZERO),
        tuple(key for key, _ in there),
    )


def usual(counts: Mapping[Cadence, int], wish: Cadence | None, plan: Cadence) -> Cadence:
    """Choose the cadence that is shown: the one wished for, the most common one, or the plan's."""
    if wish is not None and wish in counts:
        return wish
    most = max(counts.values(), default=0)
    return next((cadence for cadence in (plan, *counts) if counts.get(cadence) == most), plan)


def newest(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans, each once, and keep the 400 newest."""
    return tuple(sorted(set(spans))[-MOST_PERIODS:])
