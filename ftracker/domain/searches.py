"""Searches as people write them: `category:food amount>50 -payee:lidl (after:2025-01 or is:split)`.

Terms beside each other must all hold; `or` (also `|`) binds less than that; `-` or `not` turns
round what follows; brackets and quotation marks are as everywhere. The terms themselves are
described in `search_terms`. A tree is canonical: a negation stands in the term or group it belongs
to, and a group holds at least two parts, none of which it could hold itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from ftracker.domain import search_terms as terms
from ftracker.domain.search_terms import KEYWORDS, QUOTES, SIGN, Said, Term, Trait

__all__ = ["Group", "Term", "Trait", "Tree"]


class Bounds(NamedTuple):
    """How long a search may be: its signs, its terms, and the brackets within each other."""

    signs: int
    terms: int
    depth: int


# What a person may write where a report adds conditions, and what may become of it: written out,
# a sign may be two and a term gets a longer name, so that whatever is added fits as well.
TYPED, WIDEST = Bounds(500, 40, 10), Bounds(2_000, 60, 11)
_TOKEN = re.compile(
    rf"""\s+ | (?P<mark>[()|]) | (?P<minus>-(?=[^\s)|])) |
    (?:(?P<name>[^\W\d_]+)(?P<sign>{SIGN}))?
    (?:(?P<before>\*?)(?P<quoted>[{QUOTES}](?:\\.|[^\\{QUOTES}])*[{QUOTES}])(?P<after>\*?)
      |(?P<bare>[^\s()|]*))""",
    re.VERBOSE | re.DOTALL,
)
_OPEN_QUOTE = re.compile(rf"\*?[{QUOTES}]")
_WORDS = re.compile(rf"[^\s()|{QUOTES}]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all, or any, must hold."""

    parts: tuple["Tree", ...]
    needs_all: bool
    is_negated: bool = False


Tree = Term | Group
T = TypeVar("T", bound=Tree)


def parse(text: str, bounds: Bounds = WIDEST) -> Tree:
    """Read a search. Raises ValueError with a sentence that says what to mend."""
    if len(text) > bounds.signs:
        raise ValueError(f"Write at most {TYPED.signs} characters.")
    tokens = _tokens(text)
    if sum(not isinstance(one, str) for one in tokens) > bounds.terms:
        raise ValueError(f"Write at most {TYPED.terms} terms.")
    return _Reader(tokens, bounds.depth).whole()


def reads(text: str, bounds: Bounds = WIDEST) -> bool:
    """Tell whether a text is a search."""
    try:
        parse(text, bounds)
    except ValueError:
        return False
    return True


def shortened(q: str) -> str:
    """Give the words of a search that a person may not write so long, as its page finds them.

    Any other text stays as it is; '' where no word is left.
    """
    if reads(q, TYPED) or not reads(q):
        return q
    words = plain(q)
    return written(words) if words else ""


def plain(text: str) -> Tree | None:
    """Read any text as words that must all be there, whatever else they could mean.

    Only as much of it counts as a person may write. None when there is no word in it.
    """
    words = _WORDS.findall(text[: TYPED.signs])[: TYPED.terms]
    return joined(map(terms.word, words)) if words else None


def written(tree: Tree) -> str:
    """Write a tree as the text that reads back as the same tree.

    Raises ValueError for a regular expression, which only rules have.
    """
    if not isinstance(tree, Group):
        return terms.written(tree)
    said = (" " if tree.needs_all else " or ").join(_inside(tree, part) for part in tree.parts)
    return f"-({said})" if tree.is_negated else said


def phrase(text: str) -> str:
    """Write words, such as a payee's, so that just they are looked for as they stand."""
    return written(terms.word(text))


def narrowed(q: str, *more: str) -> str:
    """Give a search that finds what `q` finds and what all of `more` find as well.

    An empty `q` finds everything; one that cannot be read stands for its words. Raises ValueError
    for a condition of `more` that cannot be read.
    """
    found = [] if not q.strip() else [_understood(q)]
    trees = [tree for tree in found if tree is not None] + [parse(one) for one in more]
    return written(joined(trees)) if trees else ""


