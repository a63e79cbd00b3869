"""Whether the application lives, and whether it can work: for those who watch it."""

from fastapi import Depends, Request
from starlette.responses import JSONResponse, Response

from ftracker.routes.deps import Open, database
from ftracker.routes.steps import Router

router = Router(prefix="/health", tags=["health"], include_in_schema=False)


@router.get("/live", dependencies=[Depends(Open())])
def live() -> dict[str, str]:
    """Answer while the process runs."""
    return {"status": "live"}


@router.get("/ready", dependencies=[Depends(Open())])
def ready(request: Request) -> Response:
    """Answer 200 while the database answers, else 503."""
    if database(request).is_reachable():
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "the database does not answer"}, 503)
