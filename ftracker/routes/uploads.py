"""A file that came in with a form, and what was said about it."""

import json
from pathlib import PurePosixPath, PureWindowsPath

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from ftracker.config import Settings
from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements.sources import InMemory, Opened, Source
from ftracker.schemas import sentences
from ftracker.schemas.imports import ImportOptions
from ftracker.services.importer import Upload


def options(form: FormData) -> ImportOptions:
    """Read what was said beside the file. Raises InvalidInput."""
    said = {k: v for k, v in form.multi_items() if isinstance(v, str) and v.strip()}
    values: dict[str, object] = {
        name: said[name] for name in ("account", "dry_run") if name in said
    }
    if (mapping := said.get("mapping")) is not None:
        return sentences.read(ImportOptions, values | {"mapping": _json(mapping)})
    return sentences.read(ImportOptions, values)


def sent(request: Request, given: ImportOptions) -> Upload:
    """Give the file that was sent. Raises InvalidInput when there is none."""
    found = request.state.form.get("file")
    if not isinstance(found, UploadFile):
        raise InvalidInput("file", "Choose a file.")
    return _upload(request, found, given)


def several(request: Request, given: ImportOptions) -> list[Upload]:
    """Give all files that were sent, and what was pasted. Raises InvalidInput without any."""
    form: FormData = request.state.form
    found = [file for file in form.getlist("file") if isinstance(file, UploadFile)]
    sent = [_upload(request, file, given) for file in found if file.filename]
    pasted = form.get("pasted")
    if isinstance(pasted, str) and pasted.strip():
        source = InMemory(pasted.encode())
        sent.append(_described(request, "Pasted rows", source, given))
    if not sent:
        raise InvalidInput("file", "Choose a file, or paste some rows.")
    return sent


def file_name(text: str) -> str:
    """Keep the last part of a path, without signs that no name has; it is shown, never opened."""
    last = PureWindowsPath(PurePosixPath(text).name).name
    return "".join(c for c in last if c.isprintable())[-200:] or "file.csv"


def _upload(request: Request, file: UploadFile, given: ImportOptions) -> Upload:
    return _described(request, file_name(file.filename or ""), Opened(file.file), given)


def _described(request: Request, name: str, source: Source, given: ImportOptions) -> Upload:
    settings: Settings = request.app.state.settings
    return Upload(name, source, given.mapping.mapping(), given.account, settings.import_row_limit)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as bad:
        raise InvalidInput("mapping", "This is no JSON.") from bad
