"""The bytes of files that came in: laid down in compressed pieces, read back from a copy."""

import zlib
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.statements.sources import Opened, Source
from ftracker.models import ImportPiece
from ftracker.queries import imports as stored

PIECE = 1 << 20
# A quick level: most of the gain for a tenth of the time.
_LEVEL = 1
_IN_MEMORY = 1 << 22


def keep(session: Session, import_id: UUID, source: Source) -> None:
    """Lay the bytes of a file down; its import exists already."""
    mine = {"household_id": household_id(session), "import_id": import_id}
    number = 0
    with source.open() as file:
        while piece := file.read(PIECE):
            row = mine | {"number": number, "content": zlib.compress(piece, _LEVEL)}
            session.connection().execute(insert(ImportPiece), row)
            number += 1


def kept(session: Session, import_id: UUID) -> Source:
    """Give a file as it came in, empty when its bytes are kept no longer.

    It is copied to disk first: while rows go to the database, nothing can be asked of it.
    """
    # The file is closed with the source that reads it, which outlives this function.
    copy = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    number = 0
    while (piece := stored.piece(session, import_id, number)) is not None:
        copy.write(zlib.decompress(piece))
        number += 1
    return Opened(cast("BinaryIO", copy))
