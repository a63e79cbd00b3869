"""Files that are no statement at all: named, and refused in one sentence for every door."""

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import sources
from ftracker.domain.statements.sources import Source

UNDERSTOOD = "FTracker reads CSV, XLSX, OFX, QFX, QIF, CAMT.053 and MT940."
_MAGIC = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\0\0\1\0", "a picture"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"SQLite format 3", "a database"),
)
_OLD_SPREADSHEET = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
_BLANKS = b"\xef\xbb\xbf \t\r\n"


def refuse(source: Source, head: bytes) -> None:
    """Refuse what is empty, a picture, a document or packed; `head` is how the file begins.

    Raises InvalidInput on `file`.
    """
    if not head.strip(_BLANKS) and not any(p.strip(_BLANKS) for p in sources.pieces(source)):
        raise InvalidInput("file", "This file is empty.")
    if is_zip(head):
        raise InvalidInput(
            "file",
            "This is a zip archive, not a statement or a spreadsheet: give the files in it.",
        )
    if head.startswith(_OLD_SPREADSHEET):
        raise InvalidInput(
            "file",
            "This is an old spreadsheet, or one with a password: save it as .xlsx or CSV.",
        )
    what = next((what for magic, what in _MAGIC if head.startswith(magic)), None)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        what = "a picture"
    if what is not None:
        raise InvalidInput("file", f"This is {what}, not a statement. {UNDERSTOOD}")


def refuse_markup(text: str) -> None:
    """Refuse a web page or a document in XML, told by how its text begins.

    Raises InvalidInput on `file`.
    """
    start = text.lstrip("\ufeff \t\r\n")[:1000].lower()
    if start.startswith("<") and ("<!doctype html" in start or "<html" in start):
        raise InvalidInput(
            "file",
            "This is a web page, not a statement: download the file itself from your bank. "
            + UNDERSTOOD,
        )
    if start.startswith(("<?xml", "<!doctype")):
        raise InvalidInput("file", f"This is an XML document, not a statement. {UNDERSTOOD}")


def is_zip(head: bytes) -> bool:
    """Tell whether a file begins as a zip archive does, an empty one included."""
    return head.startswith(_ZIP) and head[2:4] in {b"\3\4", b"\5\6", b"\7\b"}
