"""What the form of a schedule shows, and the days that it would come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ftracker.domain import schedules as domain
from ftracker.domain.errors import InvalidInput
from ftracker.domain.schedules import Rhythm
from ftracker.queries.schedules import ScheduleLine
from ftracker.web import choices, filters, rhythms, schedules
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import Groups, stale
from ftracker.web.pages_transactions import StaleView, TypeChoice
from ftracker.web.rows import Writer

SHOWN_DAYS = 6
LABELS = {
    "name": "Name", "amount": "Amount", "least": "Least", "most": "Most", "type_id": "Type",
    "payee": "Payee", "category_id": "Category", "account_id": "Account",
    "to_account_id": "To account", "start_date": "First day", "every": "Every", "unit": "Unit",
    "by": "Day of the month", "month_day": "Day", "nth": "Which", "weekday": "Weekday",
    "weekend": "On a weekend", "end_date": "Last day", "times": "How many times",
    "is_posted": "Books itself", "remind_days": "Days before", "note": "Note", "tags": "Tags",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DatesPage:
    """The next days of a rhythm as it is typed; a `problem` says why there are none."""

    sentence: str
    days: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleFormPage:
    """Adding or changing a schedule; `form` holds its fields, and its id or version."""

    title: str
    form: Form
    action: str
    is_new: bool
    types: tuple[TypeChoice, ...]
    category_groups: Groups
    accounts: tuple[Option, ...]
    shows_account: bool
    goals: tuple[Option, ...]
    units: tuple[Option, ...]
    days: tuple[Option, ...]
    nths: tuple[Option, ...]
    weekdays: tuple[Option, ...]
    weekends: tuple[Option, ...]
    dates: DatesPage
    back_href: str
    delete_href: str
    stale: StaleView | None


def dates_page(rhythm: Rhythm, *, today: date, locale: str) -> DatesPage:
    """Show the next days of a rhythm from today on, or from its start."""
    found = domain.upcoming(rhythm, max(today, rhythm.start), count=SHOWN_DAYS)
    days = tuple(filters.day(day.date, locale) for day in found)
    problem = "" if days else "It is over: it does not fall due any more."
    return DatesPage(rhythms.described(rhythm), days, problem)


def no_dates(bad: InvalidInput) -> DatesPage:
    """Say why no days can be shown."""
    return DatesPage("", (), bad.errors[0].message)


def form_page(
    form: Form,
    writer: Writer,
    dates: DatesPage,
    *,
    goals: Mapping[UUID, str],
    line: ScheduleLine | None,
    is_stale: bool = False,
) -> ScheduleFormPage:
    """Show the form; `line` is the schedule that it changes, None for a new one."""
    names = writer.names
    place = f"/schedules/edit/{line.id}" if line else "/schedules/add"
    return ScheduleFormPage(
        title=f"Change {line.name}" if line else "New schedule",
        form=form,
        action=place,
        is_new=line is None,
        types=tuple(
            TypeChoice(str(t.id), t.name, t.flow.value)
            for t in names.types.values()
            if not t.is_archived or str(t.id) == form.value("type_id")
        ),
        category_groups=choices.grouped(names, keep=form.value("category_id")),
        accounts=choices.options(names.accounts.values(), keep=form.value("account_id")),
        shows_account=writer.shows_account,
        goals=tuple(Option(str(key), name) for key, name in goals.items()),
        units=schedules.UNITS,
        days=schedules.DAYS,
        nths=schedules.NTHS,
        weekdays=schedules.WEEKDAYS,
        weekends=schedules.WEEKENDS,
        dates=dates,
        back_href=f"/schedules/{line.id}" if line else "/schedules",
        delete_href=f"/schedules/{line.id}/delete" if line else "",
        stale=_stale(form, line, writer, place) if line and is_stale else None,
    )


def _stale(form: Form, line: ScheduleLine, writer: Writer, place: str) -> StaleView:
    present = schedules.filled(line, writer.currency)
    names = writer.names
    words = {
        str(thing.id): thing.name
        for things in (names.types, names.categories, names.accounts)
        for thing in things.values()
    }
    return stale(form, present, labels=LABELS, words=words, reload_href=place)
