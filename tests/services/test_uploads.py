"""Several files at once: each is looked at for itself."""

from sqlalchemy.orm import Session

from ftracker.domain.statements.sources import InMemory
from ftracker.services import uploads
from ftracker.services.importer import Upload

GOOD = b"date,amount,payee\n2025-07-01,-3.20,Corner shop\n"


def test_a_hopeless_file_takes_no_other_with_it(session: Session) -> None:
    sent = [
        Upload("first.csv", InMemory(GOOD)),
        Upload("photo.csv", InMemory(b"\x89PNG\r\n\x1a\n")),
        Upload("last.csv", InMemory(GOOD.replace(b"3.20", b"4.20"))),
    ]
    received = uploads.receive(session, sent)
    assert [found.file_name for found in received.waiting] == ["first.csv", "last.csv"]
    assert [error.field for error in received.refused] == ["file"]
    assert received.refused[0].message.startswith("photo.csv: This is a picture")
