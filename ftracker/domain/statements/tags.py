"""The tags of SGML as OFX writes it, end tags or not, and its text; XML passes for it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import encodings
from ftracker.domain.statements.sources import Source

LONGEST = 1 << 20
LEAVES, CHARACTERS = 10_000, 1 << 22
_PIECE = 1 << 16
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9_.]{0,63})(?:\s[^<>]{0,400})?(/?)>")
_HELD = 500
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_SECTION = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Tag(NamedTuple):
    """A tag, in capitals, and the text up to the next one; lines count from 1."""

    is_end: bool
    name: str
    text: str
    line: int


def read(source: Source, encoding: str) -> Iterator[Tag]:
    """Read the tags one after the other; memory stays flat.

    An ampersand or an angle that belongs to no tag is a letter. Raises InvalidInput on `file` for
    a text that is too long.
    """
    buffer, line = "", 1
    with encodings.lines(source, encoding) as file:
        while piece := file.read(_PIECE):
            buffer += piece
            cut = _safe(buffer)
            yield from _tags(buffer[:cut], line)
            line += buffer.count("\n", 0, cut)
            buffer = buffer[cut:]
            if len(buffer) > LONGEST:
                message = f"Line {line} begins a text of more than {LONGEST:,} characters."
                raise InvalidInput("file", message)
    yield from _tags(buffer, line)


def _safe(buffer: str) -> int:
    """Tell up to where a buffer can be cut: before the last tag whose text may go on."""
    last = 0
    for found in _TAG.finditer(buffer, max(0, len(buffer) - _PIECE - _HELD)):
        last = found.start()
    return last


def _tags(text: str, line: int) -> Iterator[Tag]:
    at, found = 0, _TAG.search(text)
    while found is not None:
        line += text.count("\n", at, found.start())
        at = found.start()
        following = _TAG.search(text, found.end())
        said = text[found.end() : following.start() if following else len(text)]
        yield Tag(bool(found[1]), found[2].upper(), _plain(said), line)
        found = following


def _plain(text: str) -> str:
    shown = _SECTION.sub(lambda found: found[1], text) if "<![" in text else text
    if "&" in shown:
        shown = _ENTITY.sub(lambda found: unescape(found[0]), shown)
    return shown.strip()
