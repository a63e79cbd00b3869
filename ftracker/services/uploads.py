"""Files that came in together, each taken for itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.models import Import
from ftracker.services import importer
from ftracker.services.importer import Upload


@dataclass(slots=True)
class Received:
    """The files that wait to be looked at, and what is wrong with the hopeless ones."""

    waiting: list[Import] = field(default_factory=list)
    refused: list[FieldError] = field(default_factory=list)


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
