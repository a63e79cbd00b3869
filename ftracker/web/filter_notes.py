"""What is said of filters in an address that mean nothing, or something that is gone."""

from collections.abc import Iterator

from ftracker.domain.errors import FieldError
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.filters import Filter
from ftracker.web import searches

_THINGS = {"category_id": "category", "type_id": "type", "account_id": "account"}


def mended(typed: dict[str, str], wanted: Filter, names: Catalogue) -> Iterator[FieldError]:
    """Say what was not understood, and take out of `typed` what then counts as not said.

    A thing that is gone stays: what asked for it alone finds nothing, and must not find everything.
    """
    for name in ("min", "max"):
        if name in typed and getattr(wanted, name) is None:
            said = f"“{typed.pop(name)}” is no amount, so it was left aside."
            yield FieldError(name, said)
    if typed.get("section", "") not in ("", *searches.SECTIONS):
        said = f"There is no part of the books called “{typed.pop('section')}”."
        yield FieldError("section", said)
    for name, thing in _THINGS.items():
        known = names.words(name)
        asked = typed.get(name, "").lower().split(",") if name in typed else []
        if any(one.strip() not in known for one in asked):
            yield FieldError(name, f"A {thing} that this view asks for is not there any more.")
