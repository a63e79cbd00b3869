"""The guards around the application: what a request must be, and what every answer carries."""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ftracker.config import MIB, Settings
from ftracker.web.logs import RequestLog
from ftracker.web.metrics import Metered
from ftracker.web.subpaths import SubPath

SAFE = ("GET", "HEAD", "OPTIONS")
# Files are taken here and nowhere else; any other body is a form or a little JSON.
UPLOADS = ("/data/import", "/api/data/import")
FORM_LIMIT = 2 * MIB
CONTENT_RULES = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
)
# `same-origin` and not `no-referrer`: with that one browsers send forms with `Origin: null`.
HEADERS = {
    "content-security-policy": "; ".join(CONTENT_RULES),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"
# The build puts a hash of the content into the name.
NAMED_BY_CONTENT = re.compile(r"/static/dist/.+-[A-Z0-9]{8}\.[a-z0-9]+")
_HOST = re.compile(r"([a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_UTF8 = re.compile(r'charset="?utf-?8"?(?=[;\s]|$)')
Header = tuple[bytes, bytes]
FOR_EVER = "public, max-age=31536000, immutable"


def install(app: FastAPI, settings: Settings) -> None:
    """Put the guards around everything, the page of an accident included.

    Middleware that is added in the ordinary way stands inside the page of an accident, which
    would then be the one answer without headers.
    """
    build = app.build_middleware_stack

    def guarded() -> ASGIApp:
        inner: ASGIApp = SameOrigin(BodyLimit(build(), settings.upload_limit_bytes))
        if settings.https:
            inner = Encrypted(inner, settings)
        known = KnownHost(inner, settings.allowed_hosts)
        logged = RequestLog(Metered(AnswerHeaders(known, settings), app.state.meter))
        return SubPath(logged, settings.sub_path) if settings.sub_path else logged

    app.build_middleware_stack = guarded  # type: ignore[method-assign]


class AnswerHeaders:
    """Adds the strict headers to every answer, whoever wrote it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        named = HEADERS | ({"strict-transport-security": HSTS} if settings.https else {})
        self.headers = [(name.encode(), value.encode()) for name, value in named.items()]
        self.names = {name for name, _ in self.headers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and complete the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        built = NAMED_BY_CONTENT.fullmatch(scope["path"])

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                lasts = built and message["status"] in (200, 304)
                message["headers"] = self._completed(message["headers"], lasts=bool(lasts))
            await send(message)

        await self.app(scope, receive, complete)

    def _completed(self, written: Iterable[Header], *, lasts: bool) -> list[Header]:
        """Put our headers in the place of any of their names; how long it lasts is a default."""
        kept = [header for header in written if header[0] not in self.names]
        if all(name != b"cache-control" for name, _ in kept):
            kept.append((b"cache-control", (FOR_EVER if lasts else "no-store").encode()))
        return kept + self.headers


class KnownHost:
    """Refuses requests for hosts that are not ours: their name would end in our answers."""

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...]) -> None:
        self.app = app
        self.allowed = {name.lower() for name in allowed}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it names one host, and one of ours."""
        if scope["type"] == "http" and not self._is_ours(Headers(scope=scope).getlist("host")):
            response = _refusal(scope, 400, "FTracker does not answer to this host name.")
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_ours(self, hosts: list[str]) -> bool:
        return len(hosts) == 1 and ("*" in self.allowed or _name(hosts[0]) in self.allowed)


class Encrypted:
    """Leads browsers that came to a proxy without encryption to https, and refuses the rest.

    A proxy says how people came; without one that says so nothing is known, and all may pass.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.url = settings.url if settings.url.startswith("https:") else ""
        self.sub_path = settings.sub_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if nothing says that it was readable on its way."""
        if scope["type"] != "http" or not self._was_readable(scope):
            await self.app(scope, receive, send)
            return
        # What a program or a form sent was readable already: it must not work unnoticed.
        response: Response = _refusal(scope, 403, "Use https: this was readable on its way.")
        if scope["method"] in SAFE and not scope["path"].startswith("/api/"):
            response = RedirectResponse(self._there(scope), 308)
        await response(scope, receive, send)

    def _was_readable(self, scope: Scope) -> bool:
        came = Headers(scope=scope).get("x-forwarded-proto", "").rpartition(",")[2]
        return bool(scope["scheme"] == "http" and came.strip() == "http")

    def _there(self, scope: Scope) -> str:
        host = Headers(scope=scope)["host"]
        home = self.url or f"https://{host}{self.sub_path}"
        query = scope["query_string"].decode("latin-1")
        return f"{home}{scope['path']}" + (f"?{query}" if query else "")


class SameOrigin:
    """Refuses writes that a browser says another site started.

    A client that says nothing of it is no browser of these years; for it the token decides.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is a look, or comes from our own pages."""
        if scope["type"] == "http" and scope["method"] not in SAFE and not _is_own(scope):
            response = _refusal(scope, 403, "This was sent from another site.")
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)


class BodyLimit:
    """Ends a request whose body grows too large, whatever length it claims to have."""

    def __init__(self, app: ASGIApp, upload_limit: int) -> None:
        self.app = app
        self.upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count what is read of its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if headers.get("content-encoding", "identity").lower() != "identity":
            await _refusal(scope, 415, "Send it uncompressed.")(scope, receive, send)
            return
        if not _is_utf8(headers.get("content-type", "")):
            await _refusal(scope, 415, "Send it as UTF-8.")(scope, receive, send)
            return
        limit = self.upload_limit if scope["path"] in UPLOADS else FORM_LIMIT
        counted = _Counted(receive, limit, _claimed(headers))
        await self.app(scope, counted, send)


class _Counted:
    """A body that breaks off with 413 where it passes its limit, before it is parsed."""

    def __init__(self, receive: Receive, limit: int, claimed: int) -> None:
        self.receive = receive
        self.limit = limit
        self.length = claimed if claimed > limit else 0

    async def __call__(self) -> Message:
        if self.length <= self.limit:
            message = await self.receive()
            self.length += len(message.get("body", b""))
            if self.length <= self.limit:
                return message
        raise HTTPException(413)


def _is_utf8(kind: str) -> bool:
    """Tell whether a body claims no other encoding.

    Some would give what is no text (utf-7, unicode_escape) or take long to read (punycode).
    """
    said = kind.lower()
    return said.count("charset") == len(_UTF8.findall(said))


def _claimed(headers: Headers) -> int:
    text = headers.get("content-length", "")
    return int(text[:20]) if text.isascii() and text.isdigit() else 0


def _is_own(scope: Scope) -> bool:
    return all(_says_own(Headers(scope=scope)))


def _says_own(headers: Headers) -> Iterator[bool]:
    """Ask what the browser says of where the request was started; silence is no objection."""
    if (site := headers.get("sec-fetch-site")) is not None:
        yield site in ("same-origin", "none")
    if (origin := headers.get("origin")) is not None:
        yield urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _name(host: str) -> str:
    """Take the port off a host; `[::1]:8000` is the host `::1`. Nothing else may be in it."""
    written = _HOST.fullmatch(host.lower())
    return written[1].strip("[]") if written else ""


def _refusal(scope: Scope, status: int, sentence: str) -> Response:
    """Answer before the application is reached; a program gets its problem as JSON."""
    if not scope["path"].startswith("/api/"):
        return PlainTextResponse(f"{sentence}\n", status)
    problem = {"type": "about:blank", "title": sentence, "status": status, "errors": []}
    return Response(json.dumps(problem), status, media_type="application/problem+json")
