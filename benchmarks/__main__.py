"""`make bench`: measures every speed promise, prints a line each, ends with 1 if one is missed.

Words choose topics: `python -m benchmarks reading learning` measures two of them.
"""

import sys
from collections.abc import Callable, Iterable, Sequence

from benchmarks import (
    archiving,
    budgets,
    exporting,
    forecasting,
    foreseeing,
    learning,
    reading,
    recurring,
    reports,
    searching,
    serving,
    stores,
    writing,
)
from benchmarks.results import Result
from benchmarks.stores import Store
from ftracker.db import embedded

TOPICS: dict[str, Callable[[Store], Iterable[Result]]] = {
    "reading": reading.measure,
    "serving": serving.measure,
    "reports": reports.measure,
    "budgets": budgets.measure,
    "exporting": exporting.measure,
    "archiving": archiving.measure,
    "writing": writing.measure,
    "learning": learning.measure,
    "recurring": recurring.measure,
    "searching": searching.measure,
    "forecasting": forecasting.measure,
    "foreseeing": foreseeing.measure,
}


def main(chosen: Sequence[str]) -> int:
    """Measure topics on a database of its own that is thrown away; gives the exit code."""
    print("Filling a database with 1,010,000 transactions …", flush=True)
    missed = 0
    with embedded.temporary() as server, stores.opened(server.url) as store:
        for topic in chosen or TOPICS:
            for result in TOPICS[topic](store):
                print(result.line, flush=True)
                missed += not result.is_met
    print(f"{missed} missed." if missed else "All promises are kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
