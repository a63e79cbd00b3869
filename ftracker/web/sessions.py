"""The session cookie: what a browser shows to be known again."""

import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from ftracker.config import Settings

LONGEST = timedelta(days=90)


def settings(request: Request) -> Settings:
    """Give the settings of the running application."""
    found: Settings = request.app.state.settings
    return found


def cookie_name(request: Request) -> str:
    """Name the cookie; on https the browser itself guards the prefix."""
    return guarded(settings(request), "session")


def guarded(chosen: Settings, name: str) -> str:
    """Give a cookie's name the prefix that browsers guard on https.

    `__Host-` belongs to a whole host; below a sub-path a cookie is for that path alone.
    """
    if not chosen.https:
        return name
    return f"__Secure-{name}" if chosen.sub_path else f"__Host-{name}"


def token(request: Request) -> str:
    """Give the token that the browser shows, or the one that it is about to get."""
    fresh: str | None = getattr(request.state, "fresh_token", None)
    return fresh or request.cookies.get(cookie_name(request), "")


def ensure_token(request: Request) -> str:
    """Give the browser's token; a browser without one gets one that means nobody yet."""
    if shown := token(request):
        return shown
    request.state.token_is_new = True
    fresh: str = secrets.token_urlsafe(32)
    request.state.fresh_token = fresh
    return fresh


def remember(request: Request, response: Response, value: str) -> None:
    """Set the session cookie."""
    response.set_cookie(
        cookie_name(request),
        value,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=settings(request).https,
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response) -> None:
    """Take the session cookie away."""
    response.delete_cookie(
        cookie_name(request),
        path="/",
        secure=settings(request).https,
        httponly=True,
        samesite="lax",
    )
