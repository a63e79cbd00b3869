"""Pages: a frozen dataclass in, HTML out; a template knows nothing else."""

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ftracker.web import filters, flash, sessions, signing

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Chrome:
    """What surrounds every page."""

    household: str
    currency: str
    locale: str
    user_email: str
    role: str
    csrf_token: str
    flash: flash.Flash | None
    path: str
    demo: bool
    can_write: bool
    is_signed_in: bool
    unread: int


@cache
def environment() -> Environment:
    """Make the template environment, once per process."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made.globals["asset"] = _asset
    made.filters.update(filters.ALL)
    return made


def render(
    request: Request, template: str, page: object, *, status: int = 200, block: str = ""
) -> Response:
    """Render a page, or one block of it for a partial update."""
    values = {field.name: getattr(page, field.name) for field in fields(page)}  # type: ignore[arg-type]
    values["chrome"] = chrome(request)
    if block:
        body = render_block(environment(), template, block, values)
    else:
        body = environment().get_template(template).render(values)
    response = HTMLResponse(body, status)
    if getattr(request.state, "token_is_new", False):
        sessions.remember(request, response, sessions.token(request))
    if request.cookies.get(flash.COOKIE) and not block:
        response.delete_cookie(flash.COOKIE, path="/", httponly=True, samesite="lax")
    return response


def chrome(request: Request) -> Chrome:
    """Tell who sees the page, and what was just done."""
    who = getattr(request.state, "signed_in", None)
    role = who.role if who else ""
    settings = sessions.settings(request)
    token = sessions.ensure_token(request)
    return Chrome(
        household=who.household if who else "",
        currency=who.currency if who else "",
        locale=who.locale if who else "en",
        user_email=who.email if who else "",
        role=role,
        csrf_token=signing.csrf_token(settings.secret_text, token),
        flash=flash.heard(request),
        path=request.scope["path"],
        demo=request.app.state.demo,
        can_write=role in ("editor", "owner"),
        is_signed_in=who is not None,
        unread=who.unread if who else 0,
    )


def built(name: str) -> Path:
    """Give the place of a built file."""
    return ROOT / "static/dist" / str(_manifest()[name])


@cache
def _manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "static/dist/manifest.json").read_text())
    return found


def _asset(name: str) -> str:
    """Give the address of a built file, which changes whenever its content does."""
    return f"/static/dist/{_manifest()[name]}"
