"""The filters of reports: what can be ticked, and what is."""

from collections.abc import Iterable, Mapping

from ftracker.domain.kinds import Kind
from ftracker.queries.catalogue import Catalogue, CategoryName
from ftracker.web import searches
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
        payees=tuple(one for one in typed.get("payee", "").split("\n") if one),
        kept=tuple((name, word) for name, word in typed.items() if name not in NARROWING),
        count=sum(name in NARROWING for name in typed),
    )


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
