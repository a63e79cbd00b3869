"""The elements of an XML document, one after the other, whatever its size.

Nothing that a document could define is followed: a document with a definition of its own is
refused at its first line, so that there are no entities but the five of XML itself.
"""

import codecs
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.parsers import expat

from ftracker.domain.errors import InvalidInput

LONGEST = 1 << 20
DEEPEST = 100
_NO_ATTRIBUTES: dict[str, str] = {}


class Element(NamedTuple):
    """Where an element begins (`is_end` False, with its attributes) or ends (with its text).

    The name has no namespace; the text is '' for one that holds other elements; lines count
    from 1.
    """

    name: str
    line: int
    is_end: bool = False
    text: str = ""
    attributes: dict[str, str] = _NO_ATTRIBUTES


def read(
    pieces: Iterable[bytes], *, what: str = "Line", encoding: str | None = None
) -> Iterator[Element]:
    """Read a document piece by piece; `encoding` is used in place of the one that it names.

    Raises InvalidInput on `file` for what is not well-formed, holds definitions, is nested deeper
    than a hundred elements or has a text of more than a million characters. `what` names the
    place in these sentences.
    """
    watch = _Watch(what, encoding)
    for piece in pieces:
        yield from watch.feed(piece)
    yield from watch.feed(b"", is_final=True)


def check(pieces: Iterable[bytes], encoding: str | None = None) -> None:
    """Make sure that a document ends as it should and defines nothing; much quicker than `read`.

    Raises InvalidInput on `file`.
    """
    watch = _Watch("Line", encoding, is_silent=True)
    for piece in pieces:
        watch.feed(piece)
    watch.feed(b"", is_final=True)


class _Watch:
    """Collects what the parser says about one piece; a silent one only listens for faults."""

    def __init__(self, what: str, encoding: str | None, *, is_silent: bool = False) -> None:
        self.what = what
        self.parser = expat.ParserCreate(encoding)
        self.parser.buffer_text = True
        if not is_silent:
            self.parser.StartElementHandler = self._start
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._letters
        self.parser.StartDoctypeDeclHandler = self._definition
        self.found: list[Element] = []
        self.letters: list[str] = []
        self.length = self.depth = self.fed = self.skipped = 0
        self.is_leaf = False

    def feed(self, piece: bytes, *, is_final: bool = False) -> list[Element]:
        """Give the elements that begin or end in one piece."""
        self.found = []
        if not self.fed:
            piece = self._from_first_letter(piece)
        try:
            self.parser.Parse(piece, is_final)
        except (expat.ExpatError, LookupError, ValueError) as bad:
            raise self._refusal(f"is not well-formed XML ({_reason(bad)})") from bad
        self.fed += len(piece)
        # A comment or a tag is held by the parser until it ends.
        if self.fed - self.parser.CurrentByteIndex > 4 * LONGEST:
            raise self._refusal("begins something that does not end")
        return self.found

    def _from_first_letter(self, piece: bytes) -> bytes:
        """Leave out blank lines before the document, which XML does not allow and banks write."""
        shown = piece.removeprefix(codecs.BOM_UTF8)
        begun = shown.lstrip(b" \t\r\n")
        self.skipped += shown[: len(shown) - len(begun)].count(b"\n")
        return begun

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._refusal("is nested too deeply")
        self.letters, self.length, self.is_leaf = [], 0, True
        self.found.append(Element(_local(name), self.line, attributes=attributes))

    def _end(self, name: str) -> None:
        self.depth -= 1
        text = "".join(self.letters) if self.is_leaf else ""
        self.letters, self.length, self.is_leaf = [], 0, False
        self.found.append(Element(_local(name), self.line, is_end=True, text=text))

    def _letters(self, letters: str) -> None:
        self.length += len(letters)
        if self.length > LONGEST:
            raise self._refusal(f"holds a text of more than {LONGEST:,} characters")
        self.letters.append(letters)

    def _definition(self, *_: object) -> None:
        raise self._refusal("holds a definition (DOCTYPE), which no statement needs")

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber + self.skipped

    def _refusal(self, what: str) -> InvalidInput:
        return InvalidInput("file", f"{self.what} {self.line} {what}.")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _reason(bad: Exception) -> str:
    return expat.ErrorString(bad.code) if isinstance(bad, expat.ExpatError) else str(bad)
