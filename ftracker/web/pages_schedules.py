"""What the pages of schedules show: what is due, all there are, one of them, one of its days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from ftracker.domain import schedules as domain
from ftracker.domain.due_days import Due
from ftracker.domain.kinds import Flow
from ftracker.domain.payments import State
from ftracker.domain.periods import DAY, LAST
from ftracker.queries.schedules import ScheduleLine
from ftracker.web import filters, redirects, rhythms
from ftracker.web.display import CategoryMark, Figure, Tone, counted
from ftracker.web.rows import Writer

STATES: dict[State, tuple[str, str, str]] = {
    State.DUE: ("due", "calendar-event", "info"),
    State.LATE: ("late", "exclamation-circle", "warn"),
    State.MISSED: ("missed", "exclamation-triangle", "bad"),
    State.PAID: ("paid", "check-circle", "good"),
    State.SKIPPED: ("skipped", "x-lg", "quiet"),
}
TONES: dict[Flow, Tone] = {
    Flow.IN: "income",
    Flow.OUT: "spending",
    Flow.TRANSFER: "transfer",
}
WAYS: dict[str, tuple[Flow, str]] = {
    "in": (Flow.IN, "Income still to come"),
    "out": (Flow.OUT, "Bills still to pay"),
    "transfer": (Flow.TRANSFER, "Transfers still to make"),
}
AHEAD = timedelta(days=35)
BEFORE = timedelta(days=62)
_LATELY = timedelta(days=14)
Money = Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class StateMark:
    """How a due day stands: a word, its icon and the tone of both."""

    word: str
    icon: str
    tone: str


# Written down already, though its day is still to come.
BOOKED_AHEAD = StateMark("booked", "check-circle", "info")


@dataclass(frozen=True, slots=True)
class DueRow:
    """One due day in a list; `deeds_href` is where its buttons lead.

    One that `asks` should have come by now.
    """

    name: str
    href: str
    day: str
    date: date
    mark: CategoryMark
    state: StateMark
    amount: str
    tone: Tone
    paid_href: str
    note: str
    deeds_href: str
    is_open: bool
    asks: bool


@dataclass(frozen=True, slots=True)
class DueGroup:
    """Due days that belong together, a week or a state; `sum` of what they move, may be empty."""

    title: str
    rows: tuple[DueRow, ...]
    sum: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One schedule in the list of all."""

    id: str
    name: str
    mark: CategoryMark
    rhythm: str
    next: str
    amount: str
    tone: Tone
    yearly: str
    is_paused: bool
    is_subscription: bool
    version: int


@dataclass(frozen=True, slots=True)
class SchedulesPage:
    """What is due, late and missed first, and all schedules.

    `way` narrows it to what still comes in, goes out or is moved; then `total` is its sum.
    """

    title: str
    figures: tuple[Figure, ...]
    wanting: DueGroup | None
    weeks: tuple[DueGroup, ...]
    lately: DueGroup | None
    schedules: tuple[ScheduleRow, ...]
    ended: tuple[ScheduleRow, ...]
    way: str
    total: str
    here: str


def page(
    dues: Sequence[Due],
    lines: Sequence[ScheduleLine],
    writer: Writer,
    *,
    today: date,
    way: str = "",
) -> SchedulesPage:
    """Show what was missed, is late and comes next; `dues` go 62 days back and 35 ahead."""
    way = way if way in WAYS else ""
    chosen = [due for due in dues if not way or (due.is_open and due.flow is WAYS[way][0])]
    wanting = [due for due in chosen if due.state in (State.LATE, State.MISSED)]
    ahead = [due for due in chosen if due.date >= today]
    lately = [d for d in chosen if d.state is State.PAID and today - _LATELY <= d.date < today]
    rows = [schedule_row(line, dues, writer, today=today) for line in lines]
    here = f"/schedules?way={way}" if way else "/schedules"
    shown = _Rows(writer, today, here)
    return SchedulesPage(
        title=WAYS[way][1] if way else "Schedules",
        figures=() if way else _figures(dues, writer, today=today),
        wanting=DueGroup("Not there yet", shown.rows(wanting)) if wanting else None,
        weeks=tuple(shown.weeks(ahead)),
        lately=DueGroup("Paid in the last two weeks", shown.rows(lately)) if lately else None,
        schedules=() if way else tuple(row for row in rows if row.next or row.is_paused),
        ended=() if way else tuple(row for row in rows if not row.next and not row.is_paused),
        way=way,
        total=writer.money(_total(chosen)) if way else "",
        here=here,
    )


