"""What the pages of alerts' settings show: each topic, its level, and what it would have said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftracker.domain.alerts import MEANINGS, Meaning, Subject, Topic
from ftracker.domain.rehearsals import Rehearsal
from ftracker.queries.alerts import AlertLine, Subjects
from ftracker.web.display import Option, counted
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import stale
from ftracker.web.pages_transactions import StaleView

SHOWN = 15
_UNITS = {"percent": "%", "days": "days", "times": "times as far", "count": "transactions"}
_LABELS = {"level": "Level", "is_muted": "Muted"}
_KINDS = {
    Subject.BUDGET: "Budget",
    Subject.SCHEDULE: "Schedule",
    Subject.ACCOUNT: "Account",
    Subject.GOAL: "Goal",
}


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert in the list."""

    id: str
    title: str
    sentence: str
    icon: str
    level: str
    subject: str
    is_muted: bool
    add_href: str
    add: str


@dataclass(frozen=True, slots=True)
class AlertRulesPage:
    """All alerts: each topic's general one, then those narrowed to something."""

    rows: tuple[AlertRow, ...]


@dataclass(frozen=True, slots=True)
class SpokenRow:
    """One thing that would have been said."""

    day: date
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class RehearsalView:
    """What an alert would have said in the last twelve months; a `problem` says why none knows."""

    sentence: str
    note: str
    rows: tuple[SpokenRow, ...]
    more: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TriedPage:
    """The rehearsal alone, as a part of the form."""

    rehearsal: RehearsalView


@dataclass(frozen=True, slots=True)
class AlertFormPage:
    """Adding or changing an alert; `form` holds topic, subject, level, is_muted and version."""

    title: str
    lead: str
    form: Form
    action: str
    is_new: bool
    is_general: bool
    unit: str
    range: str
    subject_label: str
    subjects: tuple[Option, ...]
    rehearsal: RehearsalView
    stale: StaleView | None
    back_href: str = "/alerts/rules"


def listing(
    lines: Sequence[AlertLine], subjects: Subjects, money: Callable[[Decimal], str]
) -> AlertRulesPage:
    """Show all alerts; `money` writes amounts as the household does."""
    return AlertRulesPage(tuple(_row(line, subjects, money) for line in lines))


def form_page(
    form: Form,
    subjects: Subjects,
    *,
    line: AlertLine | None,
    rehearsal: RehearsalView,
    currency: str,
    is_stale: bool = False,
) -> AlertFormPage:
    """Show the form; `line` is the alert that it changes, None for a new one."""
    topic = topic_of(form.value("topic"))
    meaning = MEANINGS[topic]
    name = subjects.name(line.subject_id) if line else None
    return AlertFormPage(
        title=f"{meaning.title}: {name}" if name else meaning.title,
        lead=meaning.sentence,
        form=form,
        action=f"/alerts/rules/{line.id}" if line else "/alerts/rules/add",
        is_new=line is None,
        is_general=line is not None and line.subject_id is None,
        unit=_unit(meaning, currency),
        range=f"From {meaning.least} to {meaning.most:,f}." if meaning.unit != "amount" else "",
        subject_label=_KINDS.get(meaning.subject, ""),
        subjects=_choices(topic, subjects),
        rehearsal=rehearsal,
        stale=stale(
            form, filled(line), labels=_LABELS, words={"on": "Yes", "": "No"},
            reload_href=f"/alerts/rules/{line.id}",
        )
        if line and is_stale
        else None,
    )  # fmt: skip


def rehearsal_view(found: Rehearsal) -> RehearsalView:
    """Show what an alert would have said, the newest first."""
    count = len(found.spoken)
    times = "once" if count == 1 else f"{count} times"
    said = f"It would have spoken {times} in the last 12 months." if count else ""
    rows = tuple(
        SpokenRow(one.day, one.finding.title, one.finding.body)
        for one in reversed(found.spoken[-SHOWN:])
    )
    silent = "It would have said nothing in the last 12 months."
    return RehearsalView(said or silent, found.note, rows, count - len(rows))


def no_rehearsal(form: Form) -> RehearsalView:
    """Say why it cannot be told what an alert would have said."""
    return RehearsalView("", "", (), 0, form.errors[0].message)


def filled(line: AlertLine) -> Form:
    """Fill a form with an alert as it is."""
    return Form.filled(
        topic=line.topic,
        subject_id=line.subject_id,
        level=plain(line.level),
        is_muted="on" if line.is_muted else None,
        version=line.version,
    )


def born(topic: str) -> Form:
    """Fill a form for a new alert of a topic."""
    found = topic_of(topic)
    return Form.filled(topic=found.value, level=plain(MEANINGS[found].level))


def topic_of(word: str) -> Topic:
    """Read a topic; a word that is none is the first one."""
    return Topic(word) if word in set(Topic) else Topic.BUDGET_PACE


def title(topic: str) -> str:
    """Call a topic by its name."""
    return MEANINGS[Topic(topic)].title


def plain(level: Decimal) -> str:
    """Write a level without zeros at its end."""
    return f"{level.normalize():f}"


def _row(line: AlertLine, subjects: Subjects, money: Callable[[Decimal], str]) -> AlertRow:
    meaning = MEANINGS[Topic(line.topic)]
    kind = _KINDS.get(meaning.subject, "")
    return AlertRow(
        id=str(line.id),
        title=meaning.title,
        sentence="" if line.subject_id else meaning.sentence,
        icon=meaning.icon,
        level=_level(line, meaning, money),
        subject=subjects.name(line.subject_id) or "",
        is_muted=line.is_muted,
        add_href="" if line.subject_id or not kind else f"/alerts/rules/add?topic={line.topic}",
        add=f"Add one for a {kind.lower()}",
    )


def _level(line: AlertLine, meaning: Meaning, money: Callable[[Decimal], str]) -> str:
    if line.topic == Topic.BILL_DUE and not line.level:
        return "as each schedule says"
    if meaning.unit == "days":
        return counted(int(line.level), "day")
    if meaning.unit == "amount":
        return money(line.level)
    return f"{plain(line.level)} {_UNITS[meaning.unit]}"


def _unit(meaning: Meaning, currency: str) -> str:
    return _UNITS.get(meaning.unit, currency)


def _choices(topic: Topic, subjects: Subjects) -> tuple[Option, ...]:
    """Offer what a topic can be narrowed to."""
    return tuple(Option(str(one.id), one.name) for one in subjects.of(MEANINGS[topic].subject))
