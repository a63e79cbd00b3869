"""What is about me: taking it along, and going for good."""

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from ftracker.domain.errors import FieldError
from ftracker.domain.farewells import Farewell
from ftracker.routes import saving
from ftracker.routes.deps import Me, Sent, Viewer, database
from ftracker.routes.proving import ProvenViewer
from ftracker.routes.steps import Router
from ftracker.services import departures, personal_data, security_events
from ftracker.web import flash, pages_personal_data, redirects, sessions
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router(prefix="/settings/personal")
NOT_SURE = "Tick that you know that this cannot be undone."


@dataclass(frozen=True, slots=True)
class PersonalPage:
    """What can be done with what is about me."""


@router.get("")
def show(request: Request, session: Viewer) -> Response:  # noqa: ARG001 (the role is asked)
    """Offer what is kept about me, and the way out."""
    return render(request, "settings_personal.html", PersonalPage())


@router.post("/export")
def export(request: Request, session: ProvenViewer, me: Me) -> Response:
    """Give all that is kept about me as one file."""
    security_events.record(session, "person.exported")
    blocks = personal_data.stream(database(request), me.user_id)
    headers = {"content-disposition": 'attachment; filename="ftracker-me.json"'}
    return StreamingResponse(blocks, media_type="application/json", headers=headers)


@router.get("/delete")
def ask_leave(request: Request, session: ProvenViewer, me: Me) -> Response:
    """Say what becomes of my households, and ask whether I mean it."""
    return _page(request, departures.farewells(session, me.user_id), Form())


@router.post("/delete")
def leave(request: Request, session: ProvenViewer, me: Me, form: Sent) -> Response:
    """Delete me."""
    if form.value("confirmed") != "yes":
        form.errors.append(FieldError("confirmed", NOT_SURE))
        return _page(request, departures.farewells(session, me.user_id), form, status=422)
    with saving.attempt(session, form) as went:
        departures.leave(session, me.user_id)
    if not went.ok:
        return _page(request, departures.farewells(session, me.user_id), form, status=went.status)
    response = redirects.to("/sign-in")
    sessions.forget(request, response)
    return flash.say(request, response, "Your account is deleted.")


def _page(
    request: Request, farewells: list[Farewell], form: Form, *, status: int = 200
) -> Response:
    page = pages_personal_data.page(farewells, form)
    return render(request, "settings_personal_delete.html", page, status=status)
