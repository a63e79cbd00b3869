"""`python -m benchmarks.walls ADDRESS`: what row-level security costs the pages' statements.

The address of a database that `benchmarks.load` has filled; its user must be a superuser, as the
role of the pages is let through the walls and held back by them in turns. Nothing else may be
asked of that server's roles meanwhile.
"""

import random
import sys
import time
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import event

from benchmarks import load, stores
from benchmarks.load import PATHS, Place
from benchmarks.serving import Runner, serving
from ftracker.db.scope import APP_ROLE
from ftracker.web import logs

RUNS, PEOPLE = 41, 5


class Watch:
    """Sums up how long the statements of a page take, from being sent to being answered."""

    def __init__(self, engine: Any) -> None:
        self.spent, self._begun = 0.0, 0.0
        event.listen(engine, "before_cursor_execute", self._begin)
        event.listen(engine, "after_cursor_execute", self._end)

    def _begin(self, *_: Any) -> None:
        self._begun = time.perf_counter()

    def _end(self, *_: Any) -> None:
        self.spent += time.perf_counter() - self._begun


def main(url: str) -> None:
    """Print a line for each page: milliseconds with walls and without, and the ratio."""
    logs.configure("error")
    place = load.opened(url, people=PEOPLE)
    watch = Watch(place.app.state.database.engine)
    ratios = []
    with serving() as runner, psycopg.connect(stores.plain(url), autocommit=True) as admin:
        try:
            for path in PATHS:
                walled, bare = _compare(admin, runner, place, watch, path)
                ratios.append(walled / bare)
                print(
                    f"{path:<62} {walled:8.2f} ms  {bare:8.2f} ms  × {walled / bare:4.2f}",
                    flush=True,
                )
        finally:
            _let_through(admin, on=False)
    print(f"The median of all pages: × {median(ratios):.2f}")
    place.app.state.database.close()
    place.database.close()


def _compare(
    admin: psycopg.Connection[Any], runner: Runner, place: Place, watch: Watch, path: str
) -> tuple[float, float]:
    """Ask for a page in turns; gives the medians of its statements with walls and without."""
    dice = random.Random(5)  # noqa: S311 - made up, not secret
    asks: list[tuple[bool, list[float]]] = [(False, []), (True, [])]
    for run in range(-2 * PEOPLE, RUNS):
        token = place.any_one(dice)
        for on, times in asks if run % 2 else reversed(asks):
            _let_through(admin, on=on)
            watch.spent = 0.0
            load.get(runner, place.app, path, token)
            if run >= 0:
                times.append(watch.spent * 1000)
    return median(asks[0][1]), median(asks[1][1])


def _let_through(admin: psycopg.Connection[Any], *, on: bool) -> None:
    admin.execute(f"alter role {APP_ROLE} {'bypassrls' if on else 'nobypassrls'}")


if __name__ == "__main__":
    main(sys.argv[1])
