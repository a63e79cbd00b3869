"""The parts of a CAMT document that mean something as a whole, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements.bookings import Pairs
from ftracker.domain.statements.elements import Element

STATEMENTS = {"Stmt", "Rpt", "Ntfctn"}
_SCOPES = {"Acct", "Bal", "FrToDt", "Ntry"}
_LEAVES, _CHARACTERS = 100_000, 1 << 23


@dataclass(slots=True)
class Scope:
    """An element that means something as a whole: the texts in it with their paths."""

    name: str
    line: int
    said: Pairs = field(default_factory=list)
    parts: list["Scope"] = field(default_factory=list)

    def get(self, *paths: str) -> str:
        """Give the first text that stands under one of these paths, in the paths' order."""
        return next((text for path in paths for known, text in self.said if known == path), "")

    def all(self, *paths: str) -> list[str]:
        """List the texts under any of these paths, in the file's order."""
        return [text for known, text in self.said if known in paths]


def read(found: Iterator[Element]) -> Iterator[Scope]:
    """Give the account, days, balances and entries of each statement, then the statement itself.

    Raises InvalidInput on `file` for an entry that holds more than is allowed.
    """
    cutter = _Cutter()
    for element in found:
        if not element.is_end:
            cutter.start(element)
        elif (scope := cutter.end(element)) is not None:
            yield scope


class _Cutter:
    """Follows the path through the document, and keeps no more of it than one scope."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.scope: Scope | None = None
        self.part: Scope | None = None
        self.from_ = self.leaves = self.characters = 0

    def start(self, element: Element) -> None:
        """Go one element deeper."""
        is_in_statement = bool(self.path) and self.path[-1] in STATEMENTS
        self.path.append(element.name)
        if self.scope is None:
            if is_in_statement and element.name in _SCOPES:
                self.scope = Scope(element.name, element.line)
                self.from_, self.leaves, self.characters = len(self.path), 0, 0
            return
        if element.name == "TxDtls" and self.scope.name == "Ntry":
            self.part = Scope(element.name, element.line)
            self.scope.parts.append(self.part)
            self.from_ = len(self.path)
            self._count("", element.line)
        elif currency := element.attributes.get("Ccy"):
            path = "/".join(self.path[self.from_ :]) + "@Ccy"
            (self.part or self.scope).said.append((path, currency))
            self._count(currency, element.line)

    def end(self, element: Element) -> Scope | None:
        """Come out of an element; gives the scope that ends with it, if any."""
        ended = None
        if self.scope is not None:
            if element.text.strip():
                path = "/".join(self.path[self.from_ :])
                (self.part or self.scope).said.append((path, element.text.strip()))
                self._count(element.text, element.line)
            if self.part is not None and element.name == "TxDtls":
                self.part, self.from_ = None, self.path.index(self.scope.name) + 1
            elif len(self.path) == self.from_ and self.part is None:
                # What says nothing at all is nothing.
                ended = (
                    self.scope if self.scope.said or any(p.said for p in self.scope.parts) else None
                )
                self.scope = None
        elif element.name in STATEMENTS:
            ended = Scope(element.name, element.line)
        self.path.pop()
        return ended

    def _count(self, text: str, line: int) -> None:
        self.leaves += 1
        self.characters += len(text)
        if self.leaves > _LEAVES or self.characters > _CHARACTERS:
            raise InvalidInput("file", f"Line {line}: an entry of this file holds too much.")
