"""Goals put together for their pages: how they stand, in words, each figure with its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.forecasts import GoalAhead
from ftracker.domain.goals import Aim, State
from ftracker.domain.outlooks import Advice, Outlook, Status, Together, Way
from ftracker.queries.goals import GoalLine
from ftracker.web import filters, searches
from ftracker.web.display import Figure
from ftracker.web.forecast_pages import goals as forecast_goals
from ftracker.web.pages_goals import Fact, GoalRow, GoalsPage, Standing, WayView
from ftracker.web.rows import Writer

PATH = "/goals"
STANDINGS = {
    Status.REACHED: Standing("Reached", "check-circle", "good"),
    Status.ON_TRACK: Standing("On track", "check-lg", "good"),
    Status.BEHIND: Standing("Behind", "exclamation-triangle", "bad"),
    Status.NO_DATE: Standing("No date", "calendar3", ""),
    Status.PAUSED: Standing("Paused", "pause", ""),
}
_OVER = {
    State.COMPLETED: Standing("Completed", "trophy", "good"),
    State.ARCHIVED: Standing("Archived", "archive", ""),
}
FILTERS: dict[str, tuple[str, tuple[State, ...]]] = {
    "": ("Present", (State.ACTIVE, State.PAUSED)),
    "completed": ("Completed", (State.COMPLETED,)),
    "archived": ("Archived", (State.ARCHIVED,)),
    "all": ("All", tuple(State)),
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Found:
    """All goals by priority, how those that are not over stand, and all of these together.

    `ahead` is what the forecast says of them, by their ids.
    """

    lines: Sequence[GoalLine]
    outlooks: Sequence[Outlook]
    together: Together
    ahead: Mapping[UUID, GoalAhead] = field(default_factory=dict)

    def outlook(self, goal_id: UUID) -> Outlook | None:
        """Give the outlook of one goal; None for one that is over."""
        return next((one for one in self.outlooks if one.goal_id == goal_id), None)


def build(found: Found, shown: str, writer: Writer) -> GoalsPage:
    """Put the list together; `shown` names the filter, anything unknown is the first."""
    shown = shown if shown in FILTERS else ""
    lines = [line for line in found.lines if line.state in FILTERS[shown][1]]
    sentence, tone = _together(found, writer)
    total = sum((one.amount for one in found.together.aside), Decimal(0))
    return GoalsPage(
        tabs=tuple(
            (label, f"{PATH}?state={name}" if name else PATH, name == shown)
            for name, (label, _) in FILTERS.items()
        ),
        rows=tuple(row(line, found, writer) for line in lines),
        sentence=sentence,
        sentence_tone=tone,
        parts=tuple(_parts(found, writer)),
        parts_sum=writer.money(total),
        monthly=writer.money(found.together.monthly),
        is_new=not found.lines,
    )


def row(line: GoalLine, found: Found, writer: Writer) -> GoalRow:
    """Write one goal as a line of the list."""
    outlook = found.outlook(line.id)
    places = [one.goal_id for one in found.outlooks]
    return GoalRow(
        id=str(line.id),
        name=line.name,
        icon=line.icon,
        colour=line.colour,
        place=_place(line),
        href=f"{PATH}/{line.id}",
        current=writer.money(line.current_amount),
        current_href=list_href(line),
        target=writer.money(line.target_amount),
        percent=_percent(line),
        standing=STANDINGS[outlook.status] if outlook else _OVER[line.state],
        facts=tuple(_facts(line, outlook, found, writer)) if outlook else (),
        ways=tuple(_way(line, one, writer) for one in outlook.advice) if outlook else (),
        state=line.state.value,
        has_place=outlook is not None,
        is_first=places[:1] == [line.id],
        is_last=places[-1:] == [line.id],
    )


def list_href(line: GoalLine, start: date | None = None, end: date | None = None) -> str:
    """Give the address of the transactions that a goal is made of, of some days or of all.

    Of a goal in a category they sum to what was set aside since it began.
    """
    if line.account_id:
        words = {"account_id": str(line.account_id)}
    else:
        words = {"category_id": str(line.category_id), "section": "set_aside"}
        start = start or line.start_date
    words |= {name: str(day) for name, day in (("start", start), ("end", end)) if day}
    return searches.rows_href(words)


def _facts(line: GoalLine, outlook: Outlook, found: Found, writer: Writer) -> list[Fact]:
    needed = "" if outlook.needed_monthly is None else writer.money(outlook.needed_monthly)
    is_meant = line.due_date is None and line.monthly_amount is not None
    due = _day(line.due_date, writer)
    pace = Fact(
        "Pace a month",
        writer.money(outlook.pace_monthly),
        list_href(line, found.together.start, found.together.end),
        "of the last 90 days" + (", shared by goals" if _is_shared(line, found) else ""),
    )
    if outlook.status is Status.REACHED:
        return [pace]
    likely = forecast_goals.fact(found.ahead.get(line.id), line, writer)
    here = f"{PATH}/{line.id}#months"
    label = "Meant a month" if is_meant else "Needed a month"
    return [
        Fact("Still missing", writer.money(outlook.remaining), here),
        pace,
        Fact(label, needed or "–", here if needed else "", due and f"until {due}"),
        Fact("Expected", _day(outlook.expected_date, writer) or "not at this pace", here),
        *((likely,) if likely else ()),
    ]


def _is_shared(line: GoalLine, found: Found) -> bool:
    mine = [one for one in found.lines if one.is_live and one.account_id == line.account_id]
    return line.account_id is not None and len(mine) > 1


def _day(day: date | None, writer: Writer) -> str:
    return filters.day(day, writer.locale).partition(" ")[2] if day else ""


def _percent(line: GoalLine) -> str:
    part = line.current_amount / line.target_amount * 100
    return f"{min(max(part, Decimal(0)), Decimal(100)):.0f}"


def _place(line: GoalLine) -> str:
    if line.aim is Aim.PAY_OFF:
        return f"Pays off {line.account}"
    return f"In account {line.account}" if line.account else f"Set aside as {line.category}"


def _way(line: GoalLine, one: Advice, writer: Writer) -> WayView:
    path = f"{PATH}/{line.id}"
    amount, extra = (writer.money(sum_ or Decimal(0)) for sum_ in (one.amount, one.extra))
    if one.way is Way.LATER:
        day = _day(one.due_date, writer)
        text, label = f"At this pace it is reached on {day}", f"Let it be due on {day}"
        return WayView(text, label, f"{path}/postpone", "due_date", str(one.due_date))
    if one.way is Way.WAIT:
        text = f"“{one.other_name}” gets {amount} a month, which would be enough"
        action = f"{PATH}/{one.other_id}/state"
        return WayView(text, f"Let “{one.other_name}” wait", action, "do", State.PAUSED.value)
    text = f"{extra} more a month than now gets there"
    is_meant = line.monthly_amount is not None and line.monthly_amount >= (one.amount or 0)
    label = "" if is_meant else f"Mean to add {amount} a month"
    return WayView(text, label, f"{path}/promise", "monthly_amount", f"{one.amount:f}")


def _parts(found: Found, writer: Writer) -> list[Figure]:
    """Say where what was set aside in the last 90 days is seen, each part with its list."""
    days = {"start": str(found.together.start), "end": str(found.together.end)}
    parts = []
    for one in found.together.aside:
        where = {"account_id": str(one.account_id)} if one.account_id else {"section": "set_aside"}
        name = writer.names.accounts[one.account_id].name if one.account_id else ""
        label = f"Moved into {name}" if name else "Set aside in categories"
        href = searches.rows_href(where | days)
        parts.append(Figure(label, writer.money(one.amount), href))
    return parts


def _together(found: Found, writer: Writer) -> tuple[str, str]:
    """Say whether all goals fit into what is really set aside, and which one is short."""
    if not found.together.fits:
        return "", ""
    there = f"the {writer.money(found.together.monthly)} a month that you really set aside"
    short = [one for one in found.together.fits if one.short]
    fitting = len(found.together.fits) - len(short)
    if not short:
        left = found.together.monthly - sum(
            (one.needed_monthly for one in found.together.fits), Decimal(0)
        )
        over = f"; {writer.money(left)} a month is left over" if left > 0 else ""
        return f"{_all(fitting)} into {there}{over}.", "success"
    first = short[0]
    if found.together.monthly <= 0:
        return _nothing(first.name, writer.money(first.needed_monthly)), "warning"
    start = f"{_some(fitting)} into {there}" if fitting else f"Of {there} none fits whole"
    text = f"{start}; “{first.name}” is {writer.money(first.short)} a month short"
    if others := short[1:]:
        more = writer.money(sum((one.short for one in others), Decimal(0)))
        text += f", and {more} more would be needed for the {_others(len(others))} after it"
    return f"{text}.", "warning"


def _nothing(name: str, needed: str) -> str:
    return (
        f"Nothing is set aside yet; “{name}” needs {needed} a month. Move money into the account"
        " of a goal, or add what you save in its category, and it is counted here."
    )


def _all(count: int) -> str:
    few = {1: "Your goal fits", 2: "Both goals fit"}
    return few.get(count) or f"All {_word(count)} goals fit"


def _some(count: int) -> str:
    return "The first goal fits" if count == 1 else f"The first {_word(count)} goals fit"


def _others(count: int) -> str:
    return "one" if count == 1 else _word(count)


def _word(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
