"""The cookie by which a browser is known in which an account has been signed in before.

It opens nothing. Wrong passwords are counted for such a browser by itself: whoever guesses at an
account from elsewhere cannot keep its owner out of the browsers that they use.
"""

import secrets

from starlette.requests import Request
from starlette.responses import Response

from ftracker.web import signing
from ftracker.web.sessions import guarded, settings

LASTS = 400 * 24 * 60 * 60
MOST = 5


def cookie_name(request: Request) -> str:
    """Name the cookie; on https the browser itself guards the prefix."""
    return guarded(settings(request), "browser")


def known(request: Request, account: str) -> str:
    """Give the browser's name, if this account has been signed in here; else nothing."""
    name, accounts = _carried(request)
    return name if account in accounts else ""


def remember(request: Request, response: Response, account: str) -> None:
    """Let this browser be known for an account, and for the few that were here before it."""
    name, accounts = _carried(request)
    kept = [account, *(one for one in accounts if one != account)][:MOST]
    secret = settings(request).secret_text
    response.set_cookie(
        cookie_name(request),
        signing.browser(secret, name or secrets.token_urlsafe(16), kept),
        max_age=LASTS,
        path="/",
        secure=settings(request).https,
        httponly=True,
        samesite="lax",
    )


def _carried(request: Request) -> tuple[str, list[str]]:
    text = request.cookies.get(cookie_name(request), "")
    return signing.read_browser(settings(request).secret_text, text)
