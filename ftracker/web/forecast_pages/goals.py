"""Goals ahead: how likely each is reached by its day, and when it will be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.forecasts import GoalAhead, GoalsAhead
from ftracker.queries.goals import GoalLine
from ftracker.web import filters, forecast_words
from ftracker.web.pages_goals import Fact
from ftracker.web.report_cells import Cells
from ftracker.web.rows import Writer
from ftracker.web.tables import NO_CELL, Block, Body, Cell, Column, Row, Table

COLUMNS = (
    Column("Goal", "goal", is_number=False),
    Column("Still missing", "missing"),
    Column("Its day", "due_date", is_number=False),
    Column("Reached by then", "probability"),
    Column("Expected", "expected_date", is_number=False),
    Column("80 %: from", "earliest_date", is_number=False),
    Column("to", "latest_date", is_number=False),
)
FAR = "not within ten years"
_PLACE = "/forecast#goals"


@dataclass(frozen=True, slots=True)
class Here:
    """What goals come to, the goals by their ids, and what writes them."""

    found: GoalsAhead
    lines: Mapping[UUID, GoalLine]
    cells: Cells

    @property
    def locale(self) -> str:
        """How the household writes days."""
        return self.cells.writer.locale


def body(here: Here) -> Body:
    """Show each goal that is under way with its chance and its dates."""
    rows = tuple(_row(one, here) for one in here.found.goals if one.goal_id in here.lines)
    table = Table("goals", "Goals ahead", COLUMNS, rows)
    return Body(blocks=(Block("Goals", table, empty="No goal is under way."),))


def _row(one: GoalAhead, here: Here) -> Row:
    line = here.lines[one.goal_id]
    there = f"/goals/{one.goal_id}"
    missing = max(line.target_amount - line.current_amount, Decimal(0))
    if one.probability is None:
        chance = NO_CELL
    else:
        share = Decimal(str(one.probability))
        text = forecast_words.likelihood(one.probability)
        chance = Cell(share, text, meter=f"{share * 100:.0f}")
    return Row(
        (
            here.cells.text(line.name, there),
            Cell(missing, here.cells.writer.money(missing), f"{there}#months"),
            _day(line.due_date, here),
            chance,
            _day(one.expected, here) if one.expected or _is_quiet(one) else _far(),
            _day(one.earliest, here),
            _day(one.latest, here) if one.latest or not one.earliest else _far(),
        )
    )


def _is_quiet(one: GoalAhead) -> bool:
    """Tell whether nothing is said of a goal, as it waits."""
    return one.probability is None and one.earliest is None and one.basis.kind == "nothing"


def _day(day: date | None, here: Here) -> Cell:
    return Cell(day, filters.day(day, here.locale).partition(" ")[2] if day else "")


def _far() -> Cell:
    return Cell(None, FAR)


def fact(one: GoalAhead | None, line: GoalLine, writer: Writer) -> Fact | None:
    """Say of a goal by itself how likely it is, and when: `72 %` `by June 2027`.

    None where nothing is told of it, or it is reached already.
    """
    if one is None or line.current_amount >= line.target_amount:
        return None
    locale = writer.locale
    if one.probability is not None and line.due_date:
        by = f"by {forecast_words.month(line.due_date, locale)}"
        return Fact("Likely", forecast_words.percent(one.probability), _PLACE, by)
    if one.expected is None:
        return None
    return Fact("Likely", forecast_words.month(one.expected, locale), _PLACE, _range(one, locale))


def _range(one: GoalAhead, locale: str) -> str:
    if one.earliest is None:
        return ""
    first = forecast_words.month(one.earliest, locale)
    last = forecast_words.month(one.latest, locale) if one.latest else FAR
    return f"80 %: {first} to {last}" if first != last else ""
