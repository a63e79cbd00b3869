"""What narrows a list: the fields that say it, and the conditions as they stand above the list."""

from collections.abc import Mapping
from datetime import date

from ftracker.domain.errors import FieldError
from ftracker.domain.periods import DAY
from ftracker.web.badges import named
from ftracker.web.display import Badge
from ftracker.web.forms import Form
from ftracker.web.rows import Writer
from ftracker.web.searches import Search

# The fields that can be opened; what else narrows a list travels with them unseen.
FIELDS = ("category_id", "type_id", "account_id", "min", "max", "start", "until", "end", "tag")


def form(search: Search) -> Form:
    """Show what was typed, the end of a range as its last day, and why a search is none."""
    filled = Form.filled(**search.typed)
    if "end" in search.typed and search.wanted.end and search.wanted.end > date.min:
        filled.typed["until"] = [(search.wanted.end - DAY).isoformat()]
    if search.problem:
        filled.errors.append(FieldError("q", search.problem))
    return filled


def kept(search: Search, writer: Writer, *, is_open: bool) -> tuple[tuple[str, str], ...]:
    """List the words that the form has no field for, so that another search keeps them."""
    shown = {"q", *(FIELDS if is_open else ())}
    if not writer.shows_account:
        shown.discard("account_id")
    return tuple((name, word) for name, word in search.typed.items() if name not in shown)


def badges(search: Search, writer: Writer, members: Mapping[str, str]) -> tuple[Badge, ...]:
    """Name each condition, with the address of the list without it.

    A period alone is no condition; `members` are the names of people by their ids.
    """
    said = search.typed if search.is_filtered else {}
    return named(said, lambda name: search.url(**{name: None}), writer, members)
