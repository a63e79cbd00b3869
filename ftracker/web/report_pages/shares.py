"""Parts of a section as pie and table: families of categories, or the categories of one family."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from ftracker.domain.kinds import Section
from ftracker.domain.reports import shares
from ftracker.domain.reports.comparisons import Held, Mean
from ftracker.domain.reports.ranges import Range
from ftracker.domain.reports.shares import Share
from ftracker.domain.reports.sums import Sum
from ftracker.queries.catalogue import CategoryName
from ftracker.web import report_sections
from ftracker.web.charts import REST, Series, Slice, Spec
from ftracker.web.display import CategoryMark
from ftracker.web.report_cells import Cells, tone
from ftracker.web.tables import Cell

MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Level:
    """One section, by families; or, where `parent` is given, by the categories of one."""

    cells: Cells
    section: Section
    parent: CategoryName | None = None

    def ranked(self, found: Iterable[Sum]) -> list[Share]:
        """Give the parts that this level has, largest first."""
        return shares.ranked(self._inside(found), self.section, self.key)

    def means(self, held: Held) -> dict[UUID, Mean]:
        """Give what the parts of this level were in the ranges that it is held against."""
        inside = tuple(self._inside(found) for found in held.found)
        means = replace(held, found=inside).by(lambda one: self.key(one.keys[0]))
        return {part: mean for (where, part), mean in means.items() if where is self.section}

    def key(self, category_id: UUID) -> UUID:
        """Tell the part that a category belongs to."""
        return category_id if self.parent else self.cells.writer.names.top(category_id).id

    def name(self, part: UUID) -> Cell:
        """Write the name of a part; it leads to what it is made of, or to its list."""
        found = self.cells.writer.names.categories[part]
        label = self.label(part)
        mark = CategoryMark(label, found.icon, found.colour)
        return Cell(label, label, self.inside(part) or self.rows(part), mark=mark)

    def label(self, part: UUID) -> str:
        """Name a part; the one above the others of its family is told from the family."""
        name = self.cells.writer.names.categories[part].name
        return f"{name} itself" if self.parent and self.parent.id == part else name

    def rows(self, part: UUID, days: Range | None = None) -> str:
        """Give the address of the list that a part sums up."""
        links = self.cells.links
        words = links.category(self._ids(part), self.cells.writer.names)
        return links.rows(days, **{"section": tone(self.section), **words})

    def whole(self, days: Range | None = None) -> str:
        """Give the address of the list that all parts together sum up."""
        words = {"section": str(tone(self.section))}
        if self.parent:
            ids = self._family(self.parent.id)
            words |= self.cells.links.category(ids, self.cells.writer.names)
        return self.cells.links.rows(days, **words)

    def inside(self, part: UUID) -> str:
        """Give the address of the parts of a family; '' where it has none."""
        if self.parent or len(self.cells.writer.names.family(part)) == 1:
            return ""
        section = None if self.section is report_sections.USUAL else self.section.value
        return self.cells.links.to("categories", parent=str(part), section=section)

    def pie(self, parts: Sequence[Share], name: str) -> Spec | None:
        """Draw the largest parts, and the rest as one; None where there is nothing to draw."""
        drawn, rest = shares.gathered(parts)
        slices = [self._slice(one) for one in drawn]
        if rest:
            ids = [found for one in rest for found in self._ids(one.key)]
            words = {"category_id": ",".join(map(str, ids)), "alone": "1"}
            href = self.cells.links.rows(None, section=tone(self.section), **words)
            amount = sum((one.amount for one in rest), Decimal(0))
            slices.append(Slice(f"{len(rest)} more", amount, REST, href))
        return self.cells.pen.pie(name, slices) if slices else None

    def bars(self, parts: Sequence[Share], then: Mapping[UUID, Mean], said: str) -> Spec | None:
        """Draw the largest parts as lying bars, beside what they were then."""
        drawn = [one for one in parts if one.amount > 0][:MOST_BARS]
        if not drawn:
            return None
        names = self.cells.writer.names.categories
        now = Series(
            "These days",
            [one.amount for one in drawn],
            tone(self.section),
            [self.inside(one.key) or self.rows(one.key) for one in drawn],
            [names[one.key].colour for one in drawn],
        )
        before = [then.get(one.key, Mean()).amount for one in drawn]
        hollow = replace(now, name=said, values=before, links=(), drawn="dashed")
        return self.cells.pen.sideways([self.label(one.key) for one in drawn], [now, hollow])

    def undrawn(self, parts: Iterable[Share]) -> str:
        """Say which parts no chart can draw, as more came back than went; '' where all can be."""
        names = [self.label(one.key) for one in parts if one.amount < 0]
        if not names:
            return ""
        return f"Below zero, and therefore in the table only: {', '.join(names)}."

    def _inside(self, found: Iterable[Sum]) -> list[Sum]:
        parent, top = self.parent, self.cells.writer.names.top
        return [one for one in found if not parent or top(one.keys[0]).id == parent.id]

    def _ids(self, part: UUID) -> list[UUID]:
        return [part] if self.parent else self._family(part)

    def _family(self, top: UUID) -> list[UUID]:
        """List those of a family that the filters let through; all where they let none."""
        wanted = self.cells.links.view.wanted.category_ids
        family = self.cells.writer.names.family(top)
        return [one for one in family if not wanted or one in wanted] or family

    def _slice(self, one: Share) -> Slice:
        colour = self.cells.writer.names.categories[one.key].colour
        return Slice(
            self.label(one.key),
            one.amount,
            colour,
            self.inside(one.key) or self.rows(one.key),
        )
