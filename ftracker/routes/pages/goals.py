"""The goals: their list, one goal with its way, their form, and their deeds."""

from decimal import Decimal
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history, new_id
from ftracker.domain.errors import NotFound, Stale
from ftracker.domain.forecasts import Topic
from ftracker.queries import forecasts
from ftracker.queries import goals as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.goals import GoalLine
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.pages.home import writer_of
from ftracker.routes.saving import Attempt
from ftracker.routes.steps import Router
from ftracker.schemas.goals import Postponed, Switched
from ftracker.services import goal_paths, goals, outlooks
from ftracker.services.goal_paths import Journey
from ftracker.services.outlooks import Overview
from ftracker.services.user_sessions import SignedIn
from ftracker.web import filters, flash, goal_forms, goal_journeys, redirects
from ftracker.web import goals as shown
from ftracker.web.forms import Form
from ftracker.web.pages_goals import GoalDeletePage
from ftracker.web.templating import render

PATH = shown.PATH
router = Router(prefix=PATH)
SAID = {
    "active": "goes on",
    "paused": "waits",
    "completed": "is completed",
    "archived": "is archived",
}


@router.get("")
def listing(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """List the goals by priority, and say whether all of them fit into what is set aside."""
    found = _found(session, outlooks.overview(session, today=today))
    page = shown.build(found, request.query_params.get("state", ""), writer_of(session, me))
    return render(request, "goals.html", page)


@router.get("/add")
def new(request: Request, session: Editor, me: Me, today: Today) -> Response:
    """Show an empty form, or one that the address has filled in."""
    plain = {"id": new_id(), "aim": "save", "start_date": today, "icon": "flag", "colour": "cyan"}
    given = {k: v for k, v in request.query_params.items() if k in ("category_id", "account_id")}
    return _form(request, session, me, Form.filled(**plain | given))


@router.post("/add")
def add(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Add a goal."""
    with saving.attempt(session, form) as went:
        row = goals.add(session, goal_forms.new(form, me.currency), today=today)
        path, said = f"{PATH}/{row.id}", f"Added goal {row.name}."
    if not went.ok:
        return _form(request, session, me, form, went=went)
    return _done(request, session, path, said)


@router.get("/edit/{goal_id}")
def ask_edit(request: Request, session: Editor, me: Me, goal_id: UUID) -> Response:
    """Show a goal in its form."""
    line = _line(session, goal_id)
    return _form(request, session, me, goal_forms.filled(line, me.currency), line)


@router.post("/edit/{goal_id}")
def edit(request: Request, session: Editor, me: Me, form: Sent, goal_id: UUID) -> Response:
    """Change a goal."""
    line = _line(session, goal_id)
    with saving.attempt(session, form) as went:
        row = goals.edit(session, goal_id, goal_forms.edit(form, me.currency))
        said = f"Changed goal {row.name}."
    if not went.ok:
        return _form(request, session, me, form, line, went=went)
    return _done(request, session, f"{PATH}/{goal_id}", said)


@router.get("/{goal_id}")
def show(request: Request, session: Viewer, me: Me, today: Today, goal_id: UUID) -> Response:
    """Show one goal: how it stands, its way so far and ahead, and what it is made of."""
    return _show(request, session, me, goal_paths.journey(session, goal_id, today=today))


@router.post("/{goal_id}/earmark")
def earmark(
    request: Request, session: Editor, me: Me, today: Today, form: Sent, goal_id: UUID
) -> Response:
    """Let a goal own a part of its account."""
    with saving.attempt(session, form) as went:
        amount = goal_forms.amount(form, "earmark", me.currency)
        row = goals.earmark(session, goal_id, amount)
        said = f"Changed what goal {row.name} owns."
    if not went.ok:
        found = goal_paths.journey(session, goal_id, today=today)
        return _show(request, session, me, found, form, status=went.status)
    return _done(request, session, f"{PATH}/{goal_id}", said)


@router.post("/{goal_id}/state")
def switch(request: Request, session: Editor, form: Sent, goal_id: UUID) -> Response:
    """Pause, resume, complete or archive a goal."""
    _line(session, goal_id)
    state = form.read(Switched).do
    row = goals.switch(session, goal_id, state)
    return _done(request, session, PATH, f"Goal {row.name} {SAID[state.value]}.")


@router.post("/{goal_id}/move")
def move(request: Request, session: Editor, form: Sent, goal_id: UUID) -> Response:
    """Move a goal one place up or down."""
    row = goals.move(session, goal_id, up=form.value("do") == "up")
    return _done(request, session, PATH, f"Moved goal {row.name}.")


@router.post("/{goal_id}/postpone")
def postpone(request: Request, session: Editor, me: Me, form: Sent, goal_id: UUID) -> Response:
    """Give a goal a later day."""
    _line(session, goal_id)
    due_date = form.read(Postponed).due_date
    row = goals.postpone(session, goal_id, due_date)
    day = filters.day(due_date, me.locale)
    return _done(request, session, PATH, f"Goal {row.name} is due on {day} now.")


@router.post("/{goal_id}/promise")
def promise(request: Request, session: Editor, me: Me, form: Sent, goal_id: UUID) -> Response:
    """Say what is meant to be added each month."""
    _line(session, goal_id)
    amount = goal_forms.amount(form, "monthly_amount", me.currency) or ""
    row = goals.promise(session, goal_id, amount)
    written = filters.amount(Decimal(amount), me.currency, me.locale)
    return _done(request, session, PATH, f"You mean to add {written} a month to {row.name}.")


@router.get("/{goal_id}/delete")
def ask_delete(request: Request, session: Editor, goal_id: UUID) -> Response:
    """Ask before a goal is deleted."""
    return _deleting(request, _line(session, goal_id), Form(), 200)


@router.post("/{goal_id}/delete")
def delete(request: Request, session: Editor, form: Sent, goal_id: UUID) -> Response:
    """Delete a goal."""
    line = _line(session, goal_id)
    with saving.attempt(session, form) as went:
        goals.delete(session, goal_id)
    if not went.ok:
        return _deleting(request, line, form, went.status)
    return _done(request, session, PATH, f"Deleted goal {line.name}.")


def _line(session: Session, goal_id: UUID) -> GoalLine:
    found = stored.line(session, goal_id)
    if found is None:
        raise NotFound
    return found


def _found(session: Session, found: Overview) -> shown.Found:
    answer = forecasts.stored(session, Topic.GOALS)
    ahead = {one.goal_id: one for one in answer.answer.goals} if answer else {}
    return shown.Found(found.lines, found.outlooks, found.together, ahead)


def _show(
    request: Request,
    session: Session,
    me: SignedIn,
    found: Journey,
    form: Form | None = None,
    *,
    status: int = 200,
) -> Response:
    """Show one goal; `form` is its earmark as it was typed, if it was."""
    whole = goal_journeys.Found(
        found.line, found.points, found.balance, found.mates, _found(session, found.overview)
    )
    page = goal_journeys.build(whole, writer_of(session, me), form)
    return render(request, "goal.html", page, status=status)


def _deleting(request: Request, line: GoalLine, form: Form, status: int) -> Response:
    page = GoalDeletePage(str(line.id), line.name, form)
    return render(request, "goal_delete.html", page, status=status)


def _form(
    request: Request,
    session: Session,
    me: SignedIn,
    form: Form,
    line: GoalLine | None = None,
    went: Attempt | None = None,
) -> Response:
    page = goal_forms.page(
        form,
        catalogue(session),
        present=goal_forms.filled(line, me.currency) if line else None,
        key=line.id if line else None,
        now=_now(line, me),
        is_stale=went is not None and isinstance(went.conflict, Stale),
    )
    return render(request, "goal_form.html", page, status=went.status if went else 200)


def _now(line: GoalLine | None, me: SignedIn) -> str:
    """Say what is there, unless it is an account's balance, which no form can change."""
    if line is None or line.account_id is not None:
        return ""
    return filters.amount(line.current_amount, me.currency, me.locale)


def _done(request: Request, session: Session, path: str, said: str) -> Response:
    return flash.say(request, redirects.to(path), said, undo=history.last(session))
