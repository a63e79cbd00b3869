"""The form of a schedule: what was typed as a schema, and a stored one as a form."""

from datetime import date
from typing import Any, TypeVar

from ftracker.domain import money
from ftracker.domain.kinds import Flow
from ftracker.domain.schedules import LAST_OF_MONTH, Every
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.schedules import ScheduleLine
from ftracker.schemas import sentences
from ftracker.schemas.schedules import OccurrenceIn, ScheduleFields
from ftracker.web.amounts import Amounts
from ftracker.web.display import Option
from ftracker.web.forms import Form

S = TypeVar("S", bound=ScheduleFields)
AMOUNTS = ("amount", "least", "most")
_PLAIN = (
    "name", "type_id", "category_id", "account_id", "to_account_id", "goal_id", "payee", "note",
    "start_date", "every", "unit", "weekend", "end_date", "times", "remind_days",
    "trial_end_date", "cancel_date",
)  # fmt: skip
# What an address may fill in.
FIELDS = (*_PLAIN, *AMOUNTS, "by", "month_day", "nth", "weekday", "tags", "is_subscription")
_RHYTHM = ("start_date", "every", "unit", "weekend", "end_date", "times")
UNITS = (
    Option("day", "days"), Option("week", "weeks"), Option("month", "months"),
    Option("year", "years"),
)  # fmt: skip
# How the day of a month is said: as the start has it, its last, a number, or a day of the week.
AS_START, ON_LAST, ON_DAY, ON_WEEKDAY = "start", "last", "day", "weekday"
DAYS = (
    Option(AS_START, "Same day as the first time"),
    Option(ON_LAST, "Last day of the month"),
    Option(ON_DAY, "A certain day of the month"),
    Option(ON_WEEKDAY, "A certain day of the week"),
)
NTHS = (
    Option("1", "first"), Option("2", "second"), Option("3", "third"), Option("4", "fourth"),
    Option("-1", "last"),
)  # fmt: skip
WEEKDAYS = (
    Option("0", "Monday"), Option("1", "Tuesday"), Option("2", "Wednesday"),
    Option("3", "Thursday"), Option("4", "Friday"), Option("5", "Saturday"), Option("6", "Sunday"),
)  # fmt: skip
WEEKENDS = (
    Option("keep", "Stays"),
    Option("before", "Friday before"),
    Option("after", "Monday after"),
)


def empty(names: Catalogue, today: date) -> dict[str, Any]:
    """Give what an empty form begins with: a monthly bill that asks."""
    return {
        "type_id": names.default_type(Flow.OUT).id,
        "category_id": names.default_category.id,
        "account_id": names.default_account.id,
        "start_date": today,
        "every": 1,
        "unit": "month",
        "by": AS_START,
        "nth": 1,
        "weekday": 0,
        "weekend": "keep",
        "is_posted": "no",
        "remind_days": 3,
    }


def read(form: Form, schema: type[S], names: Catalogue, currency: str) -> S:
    """Read a schedule; only a transfer goes to another account. Raises InvalidInput."""
    known = schema.model_fields
    values: dict[str, Any] = form.given(*_PLAIN, *(n for n in ("id", "version") if n in known))
    moving = {str(t.id) for t in names.types.values() if t.flow is not Flow.TRANSFER}
    if form.value("type_id") in moving:
        values.pop("to_account_id", None)
    amounts = Amounts(currency)
    values |= _on(form) | _amounts(form, amounts)
    values["tags"] = [tag.strip() for tag in form.value("tags").split(",") if tag.strip()]
    values["is_posted"] = form.value("is_posted") == "yes"
    for name in ("is_subscription", "is_paused"):
        values[name] = bool(form.value(name))
    return sentences.read(schema, values, told=amounts.wrong)


def rhythm(form: Form) -> ScheduleFields:
    """Read only when it falls due, whatever else is missing. Raises InvalidInput."""
    said = form.given(*_RHYTHM) | _on(form)
    return sentences.read(ScheduleFields, {"name": "-", "amount": "1", **said})


def occurrence(form: Form, currency: str, *, due_date: str) -> OccurrenceIn:
    """Read what is said of a due day. Raises InvalidInput."""
    amounts = Amounts(currency)
    said: dict[str, Any] = form.given("transaction_id", "date") | _amounts(form, amounts)
    state = "skipped" if form.value("do") == "skip" else "paid"
    values = {"due_date": due_date, "state": state, **said}
    return sentences.read(OccurrenceIn, values, told=amounts.wrong)


def filled(line: ScheduleLine, currency: str) -> Form:
    """Show a stored schedule in the form."""
    plain = {name: getattr(line, name) for name in _PLAIN}
    amounts = {name: getattr(line, name) for name in AMOUNTS}
    return Form.filled(
        **plain,
        **{k: None if v is None else money.plain(v, currency) for k, v in amounts.items()},
        **_shown_day(line),
        tags=", ".join(line.tags),
        is_posted="yes" if line.is_posted else "no",
        is_subscription="on" if line.is_subscription else None,
        is_paused="on" if line.is_paused else None,
        version=line.version,
    )


def _shown_day(line: ScheduleLine) -> dict[str, Any]:
    if line.nth is not None:
        return {"by": ON_WEEKDAY, "nth": line.nth, "weekday": line.weekday}
    if line.month_day is None:
        return {"by": AS_START}
    if line.month_day == LAST_OF_MONTH:
        return {"by": ON_LAST}
    return {"by": ON_DAY, "month_day": line.month_day}


def _on(form: Form) -> dict[str, Any]:
    """Read the day of the month, which only months and years have."""
    if form.value("unit") in (Every.DAY, Every.WEEK):
        return {}
    match form.value("by"):
        case "last":
            return {"month_day": LAST_OF_MONTH}
        case "day":
            return form.given("month_day")
        case "weekday":
            return form.given("nth", "weekday")
    return {}


def _amounts(form: Form, amounts: Amounts) -> dict[str, str]:
    return {name: amounts.read(name, text) for name, text in form.given(*AMOUNTS).items()}
