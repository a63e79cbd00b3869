"""What the file said from which a transaction came."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.errors import Conflict, InvalidInput, NotFound
from ftracker.domain.statements import files
from ftracker.queries import imports as stored
from ftracker.services import arrivals, understanding


@dataclass(frozen=True, slots=True)
class Raw:
    """A row of a file as it came in: its line, and each cell with the name of its column.

    `is_gone` says that the bytes of the file are kept no longer; then there are no cells.
    """

    import_id: UUID
    file_name: str
    line: int
    cells: list[tuple[str, str]]
    is_gone: bool


def raw_of(session: Session, transaction_id: UUID) -> Raw:
    """Give what the file said from which a transaction came.

    Raises NotFound for one that came from no file, or so long ago that no line was kept.
    """
    origin = stored.origin(session, transaction_id)
    if origin is None or not origin[1]:
        raise NotFound
    found, line = origin
    try:
        source = arrivals.content(session, found)
        cells = files.raw(source, understanding.reading_of(session, found, source), line)
    except (Conflict, InvalidInput):
        # Gone, or a type of the household went by which its words were understood.
        cells = []
    return Raw(found.id, found.file_name, line, cells, is_gone=not cells)
