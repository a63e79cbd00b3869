"""From bytes to text: which encoding a file is in, and what is no text at all."""

import codecs
from collections.abc import Iterator
from io import TextIOWrapper

from charset_normalizer import from_bytes

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import foreign, sources
from ftracker.domain.statements.sources import Source

SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BEGINNING = 1 << 10
_BLANKS = codecs.BOM_UTF8 + b" \t\r\n"
_MIXED = 0.25
_HIGH = 0x80
_ELSEWHERE = [
    "cp1251", "koi8_r", "cp866", "iso8859_5", "cp932", "euc_jp", "gb18030", "big5", "cp949",
    "cp1253", "cp1255", "cp1256",
]  # fmt: skip


def detect(source: Source, encoding: str | None = None) -> str:
    """Name the Python codec that reads the whole file; `encoding` is used when given.

    Raises InvalidInput on `file` when the content is empty, no text or of mixed encodings, and on
    `encoding` when the given one is unknown or does not fit.
    """
    head = sources.head(source)
    foreign.refuse(source, head)
    foreign.refuse_markup(head.lstrip(_BLANKS)[:_BEGINNING].decode("latin-1"))
    return settle(source, encoding)


def settle(source: Source, encoding: str | None = None) -> str:
    """Name the Python codec as `detect` does, for a file that is known to be a text.

    Raises InvalidInput as `detect` does, but for what is no text.
    """
    head = sources.head(source)
    found = _marked(head) or (encoding and _known(encoding)) or _guess(source)
    fault = _fault(source, found)
    if fault is not None:
        line = sources.line_at(source, fault)
        raise InvalidInput("encoding", f"Line {line} cannot be read as {found}.")
    if found.startswith(("utf-16", "utf-32")):
        _refuse_wide_nul(source, found)
    else:
        _refuse_nul(source)
    return found


def fits(source: Source, encoding: str) -> bool:
    """Tell whether a codec reads the whole file."""
    return _fault(source, encoding) is None


def lines(source: Source, encoding: str) -> TextIOWrapper:
    """Read a file line by line, line ends kept, without holding it."""
    return TextIOWrapper(source.open(), encoding=encoding, newline="")


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
    telling = b"\n".join(_telling(source))[:SAMPLE]
    if _is_latin(telling):
        guess = "cp1252" if _is_western(telling) else _likeliest(telling, None)
    else:
        guess = _likeliest(telling, _ELSEWHERE)
    # Every byte is a letter of this one: nothing is lost, and another can be named.
    return guess if _fault(source, guess) is None else "iso-8859-1"


def _telling(source: Source) -> Iterator[bytes]:
    """Give the lines that are more than ASCII, until there is enough to judge by."""
    size = 0
    with source.open() as file:
        for line in file:
            if not line.isascii():
                yield line.rstrip(b"\r\n")
                size += len(line)
                if size > SAMPLE:
                    return


def _likeliest(telling: bytes, among: list[str] | None) -> str:
    best = from_bytes(telling, cp_isolation=among).best()
    return best.encoding if best else "cp1252"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeError:
        return False
    return True


def _is_latin(telling: bytes) -> bool:
    """Tell whether most letters are plain ones, as they are only where the alphabet is Latin."""
    plain = sum(chr(byte).isalpha() for byte in telling if byte < _HIGH)
    return plain > sum(byte >= _HIGH for byte in telling)


def _is_western(telling: bytes) -> bool:
    """Tell whether western European letters are what the high bytes make, and no odd signs."""
    high = [c for c in telling.decode("cp1252", errors="replace") if not c.isascii()]
    return all(c.isalpha() or c in "€£§°´’–\u00a0" for c in high)


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
