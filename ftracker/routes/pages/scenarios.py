"""Scenarios: the list, one beside the forecast, drafts by link, and the forms of their changes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.domain import scenario_changes, scenario_links
from ftracker.domain.errors import FieldError, InvalidInput, NotFound, Stale
from ftracker.domain.scenario_changes import MOST_CHANGES, Change
from ftracker.domain.scenario_words import Speaker
from ftracker.queries import scenarios as stored
from ftracker.queries import schedules
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Now, Sent, Today, Viewer
from ftracker.routes.pages.home import writer_of
from ftracker.routes.saving import Attempt
from ftracker.routes.steps import Router
from ftracker.schemas import scenarios as schemas
from ftracker.schemas.scenarios import ScenarioIn, ScenarioName
from ftracker.services import scenario_applying, scenario_outlooks, scenarios
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, redirects, scenario_tables
from ftracker.web import pages_scenario_forms as form_pages
from ftracker.web import pages_scenarios as pages
from ftracker.web import scenario_forms as forms
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.pages_scenarios import PATH
from ftracker.web.scenario_forms import PAYEE, SCHEDULE
from ftracker.web.templating import render

router = Router(prefix=PATH)
FULL = f"There are {MOST_CHANGES} changes already. Take some out first."


@router.get("")
def listing(request: Request, session: Viewer, me: Me) -> Response:
    """List all scenarios, and what can be asked."""
    page = pages.listing(stored.listing(session), _speaker(session, me))
    return render(request, "scenarios.html", page)


@router.post("")
def add(request: Request, session: Editor, me: Me, form: Sent, today: Today) -> Response:
    """Keep a draft under a name."""
    changes, problem = _unpacked(form.value("changes"))
    with saving.attempt(session, form) as went:
        if problem:
            raise InvalidInput("changes", problem)
        said = [scenario_changes.write(one) for one in changes]
        row = scenarios.add(session, form.read(ScenarioIn, changes=said), today=today)
    if not went.ok:
        return _draft(request, session, me, form, changes)
    return _done(request, session, f"Saved the scenario {row.name}", f"{PATH}/{row.id}")


@router.get("/new")
def new(request: Request, session: Viewer, me: Me) -> Response:
    """Show the changes that the address carries, before anybody keeps them."""
    changes, problem = _unpacked(request.query_params.get("changes", ""))
    form = Form()
    if problem:
        form.errors.append(FieldError("", f"{problem} Ask for it anew, or begin here."))
    return _draft(request, session, me, form, changes)


@router.get("/change")
def ask_change(request: Request, session: Editor, me: Me, today: Today) -> Response:
    """Ask “what if” in one of its ways, for a scenario or for a draft."""
    asked = request.query_params
    word = asked.get("what", "")
    if word not in forms.BY_WORD:
        raise NotFound
    form = forms.empty(word, writer_of(session, me).names, today)
    kept = {name: asked.get(name, "") for name in ("what", "of", "changes")}
    return _change_form(request, session, me, Form.filled(**kept).over(form))


@router.post("/change")
def change(request: Request, session: Editor, me: Me, form: Sent, today: Today) -> Response:
    """Put a change to a scenario, or to the draft that the form carries."""
    word = form.value("what")
    if word not in forms.BY_WORD:
        raise NotFound
    of = _scenario_id(form)
    there = PATH
    with saving.attempt(session, form) as went:
        found = forms.read(word, form, me.currency)
        there = f"{PATH}/{of}" if of else _with(session, form, found, today)
        if of:
            scenarios.put(session, of, found, today=today)
    if not went.ok:
        return _change_form(request, session, me, form, went=went)
    return _done(request, session, "Put it in", there)


@router.get("/{scenario_id:uuid}")
def show(
    request: Request, session: Viewer, me: Me, today: Today, now: Now, scenario_id: UUID
) -> Response:
    """Show a scenario over the forecast of the books, and all that it changes."""
    line = scenarios.line(session, scenario_id)
    found = scenario_outlooks.outlook(session, scenario_id)
    is_current = scenario_outlooks.is_current(session, found, today=today)
    page = pages.page(
        line,
        scenarios.missing(session, line.changes),
        _speaker(session, me),
        writer_of(session, me),
        pages.Aged(found, is_current, now, _origin(request)),
    )
    return render(request, "scenario.html", page)


@router.get("/{scenario_id:uuid}/name")
def ask_name(request: Request, session: Editor, scenario_id: UUID) -> Response:
    """Show the name and note of a scenario in a form."""
    line = scenarios.line(session, scenario_id)
    page = form_pages.name_form(form_pages.name_filled(line), line, is_stale=False)
    return render(request, "scenario_name.html", page)


@router.post("/{scenario_id:uuid}/name")
def rename(request: Request, session: Editor, form: Sent, scenario_id: UUID) -> Response:
    """Give a scenario another name and note."""
    line = scenarios.line(session, scenario_id)
    with saving.attempt(session, form) as went:
        row = scenarios.rename(session, scenario_id, form.read(ScenarioName))
    if not went.ok:
        page = form_pages.name_form(form, line, is_stale=isinstance(went.conflict, Stale))
        return render(request, "scenario_name.html", page, status=went.status)
    return _done(request, session, f"Renamed it to {row.name}", f"{PATH}/{scenario_id}")


@router.post("/{scenario_id:uuid}/take-out/{line}")
def take_out(
    request: Request, session: Editor, form: Sent, scenario_id: UUID, line: int
) -> Response:
    """Take one change out of a scenario; the first one is 1."""
    version = form.number("version") or 0
    with saving.attempt(session, form) as went:
        scenarios.take_out(session, scenario_id, line - 1, version=version)
    return _back(request, session, went, form, "Took the change out", scenario_id)


@router.get("/{scenario_id:uuid}/apply")
def ask_apply(request: Request, session: Editor, me: Me, scenario_id: UUID) -> Response:
    """Ask before a scenario is made real."""
    page = pages.ask(scenarios.line(session, scenario_id), _speaker(session, me))
    return render(request, "scenario_apply.html", page)


@router.post("/{scenario_id:uuid}/apply")
def apply(
    request: Request, session: Editor, form: Sent, today: Today, scenario_id: UUID
) -> Response:
    """Make real schedules, budgets and goals of a scenario."""
    version = form.number("version")
    with saving.attempt(session, form) as went:
        scenario_applying.apply(session, scenario_id, today=today, version=version)
    return _back(request, session, went, form, "Applied the scenario", scenario_id)


@router.get("/{scenario_id:uuid}/delete")
def ask_delete(request: Request, session: Editor, me: Me, scenario_id: UUID) -> Response:
    """Ask before a scenario is deleted."""
    page = pages.ask(scenarios.line(session, scenario_id), _speaker(session, me))
    return render(request, "scenario_delete.html", page)


@router.post("/{scenario_id:uuid}/delete")
def delete(request: Request, session: Editor, form: Sent, scenario_id: UUID) -> Response:
    """Delete a scenario."""
    name = scenarios.line(session, scenario_id).name
    with saving.attempt(session, form) as went:
        scenarios.delete(session, scenario_id, version=form.number("version"))
    if not went.ok:
        return _back(request, session, went, form, "", scenario_id)
    return _done(request, session, f"Deleted the scenario {name}", PATH)


def _speaker(session: Session, me: SignedIn) -> Speaker:
    return scenario_tables.speaker(scenario_outlooks.names(session), writer_of(session, me))


def _draft(
    request: Request,
    session: Session,
    me: SignedIn,
    form: Form,
    changes: Sequence[Change],
) -> Response:
    missing = scenarios.missing(session, changes)
    speaker, origin = _speaker(session, me), _origin(request)
    page = pages.draft(form, changes, missing, speaker, origin=origin)
    return render(request, "scenario_draft.html", page, status=422 if form.errors else 200)


def _change_form(
    request: Request, session: Session, me: SignedIn, form: Form, *, went: Attempt | None = None
) -> Response:
    scheduled = [
        Option(f"{SCHEDULE}{one.id}", one.name)
        for one in schedules.listing(session)
        if not one.is_paused
    ]
    again = [Option(f"{PAYEE}{name}", name) for name in scenario_outlooks.patterns(session)]
    page = form_pages.change_form(
        forms.BY_WORD[form.value("what")],
        form,
        writer_of(session, me).names,
        things=(scheduled, again),
        goals=schedules.goal_names(session),
    )
    return render(request, "scenario_change.html", page, status=went.status if went else 200)


def _origin(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _with(session: Session, form: Form, found: Sequence[schemas.ChangeIn], today: date) -> str:
    """Give the address of a draft with more changes. Raises as saving them would."""
    changes, problem = _unpacked(form.value("changes"))
    more = scenarios.read(session, found, today=today)
    if problem or len(changes) + len(more) > MOST_CHANGES:
        raise InvalidInput("what", problem or FULL)
    return pages.link([*changes, *more])


def _unpacked(word: str) -> tuple[tuple[Change, ...], str]:
    """Read the changes of an address, or say why that is not possible."""
    try:
        return scenario_links.unpacked(word), ""
    except ValueError as bad:
        return (), str(bad)


def _scenario_id(form: Form) -> UUID | None:
    text = form.value("of")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as bad:
        raise NotFound from bad


def _back(
    request: Request, session: Session, went: Attempt, form: Form, said: str, scenario_id: UUID
) -> Response:
    there = f"{PATH}/{scenario_id}"
    if went.ok:
        return _done(request, session, said, there)
    return flash.say(request, redirects.to(there), form.errors[0].message, tone="danger")


def _done(request: Request, session: Session, said: str, there: str) -> Response:
    return flash.say(request, redirects.to(there), f"{said}.", undo=history.last(session))
