"""From bytes to text: which encoding a file is in, and what is no text at all."""

import codecs
from collections.abc import Iterator
from io import TextIOWrapper

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import letters, sources
from ftracker.domain.statements.sources import Source

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
# The likelier one stands first, and wins where both read a file alike.
_LEGACY = (
    "cp1252", "iso8859_15", "cp1250", "iso8859_2", "cp1251", "cp1254", "cp1257", "cp1253",
    "iso8859_7", "koi8_r", "iso8859_5", "cp1255", "cp1256", "cp866", "cp852", "cp850", "mac_roman",
)  # fmt: skip
_WIDE = ("cp932", "euc_jp", "gb18030", "big5", "cp949")
_JUDGED = 1 << 16
_PAIRS = 0.1


def detect(source: Source, encoding: str | None = None) -> str:
    """Name the Python codec that reads the whole file; `encoding` is used when given.

    Raises InvalidInput on `file` when the content is empty, no text or of mixed encodings, and on
    `encoding` when the given one is unknown or does not fit.
    """
    head = sources.head(source)
    _refuse_no_text(source, head)
    found = _marked(head) or (encoding and _known(encoding)) or _unmarked(head) or _guess(source)
    fault = _fault(source, found)
    if fault is not None:
        line = sources.line_at(source, fault)
        raise InvalidInput("encoding", f"Line {line} cannot be read as {found}.")
    if found.startswith(("utf-16", "utf-32")):
        _refuse_wide_nul(source, found)
    else:
        _refuse_nul(source)
    return found


def lines(source: Source, encoding: str) -> TextIOWrapper:
    """Read a file line by line, line ends kept, without holding it."""
    return TextIOWrapper(source.open(), encoding=encoding, newline="")


def _refuse_no_text(source: Source, head: bytes) -> None:
    if not head.strip() and not any(piece.strip() for piece in sources.pieces(source)):
        raise InvalidInput("file", "This file is empty.")
    for magic, what in _NO_TEXT:
        if head.startswith(magic):
            raise InvalidInput("file", f"This is {what}, not a CSV file.")
    if head.lstrip()[:5].lower() in (b"<?xml", b"<html", b"<!doc"):
        raise InvalidInput("file", "This is an XML or HTML document, not a CSV file.")


def _refuse_nul(source: Source) -> None:
    start = 0
    for piece in sources.pieces(source):
        at = piece.find(b"\0")
        if at >= 0:
            line = sources.line_at(source, start + at)
            raise InvalidInput("file", f"Line {line} holds a NUL character, which is no text.")
        start += len(piece)


def _refuse_wide_nul(source: Source, encoding: str) -> None:
    """Look for NUL among the letters: every other byte of such a file is zero."""
    with lines(source, encoding) as text:
        for row, line in enumerate(text, start=1):
            if "\0" in line:
                raise InvalidInput("file", f"Line {row} holds a NUL character, which is no text.")


def _marked(content: bytes) -> str | None:
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def _unmarked(head: bytes) -> str | None:
    """Find UTF-16 without its mark: digits and commas make every other byte zero."""
    pairs = len(head) // 2
    first, second = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if not pairs or max(first, second) < _PAIRS * pairs:
        return None
    if first * 20 < second:
        return "utf-16-le"
    return "utf-16-be" if second * 20 < first else None


def _known(encoding: str) -> str:
    try:
        "".encode(encoding)
        codecs.getincrementaldecoder(encoding)
    except (LookupError, ValueError) as bad:
        raise InvalidInput("encoding", "This encoding is not known; try utf-8.") from bad
    return codecs.lookup(encoding).name


def _guess(source: Source) -> str:
    """Try UTF-8 first: other encodings hardly ever pass for it by chance."""
    fault = _fault(source, "utf-8")
    if fault is None:
        return "utf-8"
    _refuse_nul(source)
    _refuse_mixed(source, fault)
    return _legacy(source)


def _refuse_mixed(source: Source, at: int) -> None:
    """Refuse a file some of whose lines are UTF-8 and some are not: any reading garbles some."""
    head = sources.head(source, 4 * SAMPLE)
    telling = [line for line in head.splitlines() if not line.isascii()]
    proper = sum(_is_utf8(line) for line in telling)
    if proper >= max(1, _MIXED * len(telling)):
        raise InvalidInput(
            "file",
            f"Line {sources.line_at(source, at)} is in another encoding than the lines around it; "
            "save the file as UTF-8.",
        )


def _legacy(source: Source) -> str:
    telling = b"".join(_telling(source))[:_JUDGED]
    found = {code: text for code in (*_LEGACY, *_WIDE) if (text := _decoded(telling, code))}
    guess = max(found, key=lambda code: letters.score(found[code]), default="cp1252")
    # Every byte is a letter of this one: nothing is lost, and another can be named.
    return guess if _fault(source, guess) is None else "iso-8859-1"


def _decoded(telling: bytes, code: str) -> str:
    """Decode a sample; '' when it is not in this encoding, a letter cut at its end aside."""
    try:
        return codecs.getincrementaldecoder(code)().decode(telling)
    except UnicodeError:
        return ""


def _telling(source: Source) -> Iterator[bytes]:
    """Give the lines that are more than ASCII, until there is enough to judge by."""
    size = 0
    with source.open() as file:
        for line in file:
            if not line.isascii():
                yield line
                size += len(line)
                if size > SAMPLE:
                    return


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeError:
        return False
    return True


def _fault(source: Source, encoding: str) -> int | None:
    """Tell where a file stops being readable, decoding it piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)()
    start = 0
    try:
        for piece in sources.pieces(source):
            decoder.decode(piece)
            start += len(piece)
        decoder.decode(b"", final=True)
    except UnicodeError as bad:
        return start + getattr(bad, "start", 0)
    return None
