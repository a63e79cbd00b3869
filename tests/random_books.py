"""Households of any shape, and what may be asked of their reports; for tests of properties."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, history, new_id
from ftracker.db.scope import household_id
from ftracker.domain import money
from ftracker.domain.kinds import Direction, Flow, Kind
from ftracker.domain.periods import Unit
from ftracker.domain.reports.ranges import Compare, Preset
from ftracker.models import Account, Budget, Category, Goal, Transaction, TransactionType
from tests import factories

TODAY = date(2026, 11, 25)
CURRENCIES = ("EUR", "JPY", "KWD", "INR")
LOCALES = ("en", "de", "ja_JP", "en_IN", "fr_CH", "pl")
ZONES = ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "Europe/Berlin")
# What an address, a search or a SELECT may stumble over.
PAYEES = (
    "", "Lidl", "LIDL", "lidl", "Bar 25", 'The "Corner"', "a-b", "-minus", "tag:food", "50%",
    "x_y", "C:\\temp", "Café Ærø", "日本 商店", "two  spaces", " leads", "and", "or", "(x)", "a,b",
    "a&b=c", "#1", "+plus", "O'Neill", "<b>", "ß", "ẞ", "not x",
)  # fmt: skip
TAGS = ("food", "Trip 26", "a b", 'q"q', "ü", "-x", "tag:x", "%", "")
_ODD_DAYS = (
    date(2024, 2, 29), date(2024, 12, 30), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1),
    date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 31), date(2026, 11, 1), TODAY,
    date(2026, 11, 26), date(2027, 1, 3),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement by numbers; `shape` makes it a transfer, a half of one, or a split."""

    day: date
    units: int
    place: tuple[int, int, int]
    payee: str
    tags: tuple[str, ...]
    member: int
    shape: str


