"""Every report as its page and the API get it: against its bare SQL, and as the books grow."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from benchmarks import stores
from benchmarks.reading import replay
from benchmarks.results import Result, ratio
from benchmarks.stores import Store
from benchmarks.timing import compare
from ftracker.db import Actor
from ftracker.domain.kinds import Kind
from ftracker.domain.reports.ranges import Preset
from ftracker.queries.catalogue import catalogue
from ftracker.routes import report_bodies
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.goals import GoalIn
from ftracker.services import budgets, goals

TODAY = date(2026, 10, 31)
RUNS = 7
LIMIT, GROWTH = 3, 2
# What is read from the totals alone grows with months and categories, over all ten years.
OVER_TOTALS: Mapping[str, Mapping[str, str]] = {
    "summary": {"compare": "year"},
    "categories": {"compare": "year"},
    "profit-and-loss": {"compare": "year"},
    "cash-flow": {},
    "trends": {"by": "category"},
    "net-worth": {},
    "budgets": {},
    "explore": {"rows": "category", "columns": "month"},
}
_ALL = {"range": Preset.EVERYTHING, "unit": "month"}


def measure(store: Store) -> Iterator[Result]:
    """Compare each report with the statements that it sends, and those over totals with few rows.

    Each is asked for as it usually is: most look at the last twelve months. The households budget
    for each category where money is spent, and save for three things.
    """
    for who in (store.many, store.few):
        _plan(store, who)
    for name in report_bodies.NAMES:
        yield _to_its_sql(store, name)
    for name, words in OVER_TOTALS.items():
        big, small = (_Asking(store, who, name, {**_ALL, **words}) for who in _both(store))
        pair = compare(big, small, runs=RUNS)
        yield ratio(f"Ten years of {name}, 1,000,000 to 10,000", pair, GROWTH)


def _plan(store: Store, who: Actor) -> None:
    """Let a household budget and save."""
    with store.database.session(who) as session:
        names = catalogue(session).categories.values()
        for category in (one for one in names if one.kind is Kind.EXPENSE):
            about = {"category_id": category.id, "amount": "400", "start_date": stores.FIRST_DAY}
            budgets.add(session, BudgetIn.model_validate(about), today=TODAY)
        for number in range(3):
            about = {"name": f"Goal {number}", "category": "Savings", "target_amount": "90000"}
            more = {"start_date": f"202{number}-01-01", "due_date": "2030-01-01"}
            goals.add(session, GoalIn.model_validate({**about, **more}), today=TODAY)


def _to_its_sql(store: Store, name: str) -> Result:
    ours = _Asking(store, store.many, name, {})
    ours()  # The names of a household are read once per process.
    sent = store.recorded(_looking(store.many), ours.answer)
    with store.bare() as connection:
        pair = compare(ours, replay(connection, sent), runs=RUNS)
    return ratio(f"The report {name} ({len(sent)} statements), to its bare SQL", pair, LIMIT)


def _both(store: Store) -> tuple[Actor, Actor]:
    return store.many, store.few


def _looking(who: Actor) -> Actor:
    """Give who looks as a request finds it: with the version of the names that are known."""
    return replace(who, catalogue_version=1)


class _Asking:
    """One report of a household, asked for anew each time."""

    def __init__(self, store: Store, who: Actor, name: str, words: Mapping[str, str]) -> None:
        self._store, self._who, self._name = store, _looking(who), name
        self._words = {key: str(word) for key, word in words.items()}

    def __call__(self) -> object:
        """Open a session, and answer in it."""
        with self._store.database.reading(self._who) as session:
            return self.answer(session)

    def answer(self, session: Session) -> object:
        """Find what the report says, and put it into its body."""
        asking = report_bodies.ask(session, self._name, self._words, today=TODAY, locale="en")
        return asking.body
