"""What selects offer: names of the household, archived ones left out unless they are in use."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from ftracker.domain.kinds import Flow, Kind
from ftracker.queries.catalogue import Catalogue, CategoryName
from ftracker.web.display import Option
from ftracker.web.pages_home import Choices


class _Named(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def is_archived(self) -> bool: ...


def all_of(names: Catalogue) -> Choices:
    """Offer every type, category and account that is not archived."""
    return Choices(
        types=options(names.types.values()),
        categories=options(names.categories.values()),
        accounts=options(names.accounts.values()),
    )


def moving(names: Catalogue) -> tuple[Option, ...]:
    """Offer the types that bring money in or take it out, which a transfer does not."""
    return options(t for t in names.types.values() if t.flow is not Flow.TRANSFER)


def options(things: Iterable[_Named], *, keep: str = "") -> tuple[Option, ...]:
    """Offer things by name; `keep` is the id of one that stays although it is archived."""
    return tuple(
        Option(str(t.id), t.name) for t in things if not t.is_archived or str(t.id) == keep
    )


def grouped(names: Catalogue, *, keep: str = "") -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Offer categories by kind, those below another after it and marked."""
    groups = []
    for kind in Kind:
        mine = [c for c in names.categories.values() if c.kind is kind and c.parent_id is None]
        listed = [option for top in mine for option in _family(names, top, keep)]
        if listed:
            groups.append((str(kind), tuple(listed)))
    return tuple(groups)


def _family(names: Catalogue, top: CategoryName, keep: str) -> list[Option]:
    below = [c for c in names.categories.values() if c.parent_id == top.id]
    return [
        Option(str(c.id), c.name if c is top else f"{top.name} › {c.name}")
        for c in (top, *below)
        if not c.is_archived or str(c.id) == keep
    ]
