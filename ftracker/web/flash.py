"""One message that the next page shows once, with the change that it can undo."""

from dataclasses import asdict, dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from ftracker.web import signing
from ftracker.web.sessions import settings

COOKIE = "flash"


@dataclass(frozen=True, slots=True)
class Flash:
    """What to say, whether it went well, and the change set that Undo takes back."""

    text: str
    undo_id: str = ""
    tone: str = "success"


def say(
    request: Request,
    response: Response,
    text: str,
    *,
    undo: UUID | None = None,
    tone: str = "success",
) -> Response:
    """Let the next page say `text`; gives the response."""
    message = asdict(Flash(text, str(undo or ""), tone))
    response.set_cookie(
        COOKIE,
        signing.sealed(settings(request).secret_text, message),
        max_age=300,
        path="/",
        secure=settings(request).https,
        httponly=True,
        samesite="lax",
    )
    return response


def say_now(request: Request, text: str, *, undo: UUID | None = None) -> None:
    """Let the answer to this very request say `text`, where only a part of a page is sent."""
    request.state.flash = Flash(text, str(undo or ""))


def heard(request: Request) -> Flash | None:
    """Read the message that this page shall show."""
    if hasattr(request.state, "flash"):
        spoken: Flash = request.state.flash
        return spoken
    written = request.cookies.get(COOKIE)
    value = signing.unsealed(settings(request).secret_text, written) if written else None
    return Flash(**value) if value else None
