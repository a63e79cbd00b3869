"""Which type, category and accounts a transaction means: by id, by name, or by default."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import driver
from ftracker.domain.errors import Clash, Conflict, FieldError, NotFound
from ftracker.domain.kinds import Direction, Flow
from ftracker.models import Transaction
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.schemas.transactions import TransactionFields

DELETED = "The category, type or account was just deleted. Choose another one."


class _Named(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Places:
    """The ids that a transaction points to, and which way it moves."""

    type_id: UUID
    flow: Flow
    category_id: UUID
    account_id: UUID
    to_account_id: UUID | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class SomePlaces:
    """The ids that a bulk change names; None where it names none."""

    category_id: UUID | None
    account_id: UUID | None


def places(
    session: Session, data: TransactionFields, *, present: Transaction | None = None
) -> Places:
    """Find what a transaction points to; `present` gives the way of a transfer that exists.

    Raises NotFound for an unknown id or name, Clash where two accounts make no sense.
    """
    names = catalogue(session)
    kind = _find(names.types, data.type_id, data.type, "type") or names.default_type(Flow.OUT)
    category = _find(names.categories, data.category_id, data.category, "category")
    account = _find(names.accounts, data.account_id, data.account, "account")
    target = _find(names.accounts, data.to_account_id, data.to_account, "to_account")
    from_id = (account or names.default_account).id
    if target is not None:
        _check_transfer(kind.flow, from_id, target.id)
    return Places(
        kind.id,
        kind.flow,
        (category or names.default_category).id,
        from_id,
        target.id if target else None,
        _direction(kind.flow, data, present),
    )


def places_of(session: Session, *, category_id: UUID | None, account_id: UUID | None) -> SomePlaces:
    """Check that a category and an account exist here. Raises NotFound."""
    names: Catalogue = catalogue(session)
    category = _find(names.categories, category_id, None, "category")
    account = _find(names.accounts, account_id, None, "account")
    return SomePlaces(category.id if category else None, account.id if account else None)


@contextmanager
def staying() -> Iterator[None]:
    """Write what points to things that were there a moment ago.

    Raises Conflict when somebody has deleted one of them since.
    """
    try:
        yield
    except IntegrityError as bad:
        if not driver.is_dangling(bad):
            raise
        raise Conflict(DELETED) from bad


def find(things: Mapping[UUID, N], key: UUID | None, name: str | None, what: str) -> N | None:
    """Find a thing by id, or by name without regard to case; None where neither is said.

    The id wins. `what` is the field of the name. Raises NotFound at the field that was said.
    """
    word = what.removeprefix("to_")
    if key is not None:
        if key not in things:
            raise NotFound(FieldError(f"{what}_id", f"There is no such {word}."))
        return things[key]
    if name is None:
        return None
    for thing in things.values():
        if thing.name.lower() == name.lower():
            return thing
    raise NotFound(FieldError(what, f"There is no {word} called “{name}”."))


def _find(things: Mapping[UUID, N], key: UUID | None, name: str | None, what: str) -> N | None:
    """Find a thing that a transaction points to; of an unknown id nothing more is said."""
    if key is not None and key not in things:
        raise NotFound
    return find(things, key, name, what)


def _check_transfer(flow: Flow, from_id: UUID, to_id: UUID) -> None:
    if flow is not Flow.TRANSFER:
        raise Clash("to_account_id", "Only a transfer goes to another account.")
    if from_id == to_id:
        raise Clash("to_account_id", "Choose two different accounts.")


def _direction(flow: Flow, data: TransactionFields, present: Transaction | None) -> Direction:
    if flow is not Flow.TRANSFER:
        return Direction(flow)
    if data.direction is not None:
        return Direction(data.direction)
    return Direction(present.direction) if present is not None else Direction.OUT
