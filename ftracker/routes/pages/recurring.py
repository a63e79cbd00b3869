"""What comes again and is no schedule yet: look at it, take it on, turn it down; subscriptions."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import history
from ftracker.domain.errors import InvalidInput
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.pages.home import writer_of
from ftracker.routes.steps import Router
from ftracker.services import recurring, subscriptions
from ftracker.web import display, flash, pages_recurring, pages_subscriptions, redirects
from ftracker.web.forms import Form
from ftracker.web.templating import render

# Mounted before the router of schedules: `found` is no id of one.
router = Router(prefix="/schedules")


@router.get("/found")
def show(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Propose what comes again."""
    seen = recurring.look(session, today=today)
    return render(request, "recurring.html", pages_recurring.page(seen, writer_of(session, me)))


@router.post("/found/accept")
def accept(request: Request, session: Editor, today: Today, form: Sent) -> Response:
    """Make schedules of one or more proposals."""
    with saving.attempt(session, form) as went:
        made = recurring.accept(session, _chosen(form), today=today)
    if not went.ok:
        return _back(request, form, form.errors[0].message, tone="danger")
    text = f"Made {display.counted(len(made), 'schedule')} of what comes again."
    return _back(request, form, text, undo=history.last(session))


@router.post("/found/refuse")
def refuse(request: Request, session: Editor, today: Today, form: Sent) -> Response:
    """Remember that something does not come again."""
    with saving.attempt(session, form) as went:
        recurring.refuse(session, _chosen(form), today=today)
    if not went.ok:
        return _back(request, form, form.errors[0].message, tone="danger")
    return _back(request, form, "This is not proposed again.")


@router.post("/found/reconsider")
def reconsider(request: Request, session: Editor, form: Sent) -> Response:
    """Propose again what was turned down."""
    count = recurring.reconsider(session)
    return _back(request, form, f"{display.counted(count, 'proposal')} may be made again.")


@router.get("/found/{payment_id}")
def one(request: Request, session: Viewer, me: Me, today: Today, payment_id: UUID) -> Response:
    """Show the payments of one series, which any of them names."""
    seen = recurring.look(session, today=today)
    series = seen.holding(payment_id)
    draft = recurring.draft(session, series, seen)
    page = pages_recurring.series_page(series, seen, writer_of(session, me), draft)
    return render(request, "recurring_series.html", page)


@router.get("/subscriptions")
def subscribed(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show what is subscribed to, and what it comes to."""
    found = subscriptions.listing(session, today=today)
    page = pages_subscriptions.page(found, writer_of(session, me), today=today)
    return render(request, "subscriptions.html", page)


def _chosen(form: Form) -> list[UUID]:
    """Read the payments that a button sent. Raises InvalidInput."""
    try:
        return [UUID(hex=key) for key in form.value("found").split(",")]
    except ValueError as bad:
        raise InvalidInput("found", "Choose a proposal first.") from bad


def _back(
    request: Request, form: Form, text: str, *, undo: UUID | None = None, tone: str = "success"
) -> Response:
    there = redirects.at_home(form.value("next") or pages_recurring.PATH)
    return flash.say(request, redirects.to(there), text, undo=undo, tone=tone)
