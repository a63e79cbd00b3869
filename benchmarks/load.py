"""`python -m benchmarks.load`: many households in one database, against one that is alone.

The address of two empty databases of one server, how many households, and how many transactions
each has. What was filled stays there: a second run only measures. It writes into both. With
--first both are asked as by a process that has seen neither household before: otherwise it knows
the names of the one that is alone, while it has to read those of people who come in turns.
"""

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

import psycopg
from fastapi import FastAPI
from pydantic import SecretStr

from benchmarks import filling, stores
from benchmarks.serving import SECRET, Runner, serving
from ftracker.config import Settings
from ftracker.db import Actor, Database, Door, Origin, Role
from ftracker.main import create_app
from ftracker.models import User
from ftracker.queries import catalogue
from ftracker.schemas.transactions import TransactionIn
from ftracker.services import transactions, user_sessions, watching
from ftracker.web import addresses, logs

PATHS = (
    "/?period=2026-10",
    "/reports?range=12-months",
    "/reports/categories?range=everything",
    "/reports/net-worth?range=everything",
    "/reports/trends?range=12-months",
    "/reports/explore?range=12-months&rows=category&columns=month",
    "/accounts",
    "/history",
    "/?q=shop",
)
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Place:
    """An application on one database, and some who use it."""

    app: FastAPI
    database: Database
    people: list[tuple[Actor, str]]

    def any_one(self, dice: random.Random) -> str:
        """Give the token of somebody."""
        return dice.choice(self.people)[1]


def main() -> None:
    """Fill what is empty, measure, and print a line for each path."""
    given = _given()
    logs.configure("error")
    places = [
        _place(given.alone, 1, given.rows, 1),
        _place(given.many, given.households, given.rows, given.people),
    ]
    _say_size(given.many)
    dice = random.Random(1)  # noqa: S311 - made up, not secret
    with serving() as runner:
        for path in PATHS:
            asks = [_asking(runner, place, path, dice) for place in places]
            _compare(path, asks, given.runs, is_first=given.first)
    _compare("add", [_adding(place, dice) for place in places], given.runs)
    _compare("look", [_looking(place, dice) for place in places], given.runs)
    for place in places:
        place.app.state.database.close()
        place.database.close()


def _given() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--many", required=True, help="the database of many households")
    reader.add_argument("--alone", required=True, help="the database of one household")
    reader.add_argument("--households", type=int, default=1_000)
    reader.add_argument("--rows", type=int, default=2_000)
    reader.add_argument("--people", type=int, default=200, help="how many of them are asked for")
    reader.add_argument("--runs", type=int, default=60)
    reader.add_argument("--first", action="store_true", help="each visit is the first one")
    return reader.parse_args()


def _place(url: str, households: int, rows: int, people: int) -> Place:
    if not (_is_filled(url) and _owners(url)):
        begin = time.monotonic()
        filling.fill(url, households, rows)
        took = time.monotonic() - begin
        print(f"filled {households:,} × {rows:,} in {took:.0f} s", flush=True)
    return opened(url, people=people)


def opened(url: str, *, people: int) -> Place:
    """Put an application on a database that is filled, and sign some of its owners in."""
    owners = _owners(url)
    database = Database(url, pool_size=2)
    dice = random.Random(3)  # noqa: S311 - made up, not secret
    chosen = dice.sample(owners, min(people, len(owners)))
    app = create_app(Settings(database_url=url, secret=SecretStr(SECRET), workers=0))
    return Place(app, database, [(who, _token(database, who)) for who in chosen])


def _is_filled(url: str) -> bool:
    with psycopg.connect(stores.plain(url)) as connection:
        found = connection.execute("select to_regclass('households') is not null").fetchone()
    return bool(found and found[0])


def _owners(url: str) -> list[Actor]:
    with psycopg.connect(stores.plain(url)) as connection:
        rows = connection.execute("select household_id, user_id from memberships").fetchall()
    return [Actor(home, user, Role.OWNER, Door.PAGE, "EUR") for home, user in rows]


def _token(database: Database, who: Actor) -> str:
    with database.session(Actor(steward=True)) as session:
        user = session.get_one(User, who.user_id)
        return user_sessions.start(session, user, Origin("", "load"), now=datetime.now(UTC))


def _say_size(url: str) -> None:
    with psycopg.connect(stores.plain(url)) as connection:
        row = connection.execute(
            "select (select reltuples::bigint from pg_class where relname = 'households'),"
            " (select reltuples::bigint from pg_class where relname = 'transactions'),"
            " pg_database_size(current_database()), pg_table_size('transactions'),"
            " pg_indexes_size('transactions')"
        ).fetchone()
    homes, rows, size, table, indexes = row or (0, 0, 0, 0, 0)
    print(
        f"{homes:,} households, {rows:,} transactions: {size / GIB:.2f} GiB, of which transactions"
        f" {table / GIB:.2f} and their indexes {indexes / GIB:.2f}",
        flush=True,
    )


def _forget() -> None:
    """Let the process know as little of households as one that begins."""
    catalogue._kept.clear()  # noqa: SLF001 - nobody else wants it forgotten
    addresses._pair.cache_clear()  # noqa: SLF001


def _compare(
    name: str, asks: list[Callable[[], None]], runs: int, *, is_first: bool = False
) -> None:
    """Ask both in turns, and print the medians and the slowest of twenty, in milliseconds."""
    times: list[list[float]] = [[], []]
    for ask in asks * 2:
        ask()
    for _ in range(runs):
        for kept, ask in zip(times, asks, strict=True):
            if is_first:
                _forget()
            begin = time.perf_counter()
            ask()
            kept.append((time.perf_counter() - begin) * 1000)
    (alone, many), (late_alone, late) = (
        [median(one) for one in times],
        [quantiles(one, n=20)[-1] for one in times],
    )
    print(
        f"{name:<62} {many:8.1f} ms  {alone:8.1f} ms  × {many / alone:4.2f}"
        f"   95 %: {late:7.1f} against {late_alone:7.1f}",
        flush=True,
    )


def _asking(runner: Runner, place: Place, path: str, dice: random.Random) -> Callable[[], None]:
    def ask() -> None:
        get(runner, place.app, path, place.any_one(dice))

    return ask


def _adding(place: Place, dice: random.Random) -> Callable[[], None]:
    """Write a transaction down through its deed: rules, history, totals."""

    def add() -> None:
        who = dice.choice(place.people)[0]
        with place.database.session(who) as session:
            data = {"date": "2026-10-30", "amount": "12.50", "payee": "Lidl"}
            transactions.add(session, TransactionIn.model_validate(data))

    return add


def _looking(place: Place, dice: random.Random) -> Callable[[], None]:
    """Look at a household as its alerts ask, as a job does four times an hour."""

    def look() -> None:
        who, now = dice.choice(place.people)[0], datetime.now(UTC)
        with place.database.session(who) as session:
            watching.look(session, today=now.date(), now=now, besides=watching.SLOW)

    return look


def get(runner: Runner, app: FastAPI, path: str, token: str) -> None:
    """Ask for a page as the person behind a token. Raises RuntimeError where it does not come."""
    at, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": at, "raw_path": at.encode(), "query_string": query.encode(),
        "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
        "headers": [(b"host", b"127.0.0.1:8000"), (b"cookie", f"session={token}".encode())],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def once() -> bytes:
        async def send(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] != 200:  # noqa: PLR2004
                raise RuntimeError(f"{path} answered {message['status']}.")

        await app(dict(scope), receive, send)
        return b""

    runner(once())


if __name__ == "__main__":
    main()
