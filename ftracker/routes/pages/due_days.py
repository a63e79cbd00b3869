"""One due day of a schedule: book it, say which transaction it was, skip it, take that back."""

from datetime import date
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.due_days import Due
from ftracker.domain.errors import Conflict, NotFound
from ftracker.queries import schedules as stored
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Sent, Today, Viewer, signed_in
from ftracker.routes.pages.home import writer_of
from ftracker.routes.steps import Router
from ftracker.schemas.fields import EntryDate
from ftracker.services import occurrences
from ftracker.web import flash, pages_schedule, redirects
from ftracker.web import schedules as typed
from ftracker.web.forms import Form
from ftracker.web.templating import render

PATH = "/schedules/{schedule_id:uuid}/days/{due_date}"
SAID = {"skip": "Skipped", "forget": "Took back what was said of", "choose": "Paid:"}
router = Router()


@router.get(PATH)
def show(
    request: Request,
    session: Viewer,
    today: Today,
    schedule_id: UUID,
    due_date: EntryDate,
) -> Response:
    """Show one due day, with the transactions that may have paid it."""
    due = _due(session, schedule_id, due_date, today)
    amount = money.plain(due.amount, currency(session))
    form = Form.filled(
        amount=amount, date=min(due.date, today), next=request.query_params.get("next")
    )
    return _page(request, session, form, due, today=today)


@router.post(PATH)
def say(
    request: Request,
    session: Editor,
    today: Today,
    form: Sent,
    schedule_id: UUID,
    due_date: EntryDate,
) -> Response:
    """Do what the button says of one due day."""
    due = _due(session, schedule_id, due_date, today)
    with saving.attempt(session, form) as went:
        if form.value("do") == "forget":
            occurrences.forget(session, schedule_id, due_date)
        else:
            said = typed.occurrence(form, currency(session), due_date=due_date.isoformat())
            occurrences.say(session, schedule_id, said, today=today)
    if not went.ok:
        return _page(request, session, form, due, today=today, status=went.status)
    said_now = f"{SAID.get(form.value('do'), 'Booked')} {due.name} of {due.date.day} {due.date:%B}."
    there = redirects.at_home(form.value("next") or "/schedules")
    return flash.say(request, redirects.to(there), said_now, undo=history.last(session))


def _due(session: Session, schedule_id: UUID, due_date: date, today: date) -> Due:
    """Read a due day. Raises NotFound where nothing falls due, or a pause leaves it out."""
    try:
        return occurrences.due_on(session, schedule_id, due_date, today=today)
    except Conflict as none:
        raise NotFound from none


def _page(
    request: Request, session: Session, form: Form, due: Due, *, today: date, status: int = 200
) -> Response:
    told = any(
        (one.schedule_id, one.due_date) == (due.schedule_id, due.due_date)
        for one in stored.said(session)
    )
    page = pages_schedule.due_day_page(
        due,
        occurrences.candidates(session, due, today=today),
        writer_of(session, signed_in(request)),
        form,
        is_told=told,
        back=redirects.at_home(form.value("next") or "/schedules"),
    )
    return render(request, "schedule_day.html", page, status=status)
