"""Where I want to hear of what alerts say, and when; and what browsers need for Web Push."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import FileResponse, Response

from ftracker.db import Session
from ftracker.queries import channels as stored
from ftracker.routes import saving
from ftracker.routes.deps import Me, Open, Sent, Viewer
from ftracker.routes.steps import Router
from ftracker.schemas.channels import ChannelEdit, ChannelIn
from ftracker.services import channels, pushing
from ftracker.services.posts import Post
from ftracker.web import flash, pages_channels, redirects, sessions, templating
from ftracker.web.forms import Form
from ftracker.web.templating import render

PATH = "/alerts/channels"
router = Router(prefix=PATH)
SHARED = Router()


@SHARED.get("/push-worker.js")
def worker(_: Annotated[None, Depends(Open())]) -> Response:
    """Give the script that shows notices in a browser; from the root, so that it may for all."""
    return FileResponse(templating.built("push-worker.js"), media_type="text/javascript")


@router.get("")
def listing(request: Request, session: Viewer, me: Me) -> Response:
    """List my channels."""
    return _page(request, session, pages_channels.born(me.email))


@router.post("")
def add(request: Request, session: Viewer, form: Sent) -> Response:
    """Add a channel of mine."""
    with saving.attempt(session, form) as went:
        row = channels.add(session, form.read(ChannelIn, **_ticked(form)), post(request))
    if not went.ok:
        return _page(request, session, form, status=went.status)
    return _done(request, f"Added {row.name}. Try it with the test button.")


@router.get("/{channel_id}")
def show(request: Request, session: Viewer, channel_id: UUID) -> Response:
    """Show a channel of mine in its form."""
    line = channels.shown(session, channel_id)
    page = pages_channels.form_page(line, pages_channels.filled(line))
    return render(request, "channel_form.html", page)


@router.post("/{channel_id}")
def save(request: Request, session: Viewer, form: Sent, channel_id: UUID) -> Response:
    """Change when a channel of mine is used."""
    line = channels.shown(session, channel_id)
    with saving.attempt(session, form) as went:
        channels.edit(session, channel_id, form.read(ChannelEdit, **_ticked(form)))
    if not went.ok:
        page = pages_channels.form_page(line, form)
        return render(request, "channel_form.html", page, status=went.status)
    return _done(request, f"Changed {line.name}.")


@router.post("/{channel_id}/test")
def try_out(request: Request, session: Viewer, channel_id: UUID) -> Response:
    """Send a test through a channel of mine."""
    failure = channels.try_out(session, channel_id, post(request))
    if failure:
        return flash.say(request, redirects.to(PATH), failure, tone="danger")
    return _done(request, "Sent a test. Look whether it came.")


@router.post("/{channel_id}/delete")
def delete(request: Request, session: Viewer, channel_id: UUID) -> Response:
    """Delete a channel of mine."""
    channels.delete(session, channel_id)
    return _done(request, "Deleted the channel.")


def post(request: Request) -> Post:
    """Tell by what messages are sent."""
    return Post.of(sessions.settings(request))


def _page(request: Request, session: Session, form: Form, *, status: int = 200) -> Response:
    lines = stored.mine(session)
    sender = post(request)
    page = pages_channels.page(
        lines,
        stored.waiting(session, [line.id for line in lines]),
        form,
        has_mail=sender.has_mail,
        push_key=pushing.public_key(sender.secret),
    )
    return render(request, "channels.html", page, status=status)


def _ticked(form: Form) -> dict[str, Any]:
    return {"is_muted": form.value("is_muted") == "on"}


def _done(request: Request, said: str) -> Response:
    return flash.say(request, redirects.to(PATH), said)
