"""The words of a report's address that a saved view keeps, and one way to write them.

Each word stands once, in the order of their names. What may be several is one word with its
values parted: ids and kinds by commas, payees by line breaks, as a list's address has them too.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

# Which days, how they are cut, what they are held against.
RANGE = ("range", "start", "until", "end", "period", "unit", "compare")
FILTERS = (
    "q", "type_id", "category_id", "alone", "account_id", "member_id", "kind", "payee", "section",
    "tag", "import_id", "min", "max",
)  # fmt: skip
# What only some reports know.
OWN = ("parent", "by", "shape", "cadence", "rows", "columns", "measure", "show")
WORDS = frozenset((*RANGE, *FILTERS, *OWN))
# What may be said several times: what stands between the values in one word.
SEVERAL = {
    "type_id": ",",
    "category_id": ",",
    "account_id": ",",
    "member_id": ",",
    "kind": ",",
    "payee": "\n",
}
# The words that name things which may go, each with what its ids are ids of.
NAMED = {
    "category_id": "category",
    "parent": "category",
    "account_id": "account",
    "type_id": "type",
    "member_id": "member",
}
# Stands among members for nobody: FTracker itself, or who is not known; and the word for it.
NOBODY = UUID(int=0)
NO_MEMBER = "none"
SUMMARY = "summary"
# The longest that is kept: all words that may be given at once fit into it.
LONGEST = 40_000


def pick(words: Mapping[str, str]) -> str:
    """Write the words of an address in their one way; words that no report knows are left out."""
    return write({name: word for name, word in words.items() if name in WORDS})


def write(words: Mapping[str, str]) -> str:
    """Write words as an address has them after its `?`; those that say nothing are left out."""
    return urlencode(sorted((name, word) for name, word in words.items() if word))


def read(text: str) -> dict[str, str]:
    """Read words as an address has them; of what is repeated the last counts, or all are joined."""
    words: dict[str, str] = {}
    for name, word in parse_qsl(text):
        mark = SEVERAL.get(name)
        words[name] = f"{words[name]}{mark}{word}" if mark and name in words else word
    return words


def several(words: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Give the values of one word, each once; none where it is not there."""
    return tuple(dict.fromkeys(words[name].split(SEVERAL.get(name)))) if name in words else ()


def ids(words: Mapping[str, str], name: str) -> tuple[UUID, ...]:
    """Give the ids behind one word, in their order; what is none is left out."""
    found = []
    for text in several(words, name):
        with suppress(ValueError):
            found.append(UUID(text))
    return tuple(found)


def missing(text: str, known: Mapping[str, Iterable[UUID]]) -> tuple[str, ...]:
    """Name the words of a view whose ids are not known, in the order of `NAMED`.

    `known` are the ids there are, by what they are ids of.
    """
    words = read(text)
    return tuple(
        name for name, what in NAMED.items() if set(ids(words, name)) - set(known.get(what, ()))
    )


def replaced(text: str, what: str, old: UUID, new: UUID) -> str:
    """Write words anew in which one thing took the place of another, such as of a `category`."""
    words = read(text)
    for name in (name for name, of in NAMED.items() if of == what and name in words):
        swapped = (str(new if one == old else one) for one in ids(words, name))
        words[name] = SEVERAL.get(name, ",").join(dict.fromkeys(swapped))
    return write(words)


def href(report: str, text: str) -> str:
    """Give the address of a report with its words; the summary is what `/reports` itself shows."""
    path = "/reports" if report == SUMMARY else f"/reports/{report}"
    return f"{path}?{text}" if text else path