@dataclass(frozen=True, slots=True)
class Books:
    """What a household is made of, by numbers."""

    currency: str
    kinds: tuple[tuple[Kind, bool], ...]
    openings: tuple[int, ...]
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A household that stands in the database, and what its addresses can name."""

    who: Actor
    categories: tuple[UUID, ...]
    accounts: tuple[UUID, ...]
    types: tuple[UUID, ...]
    members: tuple[UUID | None, ...]


_days = st.sampled_from(_ODD_DAYS) | st.dates(date(2025, 9, 1), date(2026, 12, 31))
_movements = st.builds(
    Movement,
    day=_days,
    units=st.integers(1, 99_999),
    place=st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)),
    payee=st.sampled_from(PAYEES),
    tags=st.lists(st.sampled_from(TAGS[:-1]), max_size=2, unique=True).map(tuple),
    member=st.integers(0, 2),
    shape=st.sampled_from(("plain",) * 6 + ("transfer", "half", "split", "inactive")),
)
books = st.builds(
    Books,
    currency=st.sampled_from(CURRENCIES),
    kinds=st.lists(st.tuples(st.sampled_from(Kind), st.booleans()), min_size=4, max_size=9).map(
        tuple
    ),
    openings=st.lists(st.integers(-50_000, 90_000), min_size=1, max_size=3).map(tuple),
    movements=st.lists(_movements, min_size=12, max_size=45).map(tuple),
)


def made(database: Database, plan: Books) -> Made:
    """Write a household down."""
    who = factories.household(database, currency=plan.currency)
    with database.session(who) as session, history.deed(session, "tests.books", "Made books"):
        accounts = _accounts(session, plan)
        categories = _categories(session, plan)
        types = _types(session)
        session.flush()
        members = (None, who.user_id, new_id())
        found = Made(
            who,
            tuple(one.id for one in categories),
            tuple(one.id for one in accounts),
            tuple(one.id for one in types),
            members,
        )
        for movement in plan.movements:
            session.add_all(_rows(movement, plan, found, categories, types))
        session.add_all(_plans(plan, categories, accounts))
    return found


def _accounts(session: Session, plan: Books) -> list[Account]:
    """Add accounts of several kinds beside the first one; the last one is archived."""
    kinds = ("savings", "card", "loan")
    rows = [
        Account(
            household_id=household_id(session),
            name=f"Account {number}",
            kind=kinds[number % 3],
            opening_balance=_amount(units, plan),
            is_archived=number == 2,
        )
        for number, units in enumerate(plan.openings)
    ]
    session.add_all(rows)
    return [*session.query(Account).order_by(Account.id), *rows][: len(rows) + 1]


def _categories(session: Session, plan: Books) -> list[Category]:
    """Add categories, some below the first of their kind, beside the one that goes unnamed."""
    mine = household_id(session)
    default = session.query(Category).filter(Category.is_default).one()
    rows: list[Category] = []
    for number, (kind, below) in enumerate(plan.kinds):
        upper = next((row for row in rows if row.kind == kind and row.parent_id is None), None)
        window = {"start_date": date(2026, 6, 1), "end_date": date(2026, 6, 30)}
        row = Category(
            id=new_id(),
            household_id=mine,
            name=f"{kind} {number}",
            kind=kind,
            parent_id=upper.id if below and upper else None,
            is_archived=number % 5 == 4,
            **(window if kind is Kind.TIMEBOUND else {}),
        )
        rows.append(row)
        session.add(row)
        # A category below another one needs that one to be there.
        session.flush()
    return [default, *rows]


def _types(session: Session) -> list[TransactionType]:
    rows = [
        TransactionType(household_id=household_id(session), name=name, flow=flow)
        for name, flow in (("Reimbursement", Flow.IN), ("Fee", Flow.OUT))
    ]
    session.add_all(rows)
    found = session.query(TransactionType).filter(TransactionType.is_default).all()
    return [*sorted(found, key=lambda row: row.flow), *rows]


def _rows(
    one: Movement,
    plan: Books,
    found: Made,
    categories: list[Category],
    types: list[TransactionType],
) -> Iterator[Transaction]:
    category, account, kind = one.place
    moving = [row for row in types if row.flow != Flow.TRANSFER]
    transfer = next(row for row in types if row.flow == Flow.TRANSFER)
    chosen = transfer if one.shape in ("transfer", "half") else moving[kind % len(moving)]
    plain = {
        "household_id": found.who.household_id,
        "date": one.day,
        "payee": one.payee,
        "tags": list(one.tags),
        "type_id": chosen.id,
        "category_id": categories[category % len(categories)].id,
        "account_id": found.accounts[account % len(found.accounts)],
        "direction": Direction.OUT if chosen.flow == Flow.TRANSFER else chosen.flow,
        "member_id": found.members[one.member],
        "amount": _amount(one.units, plan),
        "is_active": one.shape != "inactive",
    }
    if one.shape in ("transfer", "half"):
        plain["transfer_id"] = new_id()
    if one.shape == "split":
        plain["split_id"] = new_id()
        yield Transaction(id=new_id(), **plain | {"category_id": categories[0].id})
    yield Transaction(id=new_id(), **plain)
    if one.shape == "transfer" and len(found.accounts) > 1:
        there = found.accounts[(account + 1) % len(found.accounts)]
        other = {"account_id": there, "direction": Direction.IN, "member_id": None}
        yield Transaction(id=new_id(), **plain | other)


def _plans(
    plan: Books, categories: list[Category], accounts: list[Account]
) -> Iterator[Budget | Goal]:
    """Budget for each other category and for everything; save in some way for each that can."""
    mine = accounts[0].household_id
    common = {"household_id": mine, "start_date": date(2026, 2, 1)}
    cadences = ("month", "week", "year", "quarter")
    for number, row in enumerate(categories[::2]):
        rollover = ("none", "left", "overspent", "both")[number % 4]
        amount = _amount(5_000 * (number + 1), plan)
        cadence = cadences[number % 4]
        if row.kind not in (Kind.TIMEBOUND, Kind.UNKNOWN, Kind.OTHER):
            yield Budget(
                category_id=row.id, amount=amount, cadence=cadence, rollover=rollover, **common
            )
    yield Budget(category_id=None, amount=_amount(90_000, plan), **common)
    saving = [row for row in categories if row.kind in (Kind.SAVINGS, Kind.INVESTMENT)]
    for number, row in enumerate(saving):
        on_account = {"account_id": accounts[-1].id, "earmark": None} if number == 1 else {}
        amount, start = _amount(100_000, plan), _amount(700, plan)
        yield Goal(
            name=f"Goal {number}",
            category_id=row.id,
            target_amount=amount,
            starting_amount=start,
            due_date=date(2027, 6, 1) if number % 2 else None,
            **common | on_account,
        )


def _amount(units: int, plan: Books) -> Decimal:
    return Decimal(units).scaleb(-money.decimals(plan.currency))


def views(found: Made) -> st.SearchStrategy[dict[str, str]]:
    """Draw the words of an address that a report of a household may be asked by."""
    ids = {
        "category_id": found.categories,
        "account_id": found.accounts,
        "type_id": found.types,
        "member_id": tuple(filter(None, found.members)),
    }
    several = {name: _some(map(str, keys)) for name, keys in ids.items()}
    filters = several | {
        "kind": _some(kind.casefold() for kind in Kind),
        "payee": st.lists(st.sampled_from(PAYEES), min_size=1, max_size=3).map("\n".join),
        "tag": st.sampled_from(TAGS[:-1]),
        "section": st.sampled_from(("income", "spending", "set_aside", "net")),
        "alone": st.just("1"),
        "min": st.sampled_from(("1", "50", "200")),
        "max": st.sampled_from(("100", "500")),
        "q": st.sampled_from(PAYEES + SEARCHES),
    }
    chosen = st.lists(st.sampled_from(sorted(filters)), max_size=2, unique=True)
    narrowed = chosen.flatmap(lambda names: st.fixed_dictionaries({n: filters[n] for n in names}))
    return st.builds(_joined, _spans, _frames, narrowed)


# Questions that a search may ask: all in all each of its operators.
SEARCHES = (
    "category:salary", "-payee:lidl", "amount>50", "after:2026-01", "before:2026-06", "tag:food",
    "kind:expense or kind:income", "not (lidl or bar)", "weekday:monday", "account:everyday",
    "is:refund", '"two  spaces"', "amount<=12.5 -tag:food",
)  # fmt: skip


def _some(words: Iterator[str] | map) -> st.SearchStrategy[str]:
    found = list(words)
    return st.lists(st.sampled_from(found), min_size=1, max_size=3, unique=True).map(",".join)


def _joined(*parts: Mapping[str, str]) -> dict[str, str]:
    return {name: word for part in parts for name, word in part.items() if word}


_frames = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(("", *Unit)),
        "compare": st.sampled_from(("", *Compare)),
    }
)
_presets = st.builds(lambda preset: {"range": str(preset)}, st.sampled_from(Preset))
_spelt = st.builds(
    lambda one, other: {"start": str(min(one, other)), "until": str(max(one, other))},
    st.dates(date(2025, 6, 1), date(2027, 2, 1)),
    st.dates(date(2025, 6, 1), date(2027, 2, 1)),
)
_periods = st.sampled_from(({"period": "2026-10"}, {"period": "2026"}, {"period": "2026-W44"}))
_spans = _presets | _spelt | _periods


@contextmanager
def zones(session: Session, process: str, server: str) -> Iterator[None]:
    """Let the process and the server's connection stand in some time zones."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = process
    time.tzset()
    session.execute(text("select set_config('timezone', :zone, true)"), {"zone": server})
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def chosen(controls: Any, picks: list[int]) -> dict[str, str]:
    """Choose an option of each control that a report has of its own."""
    pairs = zip(controls, picks, strict=False)
    return {one.name: one.options[pick % len(one.options)].value for one, pick in pairs}
