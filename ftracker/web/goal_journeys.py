"""The page of one goal: its way as a chart and as a table, and who shares its account."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from ftracker.domain.goal_paths import Point
from ftracker.domain.goals import Aim
from ftracker.domain.periods import Unit, containing
from ftracker.queries.goals import GoalLine
from ftracker.web import goals
from ftracker.web.charts import Pen, Series, Spec
from ftracker.web.forms import Form
from ftracker.web.pages_goals import GoalPage, Mate, MonthRow
from ftracker.web.rows import Writer

NAMES = ("Done", "Needed", "Expected")


@dataclass(frozen=True, slots=True)
class Found:
    """A goal, its months, what lies in its account if it has one, and who shares that."""

    line: GoalLine
    points: Sequence[Point]
    balance: Decimal | None
    mates: Sequence[GoalLine]
    goals: goals.Found


def build(found: Found, writer: Writer, form: Form | None = None) -> GoalPage:
    """Put the page together; `form` is the earmark as it was typed, if it was."""
    line = found.line
    owned = sum((one.current_amount for one in found.mates), Decimal(0))
    account_href = f"/accounts/{line.account_id}/statement" if line.account_id else ""
    return GoalPage(
        row=goals.row(line, found.goals, writer),
        note=line.note,
        chart=_chart(found, writer),
        months=tuple(_month(found, point, writer) for point in found.points),
        list_href=goals.list_href(line),
        list_label=_label(found),
        history_href="/history?" + urlencode({"topic": "goals", "q": line.name}),
        mates=tuple(_mate(found, at, writer) for at in range(len(found.mates))),
        account=line.account or "",
        account_href=account_href,
        balance=writer.money(found.balance) if found.balance is not None else "",
        free=writer.money(max(found.balance - owned, Decimal(0))) if found.balance else "",
        earmark=_earmark(found, form),
    )


def _label(found: Found) -> str:
    if found.line.account_id:
        return f"Everything that moved in {found.line.account}"
    return "What was set aside for it"


def _chart(found: Found, writer: Writer) -> Spec:
    points = found.points
    series = [
        Series(NAMES[0], [one.done for one in points], "set_aside", _links(found)),
        Series(NAMES[1], [one.needed for one in points], "slate"),
        Series(NAMES[2], [one.expected for one in points], found.line.colour),
    ]
    shown = [one for one in series if any(value is not None for value in one.values)]
    return Pen(writer.currency, writer.locale).lines([_name(one) for one in points], shown)


def _links(found: Found) -> list[str]:
    return [_list(found, one) if one.moved is not None else "" for one in found.points]


def _list(found: Found, point: Point) -> str:
    month = containing(point.month, Unit.MONTH)
    start = month.start if found.line.account_id else max(month.start, found.line.start_date)
    return goals.list_href(found.line, start, month.end)


def _name(point: Point) -> str:
    return f"{point.month:%b %Y}"


def _month(found: Found, point: Point, writer: Writer) -> MonthRow:
    def written(amount: Decimal | None) -> str:
        return "" if amount is None else writer.money(amount)

    return MonthRow(
        label=_name(point),
        moved=written(point.moved),
        moved_href=_list(found, point) if point.moved is not None else "",
        done=written(point.done),
        needed=written(point.needed),
        expected=written(point.expected),
    )


def _mate(found: Found, at: int, writer: Writer) -> Mate:
    line = found.mates[at]
    note = "what the others leave" if line.earmark is None else ""
    if line.earmark is not None and line.earmark > line.current_amount:
        note = f"of {writer.money(line.earmark)}, which is not all there"
    return Mate(
        name=line.name,
        href=f"{goals.PATH}/{line.id}",
        text=writer.money(line.current_amount),
        note=note,
        is_here=line.id == found.line.id,
    )


def _earmark(found: Found, form: Form | None) -> Form | None:
    line = found.line
    if not line.is_live or line.account_id is None or line.aim is not Aim.SAVE:
        return None
    stored = None if line.earmark is None else f"{line.earmark.normalize():f}"
    return form or Form.filled(earmark=stored)
