"""The names that a household's transactions refer to: a handful of rows, read whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ftracker.db import scope
from ftracker.db.reads import Read
from ftracker.domain.kinds import Flow, Kind, Section, section, sign
from ftracker.models import Account, Category, SavedView, TransactionType
from ftracker.queries.transactions import Pairs


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category as lists and forms need it."""

    id: UUID
    name: str
    kind: Kind
    icon: str
    colour: str
    parent_id: UUID | None
    start_date: date | None
    end_date: date | None
    is_default: bool
    is_archived: bool


@dataclass(frozen=True, slots=True)
class TypeName:
    """A transaction type as lists and forms need it."""

    id: UUID
    name: str
    flow: Flow
    is_default: bool
    is_archived: bool


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account as lists and forms need it."""

    id: UUID
    name: str
    kind: str
    is_default: bool
    is_archived: bool


MOST_KEPT = 1_000
N = TypeVar("N", TypeName, CategoryName, AccountName)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All types, categories and accounts by id, each sorted by name, archived ones included.

    `has_pins` tells whether a view of a report is pinned to the home page.
    """

    types: dict[UUID, TypeName]
    categories: dict[UUID, CategoryName]
    accounts: dict[UUID, AccountName]
    has_pins: bool = False

    @property
    def default_category(self) -> CategoryName:
        """The category of a transaction that names none."""
        return _default(self.categories.values())

    @property
    def default_account(self) -> AccountName:
        """The account of a transaction that names none."""
        return _default(self.accounts.values())

    def default_type(self, flow: Flow) -> TypeName:
        """Give the type of a transaction that only says which way it moved."""
        return _default(t for t in self.types.values() if t.flow is flow)

    def section(self, type_id: UUID, category_id: UUID) -> Section:
        """Tell the section that a type and a category put a transaction into."""
        return section(self.categories[category_id].kind, self.types[type_id].flow)

    def sign(self, type_id: UUID, category_id: UUID) -> int:
        """Tell the sign of an amount inside its section."""
        return sign(self.categories[category_id].kind, self.types[type_id].flow)

    def words(self, name: str) -> dict[str, str]:
        """Give the names behind `type_id`, `category_id` or `account_id`; others have none."""
        if name == "type_id":
            return {str(t.id): t.name for t in self.types.values()}
        if name == "category_id":
            return {str(c.id): c.name for c in self.categories.values()}
        if name == "account_id":
            return {str(a.id): a.name for a in self.accounts.values()}
        return {}

    def places(self, *wanted: Section, signs: tuple[int, ...] = (1, -1, 0)) -> tuple[Pairs, ...]:
        """List the categories, each with the types, that lead into one of the sections.

        Only those whose amounts have one of the signs there: 1 grows a section, -1 lowers it.
        """
        found: dict[UUID, tuple[UUID, ...]] = {
            c.id: tuple(
                t.id
                for t in self.types.values()
                if section(c.kind, t.flow) in wanted and sign(c.kind, t.flow) in signs
            )
            for c in self.categories.values()
        }
        by_types: dict[tuple[UUID, ...], list[UUID]] = {}
        for category_id, types in found.items():
            by_types.setdefault(types, []).append(category_id)
        return tuple((tuple(ids), types) for types, ids in by_types.items() if types)

    def top(self, category_id: UUID) -> CategoryName:
        """Give the category itself, or the one above it."""
        found = self.categories[category_id]
        return self.categories[found.parent_id] if found.parent_id else found

    def family(self, category_id: UUID) -> list[UUID]:
        """List the category and the ones below it."""
        below = [c.id for c in self.categories.values() if c.parent_id == category_id]
        return [category_id, *below]


def catalogue(session: Session) -> Catalogue:
    """Give the names of the session's household, sorted without regard to case.

    A look that knows the version of the names reads them once per process; every change of a
    name raises the version.
    """
    who = scope.actor(session)
    if who.catalogue_version is None:
        return _read(session)
    key = scope.household_id(session), who.catalogue_version
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = _read(session)
        while len(_kept) > MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
    return found


def _read(session: Session) -> Catalogue:
    mine = {"household": scope.household_id(session)}
    return Catalogue(
        _by_id(
            TypeName(i, name, Flow(flow), default, archived)
            for i, name, flow, default, archived in _TYPES.rows(session, **mine)
        ),
        _by_id(
            CategoryName(i, name, Kind(kind), *rest)
            for i, name, kind, *rest in _CATEGORIES.rows(session, **mine)
        ),
        _by_id(AccountName(*row) for row in _ACCOUNTS.rows(session, **mine)),
        bool(_PINS.rows(session, **mine)),
    )


def _by_id(things: Iterable[N]) -> dict[UUID, N]:
    return {t.id: t for t in sorted(things, key=lambda t: (t.name.casefold(), t.id))}


def _default(things: Iterable[N]) -> N:
    return next(t for t in things if t.is_default)


_TYPES = Read(
    select(
        TransactionType.id,
        TransactionType.name,
        TransactionType.flow,
        TransactionType.is_default,
        TransactionType.is_archived,
    ).where(TransactionType.household_id == bindparam("household"))
)
_CATEGORIES = Read(
    select(
        Category.id,
        Category.name,
        Category.kind,
        Category.icon,
        Category.colour,
        Category.parent_id,
        Category.start_date,
        Category.end_date,
        Category.is_default,
        Category.is_archived,
    ).where(Category.household_id == bindparam("household"))
)
_ACCOUNTS = Read(
    select(Account.id, Account.name, Account.kind, Account.is_default, Account.is_archived).where(
        Account.household_id == bindparam("household")
    )
)
_PINS = Read(
    select(SavedView.id)
    .where(SavedView.household_id == bindparam("household"), SavedView.is_pinned)
    .limit(1)
)
_kept: dict[tuple[UUID, int], Catalogue] = {}
