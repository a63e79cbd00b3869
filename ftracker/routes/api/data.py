"""Files in and out, for programs."""

from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from ftracker.db.scope import actor
from ftracker.routes import uploads
from ftracker.routes.api import filters, requests
from ftracker.routes.api import shown_imports as shown
from ftracker.routes.deps import Editor, Today, Viewer, database, identify
from ftracker.routes.steps import Router
from ftracker.schemas.filters import TransactionFilter
from ftracker.schemas.imports import ImportResult
from ftracker.services import exporter, importer, previews

_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "A CSV file."},
                    "mapping": {"type": "string", "description": "A mapping as JSON."},
                    "account": {"type": "string", "description": "The account of every row."},
                    "dry_run": {"type": "boolean", "default": False},
                },
            }
        }
    },
}


async def multipart_only(request: Request, _: Annotated[None, Depends(identify)]) -> None:
    """Refuse a body that is no form with a file."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind != "multipart/form-data":
        raise HTTPException(415)


router: Router = requests.router("data", reads=multipart_only)


@router.post("/import", operation_id="importFile", openapi_extra={"requestBody": _BODY})
def take_in(request: Request, session: Editor) -> ImportResult:
    """Read a CSV file and book its rows: all of them, or none.

    What the mapping leaves out is found out. Missing categories and accounts are created. Rows
    that came with an earlier file are counted as duplicates and left out. When a row cannot be
    read, or the file has two readings, the answer is 422 with a sentence for each `row` and
    `field`, and nothing is written. With `dry_run` nothing is written in any case.
    """
    options = uploads.options(request.state.form)
    sent = uploads.sent(request, options)
    if options.dry_run:
        return shown.trial(session, previews.trial(session, sent))
    return shown.imported(importer.take_in(session, sent))


@router.get("/export", operation_id="exportTransactions", response_class=StreamingResponse)
def export(
    request: Request,
    session: Viewer,
    today: Today,
    wanted: Annotated[TransactionFilter, Query()],
) -> StreamingResponse:
    """Give transactions as CSV, oldest first: date, amount, type, category, account, payee, note.

    Cells that a spreadsheet would run carry an apostrophe, which the import takes back.
    """
    blocks = exporter.stream(database(request), actor(session), filters.meant(wanted))
    name = f"ftracker-{today.isoformat()}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(blocks, media_type="text/csv; charset=utf-8", headers=headers)
