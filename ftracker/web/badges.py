"""What narrows a list or a report, said above it: each condition can be taken away by itself."""

from collections.abc import Callable, Mapping

from ftracker.domain import periods, view_words
from ftracker.web.display import Badge
from ftracker.web.rows import Writer

NOBODY: Mapping[str, str] = {}


def named(
    typed: Mapping[str, str],
    without: Callable[[str], str],
    writer: Writer,
    members: Mapping[str, str] = NOBODY,
) -> tuple[Badge, ...]:
    """Name the conditions of an address; `without` gives the address that one is taken from.

    `members` are the names of people by their ids.
    """
    return tuple(
        Badge(said(name, value, writer, members), without(name)) for name, value in typed.items()
    )


def said(name: str, value: str, writer: Writer, members: Mapping[str, str] = NOBODY) -> str:
    """Say one condition in words; an id that means nothing says so."""
    if name in view_words.SEVERAL:
        known = members if name == "member_id" else writer.names.words(name)
        return " or ".join(_one(name, one, known) for one in value.split(view_words.SEVERAL[name]))
    words = {
        "period": periods.parse(value).label if name == "period" else "",
        "q": f"“{value}”",
        "section": value.replace("_", " "),
        "alone": "without those below",
        "tag": f"tag {value}",
        "import_id": "from one file",
        "min": f"at least {value}",
        "max": f"at most {value}",
        "start": f"from {value}",
        "end": f"before {value}",
        "until": f"up to {value}",
    }
    return words[name]


def _one(name: str, value: str, known: Mapping[str, str]) -> str:
    if name == "payee":
        return f"payee {value}" if value else "no payee"
    if name == "kind":
        return value.strip().capitalize()
    if value in (view_words.NO_MEMBER, str(view_words.NOBODY)):
        return "no member"
    return known.get(value.strip().lower(), f"unknown {name.removesuffix('_id')}")
