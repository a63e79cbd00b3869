"""The forecast of a household: 60 categories over 60 months worked out, and read by a page."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks import stores
from benchmarks.reading import replay
from benchmarks.results import Result, ratio
from benchmarks.stores import Store
from benchmarks.timing import Work, compare
from ftracker.db import Actor, Database, scope
from ftracker.domain.kinds import Kind
from ftracker.queries import forecasts
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.categories import CategoryIn
from ftracker.schemas.goals import GoalIn
from ftracker.services import categories, doctor, forecast_scores, forecasting, goals, recurring

TODAY = date(2026, 11, 1)
CATEGORIES, MONTHS, RUNS, TURNS = 60, 60, 41, 3
SECONDS, SCORE_SECONDS, LIMIT = 10.0, 120.0, 3
# Six purchases a month in each category; what ends in 0 is a bill of one amount on one day.
FILL = text("""
    insert into transactions (household_id, id, amount, direction, type_id, category_id,
        account_id, date, payee, note, tags, is_active, version, created_at, updated_at)
    select :home, uuidv7(), case when bill then 20 + c else (500 + hash % 9000) / 100.0 end,
        case when c = 5 then 'in' else 'out' end,
        case when c = 5 then :income else :expense end,
        (cast(:categories as uuid[]))[c + 1], :account, day,
        case when bill then 'Bill ' || chr(65 + c % 26) || chr(65 + c / 26)
            else 'Shop ' || chr(65 + hash % 26) || chr(65 + hash / 26 % 26) || chr(65 + c % 26) end,
        '', '{}', true, 1, day, day
    from (select c, n = 0 and c % 5 = 0 as bill, abs(hashint4(m * 1000 + c * 7 + n)) as hash,
            (cast(:first as date) + make_interval(months => m))::date
                + case when n = 0 and c % 5 = 0 then c % 28
                    else abs(hashint4(m * 100 + c * 11 + n)) % 28 end as day
        from generate_series(0, :months - 1) m, generate_series(0, :kinds - 1) c,
            generate_series(0, 5) n) made
    where bill or hash % 3 > 0""")


def measure(store: Store) -> Iterator[Result]:
    """Time the work of the job, then compare the pages' reading with its bare SQL."""
    who = _household(store.database)
    size = f"{CATEGORIES} × {MONTHS}"
    with store.database.session(who) as session:
        now = datetime.now(UTC) + timedelta(minutes=5)
        # Of another day each time, as the same one is not worked out twice.
        days = [TODAY + timedelta(days=number) for number in range(TURNS)]
        bare = min(_seconds(lambda: forecasting.gather(session, today=TODAY)) for _ in days)
        whole = min(
            _seconds(partial(forecasting.recompute, session, today=day, now=now)) for day in days
        )
        score = _seconds(lambda: forecast_scores.score(session, today=TODAY))
    detail = f"{whole / bare:.1f} times reading what it is worked out from"
    yield Result(f"Forecast of a household, {size}", whole, SECONDS, detail, "s")
    yield Result(f"Score of a household, {size}", score, SCORE_SECONDS, "the past repeated", "s")
    yield _read(store, who)
    with store.database.session(store.many) as session:
        many = _seconds(lambda: forecasting.gather(session, today=TODAY))
    yield Result("Reading a forecast's inputs out of 1,000,000", many, None, "", "s")


def _read(store: Store, who: Actor) -> Result:
    """Read all three answers, as the page of forecasts does."""

    def read(session: Session) -> object:
        return [forecasts.stored(session, topic) for topic in forecasting.TOPICS]

    def run() -> object:
        with store.database.reading(who) as session:
            return read(session)

    sent = store.recorded(who, read)
    with store.bare() as connection:
        pair = compare(run, replay(connection, sent), runs=RUNS)
    return ratio("Stored forecasts read, to their bare SQL", pair, LIMIT)


def _seconds(work: Work) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _household(database: Database) -> Actor:
    who = stores.empty(database, "Foreseen")
    with database.session(who) as session:
        _fill(session)
        doctor.repair(session)
    with database.session(who) as session:
        data = GoalIn(
            name="Boat", category="Savings", target_amount="5000", due_date=date(2028, 6, 1)
        )
        goals.add(session, data, today=TODAY)
        found = recurring.found(session, today=TODAY)
        recurring.accept(session, [one.last.id for one in found[:6]], today=TODAY)
    return who


def _fill(session: Session) -> None:
    while len(catalogue(session).categories) < CATEGORIES:
        name = f"Category {len(catalogue(session).categories)}"
        categories.add(session, CategoryIn(name=name, kind=Kind.EXPENSE))
    names = catalogue(session)
    types = {kind.name: kind.id for kind in names.types.values()}
    values = {
        "home": scope.household_id(session), "income": types["Income"],
        "expense": types["Expense"], "categories": [str(key) for key in names.categories],
        "kinds": CATEGORIES, "account": names.default_account.id, "months": MONTHS,
        "first": "2021-11-01",
    }  # fmt: skip
    session.execute(FILL, values)
