"""Learning from what was decided, and proposing: as the history grows, and against a bare count."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from benchmarks.results import Result, ratio
from benchmarks.stores import Store
from benchmarks.timing import compare
from ftracker.domain.learning import Example, Learner
from ftracker.services import suggestions

MUCH, LITTLE, ASKED = 50_000, 500, 1_000
RUNS = 5
# What is known does not make a proposal dearer, and learning costs a few counts per row.
GROWTH, COUNTS, SECONDS = 1.5, 10.0, 1.0
_WORD = re.compile(r"\w+")
_SHOPS, _CATEGORIES, _NOTES = 997, 25, 211


def measure(store: Store) -> Iterator[Result]:
    """Time learning and proposing by the processor's clock, then all of it with the database."""
    rows = examples(MUCH)
    much, little, asked = Learner(rows), Learner(rows[-LITTLE:]), rows[:: MUCH // ASKED]
    grown = compare(
        lambda: propose(much, asked),
        lambda: propose(little, asked),
        runs=RUNS,
        clock=time.process_time,
    )
    yield ratio("1,000 proposals after 50,000, to those after 500", grown, GROWTH)
    counted = compare(
        lambda: Learner(rows), lambda: count(rows), runs=RUNS, clock=time.process_time
    )
    yield ratio("Learning from 50,000, to counting their words", counted, COUNTS)
    yield seconds("1,000 proposals after 50,000, by the processor's clock", grown.first)
    yield seconds("Learning from 50,000, by the processor's clock", counted.first)
    with store.database.reading(store.many) as session:
        begin = time.process_time()
        suggestions.learned(session)
        yield seconds("Reading 50,000 of 1,000,000 and learning", time.process_time() - begin)


def examples(count: int) -> list[Example]:
    """Make a history of many shops, some of which are in one category and some in two."""
    return [
        Example(
            f"Shop number {n % _SHOPS}",
            f"things of week {n % _NOTES}" if n % 10 < 3 else "",  # noqa: PLR2004 (three in ten)
            Decimal(100 + n * 37 % 9900) / 100,
            "in" if n % 13 == 0 else "out",
            f"account {n % 3}",
            f"category {(n % _SHOPS + n % 7 // 6) % _CATEGORIES}",
        )
        for n in range(count)
    ]


def propose(learner: Learner, asked: Sequence[Example]) -> None:
    """Ask for the best nine categories of each."""
    for one in asked:
        learner.rank(one)


def count(rows: Sequence[Example]) -> Counter[tuple[str, str]]:
    """Count each word with its category, and do nothing else."""
    return Counter(
        (word, one.category)
        for one in rows
        for word in _WORD.findall(f"{one.payee} {one.note}".lower())
    )


def seconds(name: str, measured: float) -> Result:
    """State a time that is promised."""
    return Result(name, measured, SECONDS, "", "s")
