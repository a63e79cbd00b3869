"""Schedules: what is due, the calendar, all there are, and their form."""

from datetime import date
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history, new_id
from ftracker.db.scope import actor
from ftracker.domain.errors import InvalidInput, NotFound, Stale
from ftracker.domain.periods import DAY, months_later
from ftracker.queries import schedules as stored
from ftracker.queries.schedules import ScheduleLine
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer, signed_in
from ftracker.routes.pages.home import writer_of
from ftracker.routes.saving import Attempt
from ftracker.routes.steps import Router
from ftracker.schemas.schedules import ScheduleEdit, ScheduleIn
from ftracker.services import schedules
from ftracker.web import flash, redirects
from ftracker.web import pages_schedule as single
from ftracker.web import pages_schedule_calendar as calendars
from ftracker.web import pages_schedule_form as forms
from ftracker.web import pages_schedules as pages
from ftracker.web import schedules as typed
from ftracker.web.forms import Form
from ftracker.web.pages_schedule_form import DatesPage
from ftracker.web.templating import render

PATH = "/schedules"
router = Router(prefix=PATH)
PAST_MONTHS = 36


@router.get("")
def show(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show what was missed, is late and comes next, and all schedules."""
    start, end = today - pages.BEFORE, today + pages.AHEAD
    dues = schedules.upcoming(session, start=start, end=end, today=today)
    way = request.query_params.get("way", "")
    lines = stored.listing(session)
    page = pages.page(dues, lines, writer_of(session, me), today=today, way=way)
    return render(request, "schedules.html", page)


@router.get("/calendar")
def calendar(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show a month with what is due and the balance at each day's end."""
    writer = writer_of(session, me)
    wanted = calendars.asked(
        request.query_params.multi_items(),
        cash=schedules.cash_accounts(session),
        known=writer.names.accounts,
        today=today,
    )
    days = {"start": wanted.start, "end": wanted.end, "today": today}
    ids = wanted.account_ids
    page = calendars.page(
        wanted,
        schedules.upcoming(session, **days),
        schedules.balances(session, **days, account_ids=ids),
        writer,
        parts=schedules.parts(session, day=wanted.day, today=today, account_ids=ids)
        if wanted.day
        else None,
        today=today,
    )
    return render(request, "schedule_calendar.html", page)


@router.get("/add")
def ask_new(request: Request, session: Editor, me: Me, today: Today) -> Response:
    """Show an empty form, or one that the address has filled in."""
    names = writer_of(session, me).names
    plain = typed.empty(names, today) | {"id": new_id()}
    given = {k: v for k, v in request.query_params.items() if k in typed.FIELDS}
    return _form(request, session, Form.filled(**plain | given), None, today=today)


@router.post("/add")
def add(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Add a schedule, or show the form again with the days that it would come to."""
    if form.value("do") == "preview":
        return _form(request, session, form, None, today=today)
    with saving.attempt(session, form) as went:
        names = writer_of(session, me).names
        row = schedules.add(session, typed.read(form, ScheduleIn, names, me.currency))
    if not went.ok:
        return _form(request, session, form, None, today=today, went=went)
    return _done(request, session, f"Scheduled {row.name}", f"{PATH}/{row.id}")


@router.post("/preview")
def preview(request: Request, session: Editor, today: Today, form: Sent) -> Response:
    """Show the next days of what is typed, as a part of its form."""
    return render(request, "partials/schedule_dates.html", _dates(session, form, today=today))


@router.get("/edit/{schedule_id:uuid}")
def ask_edit(
    request: Request, session: Editor, me: Me, today: Today, schedule_id: UUID
) -> Response:
    """Show a schedule in the form."""
    line = _line(session, schedule_id)
    return _form(request, session, typed.filled(line, me.currency), line, today=today)


@router.post("/edit/{schedule_id:uuid}")
def edit(
    request: Request, session: Editor, me: Me, today: Today, form: Sent, schedule_id: UUID
) -> Response:
    """Change a schedule, or show the form again with the days that it would come to."""
    line = _line(session, schedule_id)
    if form.value("do") == "preview":
        return _form(request, session, form, line, today=today)
    with saving.attempt(session, form) as went:
        data = typed.read(form, ScheduleEdit, writer_of(session, me).names, me.currency)
        row = schedules.edit(session, schedule_id, data)
    if not went.ok:
        return _form(request, session, form, line, today=today, went=went)
    return _done(request, session, f"Changed schedule {row.name}", f"{PATH}/{schedule_id}")


@router.get("/{schedule_id:uuid}")
def one(request: Request, session: Viewer, me: Me, today: Today, schedule_id: UUID) -> Response:
    """Show one schedule: what came so far, and what comes next."""
    line = _line(session, schedule_id)
    dues = schedules.of_schedule(
        session,
        schedule_id,
        start=months_later(today, -PAST_MONTHS),
        end=max(today, line.start_date) + DAY * (line.rhythm.gap * 8 + 366),
        today=today,
    )
    goal = stored.goal_names(session).get(line.goal_id or line.id, "")
    page = single.page(line, dues, writer_of(session, me), goal=goal, today=today)
    return render(request, "schedule.html", page)


@router.post("/{schedule_id:uuid}/switch")
def switch(request: Request, session: Editor, form: Sent, schedule_id: UUID) -> Response:
    """Pause a schedule, or let it go on."""
    paused = form.value("do") == "pause"
    row = (schedules.pause if paused else schedules.resume)(session, schedule_id)
    said = f"Paused {row.name}" if paused else f"{row.name} goes on"
    return _done(request, session, said, redirects.at_home(form.value("next") or PATH))


@router.get("/{schedule_id:uuid}/delete")
def ask_delete(request: Request, session: Editor, schedule_id: UUID) -> Response:
    """Ask before a schedule is deleted."""
    line = _line(session, schedule_id)
    page = single.ScheduleDeletePage(str(line.id), line.name, str(line.version))
    return render(request, "schedule_delete.html", page)


@router.post("/{schedule_id:uuid}/delete")
def delete(request: Request, session: Editor, form: Sent, schedule_id: UUID) -> Response:
    """Delete a schedule."""
    name = _line(session, schedule_id).name
    schedules.delete(session, schedule_id, version=form.number("version"))
    return _done(request, session, f"Deleted schedule {name}", PATH)


def _line(session: Session, schedule_id: UUID) -> ScheduleLine:
    line = stored.line(session, schedule_id)
    if line is None:
        raise NotFound
    return line


def _form(
    request: Request,
    session: Session,
    form: Form,
    line: ScheduleLine | None,
    *,
    today: date,
    went: Attempt | None = None,
) -> Response:
    page = forms.form_page(
        form,
        writer_of(session, signed_in(request)),
        _dates(session, form, today=today),
        goals=stored.goal_names(session),
        line=line,
        is_stale=went is not None and isinstance(went.conflict, Stale),
    )
    return render(request, "schedule_form.html", page, status=went.status if went else 200)


def _dates(session: Session, form: Form, *, today: date) -> DatesPage:
    try:
        found = schedules.rhythm(typed.rhythm(form))
    except InvalidInput as bad:
        return forms.no_dates(bad)
    return forms.dates_page(found, today=today, locale=actor(session).locale)


def _done(request: Request, session: Session, said: str, there: str) -> Response:
    return flash.say(request, redirects.to(there), f"{said}.", undo=history.last(session))
