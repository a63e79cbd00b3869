"""Many households in one database: one is written down, all others are copies of it.

A copy has ids of its own for its household and its person, and otherwise the same ones: the
household leads every key. Rows come month by month, as in life: what one household has lies
scattered between what all others have.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Table

from benchmarks import stores
from ftracker.db import Actor, Database, migrations, new_id
from ftracker.db.base import Base
from ftracker.queries.catalogue import catalogue

FIRST, YEARS = date(2016, 11, 1), 10
KEY, TEMPLATE = "household_id", "Template"
APART = {"transactions", "monthly_totals"}
_TOTALS = """
    insert into monthly_totals
        (household_id, month, category_id, account_id, type_id, direction, amount, count)
    select household_id, date_trunc('month', date)::date, category_id, account_id, type_id,
        direction, sum(amount), count(*)
    from transactions where is_active
    group by 1, 2, 3, 4, 5, 6"""
_COPY = (
    "copy transactions (household_id, id, amount, direction, type_id, category_id, account_id,"
    " date, payee, note, tags, fingerprint, is_active, version, created_at, updated_at) from stdin"
)


def fill(url: str, households: int, rows: int) -> list[Actor]:
    """Fill an empty database with so many households of so many rows; gives who owns them."""
    migrations.upgrade(url)
    database = Database(url, pool_size=1)
    first = stores.empty(database, TEMPLATE)
    with database.session(first) as session:
        names = catalogue(session)
        lines = list(_lines(first, names, rows))
    database.close()
    with psycopg.connect(stores.plain(url), autocommit=True) as connection:
        # What rows point to is copied along with them: nobody has to look.
        connection.execute("set session_replication_role = replica")
        with connection.cursor().copy(_COPY) as copy:
            for line in lines:
                copy.write_row(line)
        owners = [first, *_copies(connection, first, households - 1)]
        connection.execute("set work_mem = '256MB'")
        connection.execute(_TOTALS)
        connection.execute("vacuum analyze")
    return owners


def _lines(who: Actor, names: Any, rows: int) -> Iterator[tuple[Any, ...]]:
    """Make transactions up over ten years; the same ones each time."""
    dice = random.Random(7)  # noqa: S311 - made up, not secret
    types = {kind.name: kind.id for kind in names.types.values()}
    categories, at = list(names.categories), names.default_account.id
    for number in range(rows):
        is_in = number % 13 == 0
        day = FIRST + timedelta(days=number * 3652 // rows)
        key = new_id()
        yield (
            who.household_id, key, dice.randint(100, 9_999) / 100, "in" if is_in else "out",
            types["Income" if is_in else "Expense"], dice.choice(categories), at, day,
            f"Shop number {dice.randint(1, 99)}", "Weekly things" if number % 3 == 0 else "",
            [], key, True, 1, day, day,
        )  # fmt: skip


def _copies(connection: psycopg.Connection[Any], first: Actor, count: int) -> list[Actor]:
    homes = [new_id() for _ in range(count)]
    connection.execute("create temporary table homes (n int, id uuid primary key)")
    with connection.cursor().copy("copy homes (n, id) from stdin") as copy:
        for number, home in enumerate(homes, 1):
            copy.write_row((number, home))
    _clone(connection, "users", first.user_id, {"id": "h.id", "email": "h.id || '@example.org'"})
    named = {"id": "h.id", "name": "'Household ' || h.n"}
    _clone(connection, "households", first.household_id, named)
    for table in Base.metadata.sorted_tables:
        if KEY in table.primary_key.columns and table.name not in APART:
            own = {KEY: "h.id"} | ({"user_id": "h.id"} if "user_id" in table.columns else {})
            _clone(connection, table.name, first.household_id, own)
    for start, end in months():
        within = f" and t.date >= '{start}' and t.date < '{end}'"
        changed = {KEY: "h.id", "amount": "t.amount + mod(h.n, 97)"}
        _clone(connection, "transactions", first.household_id, changed, within)
    return [
        Actor(home, home, first.role, first.door, first.currency, first.locale) for home in homes
    ]


def _clone(
    connection: psycopg.Connection[Any],
    name: str,
    of: UUID | None,
    changed: dict[str, str],
    within: str = "",
) -> None:
    table: Table = Base.metadata.tables[name]
    columns = [one.name for one in table.columns if one.computed is None]
    values = ", ".join(changed.get(column, f"t.{column}") for column in columns)
    key = KEY if KEY in table.primary_key.columns else "id"
    connection.execute(
        f"insert into {name} ({', '.join(columns)}) select {values}"  # noqa: S608 - names of our own
        f" from homes h cross join {name} t where t.{key} = %(of)s{within}",
        {"of": of},
    )


def months() -> Iterator[tuple[date, date]]:
    """List the months of the ten years, as [start, end)."""
    for number in range(YEARS * 12):
        start, end = (
            date(FIRST.year + (at // 12), at % 12 + 1, 1)
            for at in (FIRST.month - 1 + number, FIRST.month + number)
        )
        yield start, end