def joined(trees: Iterable[Tree], *, needs_all: bool = True) -> Tree:
    """Join trees, at least one, so that all or any of them must hold."""
    parts: list[Tree] = []
    for tree in trees:
        is_same = isinstance(tree, Group) and tree.needs_all is needs_all and not tree.is_negated
        parts += tree.parts if isinstance(tree, Group) and is_same else [tree]
    return parts[0] if len(parts) == 1 else Group(tuple(parts), needs_all)


def negated(tree: T) -> T:
    """Turn a tree round."""
    return replace(tree, is_negated=not tree.is_negated)


def _understood(q: str) -> Tree | None:
    try:
        return parse(q)
    except ValueError:
        return plain(q)


def _inside(group: Group, part: Tree) -> str:
    needs_brackets = group.needs_all and isinstance(part, Group) and not part.is_negated
    return f"({written(part)})" if needs_brackets else written(part)


def _tokens(text: str) -> list[Tree | str]:
    """Cut a search into terms, brackets and the words between them."""
    found: list[Tree | str] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        assert token is not None  # noqa: S101 (a bare word may be anything else)
        at = token.end()
        if token["mark"] or token["minus"]:
            found.append({"|": "or", "-": "not"}.get(token[0], token[0]))
        elif not token[0].isspace():
            found.append(_term(token))
    return [one for one in found if one != "and"]


def _term(token: re.Match[str]) -> Tree | str:
    said = _said(token)
    if token["name"]:
        return terms.read(token["name"], token["sign"], said)
    if token["bare"] and token["bare"].lower() in KEYWORDS:
        return token["bare"].lower()
    if not said.text:
        raise ValueError("Write what to look for between the quotation marks.")
    # Without a field an asterisk is a sign as any other: banks write many.
    return terms.word(token["bare"] or said.text)


def _said(token: re.Match[str]) -> Said:
    if token["quoted"]:
        text = re.sub(r"\\(.)", r"\1", token["quoted"][1:-1], flags=re.DOTALL)
        return Said(text, bool(token["before"]), bool(token["after"]))
    bare = token["bare"]
    if _OPEN_QUOTE.match(bare):
        raise ValueError("A quotation mark is opened and not closed.")
    return Said(bare.strip("*"), bare.startswith("*"), bare.endswith("*"))


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[Tree | str], deepest: int) -> None:
        self._tokens = tokens
        self._deepest = deepest
        self._at = 0
        self._depth = 0

    def whole(self) -> Tree:
        if not self._tokens:
            raise ValueError("Write what to look for.")
        found = self._any()
        if self._at < len(self._tokens):
            raise ValueError("A bracket is closed that was not opened.")
        return found

    def _next(self) -> Tree | str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _any(self) -> Tree:
        parts = [self._all()]
        while self._next() == "or":
            self._at += 1
            parts.append(self._all())
        return joined(parts, needs_all=False)

    def _all(self) -> Tree:
        parts: list[Tree] = []
        while self._next() not in (None, ")", "or"):
            parts.append(self._one())
        if parts:
            return joined(parts)
        is_about_or = "or" in self._tokens[max(self._at - 1, 0) : self._at + 1]
        raise ValueError(
            "Write something on both sides of “or”; in quotation marks it is a word."
            if is_about_or
            else "Write something between the brackets."
        )

    def _one(self) -> Tree:
        is_negated = False
        while self._next() == "not":
            self._at += 1
            is_negated = not is_negated
        token = self._next()
        if token is None or token in (")", "or"):
            raise ValueError("Write behind “not” what shall not be.")
        self._at += 1
        found = self._bracket() if isinstance(token, str) else token
        return negated(found) if is_negated else found

    def _bracket(self) -> Tree:
        self._depth += 1
        if self._depth > self._deepest:
            raise ValueError(f"Put at most {TYPED.depth} brackets into each other.")
        found = self._any()
        if self._next() != ")":
            raise ValueError("A bracket is opened and not closed.")
        self._at += 1
        self._depth -= 1
        return found
