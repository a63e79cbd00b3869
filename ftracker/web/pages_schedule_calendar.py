"""What the calendar shows: a month of due days, and the balance at each day's end."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from ftracker.domain import periods
from ftracker.domain.balances_ahead import DayBalance, DayParts
from ftracker.domain.due_days import Due
from ftracker.domain.periods import DAY, Period, Unit
from ftracker.web import filters
from ftracker.web.display import Tone
from ftracker.web.pages_schedules import DueRow, due_row
from ftracker.web.rows import Writer

PATH = "/schedules/calendar"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
AHEAD = timedelta(days=3653)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the calendar; `balance` is what the accounts hold at its end."""

    number: int
    label: str
    anchor: str
    rows: tuple[DueRow, ...]
    balance: str
    balance_href: str
    is_below_zero: bool
    is_expected: bool
    is_lowest: bool
    is_today: bool
    is_outside: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a day's balance."""

    label: str
    href: str
    amount: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class PartsView:
    """What a day's balance is made of: its parts, from the evening before to its end."""

    title: str
    before: str
    rows: tuple[PartRow, ...]
    after: str


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """An account whose balance is counted, or not."""

    id: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A month as weeks from Monday; `lowest` tells the lowest balance that is still to come."""

    label: str
    month: str
    previous_href: str
    next_href: str
    today_href: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[DayCell, ...], ...]
    accounts: tuple[AccountChoice, ...]
    lowest: str
    lowest_href: str
    parts: PartsView | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a month, some accounts, and perhaps one day in detail."""

    month: Period
    account_ids: tuple[UUID, ...]
    is_own_choice: bool
    day: date | None

    @property
    def start(self) -> date:
        """The Monday of the month's first week."""
        return self.month.start - timedelta(days=self.month.start.weekday())

    @property
    def end(self) -> date:
        """The day after the Sunday of its last week."""
        return self.month.last_day + timedelta(days=_WEEK - self.month.last_day.weekday())

    def url(self, *, month: Period | None = None, day: date | None = None) -> str:
        """Give the address of another month or day, for the same accounts."""
        words = [("month", (month or self.month).text)]
        if self.is_own_choice:
            words += [("account_id", str(key)) for key in self.account_ids]
        if day is not None:
            words.append(("day", day.isoformat()))
        return f"{PATH}?{urlencode(words)}"


def asked(
    words: Sequence[tuple[str, str]],
    cash: Sequence[UUID],
    known: Mapping[UUID, object],
    today: date,
) -> Asked:
    """Read an address; what it does not say is this month and all that can be spent from."""
    said = dict(words)
    own = [key for name, text in words if name == "account_id" and (key := _key(text)) in known]
    return Asked(
        month=_month(said.get("month", ""), today),
        account_ids=tuple(dict.fromkeys(key for key in own if key is not None)) or tuple(cash),
        is_own_choice=bool(own),
        day=_day_within(said.get("day", ""), today),
    )


def page(
    wanted: Asked,
    dues: Sequence[Due],
    balances: Sequence[DayBalance],
    writer: Writer,
    *,
    parts: DayParts | None,
    today: date,
) -> CalendarPage:
    """Show a month; `balances` are those of all days from the first week's Monday on."""
    of_day: dict[date, list[Due]] = defaultdict(list)
    for due in dues:
        of_day[due.date].append(due)
    ahead = [one for one in balances if one.date >= today and wanted.month.holds(one.date)]
    lowest = min(ahead, key=lambda one: (one.balance, one.date)) if ahead else None
    cells = [
        _cell(one, of_day[one.date], wanted, writer, today=today, is_lowest=one is lowest)
        for one in balances
    ]
    here = periods.containing(today, Unit.MONTH)
    return CalendarPage(
        label=wanted.month.label,
        month=wanted.month.text,
        previous_href=_href(wanted, wanted.month.previous()),
        next_href=_href(wanted, wanted.month.next()),
        today_href="" if here == wanted.month else wanted.url(month=here),
        weekdays=WEEKDAYS,
        weeks=tuple(tuple(cells[at : at + _WEEK]) for at in range(0, len(cells), _WEEK)),
        accounts=tuple(
            AccountChoice(str(a.id), a.name, a.id in wanted.account_ids)
            for a in writer.names.accounts.values()
            if not a.is_archived or a.id in wanted.account_ids
        ),
        lowest=_lowest(lowest, writer) if lowest else "",
        lowest_href=wanted.url(day=lowest.date) + "#parts" if lowest else "",
        parts=_parts(parts, writer, wanted) if parts else None,
    )


def _cell(
    one: DayBalance,
    dues: Sequence[Due],
    wanted: Asked,
    writer: Writer,
    *,
    today: date,
    is_lowest: bool,
) -> DayCell:
    return DayCell(
        number=one.date.day,
        label=filters.day(one.date, writer.locale),
        anchor=one.date.isoformat(),
        rows=tuple(due_row(due, writer, here=wanted.url()) for due in dues),
        balance=writer.money(one.balance),
        balance_href=wanted.url(day=one.date) + "#parts",
        is_below_zero=one.balance < 0,
        is_expected=one.is_expected,
        is_lowest=is_lowest,
        is_today=one.date == today,
        is_outside=not wanted.month.holds(one.date),
    )


def _parts(parts: DayParts, writer: Writer, wanted: Asked) -> PartsView:
    """Show what a day's balance is made of, each part with what it is made of itself."""
    after = parts.date + DAY
    booked = [
        PartRow(
            f"Booked in {writer.names.accounts[account_id].name}",
            f"/?{urlencode({'account_id': account_id, 'start': parts.date, 'end': after})}",
            writer.signed(total),
            _tone(total),
        )
        for account_id, total in parts.booked.items()
    ]
    expected = [
        PartRow(
            f"{due.name}, {due.state.value}",
            due_row(due, writer, here=wanted.url(day=parts.date)).deeds_href,
            writer.signed(total),
            _tone(total),
        )
        for due, total in parts.expected
    ]
    return PartsView(
        title=filters.day(parts.date, writer.locale),
        before=writer.money(parts.before),
        rows=(*booked, *expected),
        after=writer.money(parts.after),
    )


def _tone(amount: Decimal) -> Tone:
    return "income" if amount > 0 else "spending"


def _lowest(one: DayBalance, writer: Writer) -> str:
    return f"{writer.money(one.balance)} on {filters.day(one.date, writer.locale)}"


def _href(wanted: Asked, month: Period) -> str:
    is_kept = periods.FIRST <= month.start < periods.LAST
    return wanted.url(month=month) if is_kept else ""


def _month(text: str, today: date) -> Period:
    """Read a month; what is none, or lies more than ten years ahead, is the nearest that is."""
    try:
        found = periods.parse(text)
    except ValueError:
        found = periods.containing(today, Unit.MONTH)
    latest = min(today + AHEAD, periods.LAST - DAY)
    return periods.containing(min(found.start, latest), Unit.MONTH)


def _day_within(text: str, today: date) -> date | None:
    """Read a day between 1900 and ten years ahead."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if periods.FIRST < found < today + AHEAD else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
