"""What is watched: each topic with its level, tried on the past before it is kept."""

from datetime import date
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.domain.errors import Stale
from ftracker.queries.alerts import AlertLine
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.saving import Attempt
from ftracker.routes.steps import Router
from ftracker.schemas.alerts import AlertEdit, AlertIn, RehearsalIn
from ftracker.services import alerts, watching
from ftracker.services.user_sessions import SignedIn
from ftracker.web import filters, flash, pages_alert_rules, redirects
from ftracker.web.forms import Form
from ftracker.web.pages_alert_rules import RehearsalView, TriedPage
from ftracker.web.templating import render

PATH = "/alerts/rules"
router = Router(prefix=PATH)


@router.get("")
def listing(request: Request, session: Viewer, me: Me) -> Response:
    """List all alerts."""
    lines, subjects = alerts.listing(session), alerts.subjects(session)
    money = filters.formatter(me.currency, me.locale)
    page = pages_alert_rules.listing(lines, subjects, money)
    return render(request, "alert_rules.html", page)


@router.get("/add")
def new(request: Request, session: Editor, me: Me, today: Today, topic: str = "") -> Response:
    """Show the form of an alert for one thing."""
    return _form(request, session, me, pages_alert_rules.born(topic), None, today)


@router.post("/add")
def add(request: Request, session: Editor, me: Me, form: Sent, today: Today) -> Response:
    """Add an alert, or show what it would have said."""
    if form.value("do") == "try":
        return _form(request, session, me, form, None, today)
    with saving.attempt(session, form) as went:
        row = alerts.add(session, form.read(AlertIn, is_muted=_muted(form)))
    if not went.ok:
        return _form(request, session, me, form, None, today, went=went)
    return _done(request, session, f"Added alert {pages_alert_rules.title(row.topic)}")


@router.post("/try")
def try_out(request: Request, session: Editor, form: Sent, today: Today) -> Response:
    """Show what an alert would have said, as a part of its form."""
    page = TriedPage(_rehearsed(session, form, today))
    return render(request, "partials/alert_rehearsal.html", page)


@router.get("/{alert_id}")
def show(request: Request, session: Editor, me: Me, today: Today, alert_id: UUID) -> Response:
    """Show an alert in its form."""
    line = alerts.shown(session, alert_id)
    return _form(request, session, me, pages_alert_rules.filled(line), line, today)


@router.post("/{alert_id}")
def save(
    request: Request, session: Editor, me: Me, form: Sent, today: Today, alert_id: UUID
) -> Response:
    """Change an alert, or show what it would have said."""
    line = alerts.shown(session, alert_id)
    form = Form.filled(topic=line.topic, subject_id=line.subject_id).over(form)
    if form.value("do") == "try":
        return _form(request, session, me, form, line, today)
    with saving.attempt(session, form) as went:
        row = alerts.edit(session, alert_id, form.read(AlertEdit, is_muted=_muted(form)))
    if not went.ok:
        return _form(request, session, me, form, line, today, went=went)
    return _done(request, session, f"Changed alert {pages_alert_rules.title(row.topic)}")


@router.post("/{alert_id}/switch")
def switch(request: Request, session: Editor, form: Sent, alert_id: UUID) -> Response:
    """Mute an alert, or let it speak again."""
    is_muted = form.value("do") == "mute"
    alerts.switch(session, alert_id, muted=is_muted)
    return _done(request, session, "Muted the alert" if is_muted else "The alert speaks again")


@router.post("/{alert_id}/delete")
def delete(request: Request, session: Editor, form: Sent, alert_id: UUID) -> Response:
    """Delete an alert for one thing."""
    with saving.attempt(session, form) as went:
        alerts.delete(session, alert_id)
    if not went.ok:
        said = form.errors[0].message
        return flash.say(request, redirects.to(PATH), said, tone="danger")
    return _done(request, session, "Deleted the alert")


def _form(  # noqa: PLR0913 (the same form for a new alert, a present one, and a try)
    request: Request,
    session: Session,
    me: SignedIn,
    form: Form,
    line: AlertLine | None,
    today: date,
    *,
    went: Attempt | None = None,
) -> Response:
    page = pages_alert_rules.form_page(
        form,
        alerts.subjects(session),
        line=line,
        rehearsal=_rehearsed(session, form, today),
        currency=me.currency,
        is_stale=went is not None and isinstance(went.conflict, Stale),
    )
    return render(request, "alert_form.html", page, status=went.status if went else 200)


def _rehearsed(session: Session, form: Form, today: date) -> RehearsalView:
    trial = Form(form.typed)
    with saving.attempt(session, trial) as went:
        watch = alerts.watch(session, trial.read(RehearsalIn))
        found = watching.rehearse(session, watch, today=today)
    if not went.ok:
        return pages_alert_rules.no_rehearsal(trial)
    return pages_alert_rules.rehearsal_view(found)


def _muted(form: Form) -> bool:
    return form.value("is_muted") == "on"


def _done(request: Request, session: Session, said: str) -> Response:
    return flash.say(request, redirects.to(PATH), f"{said}.", undo=history.last(session))