def due_row(due: Due, writer: Writer, *, here: str) -> DueRow:
    """Show one due day with its state; where something paid it, with the amount that did."""
    category = writer.names.categories[due.category_id]
    back = redirects.query(next=here)
    place = f"/schedules/{due.schedule_id}/days/{due.due_date}"
    amount = due.amount if due.paid_amount is None else due.paid_amount
    return DueRow(
        name=due.name,
        href=f"/schedules/{due.schedule_id}",
        day=filters.day(due.date, writer.locale),
        date=due.date,
        mark=CategoryMark(category.name, category.icon, category.colour),
        state=BOOKED_AHEAD if due.is_ahead else state_mark(due.state),
        amount=_signed(amount, due.flow, writer),
        tone=TONES[due.flow],
        paid_href=f"/transaction/edit/{due.transaction_id}?{back}" if due.transaction_id else "",
        note=_note(due, writer),
        deeds_href=place,
        is_open=due.state in (State.DUE, State.LATE, State.MISSED),
        asks=due.state in (State.LATE, State.MISSED),
    )


def state_mark(state: State) -> StateMark:
    """Give a state as word, icon and tone."""
    return StateMark(*STATES[state])


def schedule_row(
    line: ScheduleLine, dues: Iterable[Due], writer: Writer, *, today: date
) -> ScheduleRow:
    """Show one schedule, its next day that is not paid yet, and what it comes to in a year."""
    category = writer.names.categories[line.category_id]
    flow = writer.names.types[line.type_id].flow
    done = {due.due_date for due in dues if due.schedule_id == line.id and not due.is_open}
    days = domain.days(line.rhythm, today, LAST)
    following = next((day for day in days if day.due_date not in done), None)
    return ScheduleRow(
        id=str(line.id),
        name=line.name,
        mark=CategoryMark(line.name, category.icon, category.colour, f"/schedules/{line.id}"),
        rhythm=rhythms.described(line.rhythm),
        next=filters.day(following.date, writer.locale) if following else "",
        amount=_signed(line.amount, flow, writer),
        tone=TONES[flow],
        yearly=writer.money(domain.yearly(line.rhythm, line.amount)),
        is_paused=line.is_paused,
        is_subscription=line.is_subscription,
        version=line.version,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Writes due days as rows of lists, in words that today gives a meaning."""

    writer: Writer
    today: date
    here: str

    def rows(self, dues: Iterable[Due]) -> tuple[DueRow, ...]:
        return tuple(due_row(due, self.writer, here=self.here) for due in dues)

    def weeks(self, dues: Sequence[Due]) -> Iterable[DueGroup]:
        for monday, of_week in groupby(dues, key=lambda due: _monday(due.date)):
            found = list(of_week)
            yield DueGroup(self._title(monday), self.rows(found), self._sum(found))

    def _title(self, monday: date) -> str:
        weeks = (monday - _monday(self.today)).days // 7
        if weeks < 2:  # noqa: PLR2004 - this week and the next have names of their own
            return ("This week", "Next week")[weeks]
        return f"Week of {monday.day} {monday:%B}"

    def _sum(self, dues: Sequence[Due]) -> str:
        return self.writer.signed(sum((_effect(due) for due in dues), Decimal(0)))


def _figures(dues: Sequence[Due], writer: Writer, *, today: date) -> tuple[Figure, ...]:
    ends = today + AHEAD - DAY
    note = f"until {ends.day} {ends:%B}"
    found = []
    for way, (flow, label) in WAYS.items():
        mine = [due for due in dues if due.is_open and due.flow is flow]
        if mine or flow is not Flow.TRANSFER:
            text = writer.money(_total(mine))
            href = f"/schedules?way={way}"
            counts = f"{counted(len(mine), 'time')} {note}"
            found.append(Figure(label, text, href, TONES[flow], note=counts))
    return tuple(found)


def _total(dues: Iterable[Due]) -> Decimal:
    return sum((due.amount for due in dues), Decimal(0))


def _effect(due: Due) -> Decimal:
    """Give what a due day adds to all accounts together; what is skipped adds nothing."""
    if due.flow is Flow.TRANSFER or due.state is State.SKIPPED:
        return Decimal(0)
    amount = due.amount if due.paid_amount is None else due.paid_amount
    return amount if due.flow is Flow.IN else -amount


def _signed(amount: Decimal, flow: Flow, writer: Writer) -> str:
    if flow is Flow.TRANSFER:
        return writer.money(amount)
    return writer.signed(amount if flow is Flow.IN else -amount)


def _note(due: Due, writer: Writer) -> str:
    """Say what else is to be known: another amount than expected, where a transfer goes."""
    parts = []
    if due.paid_amount not in (None, due.amount):
        parts.append(f"expected {writer.money(due.amount)}")
    if due.paid_date not in (None, due.date):
        parts.append(f"on {filters.day(due.paid_date, writer.locale)}")
    if due.to_account_id is not None:
        parts.append(f"to {writer.names.accounts[due.to_account_id].name}")
    if due.state is State.DUE and due.is_posted:
        parts.append("books itself")
    return " · ".join(parts)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
