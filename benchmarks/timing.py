"""Measuring two things in turns, so that whatever slows the machine down slows both."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """The medians of two things in seconds."""

    first: float
    second: float

    @property
    def ratio(self) -> float:
        """How many times the second one the first one takes."""
        return self.first / self.second


def nothing() -> None:
    """Prepare nothing."""


def compare(
    first: Work,
    second: Work,
    *,
    runs: int,
    warm: int = 1,
    clock: Callable[[], float] = time.perf_counter,
    before: tuple[Work, Work] = (nothing, nothing),
) -> Pair:
    """Run both in turns, each turn in the other order, and give the medians.

    What runs `before` each of them is not measured.
    """
    for which in (0, 1) * warm:
        before[which]()
        (first, second)[which]()
    times: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    try:
        for turn in range(runs):
            for which in (0, 1) if turn % 2 else (1, 0):
                before[which]()
                begin = clock()
                (first, second)[which]()
                times[which].append(clock() - begin)
    finally:
        gc.enable()
    return Pair(median(times[0]), median(times[1]))
