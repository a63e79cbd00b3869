r"""Regular expressions whose search takes a time that grows with the text alone, whatever they say.

Python's own engine goes back and tries again, and may do so for years on thirty letters. This one
walks through a text once and keeps the set of all places of the expression that it may stand at.
It knows what such a walk can know: letters, `.`, `[a-z]`, `\d \w \s \b`, `^ $`, groups, `|` and
`* + ? {2,5}`; no look-around and no references back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum

LONGEST = 200
_MOST_PLACES = 2_000
_MOST_REPEATS = 50
_MOST_KEPT = 20_000
_HEX = 2
Fits = Callable[[str], bool]
_FITTING: dict[str, Fits] = {
    "d": str.isdecimal,
    "D": lambda c: not c.isdecimal(),
    "w": lambda c: c.isalnum() or c == "_",
    "W": lambda c: not (c.isalnum() or c == "_"),
    "s": str.isspace,
    "S": lambda c: not c.isspace(),
}
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}


class _Edge(Enum):
    """What a place between two letters can be."""

    START = "^"
    END = "$"
    BOUNDARY = "\\b"
    INSIDE = "\\B"


@dataclass(slots=True)
class _Place:
    """One place of an expression: it eats a letter, asks for an edge, or leads on for nothing."""

    fits: Fits | None = None
    edge: _Edge | None = None
    leads: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of an expression: where it is entered, and which place stands behind it."""

    first: int
    last: int


class Pattern:
    """An expression that was read; case does not matter. Raises ValueError with a sentence."""

    def __init__(self, text: str) -> None:
        reader = _Reader(text)
        whole = reader.read()
        self._places, self._first, self._last = reader.places, whole.first, whole.last
        self._steps: dict[tuple[_Standing, str], _Standing | None] = {}

    def is_in(self, text: str) -> bool:
        """Tell whether the expression fits some part of a text."""
        standing: _Standing = (frozenset(), "")
        for letter in (*text.lower(), ""):
            found = self._step(standing, letter)
            if found is None:
                return True
            standing = found
        return False

    def _step(self, standing: "_Standing", letter: str) -> "_Standing | None":
        """Go over one letter ('' is the end); None says that the expression has fitted."""
        key = standing, letter
        if key in self._steps:
            return self._steps[key]
        if len(self._steps) > _MOST_KEPT:
            self._steps.clear()
        reached, before = standing
        open_ = self._closed((self._first, *reached), before, letter)
        made: _Standing | None = None
        if self._last not in open_:
            eaten = (self._places[n] for n in open_)
            next_ = frozenset(p.leads[0] for p in eaten if letter and p.fits and p.fits(letter))
            made = (next_, letter)
        self._steps[key] = made
        return made

    def _closed(self, begin: Iterable[int], before: str, after: str) -> set[int]:
        """Follow all that leads on without a letter, between two letters ('' is none)."""
        seen, todo = set[int](), list(begin)
        while todo:
            number = todo.pop()
            place = self._places[number]
            if number in seen or (place.edge and not _is_edge(place.edge, before, after)):
                continue
            seen.add(number)
            if place.fits is None:
                todo.extend(place.leads)
        return seen


# The places that were reached, and the letter before.
_Standing = tuple[frozenset[int], str]


def _is_edge(edge: _Edge, before: str, after: str) -> bool:
    if edge is _Edge.START:
        return not before
    if edge is _Edge.END:
        return not after
    word = _FITTING["w"]
    is_boundary = (bool(before) and word(before)) is not (bool(after) and word(after))
    return is_boundary is (edge is _Edge.BOUNDARY)


