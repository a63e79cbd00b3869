"""Letting somebody in: a new session with a new token in this browser."""

from datetime import datetime
from uuid import UUID

import structlog
from fastapi import Request
from starlette.responses import Response

from ftracker.db import Actor, Door, Session, scope
from ftracker.models import User
from ftracker.routes.deps import origin
from ftracker.services import user_sessions, users
from ftracker.web import browsers, sessions

log = structlog.get_logger()


def enter(
    request: Request,
    session: Session,
    user: User,
    response: Response,
    *,
    now: datetime,
    household_id: UUID | None = None,
) -> Response:
    """Sign a person in with this answer, and end the session that the browser had before."""
    # Sessions are no household's: whatever books were opened before this are closed.
    scope.enter(session, Actor(steward=True, user_id=user.id, door=Door.PAGE))
    before = request.state.signed_in
    token = user_sessions.start(
        session,
        user,
        user_agent=request.headers.get("user-agent", ""),
        ip=address(request),
        now=now,
        household_id=household_id,
    )
    if before is not None and before.session_id is not None:
        user_sessions.end(session, before.session_id)
    sessions.remember(request, response, token)
    browsers.remember(request, response, users.key_of(user.email))
    log.info("signed in", user_id=str(user.id), address=address(request))
    return response


def address(request: Request) -> str:
    """Tell where a request came from; headers count only from proxies that are trusted."""
    return origin(request).ip


def known_browser(request: Request, email: str) -> str:
    """Name the browser, if the account of this address has been signed in with it before."""
    return browsers.known(request, users.key_of(email))
