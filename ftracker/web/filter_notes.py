"""What is said of filters in an address that mean nothing, or something that is gone."""

from collections.abc import Iterator

from ftracker.queries.catalogue import Catalogue
from ftracker.queries.filters import Filter
from ftracker.web import searches

_THINGS = {"category_id": "A category", "type_id": "A type", "account_id": "An account"}


def mended(typed: dict[str, str], wanted: Filter, names: Catalogue) -> Iterator[str]:
    """Say what was not understood, and take out of `typed` what then counts as not said.

    A thing that is gone stays: what asked for it alone finds nothing, and must not find everything.
    """
    for name in ("min", "max"):
        if name in typed and getattr(wanted, name) is None:
            yield f"“{typed.pop(name)}” is no amount, so it was left aside."
    if typed.get("section", "") not in ("", *searches.SECTIONS):
        yield f"There is no part of the books called “{typed.pop('section')}”."
    for name, thing in _THINGS.items():
        known = names.words(name)
        asked = typed.get(name, "").lower().split(",") if name in typed else []
        if any(one.strip() not in known for one in asked):
            yield f"{thing} that this view asks for is not there any more."
