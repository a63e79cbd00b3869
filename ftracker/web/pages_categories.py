"""What the pages of categories show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from ftracker.domain.kinds import Kind
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.categories import CategoryLine, Content
from ftracker.web import filters, pages_catalogue
from ftracker.web.display import CategoryMark, Option, Tone
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import Groups, ThingGroup, ThingRow, ThingsPage, counted
from ftracker.web.pages_transactions import StaleView

KINDS: dict[Kind, tuple[str, str]] = {
    Kind.INCOME: ("Income", "What comes in."),
    Kind.EXPENSE: ("Expenses", "What is spent."),
    Kind.TIMEBOUND: ("Timebound", "Spent between a first and a last day: a trip, a course."),
    Kind.SAVINGS: ("Savings", "What is set aside."),
    Kind.INVESTMENT: ("Investments", "What is set aside to grow."),
    Kind.OTHER: ("Other", "Counts as income or as spending, by the way the money moved."),
    Kind.UNKNOWN: ("Unknown", "Not sorted yet: counts by the way the money moved."),
}
TONES: dict[Kind, Tone] = {
    Kind.INCOME: "income",
    Kind.EXPENSE: "spending",
    Kind.TIMEBOUND: "spending",
    Kind.SAVINGS: "set_aside",
    Kind.INVESTMENT: "set_aside",
}
LABELS = {
    "name": "Name",
    "kind": "Kind",
    "parent_id": "Belongs to",
    "start_date": "First day",
    "end_date": "Last day",
    "icon": "Icon",
    "colour": "Colour",
}


@dataclass(frozen=True, slots=True)
class CategoryFormPage:
    """Adding or changing a category; `form` holds its fields, and its id or version."""

    title: str
    form: Form
    action: str
    is_new: bool
    is_default: bool
    is_timebound: bool
    kinds: tuple[Option, ...]
    parents: Groups
    back_href: str = "/categories"
    stale: StaleView | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the categories of one household with what is in them."""

    lines: Sequence[CategoryLine]
    contents: Mapping[UUID, Content]
    money: Callable[[Decimal], str]
    locale: str

    def page(self) -> ThingsPage:
        """Group categories by kind, those below another after it; archived ones apart."""
        present = [c for c in self.lines if not c.is_archived]
        tops = {c.id for c in present if c.parent_id is None}
        groups = []
        for kind, (title, lead) in KINDS.items():
            mine = [c for c in present if c.kind == kind and c.parent_id not in tops]
            rows = [row for top in mine for row in self._family(top)]
            if rows:
                groups.append(ThingGroup(title, lead, tuple(rows)))
        archived = tuple(self._row(c) for c in self.lines if c.is_archived)
        return ThingsPage(tuple(groups), archived)

    def _family(self, top: CategoryLine) -> list[ThingRow]:
        below = [c for c in self.lines if c.parent_id == top.id and not c.is_archived]
        return [self._row(top), *(replace(self._row(c), is_child=True) for c in below)]

    def _row(self, line: CategoryLine) -> ThingRow:
        content, href = self._whole(line), f"/?category_id={line.id}"
        row = ThingRow(
            id=str(line.id),
            mark=CategoryMark(line.name, line.icon, line.colour, f"/categories/{line.id}"),
            note="",
            count=counted(content.count),
            count_href=href,
            amount=self.money(content.amount),
            amount_href=href,
            tone=TONES.get(Kind(line.kind), ""),
            is_child=False,
            is_default=line.is_default,
        )
        return self._with_window(row, line)

    def _whole(self, line: CategoryLine) -> Content:
        """Add what is below a category to its sums, as the list that it links to has it too."""
        below = [c.id for c in self.lines if c.parent_id == line.id]
        parts = [self.contents.get(key, Content()) for key in (line.id, *below)]
        return Content(sum(p.count for p in parts), sum((p.amount for p in parts), Decimal(0)))

    def _with_window(self, row: ThingRow, line: CategoryLine) -> ThingRow:
        """Show the sum over the window of a Timebound category, and nothing around it."""
        if line.start_date is None or line.end_date is None:
            return row
        days = (filters.day(day, self.locale) for day in (line.start_date, line.end_date))
        row = replace(row, note=" – ".join(days))
        if any(c.parent_id == line.id for c in self.lines):
            return row
        after = line.end_date + timedelta(days=1)
        return replace(
            row,
            amount=self.money(self.contents.get(line.id, Content()).in_window),
            amount_href=f"{row.count_href}&start={line.start_date}&end={after}",
        )


def kind_options() -> tuple[Option, ...]:
    """Offer the kinds, each with what it means."""
    order = [Kind.EXPENSE, *(kind for kind in KINDS if kind is not Kind.EXPENSE)]
    return tuple(Option(kind, f"{kind}: {_lower(KINDS[kind][1])}") for kind in order)


def parent_groups(names: Catalogue, *, besides: str, keep: str) -> Groups:
    """Offer the categories that another can belong to, by kind; `keep` stays if archived."""
    groups = []
    for kind in KINDS:
        options = tuple(
            Option(str(c.id), c.name)
            for c in names.categories.values()
            if c.kind is kind and c.parent_id is None and str(c.id) != besides
            if not c.is_archived or str(c.id) == keep
        )
        if options:
            groups.append((KINDS[kind][0], options))
    return tuple(groups)


def stale(form: Form, present: Form, names: Catalogue, key: UUID) -> StaleView:
    """Put what was typed beside what somebody else made of a category meanwhile."""
    words = {"": "none"} | {str(c.id): c.name for c in names.categories.values()}
    return pages_catalogue.stale(
        form, present, labels=LABELS, words=words, reload_href=f"/categories/{key}"
    )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")
