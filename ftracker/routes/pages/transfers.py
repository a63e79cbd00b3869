"""Transfers between own accounts: look at what may be one, link it, turn it down, unlink it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response

from ftracker.db import history
from ftracker.domain.errors import InvalidInput
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.pages.home import writer_of
from ftracker.routes.steps import Router
from ftracker.schemas.fields import EntryDate
from ftracker.services import transfers
from ftracker.web import display, flash, pages_transfers, redirects
from ftracker.web.forms import Form
from ftracker.web.templating import render

PATH = "/transfers"
router = Router(prefix=PATH)


@router.get("")
def show(
    request: Request,
    session: Viewer,
    me: Me,
    today: Today,
    end: Annotated[EntryDate | None, Query()] = None,
) -> Response:
    """Propose pairs that may be the two sides of one transfer."""
    found = transfers.proposed(session, today=today, end=end)
    page = pages_transfers.page(found, writer_of(session, me), end=_text(end))
    return render(request, "transfers.html", page)


@router.post("/link")
def link(request: Request, session: Editor, form: Sent) -> Response:
    """Link one pair, or all that are sure."""
    with saving.attempt(session, form) as went:
        count = len(transfers.link_all(session, _pairs(form)))
    if not went.ok:
        return _back(request, form, form.errors[0].message, tone="danger")
    return _back(
        request, form, f"Linked {display.counted(count, 'transfer')}.", undo=history.last(session)
    )


@router.post("/refuse")
def refuse(request: Request, session: Editor, form: Sent) -> Response:
    """Remember that a pair is no transfer."""
    with saving.attempt(session, form) as went:
        for out_id, in_id in _pairs(form):
            transfers.refuse(session, out_id, in_id)
    if not went.ok:
        return _back(request, form, form.errors[0].message, tone="danger")
    return _back(request, form, "This pair is not proposed again.")


@router.post("/reconsider")
def reconsider(request: Request, session: Editor, form: Sent) -> Response:
    """Propose again what was turned down."""
    count = transfers.reconsider(session)
    return _back(request, form, f"{display.counted(count, 'pair')} may be proposed again.")


@router.post("/{transfer_id}/unlink")
def unlink(request: Request, session: Editor, form: Sent, transfer_id: UUID) -> Response:
    """Let the two sides of a transfer stand alone again."""
    transfers.unlink(session, transfer_id)
    text = "Unlinked: both transactions stand alone again."
    response = redirects.to(redirects.at_home(form.value("next")))
    return flash.say(request, response, text, undo=history.last(session))


def _pairs(form: Form) -> list[tuple[UUID, UUID]]:
    """Read the pairs that a button sent. Raises InvalidInput."""
    try:
        sides = [pair.split(".") for pair in form.value("pairs").split(",")]
        return [(UUID(hex=out_id), UUID(hex=in_id)) for out_id, in_id in sides]
    except ValueError as bad:
        raise InvalidInput("pairs", "Choose a pair first.") from bad


def _back(
    request: Request, form: Form, text: str, *, undo: UUID | None = None, tone: str = "success"
) -> Response:
    there = redirects.at_home(form.value("next") or PATH)
    return flash.say(request, redirects.to(there), text, undo=undo, tone=tone)


def _text(end: date | None) -> str:
    return end.isoformat() if end else ""
