"""The OpenAPI document: what FastAPI knows of the API, and what only we know."""

from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ftracker.routes.api import examples
from ftracker.schemas.problems import FieldProblem, Need, Problem

Json = dict[str, Any]

_ABOUT = """\
A household's books for programs. Send `Authorization: Bearer <token>`; tokens are made at
Settings → Tokens or by `ftracker token add`.

Amounts are strings with the decimals of the household's currency (`"12.50"`), always positive:
the type's flow says which way money moved. Days are ISO dates; ranges are half-open, `start`
belongs and `end` does not. Refusals are `application/problem+json` (RFC 9457) with
`errors: [{field, message}]`. What belongs to another household answers 404, like what never was.
"""
_TAGS = {
    "transactions": "Movements of money.",
    "transfers": "Money that changed its place between two accounts.",
    "categories": "What transactions are for.",
    "types": "Which way transactions move money.",
    "accounts": "Where money lies.",
    "budgets": "What may be spent, and what is left of it.",
    "goals": "What is saved for and paid off, and what becomes of it.",
    "schedules": "What comes again, and what falls due.",
    "reports": "Where the money went.",
    "reports/views": "Reports kept by name, with all that was chosen for them.",
    "forecasts/scenarios": "What would become of the money if some things were otherwise.",
    "data": "Files in and out.",
}
_ALWAYS = {
    400: "The request cannot be read.",
    401: "No token, or one that is not valid.",
    404: "There is nothing here for you.",
    422: "Something in the request is not right; `errors` names the fields.",
    429: "Too many requests.",
    503: "The database does not answer; nothing was changed.",
}
_WRITES = {
    403: "You may look, not change.",
    409: "Stale version (with `current`), something in use (with `count`), or a contradiction.",
    413: "The body is too large.",
    415: "The body is not of the right media type.",
}
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def install(app: FastAPI) -> None:
    """Let /openapi.json say all of it."""
    app.openapi = partial(document, app)  # type: ignore[method-assign]


def document(app: FastAPI) -> Json:
    """Give the OpenAPI document, made once: only /api, with refusals and links."""
    if app.openapi_schema is None:
        app.openapi_schema = _complete(
            get_openapi(
                title="FTracker",
                version=app.version,
                description=_ABOUT,
                routes=app.routes,
                tags=[{"name": name, "description": text} for name, text in _TAGS.items()],
                servers=[{"url": base}] if (base := app.state.settings.sub_path) else None,
            )
        )
    return app.openapi_schema


def _complete(found: Json) -> Json:
    paths: Json = {p: item for p, item in found["paths"].items() if p.startswith("/api/")}
    schemas: Json = found["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for model in (Problem, FieldProblem, Need):
        schemas[model.__name__] = model.model_json_schema(
            ref_template="#/components/schemas/{model}", mode="serialization"
        )
        schemas[model.__name__].pop("$defs", None)
    for name, example in examples.BODIES.items():
        schemas[name]["examples"] = [example]
    for item in paths.values():
        for method, operation in item.items():
            _add_refusals(method, operation)
    for path, item in paths.items():
        _link(path, item, paths, schemas)
    return found | {"paths": paths}


def _add_refusals(method: str, operation: Json) -> None:
    """Name every refusal that the operation can answer."""
    refusals = _ALWAYS if method == "get" else _ALWAYS | _WRITES
    for status, text in sorted(refusals.items()):
        answer: Json = {"description": text, "content": _PROBLEM}
        if status == HTTPStatus.UNAUTHORIZED:
            answer["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
        operation["responses"][str(status)] = answer


def _link(path: str, item: Json, paths: Json, schemas: Json) -> None:
    """Say where a thing is that was made, and what can be done with it."""
    created = item.get("post", {}).get("responses", {}).get("201")
    place = next((p for p in paths if p.startswith(f"{path}/{{")), None)
    if created is None or place is None:
        return
    key = place.removeprefix(f"{path}/{{").partition("}")[0]
    created["headers"] = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}
    created["links"] = {
        operation["operationId"]: _way(method, operation, key, schemas)
        for there, others in paths.items()
        if there.startswith(place)
        for method, operation in others.items()
    }


def _way(method: str, operation: Json, key: str, schemas: Json) -> Json:
    way: Json = {"operationId": operation["operationId"], "parameters": {key: "$response.body#/id"}}
    if method == "put":
        content = operation["requestBody"]["content"]["application/json"]
        needed = schemas[content["schema"]["$ref"].rpartition("/")[2]]["required"]
        way["requestBody"] = {name: f"$response.body#/{name}" for name in needed}
    return way