class _Reader:
    """Reads an expression into places, from left to right."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise ValueError(f"Write at most {LONGEST} characters.")
        self._text, self._at = text, 0
        self.places: list[_Place] = []

    def read(self) -> _Piece:
        found = self._either()
        if self._at < len(self._text):
            raise ValueError("There is a “)” without its “(”.")
        return found

    def _either(self) -> _Piece:
        ways = [self._sequence()]
        while self._take("|"):
            ways.append(self._sequence())
        if len(ways) == 1:
            return ways[0]
        first, last = self._add(_Place()), self._add(_Place())
        for way in ways:
            self.places[first].leads.append(way.first)
            self.places[way.last].leads.append(last)
        return _Piece(first, last)

    def _sequence(self) -> _Piece:
        first = last = self._add(_Place())
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            piece = self._repeated()
            self.places[last].leads.append(piece.first)
            last = piece.last
        return _Piece(first, last)

    def _repeated(self) -> _Piece:
        begin = self._at
        piece = self._single()
        end = self._at
        bounds = self._bounds()
        if bounds is None:
            return piece
        # Lazy and greedy fit the same texts.
        self._take("?")
        if self._at < len(self._text) and self._text[self._at] in "*+?{":
            raise ValueError("Two signs that repeat stand beside each other.")
        return self._times(piece, *bounds, again=(begin, end))

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._take(sign):
                return bounds
        if not self._take("{"):
            return None
        inside, closed, rest = self._text[self._at :].partition("}")
        low, comma, high = inside.partition(",")
        if not closed or not low.isdecimal() or not (high or low).isdecimal():
            raise ValueError("Write repeats like {2} or {2,5}.")
        self._at = len(self._text) - len(rest)
        least, most = int(low), int(high) if high else None if comma else int(low)
        if max(least, most or 0) > _MOST_REPEATS or (most is not None and most < least):
            raise ValueError(f"Repeat at most {_MOST_REPEATS} times, the smaller number first.")
        return least, most

    def _times(
        self, piece: _Piece, least: int, most: int | None, *, again: tuple[int, int]
    ) -> _Piece:
        """Chain copies of a piece; each copy is read from the text again."""
        first = last = self._add(_Place())
        exits = []
        for number in range(max(most or least, 1)):
            if number >= least:
                exits.append(last)
            copy = piece if number == 0 else self._copy(again)
            self.places[last].leads.append(copy.first)
            if most is None and number >= least - 1:
                self.places[copy.last].leads.append(copy.first)
            last = copy.last
        end = self._add(_Place())
        for left in (*exits, last) if most != 0 else (first,):
            self.places[left].leads.append(end)
        return _Piece(first, end)

    def _copy(self, again: tuple[int, int]) -> _Piece:
        stay, self._at = self._at, again[0]
        piece = self._single()
        self._at = stay
        return piece

    def _single(self) -> _Piece:
        sign = self._next()
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._letter(self._class())
        if sign == ".":
            return self._letter(lambda _: True)
        if sign in "^$":
            return self._at_edge(_Edge(sign))
        if sign == "\\":
            return self._escaped()
        if sign in "*+?{":
            raise ValueError(f"There is nothing that “{sign}” could repeat.")
        return self._exactly(sign)

    def _group(self) -> _Piece:
        if self._take("?") and not self._take(":"):
            raise ValueError("Look-around, names and flags are not known here: write (…) or (?:…).")
        piece = self._either()
        if not self._take(")"):
            raise ValueError("There is a “(” without its “)”.")
        return piece

    def _escaped(self) -> _Piece:
        sign = self._next()
        if sign in "bB":
            return self._at_edge(_Edge(f"\\{sign}"))
        if sign in _FITTING:
            return self._letter(_FITTING[sign])
        return self._exactly(self._literal(sign))

    def _literal(self, sign: str) -> str:
        if sign.isalnum() and sign not in _SIGNS:
            raise ValueError(f"“\\{sign}” is not known here.")
        return _SIGNS.get(sign, sign)

    def _class(self) -> Fits:
        is_negated = self._take("^")
        tests: list[Fits] = []
        while not tests or not self._take("]"):
            tests.append(self._member())
        return lambda c: any(test(c) for test in tests) is not is_negated

    def _member(self) -> Fits:
        first = self._next()
        if first == "\\":
            sign = self._next()
            if sign in _FITTING:
                return _FITTING[sign]
            first = self._literal(sign)
        rest = self._text[self._at : self._at + _HEX]
        if len(rest) < _HEX or rest[0] != "-" or rest[1] in "]\\":
            return first.lower().__eq__
        self._at += _HEX
        low, high = first, rest[1]
        if high < low:
            raise ValueError(f"In “{low}-{high}” the smaller one stands first.")
        return lambda c: low <= c <= high or low <= c.upper() <= high

    def _exactly(self, sign: str) -> _Piece:
        wanted = sign.lower()
        if len(wanted) > 1:
            raise ValueError(f"“{sign}” cannot stand in an expression.")
        return self._letter(wanted.__eq__)

    def _letter(self, fits: Fits) -> _Piece:
        last = self._add(_Place())
        return _Piece(self._add(_Place(fits=fits, leads=[last])), last)

    def _at_edge(self, edge: _Edge) -> _Piece:
        last = self._add(_Place())
        return _Piece(self._add(_Place(edge=edge, leads=[last])), last)

    def _add(self, place: _Place) -> int:
        if len(self.places) >= _MOST_PLACES:
            raise ValueError("This repeats too much.")
        self.places.append(place)
        return len(self.places) - 1

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise ValueError("It ends too early.")
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, sign: str) -> bool:
        found = self._text.startswith(sign, self._at)
        self._at += found
        return found
