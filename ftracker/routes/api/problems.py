"""Refusals as programs read them: RFC 9457 `application/problem+json`."""

from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from starlette.responses import JSONResponse

from ftracker.domain.errors import Conflict, DomainError, FieldError, Stale
from ftracker.domain.statements.mapping import Unclear
from ftracker.schemas import sentences
from ftracker.schemas.problems import FieldProblem, Need, Problem

_TYPES = {
    401: "signed-out",
    403: "forbidden",
    404: "not-found",
    405: "wrong-method",
    409: "conflict",
    413: "too-large",
    415: "wrong-media-type",
    422: "invalid-input",
    429: "too-many-requests",
    503: "unavailable",
}
_ADVICE = {
    401: "Sign in with a token: `Authorization: Bearer …`.",
    405: "This address does not do that; the header Allow says what it does.",
    413: "This is too large.",
    415: "Send JSON, with `Content-Type: application/json`.",
    429: "Too many requests. Wait a moment.",
}


def answer(
    request: Request,
    status: int,
    detail: str = "",
    errors: list[FieldError] | None = None,
    **members: Any,
) -> JSONResponse:
    """Answer with a problem; the text of an accident is never the inside's."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        members["request_id"] = str(getattr(request.state, "request_id", "")) or None
    problem = Problem(
        type=_type(status, members),
        title=HTTPStatus(status).phrase,
        status=status,
        detail=_ADVICE.get(status, detail),
        errors=[FieldProblem(field=e.field, message=e.message, row=e.row) for e in errors or []],
        **members,
    )
    return JSONResponse(
        problem.model_dump(mode="json", exclude_none=True),
        status,
        headers=_headers(request, status),
        media_type="application/problem+json",
    )


def refused(request: Request, status: int, bad: DomainError) -> JSONResponse:
    """Answer a refusal of the domain, with its fields, its count and the present state."""
    members: dict[str, Any] = {}
    if isinstance(bad, Conflict) and bad.count is not None:
        members["count"] = bad.count
    if isinstance(bad, Unclear):
        members["needs"] = [Need(field=e.field, question=e.message) for e in bad.errors]
    if isinstance(bad, Stale) and isinstance(bad.current, BaseModel):
        members["current"] = bad.current.model_dump(mode="json")
    return answer(request, status, str(bad), getattr(bad, "errors", None), **members)


def unreadable(request: Request, bad: RequestValidationError) -> JSONResponse:
    """Answer a body, a parameter or a header that does not fit its schema."""
    found = [error | {"loc": _place(error)} for error in bad.errors()]
    return answer(request, 422, "Some fields are not right.", sentences.errors(found))


def methods(request: Request) -> str:
    """List all methods of the request's path, as the header Allow has them."""
    path = request.url.path
    found: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        pattern = getattr(context, "path_regex", None)
        if context.methods and pattern is not None and pattern.match(path):
            found |= context.methods
    return ", ".join(sorted(found))


def _type(status: int, members: dict[str, Any]) -> str:
    name = "stale" if "current" in members else _TYPES.get(status)
    return f"urn:ftracker:problem:{name}" if name else "about:blank"


def _headers(request: Request, status: int) -> dict[str, str]:
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="FTracker"'}
    return {"Allow": methods(request)} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}


def _place(error: dict[str, Any]) -> tuple[str | int, ...]:
    """Name the field without saying where it came from; what is no JSON is the body's fault."""
    return () if error["type"] == "json_invalid" else tuple(error["loc"][1:])
