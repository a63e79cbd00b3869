"""Files that came in together, each taken for itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.models import Import
from ftracker.services import arrivals, importer, understanding
from ftracker.services.arrivals import Upload


@dataclass(slots=True)
class Received:
    """The files that wait to be looked at, and what is wrong with the hopeless ones."""

    waiting: list[Import] = field(default_factory=list)
    refused: list[FieldError] = field(default_factory=list)


def again(session: Session, import_id: UUID) -> Import:
    """Let the file of an import wait once more, read as it was, so that it can be read otherwise.

    Raises NotFound, and Conflict when its bytes are kept no longer.
    """
    found = importer.one(session, import_id)
    source = arrivals.content(session, found)
    mapping = understanding.mapping_of(found)
    return importer.upload(
        session, Upload(found.file_name, source, mapping, arrivals.account(found))
    )


def receive(session: Session, sent: Iterable[Upload]) -> Received:
    """Keep each file and tell what its rows would become; a hopeless one takes no other with it."""
    received = Received()
    for one in sent:
        try:
            with session.begin_nested():
                received.waiting.append(importer.upload(session, one))
        except InvalidInput as bad:
            said = " ".join(error.message for error in bad.errors)
            received.refused.append(FieldError("file", f"{one.file_name}: {said}"))
    return received
