"""The filters of reports: what can be ticked, and what is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ftracker.domain.kinds import Kind
from ftracker.queries.catalogue import Catalogue, CategoryName
from ftracker.web import report_payees, searches
from ftracker.web.forms import Form
from ftracker.web.pages_reports import Filters, Pick, PickBox
from ftracker.web.report_views import DAYS, Asked

# A section is chosen by a report itself, where it looks at one.
NARROWING = tuple(name for name in searches.NAMES if name not in (*DAYS, "section"))
_BOXES = (
    ("category_id", "Categories"),
    ("kind", "Kinds"),
    ("type_id", "Types"),
    ("account_id", "Accounts"),
    ("member_id", "Written down by"),
)
# The fields that words are written into.
_WRITTEN = ("q", "payee", "tag", "min", "max", "alone")
_Groups = tuple[tuple[str, tuple[Pick, ...]], ...]


def panel(asked: Asked, names: Catalogue, members: Mapping[str, str]) -> Filters:
    """Offer all that a report can be narrowed by, as it is narrowed now.

    `members` are the names of people by their ids.
    """
    typed = asked.typed
    boxes = tuple(
        PickBox(name, label, groups)
        for name, label in _BOXES
        if (groups := _groups(name, names, members, _ticked(typed.get(name, ""))))
    )
    said = {name: word for name, word in typed.items() if name in NARROWING and name != "payee"}
    return Filters(
        form=Form.filled(**said),
        boxes=boxes,
        payees=tuple(_payees(typed)),
        kept=tuple(_kept(typed, boxes)),
        count=sum(name in NARROWING for name in typed),
    )


def _payees(typed: Mapping[str, str]) -> Iterator[Pick]:
    """Offer the payees that are asked for; without one it is the line break that parts others."""
    for one in dict.fromkeys(typed["payee"].split("\n")) if "payee" in typed else ():
        yield Pick(searches.payees(one), report_payees.named(one), is_ticked=True)


def _kept(typed: Mapping[str, str], boxes: Sequence[PickBox]) -> Iterator[tuple[str, str]]:
    """List what has no field: other words, and what cannot be ticked, such as ids that are gone."""
    offered = {(box.name, one.value) for box in boxes for _, picks in box.groups for one in picks}
    for name, word in typed.items():
        if name in dict(_BOXES):
            ticked = {one.casefold() for box, one in offered if box == name}
            yield from ((name, one) for one in word.split(",") if one.casefold() not in ticked)
        elif name not in _WRITTEN:
            yield name, word


def _ticked(word: str) -> set[str]:
    return set(word.casefold().split(","))


def _groups(name: str, names: Catalogue, members: Mapping[str, str], ticked: set[str]) -> _Groups:
    """List what one word can say; a single thing leaves nothing to choose."""
    if name == "category_id":
        return tuple(_categories(names, ticked))
    apart = {"kind": {str(kind): str(kind) for kind in Kind}, "member_id": members}
    known = apart.get(name) or names.words(name)
    picks = tuple(_pick(value, label, ticked) for value, label in known.items())
    return (("", picks),) if len(picks) > 1 else ()


def _categories(names: Catalogue, ticked: set[str]) -> Iterable[tuple[str, tuple[Pick, ...]]]:
    """Offer the categories by kind, those below another one after it; archived ones stay."""
    for kind in Kind:
        tops = [c for c in names.categories.values() if c.kind is kind and c.parent_id is None]
        picks = tuple(pick for top in tops for pick in _family(top, names, ticked))
        if picks:
            yield str(kind), picks


def _family(top: CategoryName, names: Catalogue, ticked: set[str]) -> Iterable[Pick]:
    yield _pick(str(top.id), top.name, ticked)
    for one in names.categories.values():
        if one.parent_id == top.id:
            yield _pick(str(one.id), one.name, ticked, is_below=True)


def _pick(value: str, label: str, ticked: set[str], *, is_below: bool = False) -> Pick:
    return Pick(value, label, value.casefold() in ticked, is_below)
