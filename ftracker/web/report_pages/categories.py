"""What the money was for: the parts of one section, and of each family of categories."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from ftracker.domain.errors import FieldError
from ftracker.domain.kinds import Section
from ftracker.domain.reports.comparisons import Held, Mean
from ftracker.domain.reports.shares import Share
from ftracker.domain.reports.sums import Sum
from ftracker.queries.catalogue import Catalogue, CategoryName
from ftracker.web import report_sections
from ftracker.web.charts import Spec
from ftracker.web.comparison_cells import Comparing
from ftracker.web.display import Figure, Option
from ftracker.web.report_cells import NAMES, Cells, tone
from ftracker.web.report_pages.shares import Level
from ftracker.web.tables import Block, Body, Column, Control, Row, Sentence, Table

_EMPTY = {
    Section.INCOME: "Nothing came in during these days.",
    Section.SPENDING: "Nothing was spent in these days.",
    Section.SET_ASIDE: "Nothing was set aside in these days.",
}
_NO_PARENT = "There is no such category with others below it; these are all."


@dataclass(frozen=True, slots=True)
class _Found:
    """The parts of a level, largest first, and what each of them was then."""

    level: Level
    parts: Sequence[Share]
    comparing: Comparing
    then: Mapping[UUID, Mean]

    @property
    def whole(self) -> Decimal:
        return sum((one.amount for one in self.parts), Decimal(0))

    @property
    def before(self) -> Decimal:
        return sum((mean.amount for mean in self.then.values()), Decimal(0))

    @property
    def largest(self) -> Decimal:
        return max((one.amount for one in self.parts), default=Decimal(0))


def body(found: Sequence[Sum], held: Held, section: Section, cells: Cells) -> Body:
    """Show one section: all families of categories, or those of the one that is asked for."""
    asked = cells.links.typed.get("parent", "")
    parent = _parent(asked, cells.writer.names)
    level = Level(cells, section, parent)
    shown = _Found(level, level.ranked(found), Comparing(cells, held), level.means(held))
    return Body(
        figures=(_figure(shown),),
        sentences=(*_way_back(level), *shown.comparing.warnings),
        blocks=(_block(shown),),
        controls=tuple(_controls(level)),
        mended=(FieldError("parent", _NO_PARENT),) if asked and not parent else (),
    )


def _parent(asked: str, names: Catalogue) -> CategoryName | None:
    """Find the category that is asked for, one with others below it."""
    found = (one for one in names.categories.values() if str(one.id) == asked)
    return next((one for one in found if len(names.family(one.id)) > 1), None)


def _figure(found: _Found) -> Figure:
    level = found.level
    colour = tone(level.section)
    label = f"{NAMES[level.section]}, {level.parent.name}" if level.parent else NAMES[level.section]
    figure = level.cells.figure(label, found.whole, level.whole(), colour)
    return replace(figure, change=found.comparing.change(found.whole, found.before, colour))


def _way_back(level: Level) -> Iterable[Sentence]:
    if level.parent:
        href = level.cells.links.to(parent=None)
        yield Sentence(f"These are the parts of {level.parent.name}. Show all categories.", href)


def _controls(level: Level) -> Iterable[Control]:
    names = level.cells.writer.names
    tops = [one for one in names.categories.values() if len(names.family(one.id)) > 1]
    if tops:
        options = (Option("", "All"), *(Option(str(one.id), one.name) for one in tops))
        chosen = str(level.parent.id) if level.parent else ""
        yield Control("parent", "Within", options, chosen)


def _block(found: _Found) -> Block:
    level = found.level
    name = NAMES[level.section]
    title = f"{name} within {level.parent.name}" if level.parent else f"{name} by category"
    columns = (
        Column("Category", "category", is_number=False),
        Column(name, "amount"),
        Column("Share", "share"),
        Column("Count", "count"),
        *found.comparing.columns,
    )
    rows = tuple(_row(found, one) for one in (*found.parts, *_gone(found)))
    return Block(
        title,
        Table("categories", title, columns, rows, (_foot(found),)),
        _chart(found, title),
        f"{title}, the largest parts",
        switches=report_sections.switches(level.section, level.cells.links),
        note=" ".join(filter(None, (found.comparing.note, level.undrawn(found.parts)))),
        empty=_EMPTY[level.section],
    )


def _chart(found: _Found, title: str) -> Spec | None:
    """Draw a pie; beside other days bars, as two pies cannot be compared."""
    if not found.comparing.held.ranges:
        return found.level.pie(found.parts, title)
    return found.level.bars(found.parts, found.then, found.comparing.label)


def _gone(found: _Found) -> list[Share]:
    """List what was there then and is not any more, the largest first."""
    here = {one.key for one in found.parts}
    gone = [(key, mean) for key, mean in found.then.items() if key not in here]
    gone.sort(key=lambda pair: (-pair[1].amount, pair[0]))
    return [Share(key, Decimal(0), 0) for key, _ in gone]


def _row(found: _Found, one: Share) -> Row:
    level, cells = found.level, found.level.cells
    href, colour = level.rows(one.key), tone(level.section)
    length = max(one.amount, Decimal(0)) / found.largest * 100 if found.largest > 0 else 0
    then = found.then.get(one.key, Mean()).amount
    return Row(
        (
            level.name(one.key),
            cells.sum(one.amount, href, colour, meter=f"{length:.0f}"),
            cells.share(one.amount, found.whole),
            cells.count(one.count, href),
            *found.comparing.pair(one.amount, then, colour, lambda days: level.rows(one.key, days)),
        )
    )


def _foot(found: _Found) -> Row:
    level, cells = found.level, found.level.cells
    colour = tone(level.section)
    return Row(
        (
            cells.text("In all", level.whole()),
            cells.sum(found.whole, level.whole(), colour),
            cells.share(found.whole, found.whole),
            cells.count(sum(one.count for one in found.parts), level.whole()),
            *found.comparing.pair(found.whole, found.before, colour, level.whole),
        )
    )
