"""Every budget followed through its periods: what the pages, the API and the deeds are told by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import budgets, cadences, kinds
from ftracker.domain.budgets import Cell, Rollover, Standing, Terms
from ftracker.domain.cadences import Cadence, Span
from ftracker.domain.kinds import Flow, Section
from ftracker.domain.periods import DAY
from ftracker.domain.plans import Settings
from ftracker.queries import budgets as stored
from ftracker.queries import plans
from ftracker.queries.budgets import AllotmentLine, BudgetLine, Sums
from ftracker.queries.catalogue import Catalogue, CategoryName, catalogue

EVERYTHING = "Everything"
SECTIONS = (Section.INCOME, Section.SPENDING, Section.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Chain:
    """A budget and its periods, oldest first; none before it begins.

    `within` is the budget of the category above, which counts this one's money too.
    """

    budget: BudgetLine
    name: str
    section: Section
    terms: Terms
    spans: tuple[Span, ...]
    given: Sequence[AllotmentLine]
    within: UUID | None

    @property
    def is_envelope(self) -> bool:
        """Tell whether only what was given counts."""
        return self.terms.amount is None

    @property
    def cadence(self) -> Cadence:
        """How often it begins anew."""
        return self.terms.cadence

    @property
    def first(self) -> date:
        """The day that it counts from: its start, or the first day of what it was given."""
        return min([self.terms.start, *(one.start_date for one in self.given)])

    def cells(self, sums: Sums) -> list[Cell]:
        """Follow it through its periods; they must be among the spans of the sums."""
        given: dict[date, Decimal] = {one.start_date: one.amount for one in self.given}
        spent = sums.reader(self.section, self.budget.category_id)
        return budgets.cells(self.terms, self.spans, given, spent)


@dataclass(frozen=True, slots=True)
class Books:
    """All that is known of a household's budgets, but for what was spent."""

    settings: Settings
    names: Catalogue
    lines: Mapping[UUID, BudgetLine]
    given: Mapping[UUID, list[AllotmentLine]]

    def chains(self, *, until: date) -> list[Chain]:
        """Cut every budget into its periods that begin before a day.

        Everything stands first, then income, spending and what is set aside, each group by its
        name and before those below it.
        """
        by_category = self._by_category
        cut = cache(partial(budgets.spans, clock=self.settings.clock, until=until))
        found = [self._chain(line, by_category, cut) for line in self.lines.values()]
        return sorted(found, key=self._place)

    def chain(self, budget_id: UUID, *, day: date) -> Chain:
        """Cut one budget into its periods up to the one that holds a day."""
        cut = partial(budgets.spans, clock=self.settings.clock, until=day + DAY)
        return self._chain(self.lines[budget_id], self._by_category, cut)

    def span_on(self, budget_id: UUID, day: date) -> Span:
        """Give the period of a budget that holds a day, or its window whatever the day."""
        terms = self._terms(self.lines[budget_id])
        return terms.window or cadences.containing(day, terms.cadence, self.settings.clock)

    def name(self, budget_id: UUID) -> str:
        """Name a budget after its category."""
        return self._name(self.lines[budget_id])

    def usual(self, budget_id: UUID) -> Decimal:
        """Give what a budget has in a period that says nothing of its own."""
        return self._terms(self.lines[budget_id]).amount or budgets.ZERO

    def cadence_of(self, budget_id: UUID) -> Cadence:
        """Tell how often a budget begins anew."""
        return self._terms(self.lines[budget_id]).cadence

    def section_of(self, category_id: UUID | None) -> Section:
        """Tell what a budget for a category counts; without one it counts all spending."""
        if category_id is None:
            return Section.SPENDING
        return kinds.section(self.names.categories[category_id].kind, Flow.OUT)

    @property
    def _by_category(self) -> dict[UUID | None, UUID]:
        return {line.category_id: line.id for line in self.lines.values()}

    def _chain(
        self,
        line: BudgetLine,
        by_category: Mapping[UUID | None, UUID],
        cut: Callable[..., tuple[Span, ...]],
    ) -> Chain:
        category = self._category(line)
        section = self.section_of(line.category_id)
        terms = self._terms(line)
        given = self.given.get(line.id, [])
        # What was given before its start counts too, so that nothing of it is lost.
        first = min([terms.start, *(one.start_date for one in given)])
        spans = cut(terms.cadence, first, window=terms.window)
        within = by_category.get(category.parent_id) if category and category.parent_id else None
        return Chain(line, self._name(line), section, terms, spans, given, within)

    def _category(self, line: BudgetLine) -> CategoryName | None:
        return self.names.categories[line.category_id] if line.category_id else None

    def _name(self, line: BudgetLine) -> str:
        return self.names.categories[line.category_id].name if line.category_id else EVERYTHING

    def _terms(self, line: BudgetLine) -> Terms:
        """Read a budget; of what comes in, and of everything, no envelope is made."""
        category, section = self._category(line), self.section_of(line.category_id)
        is_envelope = (
            self.settings.has_envelopes and category is not None and section is not Section.INCOME
        )
        window = window_of(category) if line.cadence == Cadence.WINDOW else None
        return Terms(
            self._cadence(line, window),
            line.start_date,
            None if is_envelope else line.amount,
            Rollover(line.rollover),
            line.cap,
            window,
        )

    def _cadence(self, line: BudgetLine, window: Span | None) -> Cadence:
        """Tell how often a budget begins anew; one whose category lost its window as is usual."""
        cadence = Cadence(line.cadence)
        return self.settings.cadence if cadence is Cadence.WINDOW and not window else cadence

    def _place(self, chain: Chain) -> tuple[object, ...]:
        key = chain.budget.category_id
        if key is None:
            return (0, 0, "", "", chain.budget.id)
        top = self.names.top(key)
        is_below = top.id != key
        place = SECTIONS.index(chain.section)
        name = chain.name.casefold() if is_below else ""
        return (1, place, top.name.casefold(), name, chain.budget.id)


def read(session: Session) -> Books:
    """Read the budgets, what they were given, and how the household plans."""
    return Books(
        plans.settings(session),
        catalogue(session),
        {line.id: line for line in stored.listing(session)},
        stored.allotments(session),
    )


def sums(
    session: Session, books: Books, chains: Iterable[Chain], more: Iterable[Span] = ()
) -> Sums:
    """Sum what counted in all periods of some budgets, and in more spans."""
    # Budgets of a cadence mostly share their periods, which are many to look up one by one.
    cuts = {id(chain.spans): chain.spans for chain in chains}.values()
    return stored.sums(session, set().union(more, *cuts), books.names)


def standings(session: Session, books: Books, *, day: date) -> list[Standing]:
    """Tell of every budget in the period that holds a day; those without one are left out."""
    chains = books.chains(until=day + DAY)
    counted = sums(session, books, chains)
    held = [chain for chain in chains if chain.spans and chain.spans[-1].holds(day)]
    return [standing(chain, chain.cells(counted)[-1]) for chain in held]


def standing(chain: Chain, cell: Cell) -> Standing:
    """Tell of a budget in one of its periods."""
    return Standing(
        chain.budget.id,
        chain.budget.category_id,
        chain.name,
        chain.cadence,
        cell.span,
        cell.budgeted,
        cell.carried,
        cell.spent,
        cell.left,
        chain.section,
    )


def window_of(category: CategoryName | None) -> Span | None:
    """Give the window of a timebound category, None for any other."""
    if category is None or category.start_date is None or category.end_date is None:
        return None
    return Span(category.start_date, category.end_date + DAY)
