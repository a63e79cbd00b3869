"""What Prometheus reads: for whoever has the token, or for this machine itself."""

import hmac
from datetime import UTC, datetime
from ipaddress import ip_address

from fastapi import Depends, Request
from starlette.responses import PlainTextResponse, Response

from ftracker import VERSION
from ftracker.db.unavailable import Unavailable
from ftracker.domain.health import Connections, Glance
from ftracker.routes.deps import Open, database
from ftracker.routes.steps import Router
from ftracker.services import health
from ftracker.web import sessions
from ftracker.web.metrics import CONTENT_TYPE_LATEST

router = Router(include_in_schema=False)

# Whoever passes a request on says so in a header that begins like one of these.
FORWARDED = ("forwarded", "via", "x-forwarded", "x-real-ip", "true-client-ip", "cf-")
OWN_NAMES = ("localhost", "127.0.0.1", "::1")


@router.get("/metrics", dependencies=[Depends(Open())])
def metrics(request: Request) -> Response:
    """Tell what is counted."""
    if (refusal := _refusal(request)) is not None:
        return refusal
    told = request.app.state.meter.told(_glance(request))
    return Response(told, media_type=CONTENT_TYPE_LATEST)


def _refusal(request: Request) -> Response | None:
    token = sessions.settings(request).metrics_token
    if token is None:
        return None if _is_this_machine(request) else PlainTextResponse("Not here.\n", 404)
    given = request.headers.get("authorization", "")
    wanted = f"Bearer {token.get_secret_value()}"
    if hmac.compare_digest(given.encode(), wanted.encode()):
        return None
    headers = {"www-authenticate": "Bearer"}
    return PlainTextResponse("Send FTRACKER_METRICS_TOKEN as a bearer token.\n", 401, headers)


def _is_this_machine(request: Request) -> bool:
    """Tell whether a program of this machine asks, and no proxy for somebody else.

    Where proxies are trusted, the caller's address is what they say: nobody is believed then.
    """
    if sessions.settings(request).trusted_proxies or request.client is None:
        return False
    if any(name.startswith(FORWARDED) for name in request.headers):
        return False
    return _is_loopback(request.client.host) and request.url.hostname in OWN_NAMES


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _glance(request: Request) -> Glance:
    books = database(request)
    pool = Connections(*books.connections())
    try:
        with books.outside() as outside:
            return health.glance(outside, version=VERSION, connections=pool, now=datetime.now(UTC))
    except Unavailable:
        return Glance(VERSION, is_up=False, pool=pool)
