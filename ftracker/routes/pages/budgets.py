"""The budgets of a household: their sheet, and what is typed into it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.domain.cadences import Cadence
from ftracker.domain.periods import FIRST, LAST
from ftracker.queries import forecast_glances
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.steps import Router
from ftracker.schemas.budgets import CopyIn, FillIn
from ftracker.services import allotments, budget_sheets, fillings, plans
from ftracker.services.user_sessions import SignedIn
from ftracker.web import budget_cells, budget_periods, budget_views, flash, redirects
from ftracker.web import budgets as shown
from ftracker.web.display import counted
from ftracker.web.forms import Form
from ftracker.web.rows import Writer
from ftracker.web.templating import render

router = Router(prefix="/budgets")


@router.get("")
def show(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show the budgets of a cadence over some periods."""
    return _page(request, session, me, today, Form())


@router.post("")
def save(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Save what was typed into the cells."""
    changes = 0
    with saving.attempt(session, form) as went:
        wanted = budget_cells.changed(form, me.currency)
        changes = len(wanted)
        if wanted:
            allotments.save(session, wanted)
    if not went.ok:
        return _page(request, session, me, today, form, status=went.status)
    there = redirects.to(f"/budgets?{request.url.query}")
    if not changes:
        return there
    said = f"Changed {counted(changes, 'amount')}."
    return flash.say(request, there, said, undo=history.last(session))


@router.post("/copy")
def copy(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Give budgets what they had in the period before."""
    changes = 0
    with saving.attempt(session, form) as went:
        changes = fillings.copy(session, form.read(CopyIn, ids=form.values("ids")))
    if not went.ok:
        return _page(request, session, me, today, form, status=went.status)
    return _filled(request, session, form, changes)


@router.post("/fill")
def fill(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Give budgets what was usual in the periods before."""
    changes = 0
    with saving.attempt(session, form) as went:
        changes = fillings.fill(session, form.read(FillIn, ids=form.values("ids")))
    if not went.ok:
        return _page(request, session, me, today, form, status=went.status)
    return _filled(request, session, form, changes)


@router.post("/begin")
def begin(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Make first budgets from what was usual."""
    made = 0
    with saving.attempt(session, form) as went:
        made = fillings.begin(session, today=today)
    if not went.ok:
        return _page(request, session, me, today, form, status=went.status)
    said = f"Began with {counted(made, 'budget')}. Change any of them as you like."
    return flash.say(request, redirects.to("/budgets"), said, undo=history.last(session))


def _filled(request: Request, session: Session, form: Form, changes: int) -> Response:
    there = redirects.to(redirects.at_home(form.value("next")))
    if not changes:
        return flash.say(request, there, "Nothing to change: the budgets have that already.")
    said = f"Changed {counted(changes, 'budget')}."
    return flash.say(request, there, said, undo=history.last(session))


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    today: date,
    form: Form,
    *,
    status: int = 200,
) -> Response:
    words = request.query_params
    view = budget_views.view(words, today=today, can_write=me.role in ("editor", "owner"))
    view = replace(view, ahead=forecast_glances.present(session))
    cadence = _cadence(words.get("cadence"), session)
    day = _day(words.get("start"), today)
    sheet = budget_sheets.sheet(session, cadence=cadence, day=day, count=view.count, today=today)
    proposed: list[tuple[UUID, Decimal]] = (
        fillings.proposals(session, today=today) if sheet.is_empty else []
    )
    writer = Writer(catalogue(session), me.currency, me.locale)
    page = shown.build(sheet, view, writer, form, proposed)
    return render(request, "budgets.html", page, status=status)


def _cadence(text: str | None, session: Session) -> Cadence:
    if text in {cadence.value for cadence in budget_periods.NAMES} and text != Cadence.WINDOW:
        return Cadence(text)
    return plans.settings(session).cadence


def _day(text: str | None, today: date) -> date:
    """Read the day of the first period; budgets are looked at some years around today."""
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    first, last = max(FIRST.year, today.year - 50), min(LAST.year, today.year + 5)
    return day if first <= day.year < last else today
