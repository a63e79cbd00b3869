"""Files in and out, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from ftracker.db.scope import actor, origin
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.routes import uploads
from ftracker.routes.api import filters, requests
from ftracker.routes.api import shown_imports as shown
from ftracker.routes.deps import Editor, Today, Viewer, database, identify
from ftracker.routes.steps import Router
from ftracker.schemas.filters import TransactionFilter
from ftracker.schemas.imports import ImportPage, ImportQuery, ImportResult
from ftracker.services import exporter, importer, previews, takebacks

_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "The file."},
                    "mapping": {"type": "string", "description": "A mapping as JSON."},
                    "account": {"type": "string", "description": "The account of every row."},
                    "dry_run": {"type": "boolean", "default": False},
                },
            }
        }
    },
}


_LATER = "The file is large: a job books it."
_WHERE = {"Location": {"description": "Where to ask for it.", "schema": {"type": "string"}}}


class _Csv(Response):
    """A small file of comma-separated values."""

    media_type = "text/csv; charset=utf-8"


async def multipart_only(request: Request, _: Annotated[None, Depends(identify)]) -> None:
    """Refuse a body that is no form with a file."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind != "multipart/form-data":
        raise HTTPException(415)


router: Router = requests.router("data", reads=multipart_only)


@router.post(
    "/import",
    operation_id="importFile",
    openapi_extra={"requestBody": _BODY},
    responses={202: {"model": ImportResult, "description": _LATER, "headers": _WHERE}},
)
def take_in(request: Request, response: Response, session: Editor) -> ImportResult:
    """Read a file of any format and book its rows: all of them, or none.

    The format is told by the content: CSV in any dialect, OFX and QFX, QIF, CAMT.053, MT940, XLSX.
    What the mapping leaves out is found out, or is what a profile says that an earlier file of this
    kind left; `profile` says what was decided and why. Missing categories and accounts are created.
    Rows that came with an earlier file are counted as duplicates and left out; rows that only look
    like something that is there come in, and are counted in `matches`. When a row cannot be read,
    the answer is 422 with a sentence for each `row` and `field`; when the file has two readings it
    is 422 with `needs`, the questions and the part of the mapping that answers each. Nothing is
    written then, and with `dry_run` in any case.

    A file of a megabyte or more is looked through at once and booked by a job: the answer is 202,
    and `Location` is where to ask how far it is.
    """
    options = uploads.options(request.state.form)
    sent = uploads.sent(request, options)
    if options.dry_run:
        return shown.trial(session, previews.trial(session, sent))
    found = importer.take_in_or_enqueue(session, sent)
    if found.status == "queued":
        response.status_code = 202
        response.headers["Location"] = f"/api/data/imports/{found.id}"
    return shown.imported(session, found)


@router.get("/import/template", operation_id="getImportTemplate", response_class=_Csv)
def template(_: Viewer) -> Response:
    """Give a small CSV file that shows what an import can hold."""
    headers = {"content-disposition": 'attachment; filename="ftracker-template.csv"'}
    return _Csv(exporter.TEMPLATE, headers=headers)


@router.get("/imports", operation_id="listImports")
def listing(session: Viewer, wanted: Annotated[ImportQuery, Query()]) -> ImportPage:
    """List the files that came in, newest first, whatever became of them."""
    found = stored.page(session, before=wanted.position(), limit=wanted.limit + 1)
    return shown.page(found, wanted.limit)


@router.get("/imports/{import_id}", operation_id="getImport")
def one(import_id: UUID, session: Viewer) -> ImportResult:
    """Show what became of a file: how far a job is, what it added, or why it failed."""
    return shown.imported(session, importer.one(session, import_id))


@router.delete("/imports/{import_id}", status_code=204, operation_id="undoImport")
def undo(import_id: UUID, session: Editor) -> None:
    """Take an import back with all that it added, or forget a file that waits.

    409 when one of its transactions was changed since, when it is being imported, or when it was
    taken back already.
    """
    takebacks.by_id(session, import_id)


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
    meant = filters.meant(wanted, catalogue(session))
    blocks = exporter.stream(database(request), actor(session), meant, origin=origin(session))
    name = f"ftracker-{today.isoformat()}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(blocks, media_type="text/csv; charset=utf-8", headers=headers)
