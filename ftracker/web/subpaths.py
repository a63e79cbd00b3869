"""FTracker below a folder of a host, such as https://example.org/money.

Everything inside writes and reads addresses as if it had the host for itself. Here, and nowhere
else, the folder is taken off what comes in and put before what goes out: addresses in pages and in
the API's answers, redirects and cookies. Files that people take away stay as they are.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# An address of ours begins with one slash; two would be another host.
_OWN = rb"/(?!/)"
_NAMES = (
    rb"href|action|formaction|src|data-src|data-passkey(?:-new)?|hx-(?:get|post|put|patch|delete)"
)
_TAG = re.compile(rb'<[a-z](?:[^<>"]|"[^"]*")*>')
# The last two branches pass over other values: what a person wrote may look like an address.
_IN_TAG = re.compile(
    rb"""(\s(?:%s)=)(?:"(%s[^"]*)"|(%s[^\s">]*))|="[^"]*"|=[^\s">]+""" % (_NAMES, _OWN, _OWN)
)
# Inside a text of JSON each quotation mark follows a backslash, on pages `&#34;` stands for it.
_IN_JSON = re.compile(rb'((?<!\\)"(?:href|link|transactions)":\s?")(?=%s)' % _OWN)
_HTML, _JSON = "text/html", "application/json"


class SubPath:
    """Lets an application that knows only of paths below `/` live below a folder."""

    def __init__(self, app: ASGIApp, folder: str) -> None:
        self.app = app
        self.folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without the folder; one that has none came past the proxy."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(self._inside(scope), receive, _Outgoing(send, self.folder))

    def _inside(self, scope: Scope) -> Scope:
        inside = {
            **scope,
            "path": self._without(scope["path"]),
            # What Starlette writes before whole addresses (`base_url`).
            "app_root_path": self.folder,
        }
        if came := Headers(scope=scope).get("referer"):
            headers = MutableHeaders(raw=list(scope["headers"]))
            headers["referer"] = self._referer(came)
            inside["headers"] = headers.raw
        return inside

    def _without(self, path: str) -> str:
        is_below = path == self.folder or path.startswith(f"{self.folder}/")
        return (path.removeprefix(self.folder) or "/") if is_below else path

    def _referer(self, address: str) -> str:
        came = urlsplit(address)
        return urlunsplit(came._replace(path=self._without(came.path)))


class _Outgoing:
    """An answer on its way out, its first two messages held until both are known."""

    def __init__(self, send: Send, folder: str) -> None:
        self.send = send
        self.folder = folder
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            self._complete(headers)
            self.start = {**message, "headers": headers.raw}
            return
        if self.start is not None:
            message = self._body(self.start, message)
            await self.send(self.start)
            self.start = None
        await self.send(message)

    def _complete(self, headers: MutableHeaders) -> None:
        there = headers.get("location", "")
        if there.startswith("/") and not there.startswith("//"):
            headers["location"] = self.folder + there
        cookies = headers.getlist("set-cookie")
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", _for_path(cookie, self.folder))

    def _body(self, start: Message, message: Message) -> Message:
        """Put the folder into a page or an answer of the API that is here as a whole."""
        headers = MutableHeaders(raw=start["headers"])
        kind = headers.get("content-type", "").partition(";")[0]
        is_file = "content-disposition" in headers or message.get("more_body", False)
        if is_file or kind not in (_HTML, _JSON):
            return message
        folder = self.folder.encode()
        body = _IN_JSON.sub(lambda found: found[1] + folder, message.get("body", b""))
        if kind == _HTML:
            body = in_page(body, folder)
        if "content-length" in headers:
            headers["content-length"] = str(len(body))
        return {**message, "body": body}


def in_page(page: bytes, folder: bytes) -> bytes:
    """Put a folder before the addresses of our own in a page; its texts stay as they are."""

    def in_attribute(found: re.Match[bytes]) -> bytes:
        if not found[1]:
            return found[0]
        bare = found[2] is None
        return found[1] + (folder + found[3] if bare else b'"%s%s"' % (folder, found[2]))

    def in_tag(found: re.Match[bytes]) -> bytes:
        tag: bytes = found[0]
        return _IN_TAG.sub(in_attribute, tag) if b'="/' in tag or b"=/" in tag else tag

    return _TAG.sub(in_tag, page)


def _for_path(cookie: str, folder: str) -> str:
    """Keep a cookie from the neighbours on the same host."""
    return re.sub(r"(?i)(;\s*path=)/(?=;|$)", lambda found: f"{found[1]}{folder}", cookie)
