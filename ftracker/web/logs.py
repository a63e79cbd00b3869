"""The log: one line per event on standard error, each request with an id, no secrets."""

import logging
import re
import secrets
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
SECRET_NAMES = re.compile(r"password|secret|token|cookie|authorization", re.IGNORECASE)
# Some links are keys: whoever knows the last part of such an address may come in. One that was
# copied with a slash too many opens nothing, and is as secret.
SECRET_PATHS = re.compile(
    r"(/join/|/calendar/|/sign-in/new-password/|/sign-in/provider/new/).+",
    re.IGNORECASE | re.DOTALL,
)
# Of a row that breaks a rule PostgreSQL shows all that is in it, and pydantic what it was given.
SHOWN = re.compile(
    r"(DETAIL:  ).*?(?=\n\[SQL: |\n\nThe above exception |\Z)|(input_value=).*?(?=, input_type=)",
    re.DOTALL,
)
POOL = "sqlalchemy.pool"
QUIET = (
    "uvicorn",
    "uvicorn.error",
    "uvicorn.access",
    "alembic",
    "procrastinate",
    # They would say where messages go, which is a key to some services.
    "apprise",
    "urllib3",
    "psycopg.pool",
    "python_multipart",
)

log = structlog.get_logger("ftracker.requests")


def configure(level: str, form: str = "logfmt") -> None:
    """Send what FTracker and its libraries have to say to standard error, from `level` on.

    `form` is logfmt or json. Our own lines are written at once; what libraries say comes by the
    standard library's way.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_secrets,
        # Not the pretty tracebacks: those print the values of variables.
        structlog.processors.format_exc_info,
        _without_rows,
    ]
    lines = _renderer(form)
    structlog.configure(
        processors=[*shared, lines],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_broken_in_a_line, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, lines],
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


class RequestLog:
    """Gives each request an id, which the answer carries too, and logs how it ended."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # The id is never the client's: it could forge lines, or hide among another's.
        request_id = secrets.token_hex(16)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, tell)
            finally:
                spent = round((time.perf_counter() - started) * 1000, 1)
                log.info("request", method=scope["method"], path=_path(scope), status=status,
                         milliseconds=spent)  # fmt: skip


def _renderer(form: str) -> structlog.typing.Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])


def _path(scope: Scope) -> str:
    """Give the path without what must stay secret; the query is never logged."""
    return SECRET_PATHS.sub(r"\1…", str(scope["path"]))


def _broken_in_a_line(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Tell of a connection that broke in a line: hundreds break at once, all at the same place."""
    record: logging.LogRecord = event["_record"]
    if record.name.startswith(POOL) and (broke := event.pop("exc_info", None)):
        event["reason"] = str(broke[1]).partition("\n")[0]
    return event


def _without_secrets(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name in event:
        if SECRET_NAMES.search(name):
            event[name] = "…"
    return event


def _without_rows(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Leave out of an accident what was in the row that it happened on."""
    if isinstance(told := event.get("exception"), str):
        event["exception"] = SHOWN.sub(lambda found: f"{found[1] or found[2]}…", told)
    return event
