"""What is said of filters in an address that mean nothing, or something that is gone."""

from collections.abc import Iterator

from ftracker.domain.errors import FieldError
from ftracker.domain.kinds import Kind
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.filters import NOTHING
from ftracker.web import searches
from ftracker.web.searches import Search

# In the words in which a saved view says it, so that a page says it once.
_GONE = {
    "category_id": "This looks at a category that no longer exists.",
    "type_id": "This looks at a type that no longer exists.",
    "account_id": "This looks at an account that no longer exists.",
}
_NO_MEMBER = "This looks at somebody who is no longer a member."
_NO_FILE = "This looks at a file that never came in."
_KINDS = frozenset(str(kind).casefold() for kind in Kind)


def mended(typed: dict[str, str], search: Search, names: Catalogue) -> Iterator[FieldError]:
    """Say what was not understood, and take out of `typed` what then counts as not said.

    A thing that is gone stays: what asked for it alone finds nothing, and must not find everything.
    """
    if search.problem:
        yield FieldError("q", search.problem)
    for name in ("min", "max"):
        if name in typed and getattr(search.wanted, name) is None:
            yield FieldError(name, f"“{typed.pop(name)}” is no amount, so it was left aside.")
    if typed.get("section", "") not in ("", *searches.SECTIONS):
        said = f"There is no part of the books called “{typed.pop('section')}”."
        yield FieldError("section", said)
    for word in _words(typed, "kind"):
        if word.casefold() not in _KINDS:
            yield FieldError("kind", f"There is no kind of categories called “{word}”.")
    for name, said in _GONE.items():
        known = names.words(name)
        if any(word.lower() not in known for word in _words(typed, name)):
            yield FieldError(name, said)
    yield from _ids(search)


def _ids(search: Search) -> Iterator[FieldError]:
    """Say which ids are none; whether a member or a file is gone takes more than the names."""
    if NOTHING in search.wanted.member_ids:
        yield FieldError("member_id", _NO_MEMBER)
    if search.wanted.import_id == NOTHING:
        yield FieldError("import_id", _NO_FILE)


def _words(typed: dict[str, str], name: str) -> list[str]:
    return [one.strip() for one in typed[name].split(",")] if name in typed else []
