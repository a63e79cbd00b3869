"""Refusals and accidents, answered once: a page for people, a problem for programs."""

from dataclasses import dataclass
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from ftracker.db import Actor
from ftracker.db.overtaken import Overtaken
from ftracker.db.unavailable import Unavailable
from ftracker.domain.errors import (
    Clash,
    Conflict,
    DomainError,
    Forbidden,
    InvalidInput,
    NotFound,
    TooManyTries,
)
from ftracker.routes.api import problems
from ftracker.routes.deps import SAFE, SignInNeeded, database, is_api, moment
from ftracker.routes.proving import ProofNeeded
from ftracker.services import demo
from ftracker.web import proving, sessions
from ftracker.web.forms import Form
from ftracker.web.proving import ProvePage
from ftracker.web.templating import render

log = structlog.get_logger()

_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (Clash, 409),
    (InvalidInput, 422),
    (TooManyTries, 429),
)
_TITLES = {
    400: "This request cannot be read",
    403: "You may not do this",
    404: "There is nothing here",
    405: "This address does not do that",
    409: "This cannot be done now",
    413: "This is too large",
    422: "Something is not right",
    429: "Too many tries",
    500: "Something went wrong",
    503: "The database does not answer",
}
_ADVICE = {
    404: "The address may be mistyped, or what was here is gone.",
    409: "Somebody else changed the same just now, and nothing of yours was saved. Look again.",
    413: "Send a smaller file, or several smaller ones.",
    500: "It is not your fault. Nothing was changed. The log tells more.",
    503: "Nothing was changed. Try again in a moment.",
}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in words that never come from the inside."""

    status: int
    title: str
    message: str
    request_id: str


def install(app: FastAPI) -> None:
    """Answer every refusal and accident of the application."""
    app.exception_handler(SignInNeeded)(_sign_in)
    app.exception_handler(ProofNeeded)(_unproven)
    app.exception_handler(DomainError)(_refused)
    app.exception_handler(RequestValidationError)(_unreadable)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(Unavailable)(_away)
    app.exception_handler(Overtaken)(_overtaken)
    app.exception_handler(Exception)(_accident)


def page(request: Request, status: int, message: str = "") -> Response:
    """Show what went wrong with a status."""
    title = _TITLES.get(status, _TITLES[500])
    shown = ErrorPage(status, title, message or _ADVICE.get(status, ""), _request_id(request))
    return render(request, "error.html", shown, status=status)


def _sign_in(request: Request, bad: Exception) -> Response:
    if is_api(request):
        return problems.answer(request, 401, "Sign in with a token of yours.")
    if isinstance(bad, SignInNeeded) and bad.welcome:
        return RedirectResponse("/welcome", 303)
    there = _address(request)
    if request.app.state.demo and request.method in SAFE:
        return _enter_demo(request, there)
    onward = f"?next={quote(there, safe='')}" if request.method in SAFE and there != "/" else ""
    return RedirectResponse(f"/sign-in{onward}", 303)


def _unproven(request: Request, bad: Exception) -> Response:
    """Ask for a proof: on a page of its own before a look, around the form that was sent else."""
    assert isinstance(bad, ProofNeeded)  # noqa: S101 (registered for this only)
    there = _address(request)
    if request.method in SAFE:
        return RedirectResponse(f"/settings/prove?next={quote(there, safe='')}", 303)
    shown = ProvePage(
        form=proving.blamed(bad.said),
        action=there,
        kept=proving.kept(Form.sent(request.state.form)),
        roads=bad.roads,
        back_href="/settings",
    )
    return render(request, "prove.html", shown, status=422)


def _enter_demo(request: Request, there: str) -> Response:
    """Let a visitor of the demonstration in without asking."""
    with database(request).session(Actor(steward=True)) as session:
        token = demo.enter(session, now=moment())
    response = RedirectResponse(there, 303)
    sessions.remember(request, response, token)
    return response


def _refused(request: Request, bad: Exception) -> Response:
    assert isinstance(bad, DomainError)  # noqa: S101 (registered for these only)
    status = next(code for kind, code in _STATUS if isinstance(bad, kind))
    if is_api(request):
        return problems.refused(request, status, bad)
    return page(request, status, "" if isinstance(bad, NotFound) else str(bad))


def _unreadable(request: Request, bad: Exception) -> Response:
    """Answer parameters that are no ids, days or numbers: a page that does not exist."""
    if is_api(request) and isinstance(bad, RequestValidationError):
        return problems.unreadable(request, bad)
    return page(request, 404)


def _http(request: Request, bad: Exception) -> Response:
    status = getattr(bad, "status_code", 500)
    headers = getattr(bad, "headers", None) or {}
    response = (
        problems.answer(request, status, _TITLES.get(status, "Refused"))
        if is_api(request)
        else page(request, status)
    )
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def _away(request: Request, bad: Exception) -> Response:
    """Ask for patience while the database is away; the log holds why, in a line for each request.

    Where it came from is the same each time, and hours of it would fill the disk.
    """
    why = str(getattr(bad.__cause__, "orig", None) or bad.__cause__ or bad).strip()
    reason = why.partition("\n")[0]
    log.error("the database does not answer", request_id=_request_id(request), reason=reason)
    if is_api(request):
        return problems.answer(request, 503, _ADVICE[503])
    return page(request, 503)


def _overtaken(request: Request, bad: Exception) -> Response:
    """Say that somebody else was faster; the log says in what."""
    log.warning("overtaken", request_id=_request_id(request), reason=str(bad))
    if is_api(request):
        return problems.answer(request, 409, _ADVICE[409])
    return page(request, 409)


def _accident(request: Request, bad: Exception) -> Response:
    """Say only that it happened; the log holds the rest, found by the request's id."""
    log.error("accident", request_id=_request_id(request), exc_info=bad)
    if is_api(request):
        return problems.answer(request, 500, _ADVICE[500])
    return page(request, 500)


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))
