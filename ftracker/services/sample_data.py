"""A believable household written into empty books, to look around in and to throw away."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import currency, household_id, user_id
from ftracker.domain.errors import Conflict
from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.samples import households as samples
from ftracker.domain.samples.households import Books
from ftracker.domain.samples.moves import Move, SampleAccount, SampleCategory
from ftracker.models import Account, Category, Transaction
from ftracker.queries import households as stored
from ftracker.queries import members
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.schemas import sentences
from ftracker.schemas.households import HouseholdIn
from ftracker.services import households, sample_plans
from ftracker.services.sample_plans import Places

SEED = 7
YEARS = 3
NOT_EMPTY = "These books have transactions already. The sample goes into empty ones only."


class _Named(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


def fill(session: Session, *, today: date, years: int = YEARS, seed: int = SEED) -> int:
    """Write the sample household into books without transactions; gives how many it added.

    It is one change set, so that one undo takes all of it away. The same seed, day and number
    of years give the same books. Raises Conflict when there are transactions, deleted ones too.
    """
    locks.hold(session, "sample", household_id(session))
    if stored.has_transactions(session):
        raise Conflict(NOT_EMPTY)
    books = samples.make(seed, today=today, years=years, currency=currency(session))
    names = catalogue(session)
    with history.deed(session, "sample_data.fill", "") as deed:
        places = Places(
            names,
            _categories(session, books, names),
            _accounts(session, books, names),
        )
        rows = list(_rows(session, books.moves, places))
        who = user_id(session) or members.first_owner(session)
        for row in rows:
            row.member_id = who
        session.add_all(rows)
        session.flush()
        sample_plans.write(session, books.plans, places, today=today)
        deed.summary = f"Loaded the sample household, {len(rows):,} transactions"
    return len(rows)


def enter(session: Session, name: str, *, new_currency: str) -> None:
    """Let a steward's session act for the household of this name, which is started if need be.

    Raises InvalidInput when there are several of that name, or for an unknown currency.
    """
    if stored.named(session, name):
        households.enter(session, households.named(session, name))
        return
    data = sentences.read(HouseholdIn, {"name": name, "currency": new_currency})
    households.create(session, data, owner_id=None)


def _categories(session: Session, books: Books, names: Catalogue) -> dict[str, UUID]:
    """Give the id of each category, made where the household has none of that name."""
    ids = _ids(names.categories.values())
    for one in books.categories:
        if one.name.casefold() not in ids:
            row = _category(session, one)
            row.parent_id = ids[one.parent.casefold()] if one.parent else None
            ids[one.name.casefold()] = row.id
            session.add(row)
            session.flush()
    return {one.name: ids[one.name.casefold()] for one in books.categories}


def _accounts(session: Session, books: Books, names: Catalogue) -> dict[str, UUID]:
    ids = _ids(names.accounts.values())
    for one in books.accounts:
        if one.name.casefold() not in ids:
            row = _account(session, one)
            ids[one.name.casefold()] = row.id
            session.add(row)
    session.flush()
    return {one.name: ids[one.name.casefold()] for one in books.accounts}


def _ids(things: Iterable[N]) -> dict[str, UUID]:
    return {thing.name.casefold(): thing.id for thing in things}


def _category(session: Session, one: SampleCategory) -> Category:
    return Category(
        household_id=household_id(session),
        id=new_id(),
        name=one.name,
        kind=one.kind,
        icon=one.icon,
        colour=one.colour,
        start_date=one.start_date,
        end_date=one.end_date,
    )


def _account(session: Session, one: SampleAccount) -> Account:
    return Account(
        household_id=household_id(session),
        id=new_id(),
        name=one.name,
        kind=one.kind,
        opening_balance=one.opening_balance,
    )


def _rows(session: Session, moves: Iterable[Move], places: Places) -> Iterator[Transaction]:
    """Give the rows in the order of the moves; a transfer becomes its two sides."""
    splits: dict[str, UUID] = {}
    for move in moves:
        row = _row(session, move, places)
        if move.split:
            row.split_id = splits.setdefault(move.split, new_id())
        if move.flow is Flow.TRANSFER:
            row.transfer_id = new_id()
            other = _row(session, move, places)
            other.account_id = places.accounts[move.to_account]
            other.direction, other.transfer_id = Direction.IN, row.transfer_id
            yield other
        yield row


def _row(session: Session, move: Move, places: Places) -> Transaction:
    is_out = move.flow is not Flow.IN
    return Transaction(
        household_id=household_id(session),
        id=new_id(),
        date=move.date,
        amount=move.amount,
        direction=Direction.OUT if is_out else Direction.IN,
        type_id=places.types[move.flow],
        category_id=places.categories[move.category],
        account_id=places.accounts[move.account],
        payee=move.payee,
        note=move.note,
        tags=list(move.tags),
    )
