"""From bytes to text: which encoding a file is in, and what is no text at all."""

import codecs
from io import BytesIO, TextIOWrapper

from charset_normalizer import from_bytes

from ftracker.domain.errors import InvalidInput

SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or a spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"\x1f\x8b", "a compressed file"),
)
_MIXED = 0.25


def detect(content: bytes, encoding: str | None = None) -> str:
    """Name the Python codec that reads the whole content; `encoding` is used when given.

    Raises InvalidInput on `file` when the content is empty, no text or of mixed encodings, and on
    `encoding` when the given one is unknown or does not fit.
    """
    _refuse_no_text(content)
    found = _marked(content) or encoding or _guess(content)
    if encoding and found == encoding:
        _refuse_unreadable(content, encoding)
    if not found.startswith("utf-16") and not found.startswith("utf-32"):
        _refuse_nul(content)
    return found


def lines(content: bytes, encoding: str) -> TextIOWrapper:
    """Read the content line by line, line ends kept, without holding a second copy of it."""
    return TextIOWrapper(BytesIO(content), encoding=encoding, newline="")


def _refuse_no_text(content: bytes) -> None:
    if not content.strip():
        raise InvalidInput("file", "This file is empty.")
    for magic, what in _NO_TEXT:
        if content.startswith(magic):
            raise InvalidInput("file", f"This is {what}, not a CSV file.")
    if content.lstrip()[:5].lower() in (b"<?xml", b"<html", b"<!doc"):
        raise InvalidInput("file", "This is an XML or HTML document, not a CSV file.")


def _refuse_nul(content: bytes) -> None:
    at = content.find(b"\0")
    if at >= 0:
        row = content.count(b"\n", 0, at) + 1
        raise InvalidInput("file", f"Line {row} holds a NUL character, which is no text.")


def _marked(content: bytes) -> str | None:
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def _guess(content: bytes) -> str:
    """Try UTF-8 first: other encodings hardly ever pass for it by chance."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content, final=True)
    except UnicodeDecodeError as bad:
        _refuse_nul(content)
        _refuse_mixed(content, bad.start)
        return _legacy(content)
    return "utf-8"


def _refuse_mixed(content: bytes, at: int) -> None:
    """Refuse a file some of whose lines are UTF-8 and some are not: any reading garbles some."""
    proper = foreign = 0
    for line in content[: 4 * SAMPLE].splitlines():
        if not line.isascii():
            try:
                line.decode("utf-8")
                proper += 1
            except UnicodeDecodeError:
                foreign += 1
    if proper >= max(1, _MIXED * (proper + foreign)):
        row = content.count(b"\n", 0, at) + 1
        raise InvalidInput(
            "file",
            f"Line {row} is in another encoding than the lines around it; save the file as UTF-8.",
        )


def _legacy(content: bytes) -> str:
    telling = b"\n".join(line for line in content.splitlines() if not line.isascii())[:SAMPLE]
    best = from_bytes(telling).best()
    for name in (best.encoding if best else None, "cp1252", "iso-8859-1"):
        if name is not None and _reads(content, name):
            return name
    raise InvalidInput("encoding", "The letters of this file cannot be read; name its encoding.")


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_unreadable(content: bytes, encoding: str) -> None:
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError(encoding)
        content.decode(encoding)
    except LookupError as bad:
        raise InvalidInput("encoding", "This encoding is not known; try utf-8.") from bad
    except UnicodeError as bad:
        start = getattr(bad, "start", 0)
        row = content.count(b"\n", 0, start) + 1
        raise InvalidInput("encoding", f"Line {row} cannot be read as {encoding}.") from bad
