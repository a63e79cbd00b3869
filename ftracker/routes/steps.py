"""A request is one step: its session opens, its work is done and its session closes in one thread.

Left to FastAPI these are three turns of its threads, which on the home page cost as much as the
statements that it sends.
"""

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, ExitStack
from functools import wraps
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import Response

Opening = Callable[[], AbstractContextManager[Any]]


class Within:
    """A value of a route that is there while its step lasts: what a dependency gives for it."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening


def within(request: Request, opening: Opening) -> Within:
    """Promise what the step of this request opens; it also decides who may know what is wrong."""
    request.state.promised = Within(opening)
    return request.state.promised  # type: ignore[no-any-return]


class Step(APIRoute):
    """A route whose promised values are opened, used and closed in the thread of its work."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _in_one(endpoint), **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Handle a request; one that cannot be read is told so only to those who may come in."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError:
                promised: Within | None = getattr(request.state, "promised", None)
                if promised is not None:
                    await run_in_threadpool(_look_in, promised)
                raise

        return handled


class Router(APIRouter):
    """A router whose routes are steps."""

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=Step, **options)


def _in_one(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def step(**given: Any) -> Any:
        with ExitStack() as opened:
            for name, value in given.items():
                if isinstance(value, Within):
                    given[name] = opened.enter_context(value.opening())
            return work(**given)

    return step


def _look_in(promised: Within) -> None:
    """Open and close; whoever may not come in is refused."""
    with promised.opening():
        pass
