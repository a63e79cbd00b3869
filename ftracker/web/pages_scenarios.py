"""What the pages of scenarios show: the list, one with what becomes of it, a draft, the forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from ftracker.domain import scenario_links
from ftracker.domain.scenario_changes import MOST_CHANGES, Change
from ftracker.domain.scenario_outcomes import ScenarioOutlook
from ftracker.domain.scenario_words import Speaker
from ftracker.queries.scenarios import ScenarioLine
from ftracker.web import redirects, scenario_tables
from ftracker.web.charts import Spec
from ftracker.web.display import counted
from ftracker.web.forms import Form
from ftracker.web.rows import Writer
from ftracker.web.scenario_forms import QUESTIONS
from ftracker.web.scenario_tables import OutcomeRow

PATH = "/forecast/scenarios"
# How many changes of a scenario its list tells.
SHOWN = 3
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Ask:
    """A “what if” that can be asked, and the address of its form."""

    icon: str
    title: str
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A scenario in the list; `told` are its first changes in words."""

    href: str
    name: str
    told: tuple[str, ...]
    more: str
    is_applied: bool


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    """All scenarios by name, and what can be asked."""

    rows: tuple[ScenarioRow, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words, the first in place 1; `is_gone` says that it names what is gone."""

    place: int
    told: str
    is_gone: bool
    without_href: str = ""


@dataclass(frozen=True, slots=True)
class Aged:
    """What was worked out of a scenario, if anything was, and how it stands at this moment.

    `origin` is how the address of this FTracker begins.
    """

    found: ScenarioOutlook | None
    is_current: bool
    now: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """One scenario: what it changes, and what becomes of it.

    `made` says how old that is; `is_current` that nothing changed since.
    """

    id: str
    name: str
    note: str
    version: str
    changes: tuple[ChangeRow, ...]
    asks: tuple[Ask, ...]
    link: str
    origin: str
    applied_href: str
    rows: tuple[OutcomeRow, ...]
    chart: Spec | None
    made: str
    is_current: bool
    can_apply: bool
    here: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Changes that nobody keeps yet; `form` holds the name that they may get."""

    form: Form
    changes: tuple[ChangeRow, ...]
    asks: tuple[Ask, ...]
    packed: str
    link: str
    origin: str


@dataclass(frozen=True, slots=True)
class ScenarioAskPage:
    """Asks before a scenario is deleted or applied; `told` are its changes."""

    id: str
    name: str
    version: str
    told: tuple[str, ...]


def listing(lines: Sequence[ScenarioLine], speaker: Speaker) -> ScenariosPage:
    """Show all scenarios."""
    rows = [
        ScenarioRow(
            f"{PATH}/{line.id}",
            line.name,
            tuple(speaker.told(one) for one in line.changes[:SHOWN]),
            f"and {counted(rest, 'more change')}"
            if (rest := len(line.changes) - SHOWN) > 0
            else "",
            line.applied_set_id is not None,
        )
        for line in lines
    ]
    return ScenariosPage(tuple(rows), _asks({}))


def page(
    line: ScenarioLine,
    missing: Sequence[Sequence[str]],
    speaker: Speaker,
    writer: Writer,
    aged: Aged,
) -> ScenarioPage:
    """Show one scenario with what was last worked out of it."""
    is_applied = line.applied_set_id is not None
    found = None if is_applied else aged.found
    is_full = len(line.changes) >= MOST_CHANGES
    return ScenarioPage(
        id=str(line.id),
        name=line.name,
        note=line.note,
        version=str(line.version),
        changes=_rows(line.changes, missing, speaker),
        asks=() if is_applied or is_full else _asks({"of": str(line.id)}),
        link=link(line.changes),
        origin=aged.origin,
        applied_href=f"/history/{line.applied_set_id}" if is_applied else "",
        rows=scenario_tables.rows(found.outcomes, speaker, writer) if found else (),
        chart=scenario_tables.chart(found, line.name, writer) if found else None,
        made=_made(found.made_at, aged.now, writer.locale) if found else "",
        is_current=is_applied or aged.is_current,
        can_apply=bool(line.changes) and not is_applied and not any(missing),
        here=f"{PATH}/{line.id}",
    )


def draft(
    form: Form,
    changes: Sequence[Change],
    missing: Sequence[Sequence[str]],
    speaker: Speaker,
    *,
    origin: str,
) -> DraftPage:
    """Show changes that the address carries."""
    packed = scenario_links.packed(changes)
    rows = _rows(changes, missing, speaker)
    asks = _asks({"changes": packed} if packed else {})
    return DraftPage(form, rows, asks, packed, link(changes), origin)


def link(changes: Sequence[Change]) -> str:
    """Give the address that opens the same changes as a draft."""
    packed = scenario_links.packed(changes)
    return f"{PATH}/new?{redirects.query(changes=packed)}" if packed else f"{PATH}/new"


def ask(line: ScenarioLine, speaker: Speaker) -> ScenarioAskPage:
    """Ask before a scenario is deleted or applied."""
    told = tuple(speaker.told(one) for one in line.changes)
    return ScenarioAskPage(str(line.id), line.name, str(line.version), told)


def _rows(
    changes: Sequence[Change], missing: Sequence[Sequence[str]], speaker: Speaker
) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(
            place + 1,
            speaker.told(change),
            bool(missing[place]),
            link([*changes[:place], *changes[place + 1 :]]),
        )
        for place, change in enumerate(changes)
    )


def _asks(words: Mapping[str, str]) -> tuple[Ask, ...]:
    return tuple(
        Ask(
            one.icon,
            one.title,
            one.hint,
            f"{PATH}/change?{redirects.query(what=one.word, **words)}",
        )
        for one in QUESTIONS
    )


def _made(made_at: datetime, now: datetime, locale: str) -> str:
    """Say how old an answer is."""
    minutes = int((now - made_at).total_seconds() // 60)
    if minutes < 1:
        return "Worked out just now"
    if minutes < _HOUR:
        return f"Worked out {counted(minutes, 'minute')} ago"
    local = format_datetime(made_at.astimezone(), "d MMM, HH:mm", locale=locale)
    return f"Worked out on {local}"
