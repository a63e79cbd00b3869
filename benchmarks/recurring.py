"""What is found of what comes again: how much of it, how much else, and what it costs to look."""

import time
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks import recurrence
from benchmarks.recurrence import Score
from benchmarks.results import Result
from benchmarks.stores import Store
from ftracker.domain.cadences import Weekend
from ftracker.services import recurring

TODAY = date(2026, 11, 24)
SEEDS = range(1, 9)
PRECISION, RECALL = 0.95, 0.9
# Reading 100,000 rows and judging them, beside what a page may take.
SECONDS = 5.0


def measure(store: Store) -> Iterator[Result]:
    """Judge the sample households and the accounts of Berka, then look through many rows."""
    for name, weekend in (("", Weekend.KEEP), (", moved off weekends", Weekend.AFTER)):
        scores = (recurrence.of_sample(seed, today=TODAY, weekend=weekend) for seed in SEEDS)
        yield from _judged(f"eight sample households{name}", sum(scores, Score()))
    every = (recurrence.of_sample(seed, today=TODAY, only=None) for seed in SEEDS)
    yield from _stated("eight sample households, every pace", sum(every, Score()))
    if recurrence.BERKA.exists():
        yield from _judged("eight accounts of Berka", recurrence.of_berka())
    last_day = date(2016, 11, 1) + timedelta(days=3650)
    with store.database.reading(store.many) as session:
        begin = time.process_time()
        recurring.look(session, today=last_day)
        taken = time.process_time() - begin
        yield Result("Looking for what comes again in 100,000 rows", taken, SECONDS, "", "s")


def _judged(of: str, score: Score) -> Iterator[Result]:
    """State precision and recall of what comes by the month."""
    said = f"{score.right} of {score.said} said"
    known = f"{score.right} of {score.known} known"
    name = f"{{}} by the month, {of}"
    yield Result(name.format("Precision"), score.precision, PRECISION, said, "", is_floor=True)
    yield Result(name.format("Recall"), score.recall, RECALL, known, "", is_floor=True)


def _stated(of: str, score: Score) -> Iterator[Result]:
    yield Result(f"Precision, {of}", score.precision, None, f"{score.right} of {score.said}", "")
    yield Result(f"Recall, {of}", score.recall, None, f"{score.right} of {score.known}", "")
