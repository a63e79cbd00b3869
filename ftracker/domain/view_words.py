"""The words of a report's address: which there are, and one way to write them.

Two addresses that mean the same are written the same: known words only, sorted by name, ids
parted by commas and once each, payees as words of their own.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

# Which days, how they are cut, what they are held against.
RANGE = ("range", "start", "until", "end", "period", "unit", "compare")
# Ids of things, several parted by commas.
IDS = ("category_id", "account_id", "type_id", "member_id")
# Words that may come several times; those with commas are joined by them.
SEVERAL = (*IDS, "kind", "payee")
FILTERS = ("q", *SEVERAL, "tag", "min", "max", "section", "alone")
WORDS = frozenset((*RANGE, *FILTERS))
SUMMARY = "summary"
# The longest that is kept: all words that may be given at once fit into it.
LONGEST = 32_000

Values = dict[str, tuple[str, ...]]


def pick(pairs: Iterable[tuple[str, str]]) -> str:
    """Write the words of an address in their one way; words that no report knows are left out.

    Of a word that stands once only, the last counts. Ids that are none are left out, too.
    """
    values: Values = {}
    for name, value in pairs:
        found = tuple(filter(None, map(str.strip, value.split(_mark(name)))))
        found = tuple(str(one) for one in _ids(found)) if name in IDS else found
        if name in SEVERAL:
            found = tuple(dict.fromkeys((*values.get(name, ()), *found)))
        if name in WORDS and found:
            values[name] = found
    return write(values)


def write(values: Mapping[str, Iterable[str]]) -> str:
    """Write known words, each with its values, as an address has them after its `?`."""
    pairs: list[tuple[str, str]] = []
    for name in sorted(values):
        each = list(values[name])
        pairs += [(name, one) for one in (each if name == "payee" else [",".join(each)]) if one]
    return urlencode(pairs, safe=",")


def read(text: str) -> Values:
    """Read what `write` wrote: each word with its values, several or one."""
    values: Values = {}
    for name, value in parse_qsl(text):
        found = tuple(value.split(",")) if name in SEVERAL and name != "payee" else (value,)
        values[name] = (*values.get(name, ()), *found)
    return values


def ids(values: Mapping[str, Iterable[str]], name: str) -> tuple[UUID, ...]:
    """Give the ids behind one word, in their order; what is none is left out."""
    return _ids(values.get(name, ()))


def replaced(text: str, name: str, old: UUID, new: UUID) -> str:
    """Write words anew in which one id took the place of another."""
    values = read(text)
    swapped = (str(new if one == old else one) for one in ids(values, name))
    return write(values | {name: tuple(dict.fromkeys(swapped))})


def href(report: str, text: str) -> str:
    """Give the address of a report with its words; the summary is what `/reports` itself shows."""
    path = "/reports" if report == SUMMARY else f"/reports/{report}"
    return f"{path}?{text}" if text else path


def _ids(texts: Iterable[str]) -> tuple[UUID, ...]:
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return tuple(found)


def _mark(name: str) -> str | None:
    """Tell what parts the values of a word; one that stands once is not parted."""
    if name == "payee":
        return "\n"
    return "," if name in SEVERAL else "\0"
