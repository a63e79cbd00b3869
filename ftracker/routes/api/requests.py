"""What every request to the API brings along: a token, JSON, and perhaps a key of its own."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Query, Request, Response, Security
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from ftracker.db import Session
from ftracker.routes.deps import identify
from ftracker.routes.steps import Router
from ftracker.schemas.accounts import Account
from ftracker.schemas.alerts import Alert
from ftracker.schemas.budgets import Budget
from ftracker.schemas.categories import Category
from ftracker.schemas.fields import MOST_VERSIONS
from ftracker.schemas.goals import Goal
from ftracker.schemas.rules import Rule
from ftracker.schemas.saved_views import SavedView
from ftracker.schemas.scenarios import Scenario
from ftracker.schemas.schedules import Schedule
from ftracker.schemas.transactions import Transaction
from ftracker.schemas.transfers import Transfer
from ftracker.schemas.types import Type
from ftracker.services import idempotency

_TOKEN = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    description="A token of yours, from Settings → Tokens or `ftracker token add`.",
)


M = TypeVar(
    "M", Transaction, Category, Type, Account, Budget, Goal, Transfer, Rule, Schedule, Alert,
    SavedView, Scenario,
)  # fmt: skip
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern="^[!-~]{1,255}$",
        description="Your own name for this request: repeated with the same body within a day it "
        "does nothing again and is answered the same; with another body it is refused (409).",
    ),
]
ReadVersion = Annotated[
    int | None,
    Query(
        ge=1,
        le=MOST_VERSIONS,
        description="The version that was read; a stale one is refused (409).",
    ),
]


async def json_only(request: Request, _: Annotated[None, Depends(identify)]) -> None:
    """Refuse a body that is not called JSON, as forms of other sites cannot call theirs so."""
    length = request.headers.get("content-length", "0")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    has_body = length != "0" or "transfer-encoding" in request.headers
    if has_body and kind != "application/json":
        raise HTTPException(415)


def router(topic: str, *, reads: Callable[..., Any] = json_only) -> Router:
    """Make the router of one topic: signed in with a token, JSON in (or what `reads` lets in)."""
    return Router(
        prefix=f"/api/{topic}",
        tags=[topic],
        dependencies=[Depends(reads), Security(_TOKEN)],
    )


class Once:
    """Does what a request asks for once, however often it comes."""

    def __init__(self, request: Request, response: Response, key: str | None) -> None:
        self._request, self._response, self._key = request, response, key

    def created(
        self, session: Session, shown: type[M], data: BaseModel, deed: Callable[[], M]
    ) -> M:
        """Give the answer of a deed that makes a thing, and say where it is."""
        made = self.done(session, shown, data, deed, status=201)
        self._response.headers["Location"] = f"{self._request.url.path}/{made.id}"
        return made

    def done(
        self,
        session: Session,
        shown: type[M],
        data: BaseModel,
        deed: Callable[[], M],
        *,
        status: int = 200,
    ) -> M:
        """Give the answer of a deed, or the one that this key was given before."""
        if self._key is None:
            return deed()
        asked = f"{self._request.method} {self._request.url.path} {data.model_dump_json()}"
        body = idempotency.once(
            session,
            self._key,
            asked,
            lambda: deed().model_dump(mode="json"),
            status=status,
        )
        return shown.model_validate(body)


async def _once(request: Request, response: Response, key: Key = None) -> Once:
    return Once(request, response, key)


Repeatable = Annotated[Once, Depends(_once)]
