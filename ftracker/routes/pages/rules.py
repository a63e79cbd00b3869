"""The rules: their list, their form with what they would do, and their deeds."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history, new_id
from ftracker.domain.errors import Stale
from ftracker.queries import rules as stored
from ftracker.queries.catalogue import catalogue
from ftracker.queries.rules import RuleLine
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Viewer
from ftracker.routes.saving import Attempt
from ftracker.routes.steps import Router
from ftracker.schemas.rules import RuleEdit, RuleFields, RuleIn
from ftracker.services import rules
from ftracker.services.user_sessions import SignedIn
from ftracker.web import filters, flash, pages_rules, redirects, search_texts
from ftracker.web import rules as typed
from ftracker.web.display import counted
from ftracker.web.forms import Form
from ftracker.web.pages_rules import PreviewPage, RuleDeletePage
from ftracker.web.templating import render

PATH = "/rules"
router = Router(prefix=PATH)


@router.get("")
def listing(request: Request, session: Viewer) -> Response:
    """List the rules in the order they are applied."""
    return render(request, "rules.html", pages_rules.listing(stored.listing(session)))


@router.get("/add")
def new(request: Request, session: Editor, me: Me) -> Response:
    """Show an empty form, or one with the conditions that a search means."""
    form = Form.filled(id=new_id(), match="all", is_active="on")
    return _form(request, session, me, _asked(request, session, form), None)


@router.post("/add")
def add(request: Request, session: Editor, me: Me, form: Sent) -> Response:
    """Add a rule, or show the form again with another condition or what the rule would do."""
    if _is_asking(form):
        return _form(request, session, me, typed.changed(form), None)
    form = typed.taken(form)
    with saving.attempt(session, form) as went:
        row = rules.add(session, typed.read(form, RuleIn))
        said = _applied(session, row.id, form, f"Added rule {_quoted(row.name)}")
    if not went.ok:
        return _form(request, session, me, form, None, went=went)
    return _done(request, session, said)


@router.post("/preview")
def preview(request: Request, session: Editor, me: Me, form: Sent) -> Response:
    """Show what a rule would do, as a part of its form."""
    return render(request, "partials/rule_preview.html", _previewed(session, me, form))


@router.get("/{rule_id}")
def show(request: Request, session: Editor, me: Me, rule_id: UUID) -> Response:
    """Show a rule in its form, or with the conditions that a search means instead."""
    line = rules.shown(session, rule_id)
    return _form(request, session, me, _asked(request, session, typed.filled(line)), line)


@router.post("/{rule_id}")
def save(request: Request, session: Editor, me: Me, form: Sent, rule_id: UUID) -> Response:
    """Change a rule, or show the form again with another condition or what it would do."""
    line = rules.shown(session, rule_id)
    if _is_asking(form):
        return _form(request, session, me, typed.changed(form), line)
    form = typed.taken(form)
    with saving.attempt(session, form) as went:
        row = rules.edit(session, rule_id, typed.read(form, RuleEdit))
        said = _applied(session, rule_id, form, f"Changed rule {_quoted(row.name)}")
    if not went.ok:
        return _form(request, session, me, form, line, went=went)
    return _done(request, session, said)


@router.post("/{rule_id}/switch")
def switch(request: Request, session: Editor, form: Sent, rule_id: UUID) -> Response:
    """Switch a rule on or off."""
    active = form.value("do") == "on"
    rules.switch(session, rule_id, active=active)
    return _done(request, session, "Switched the rule " + ("on" if active else "off"))


@router.post("/{rule_id}/move")
def move(request: Request, session: Editor, form: Sent, rule_id: UUID) -> Response:
    """Move a rule one place up or down."""
    rules.move(session, rule_id, up=form.value("do") == "up")
    return _done(request, session, "Moved the rule")


@router.post("/{rule_id}/apply")
def apply(request: Request, session: Editor, form: Sent, rule_id: UUID) -> Response:
    """Apply a rule to what is in the books."""
    with saving.attempt(session, form) as went:
        count = rules.apply_to_past(session, rule_id)
        said = f"The rule changed {counted(count, 'transaction')}"
    if not went.ok:
        return flash.say(request, redirects.to(PATH), form.errors[0].message, tone="danger")
    return _done(request, session, said)


@router.get("/{rule_id}/delete")
def ask_delete(request: Request, session: Editor, rule_id: UUID) -> Response:
    """Ask before a rule is deleted."""
    line = rules.shown(session, rule_id)
    return render(
        request, "rule_delete.html", RuleDeletePage(str(line.id), line.name, line.sentence)
    )


@router.post("/{rule_id}/delete")
def delete(request: Request, session: Editor, rule_id: UUID) -> Response:
    """Delete a rule."""
    name = rules.shown(session, rule_id).name
    rules.delete(session, rule_id)
    return _done(request, session, f"Deleted rule {_quoted(name)}")


def _asked(request: Request, session: Session, form: Form) -> Form:
    q = request.query_params.get("q", "").replace("\x00", "").strip()
    if not q:
        return form
    form.typed["q"] = [q]
    return search_texts.into_rule(form, q, catalogue(session))


def _is_asking(form: Form) -> bool:
    return typed.is_about_conditions(form) or form.value("do") == "preview"


def _applied(session: Session, rule_id: UUID, form: Form, said: str) -> str:
    """Apply a rule that was just saved, if that was asked for too."""
    if form.value("do") != "save-and-apply":
        return said
    count = rules.apply_to_past(session, rule_id)
    return f"{said}, which changed {counted(count, 'transaction')}"


def _quoted(name: str) -> str:
    """Set a name apart; a rule without one of its own is called by a sentence."""
    return f"“{name.removesuffix('.')}”"


def _previewed(session: Session, me: SignedIn, form: Form) -> PreviewPage:
    trial = typed.taken(form)
    with saving.attempt(session, trial) as went:
        found = rules.preview(session, typed.read(trial, RuleFields))
    if not went.ok:
        return pages_rules.no_preview(trial)
    return pages_rules.preview_page(found, filters.formatter(me.currency, me.locale))


def _form(
    request: Request,
    session: Session,
    me: SignedIn,
    form: Form,
    line: RuleLine | None,
    *,
    went: Attempt | None = None,
) -> Response:
    form.errors = [typed.place_of(error) for error in form.errors]
    wants_preview = form.value("do") == "preview" or (line is not None and went is None)
    page = pages_rules.form_page(
        form,
        catalogue(session),
        line=line,
        preview=_previewed(session, me, form) if wants_preview else None,
        is_stale=went is not None and isinstance(went.conflict, Stale),
    )
    return render(request, "rule_form.html", page, status=went.status if went else 200)


def _done(request: Request, session: Session, said: str) -> Response:
    return flash.say(request, redirects.to(PATH), f"{said}.", undo=history.last(session))
