"""The budgets of one cadence side by side over some periods, and what has no budget there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.budgets import Available, Bill, Cell, Standing, Way
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Section
from ftracker.domain.plans import Settings


@dataclass(frozen=True, slots=True)
class Row:
    """A budget over the shown periods; before `first` it had not begun. `usual` is its amount.

    `is_nested` says that another row's budget counts its money too.
    """

    budget_id: UUID
    category_id: UUID | None
    usual: Decimal
    note: str
    name: str
    section: Section
    first: date
    cells: tuple[Cell, ...]
    notes: tuple[str, ...]
    is_envelope: bool
    is_nested: bool


@dataclass(frozen=True, slots=True)
class Loose:
    """What counted in a category that has no budget here, itself and without those below it.

    `cadence` is that of the budget which it has elsewhere, None where it has none at all.
    """

    category_id: UUID
    section: Section
    cadence: Cadence | None
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Budgets of one cadence over periods, oldest first.

    `totals` are all that counted in a section, against the budgets that no other one counts;
    the budget for everything stands apart. `others` are the budgets of other cadences on `day`,
    which is today where it is shown. `available` is there where money is put into envelopes.
    `bills` are what the periods in progress pay, by budget.
    """

    settings: Settings
    cadence: Cadence
    spans: tuple[Span, ...]
    day: date
    rows: tuple[Row, ...]
    loose: tuple[Loose, ...]
    totals: Mapping[Section, tuple[Cell, ...]]
    others: tuple[Standing, ...]
    counts: Mapping[Cadence, int]
    available: Available | None
    bills: Mapping[UUID, Sequence[Bill]]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no budget at all."""
        return not self.counts


@dataclass(frozen=True, slots=True)
class Partner:
    """A budget that money can go to or come from, and what it has left."""

    budget_id: UUID
    name: str
    left: Decimal


@dataclass(frozen=True, slots=True)
class Detail:
    """One budget in one period; before `first` it had not begun.

    `past` are up to twelve periods before it, newest first. `usual` are the medians and
    averages of 3, 6 and 12 of them; `expected` is what schedules say, None where they say
    nothing. `partners` stand beside it, by name, in their periods that hold `day`.
    """

    budget_id: UUID
    category_id: UUID | None
    name: str
    section: Section
    cadence: Cadence
    first: date
    cell: Cell
    amount: Decimal
    note: str
    past: tuple[Cell, ...]
    usual: Mapping[tuple[Way, int], Decimal]
    expected: Decimal | None
    partners: tuple[Partner, ...]
    day: date
    can_move: bool
    bills: Sequence[Bill]
