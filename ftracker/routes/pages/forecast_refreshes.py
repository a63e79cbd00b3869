"""Ask for new forecasts."""

from fastapi import Request
from starlette.responses import Response

from ftracker.routes.deps import Editor, Today
from ftracker.routes.steps import Router
from ftracker.services import forecasting
from ftracker.web import flash, redirects

router = Router(prefix="/forecast")
_ASKED = "The forecast is being worked out anew, if anything changed since. Look again in a minute."


@router.post("/refresh")
def refresh(request: Request, session: Editor, today: Today) -> Response:
    """Let a job work the forecasts out, where anything has changed."""
    forecasting.ask(session, today=today)
    return flash.say(request, redirects.to("/forecast"), _ASKED)
