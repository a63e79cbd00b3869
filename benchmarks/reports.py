"""Every report as its page and the API get it: against its bare SQL, and as the books grow."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from benchmarks.reading import replay
from benchmarks.results import Result, ratio
from benchmarks.stores import Store
from benchmarks.timing import compare
from ftracker.db import Actor
from ftracker.domain.reports.ranges import Preset
from ftracker.routes import report_bodies

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

    Each is asked for as it usually is: most look at the last twelve months.
    """
    for name in report_bodies.NAMES:
        yield _to_its_sql(store, name)
    for name, words in OVER_TOTALS.items():
        big, small = (_Asking(store, who, name, {**_ALL, **words}) for who in _both(store))
        pair = compare(big, small, runs=RUNS)
        yield ratio(f"Ten years of {name}, 1,000,000 to 10,000", pair, GROWTH)


def _to_its_sql(store: Store, name: str) -> Result:
    ours = _Asking(store, store.many, name, {})
    sent = store.recorded(store.many, ours.answer)
    with store.bare() as connection:
        pair = compare(ours, replay(connection, sent), runs=RUNS)
    return ratio(f"The report {name} ({len(sent)} statements), to its bare SQL", pair, LIMIT)


def _both(store: Store) -> tuple[Actor, Actor]:
    return store.many, store.few


class _Asking:
    """One report of a household, asked for anew each time."""

    def __init__(self, store: Store, who: Actor, name: str, words: Mapping[str, str]) -> None:
        self._store, self._who, self._name = store, who, name
        self._words = {key: str(word) for key, word in words.items()}

    def __call__(self) -> object:
        """Open a session, and answer in it."""
        with self._store.database.reading(self._who) as session:
            return self.answer(session)

    def answer(self, session: Session) -> object:
        """Find what the report says, and put it into its body."""
        asking = report_bodies.ask(session, self._name, self._words, today=TODAY, locale="en")
        return asking.body
