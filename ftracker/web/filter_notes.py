"""What is said of filters in an address that mean nothing."""

from collections.abc import Iterator
from uuid import UUID

from ftracker.domain.kinds import Kind
from ftracker.web import searches
from ftracker.web.searches import Search


def mended(typed: dict[str, str], search: Search) -> Iterator[str]:
    """Say what was not understood, and take out of `typed` what then counts as not said."""
    if search.problem:
        yield search.problem
    for name in ("min", "max"):
        if name in typed and getattr(search.wanted, name) is None:
            yield f"“{typed.pop(name)}” is no amount, so it was left aside."
    if typed.get("section", "") not in ("", *searches.SECTIONS):
        yield f"There is no part of the books called “{typed.pop('section')}”."
    for name in _KNOWN:
        words = (one.strip() for one in typed.get(name, "").split(","))
        for word in dict.fromkeys(one for one in words if one and not _KNOWN[name](one)):
            yield f"“{word}” stands for nothing here, so nothing fits it."


def _is_id(word: str) -> bool:
    try:
        UUID(word)
    except ValueError:
        return word == searches.NO_MEMBER
    return True


def _is_kind(word: str) -> bool:
    return word.casefold() in {str(kind).casefold() for kind in Kind}


_KNOWN = {
    "category_id": _is_id,
    "type_id": _is_id,
    "account_id": _is_id,
    "member_id": _is_id,
    "kind": _is_kind,
}
