"""What was measured, against what was promised, as a table."""

from dataclasses import dataclass

from benchmarks.timing import Pair


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement; without a limit it is only stated.

    The limit is the most that is allowed, or the least where it is a floor.
    """

    name: str
    measured: float
    limit: float | None
    detail: str
    unit: str = "×"
    is_floor: bool = False

    @property
    def is_met(self) -> bool:
        """Tell whether the promise holds."""
        if self.limit is None:
            return True
        return self.measured >= self.limit if self.is_floor else self.measured <= self.limit

    @property
    def line(self) -> str:
        """The result as a line of the table."""
        limit = (
            "stated"
            if self.limit is None
            else f"{'≥' if self.is_floor else '≤'} {self.limit:g} {self.unit}"
        )
        verdict = "" if self.limit is None else "ok" if self.is_met else "MISSED"
        value = f"{self.measured:.2f} {self.unit}"
        return f"{self.name:<58} {value:>10}  {limit:>9}  {verdict:<6}  {self.detail}"


def ratio(name: str, pair: Pair, limit: float | None) -> Result:
    """Make a result of a comparison."""
    detail = f"{_written(pair.first)} against {_written(pair.second)}"
    return Result(name, pair.ratio, limit, detail)


def _written(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"
