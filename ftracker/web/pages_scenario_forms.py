"""What the forms of scenarios show: a change that is asked for, another name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ftracker.queries.catalogue import Catalogue
from ftracker.queries.scenarios import ScenarioLine
from ftracker.web import choices, redirects
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import Groups, stale
from ftracker.web.pages_scenarios import PATH
from ftracker.web.pages_transactions import StaleView
from ftracker.web.scenario_forms import Question

_UNITS = (
    Option("day", "days"), Option("week", "weeks"), Option("month", "months"),
    Option("year", "years"),
)  # fmt: skip
_WAYS = (Option("more", "More"), Option("less", "Less"))
_MEASURES = (Option("amount", "An amount"), Option("percent", "Per cent"))


@dataclass(frozen=True, slots=True)
class ChangeFormPage:
    """Asks for a change; `scenario_id` or `packed` says what it belongs to."""

    question: Question
    form: Form
    scenario_id: str
    packed: str
    back_href: str
    things: tuple[tuple[str, tuple[Option, ...]], ...]
    goals: tuple[Option, ...]
    category_groups: Groups
    accounts: tuple[Option, ...]
    units: tuple[Option, ...]
    ways: tuple[Option, ...]
    measures: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ScenarioNamePage:
    """Another name for a scenario; `form` holds name, note and version."""

    title: str
    form: Form
    action: str
    back_href: str
    stale: StaleView | None


def change_form(
    question: Question,
    form: Form,
    names: Catalogue,
    *,
    things: tuple[Sequence[Option], Sequence[Option]],
    goals: Mapping[UUID, str],
) -> ChangeFormPage:
    """Ask for one change; `things` are schedules, and what comes again without one."""
    groups = zip(("Scheduled", "Comes again, without a schedule"), things, strict=True)
    scenario_id, packed = form.value("of"), form.value("changes")
    draft_href = f"{PATH}/new?{redirects.query(changes=packed)}"
    back = f"{PATH}/{scenario_id}" if scenario_id else draft_href
    return ChangeFormPage(
        question=question,
        form=form,
        scenario_id=scenario_id,
        packed=packed,
        back_href=back,
        things=tuple((title, tuple(of)) for title, of in groups if of),
        goals=tuple(Option(str(key), name) for key, name in goals.items()),
        category_groups=choices.grouped(names, keep=form.value("category_id")),
        accounts=choices.options(names.accounts.values(), keep=form.value("account_id")),
        units=_UNITS,
        ways=_WAYS,
        measures=_MEASURES,
    )


def name_form(form: Form, line: ScenarioLine, *, is_stale: bool) -> ScenarioNamePage:
    """Ask for another name."""
    action = f"{PATH}/{line.id}/name"
    labels = {"name": "Name", "note": "Note"}
    return ScenarioNamePage(
        f"Rename {line.name}",
        form,
        action,
        f"{PATH}/{line.id}",
        stale(form, name_filled(line), labels=labels, words={}, reload_href=action)
        if is_stale
        else None,
    )


def name_filled(line: ScenarioLine) -> Form:
    """Show the name and note that a scenario has."""
    return Form.filled(name=line.name, note=line.note, version=line.version)
