"""All books of a household on their way out: as an archive for an owner, as journals for all."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from ftracker.db.scope import actor
from ftracker.routes.deps import Now, Today, Viewer, database
from ftracker.routes.proving import ProvenOwner
from ftracker.routes.steps import Router
from ftracker.services import archives, journals, security_events
from ftracker.services.journals import Language
from ftracker.web.display import Option
from ftracker.web.pages_archives import LEFT_OUT
from ftracker.web.templating import render

router = Router(prefix="/data")


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """What lies in an archive, and what does not, with the reason."""

    left_out: tuple[Option, ...]


@router.get("/archive")
def ask(request: Request, session: ProvenOwner) -> Response:  # noqa: ARG001 (the role is asked)
    """Say what an archive holds, and offer it."""
    return render(request, "archive.html", ArchivePage(LEFT_OUT))


@router.post("/archive")
def download(request: Request, session: ProvenOwner, now: Now, today: Today) -> Response:
    """Give everything that belongs to the household as one file."""
    security_events.record(session, "export.made", file="everything as an archive")
    blocks = archives.stream(database(request), actor(session), now=now)
    headers = {"content-disposition": f'attachment; filename="ftracker-{today.isoformat()}.zip"'}
    return StreamingResponse(blocks, media_type="application/zip", headers=headers)


@router.get("/journal/beancount")
def beancount(request: Request, session: Viewer, today: Today) -> Response:
    """Give all transactions as a journal of Beancount."""
    blocks = journals.stream(database(request), actor(session), Language.BEANCOUNT, today=today)
    return _journal(blocks, f"ftracker-{today.isoformat()}.beancount")


@router.get("/journal/hledger")
def hledger(request: Request, session: Viewer, today: Today) -> Response:
    """Give all transactions as a journal of hledger."""
    blocks = journals.stream(database(request), actor(session), Language.HLEDGER, today=today)
    return _journal(blocks, f"ftracker-{today.isoformat()}.journal")


def _journal(blocks: Iterator[bytes], name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(blocks, media_type="text/plain; charset=utf-8", headers=headers)
