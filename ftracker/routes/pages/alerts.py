"""What was said: read it, put it off, hear no more of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response

from ftracker.db import history
from ftracker.queries import notices as stored
from ftracker.queries.notices import CURSOR
from ftracker.routes.deps import Editor, Me, Now, Sent, Today, Viewer
from ftracker.routes.steps import Router
from ftracker.services import notices
from ftracker.web import flash, pages_alerts, redirects
from ftracker.web.display import counted
from ftracker.web.templating import render

PATH = "/alerts"
router = Router(prefix=PATH)
Place = Annotated[str | None, Query(pattern=CURSOR)]


@router.get("")
def listing(
    request: Request, session: Viewer, me: Me, now: Now, still: Place = None, over: Place = None
) -> Response:
    """Show what was said: what is true still, then what is over."""
    page = pages_alerts.page(
        stored.page(session, gone=False, limit=50, at=still or ""),
        stored.page(session, gone=True, limit=20, at=over or ""),
        me=me,
        now=now,
        unread=me.unread,
    )
    return render(request, "alerts.html", page)


@router.post("/read-all")
def read_all(request: Request, session: Viewer, now: Now) -> Response:
    """Say that I have read all that is open."""
    count = notices.read_all(session, now=now)
    return _done(request, f"Marked {counted(count, 'alert')} as read.")


@router.post("/notices/{notice_id}/read")
def read(session: Viewer, now: Now, notice_id: UUID) -> Response:
    """Say that I have read one."""
    notices.read(session, notice_id, now=now)
    return redirects.to(PATH)


@router.post("/notices/{notice_id}/snooze")
def snooze(
    request: Request, session: Viewer, form: Sent, today: Today, now: Now, notice_id: UUID
) -> Response:
    """Put one off, for me alone."""
    until = notices.until(session, form.value("do"), today=today, now=now)
    notices.snooze(session, notice_id, until=until)
    return _done(request, f"Put off until {until.astimezone().date():%d %B}.")


@router.post("/notices/{notice_id}/mute")
def mute(request: Request, session: Editor, notice_id: UUID) -> Response:
    """Let nobody hear of it again."""
    notices.mute(session, notice_id)
    answer = redirects.to(PATH)
    return flash.say(request, answer, "Muted it, for everybody.", undo=history.last(session))


def _done(request: Request, said: str) -> Response:
    return flash.say(request, redirects.to(PATH), said)
