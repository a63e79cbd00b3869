"""Goals: how each was filled, beside the way that leads to its day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ftracker.domain.reports.goals import Filled, Step
from ftracker.web import report_labels, searches
from ftracker.web.charts import Series, Spec
from ftracker.web.display import CategoryMark
from ftracker.web.pages_accounts import statement_href
from ftracker.web.report_cells import Cells
from ftracker.web.tables import Block, Body, Cell, Column, Row, Table

MOST_DRAWN = 24
_DEAF = "Goals are shown whole: of the filters only days are heard."
_DAYS = ("start", "end", "until")
_EMPTY = "No goal had begun in these days"


@dataclass(frozen=True, slots=True)
class _Goal:
    """One goal, and what writes it."""

    goal: Filled
    cells: Cells

    @property
    def page(self) -> str:
        """The address of the goal's own page."""
        return f"/goals/{self.goal.goal_id}"

    def rows(self, start: date, end: date) -> str:
        """Give the address of what was set aside for it in some days."""
        words = {"start": str(start), "end": str(end)}
        if self.goal.account_id:
            words["account_id"] = str(self.goal.account_id)
        else:
            words |= {"category_id": str(self.goal.category_id), "section": "set_aside"}
        return searches.rows_href(words)

    def moved(self, step: Step) -> Cell:
        """Write what came in a period: the sum of a list, or a part of an account."""
        href = self.rows(step.period.start, step.period.end)
        if self.goal.account_id:
            return self.cells.derived(step.moved, href, "net")
        return self.cells.sum(step.moved, href, "set_aside")

    def moved_in_all(self) -> Cell:
        """Write what came in all periods."""
        steps = self.goal.steps
        href = self.rows(steps[0].period.start, steps[-1].period.end)
        if self.goal.account_id:
            return self.cells.derived(self.goal.moved, href, "net")
        return self.cells.sum(self.goal.moved, href, "set_aside")

    def there(self, step: Step) -> Cell:
        """Write what it had at the end of a period."""
        return self.cells.derived(step.there, self.seen(step))

    def seen(self, step: Step) -> str:
        """Give the address where that is seen: the account's statement, or all that came so far."""
        if self.goal.account_id:
            return statement_href(self.goal.account_id, step.period.end)
        return self.rows(self.goal.start, step.period.end)


def body(found: Sequence[Filled], cells: Cells) -> Body:
    """Show all goals beside each other, then each by itself."""
    goals = [_Goal(one, cells) for one in found]
    deaf_to = set(searches.FILTERS).difference(_DAYS)
    return Body(
        blocks=(_all(goals), *(_alone(one) for one in goals[:MOST_DRAWN])),
        notes=(_DEAF,) if deaf_to.intersection(cells.links.typed) else (),
        empty=_EMPTY,
    )


def _all(goals: Sequence[_Goal]) -> Block:
    columns = (
        Column("Goal", "goal", is_number=False),
        Column("Target", "target"),
        Column("There at the end", "there"),
        Column("Of the target", "share"),
        Column("Came in these days", "moved"),
        Column("Its way says", "needed"),
        Column("Ahead of it", "ahead"),
    )
    rows = tuple(_row(one) for one in goals)
    return Block("All goals", Table("goals", "All goals", columns, rows), empty=_EMPTY)


def _row(one: _Goal) -> Row:
    goal, cells = one.goal, one.cells
    mark = CategoryMark(goal.name, goal.icon, goal.colour)
    target = Cell(goal.target, cells.amount(goal.target), one.page)
    return Row(
        (
            Cell(goal.name, goal.name, one.page, mark=mark),
            target,
            one.there(goal.last),
            cells.share(goal.last.there, goal.target),
            one.moved_in_all(),
            *_way(one, goal.last),
        )
    )


def _alone(one: _Goal) -> Block:
    """Draw one goal against its way and its target."""
    columns = (
        Column("Period", "period", is_number=False),
        Column("Came", "moved"),
        Column("There at the end", "there"),
        Column("Its way says", "needed"),
        Column("Ahead of it", "ahead"),
    )
    goal = one.goal
    rows = tuple(_step(one, step) for step in goal.steps)
    # Goals that were made in one moment differ in the last digits of their ids.
    table = Table(f"goal-{goal.goal_id.hex[-12:]}", f"{goal.name} by period", columns, rows)
    return Block(
        goal.name, table, _lines(one), f"{goal.name} against its way", is_folded=True, is_half=True
    )


def _step(one: _Goal, step: Step) -> Row:
    label = one.cells.text(
        report_labels.whole(step.period), one.rows(step.period.start, step.period.end)
    )
    return Row((label, one.moved(step), one.there(step), *_way(one, step)))


def _way(one: _Goal, step: Step) -> Iterator[Cell]:
    """Write what its way says and by how much it is ahead; nothing where it has no day."""
    cells = one.cells
    ahead = None if step.needed is None else step.there - step.needed
    yield cells.derived(step.needed, one.page)
    yield cells.derived(ahead, one.page, "net")


def _lines(one: _Goal) -> Spec:
    steps = one.goal.steps
    seen = [one.seen(step) for step in steps]
    series = [Series(one.goal.name, [step.there for step in steps], one.goal.colour, seen)]
    if any(step.needed is not None for step in steps):
        needed = [step.needed for step in steps]
        series.append(Series("Its way", needed, "slate", drawn="dashed"))
    target = [one.goal.target for _ in steps]
    series.append(Series("Target", target, "slate", drawn="thin"))
    return one.cells.pen.lines(one.cells.axis([step.period for step in steps]), series)
