"""How searches are written."""

from fastapi import Request
from starlette.responses import Response

from ftracker.routes.deps import Viewer
from ftracker.routes.steps import Router
from ftracker.web.pages_search_help import PAGE
from ftracker.web.templating import render

router = Router()


@router.get("/search-help")
def show(request: Request, _: Viewer) -> Response:
    """Show an example for everything that a search can ask."""
    return render(request, "search_help.html", PAGE)
