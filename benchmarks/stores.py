"""The books that are measured: one household with a million transactions, one with ten thousand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, Door, migrations, new_id, scope
from ftracker.models import User
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.households import HouseholdIn
from ftracker.services import doctor, households

MANY, FEW = 1_000_000, 10_000
FIRST_DAY, DAYS = "2016-11-01", 3650
# Ten years, in the order of the days, with every category and three payees in ten repeated.
FILL = text("""
    insert into transactions (household_id, id, amount, direction, type_id, category_id,
        account_id, date, payee, note, tags, is_active, version, created_at, updated_at)
    select :home, uuidv7(), (100 + n * 37 % 9900) / 100.0,
        case when n % 13 = 0 then 'in' else 'out' end,
        case when n % 13 = 0 then :income else :expense end,
        (cast(:categories as uuid[]))[1 + n % :kinds], :account,
        cast(:first as date) + cast(n::bigint * :days / :rows as int),
        'Shop number ' || n % 997, case when n % 10 < 3 then 'Weekly things' else '' end,
        '{}', true, 1, now(), now()
    from generate_series(0, :rows - 1) n""")
Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Store:
    """A database with its two households, and a bare connection that no policy watches."""

    database: Database
    url: str
    many: Actor
    few: Actor

    @contextmanager
    def bare(self) -> Iterator[psycopg.Connection[Any]]:
        """Connect as the owner of the tables, with nothing between."""
        with psycopg.connect(plain(self.url), prepare_threshold=None) as connection:
            yield connection

    def recorded(self, who: Actor, work: Callable[[Session], object]) -> list[Statement]:
        """Give the statements that some reading sends, without the announcement of who acts."""
        with self.listening() as sent, self.database.reading(who) as session:
            session.connection()
            sent.clear()
            work(session)
        return list(sent)

    @contextmanager
    def listening(self, database: Database | None = None) -> Iterator[list[Statement]]:
        """Give the list that every statement of a block is added to."""
        sent: list[Statement] = []

        def hear(
            _c: object, _k: object, statement: str, values: Any, _x: object, _m: object
        ) -> None:
            sent.append((statement, values))

        engine = (database or self.database).engine
        event.listen(engine, "before_cursor_execute", hear)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", hear)


def plain(url: str) -> str:
    """Write an address as libpq knows it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def empty(database: Database, name: str) -> Actor:
    """Start a household with an owner."""
    with database.session(Actor(steward=True, door=Door.PAGE)) as session:
        key = new_id()
        owner = User(id=key, email=f"{key}@example.org", name="", password_hash="none")  # noqa: S106
        session.add(owner)
        session.flush()
        households.create(session, HouseholdIn(name=name, currency="EUR"), owner_id=owner.id)
        return replace(scope.actor(session), door=Door.PAGE)


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """Fill a fresh database."""
    migrations.upgrade(url)
    database = Database(url)
    try:
        few, many = (filled(database, rows) for rows in (FEW, MANY))
        with psycopg.connect(plain(url), autocommit=True) as connection:
            connection.execute("vacuum analyze")
        yield Store(database, url, many, few)
    finally:
        database.close()


@contextmanager
def beside(store: Store, name: str) -> Iterator[Store]:
    """Make another database on the same server, with no household in it."""
    with psycopg.connect(plain(store.url), autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    url = make_url(store.url).set(database=name).render_as_string(hide_password=False)
    migrations.upgrade(url)
    database = Database(url)
    try:
        yield replace(store, database=database, url=url)
    finally:
        database.close()


def fill(session: Session, categories: list[UUID], rows: int) -> None:
    """Write transactions down in these categories; the totals are repaired afterwards."""
    names = catalogue(session)
    types = {kind.name: kind.id for kind in names.types.values()}
    values = {
        "home": scope.household_id(session), "income": types["Income"],
        "expense": types["Expense"], "categories": [str(key) for key in categories],
        "kinds": len(categories), "account": names.default_account.id, "rows": rows,
        "first": FIRST_DAY, "days": DAYS,
    }  # fmt: skip
    session.execute(FILL, values)


def filled(database: Database, rows: int) -> Actor:
    """Start a household with so many transactions."""
    who = empty(database, f"{rows:,} transactions")
    with database.session(who) as session:
        fill(session, list(catalogue(session).categories), rows)
        doctor.repair(session)
    return who
