"""What narrows a list, said above it: each condition can be taken away by itself."""

from collections.abc import Callable, Mapping

from ftracker.domain import periods
from ftracker.web.display import Badge
from ftracker.web.rows import Writer
from ftracker.web.searches import SEVERAL, Search


def of(search: Search, writer: Writer) -> tuple[Badge, ...]:
    """Name each condition, with the address of the list without it.

    A period alone is no condition.
    """
    said = search.typed if search.is_filtered else {}
    return named(said, lambda name: search.url(**{name: None}), writer)


def named(
    typed: Mapping[str, str], without: Callable[[str], str], writer: Writer
) -> tuple[Badge, ...]:
    """Name the conditions of an address; `without` gives the address that one is taken from."""
    return tuple(Badge(_said(name, value, writer), without(name)) for name, value in typed.items())


def _said(name: str, value: str, writer: Writer) -> str:
    """Say one condition in words; an id that means nothing says so."""
    if name in SEVERAL:
        return " or ".join(_one(name, one, writer) for one in value.split(SEVERAL[name]))
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


def _one(name: str, value: str, writer: Writer) -> str:
    if name == "payee":
        return f"payee {value}" if value else "no payee"
    known = writer.names.words(name)
    if name == "kind":
        return value.strip().capitalize()
    return known.get(value.strip().lower(), f"unknown {name.removesuffix('_id')}")
