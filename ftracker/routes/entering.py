"""Letting somebody in: a new session with a new token in this browser."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Came:
    """Which household somebody opens, if not their first, and when they proved who they are.

    None is now.
    """

    household_id: UUID | None = None
    proven_at: datetime | None = None


PROVEN = Came()


def enter(
    request: Request,
    session: Session,
    user: User,
    response: Response,
    *,
    now: datetime,
    came: Came = PROVEN,
) -> Response:
    """Sign a person in with this answer, and end the session that the browser had before."""
    # Sessions are no household's: whatever books were opened before this are closed.
    scope.enter(session, Actor(steward=True, user_id=user.id, door=Door.PAGE))
    before = request.state.signed_in
    token = user_sessions.start(
        session,
        user,
        origin(request),
        now=now,
        household_id=came.household_id,
        proven_at=came.proven_at,
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
