"""What is safe to spend: its page, its number for the home page, and what it starts from."""

from dataclasses import replace

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.domain.errors import Stale
from ftracker.queries import forecast_glances
from ftracker.queries import plans as stored
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.pages.home import writer_of
from ftracker.routes.saving import Attempt
from ftracker.routes.steps import Router
from ftracker.services import safe_to_spend
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, redirects
from ftracker.web import safe_to_spend as shown
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router(prefix=shown.PATH)


@router.get("")
def show(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show the sum line by line."""
    return _page(request, session, me, today)


@router.get("/figure")
def tell(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Give the number by itself, as a part of the home page."""
    found, writer = safe_to_spend.statement(session, today=today), writer_of(session, me)
    ahead = forecast_glances.lowest(session)
    lowest = shown.lowest(ahead, writer) if ahead else None
    figure = replace(shown.figure(found, writer), lowest=lowest)
    return render(request, "partials/safe_figure.html", figure)


@router.post("")
def choose(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Say which accounts are spent from, and what shall always stay."""
    with saving.attempt(session, form) as went:
        safe_to_spend.choose(session, shown.read(form, me.currency))
    if not went.ok:
        return _page(request, session, me, today, form, went)
    said = "Changed what is safe to spend."
    return flash.say(request, redirects.to(shown.PATH), said, undo=history.last(session))


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    today: Today,
    form: Form | None = None,
    went: Attempt | None = None,
) -> Response:
    kept = shown.filled(stored.stored(session), me.currency)
    page = shown.build(
        safe_to_spend.statement(session, today=today),
        writer_of(session, me),
        form or kept,
        stored=kept,
        is_stale=went is not None and isinstance(went.conflict, Stale),
    )
    return render(request, "safe_to_spend.html", page, status=went.status if went else 200)
