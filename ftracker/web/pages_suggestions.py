"""Proposed categories as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ftracker.domain.learning import Measured


@dataclass(frozen=True, slots=True)
class Threshold:
    """How sure a proposal must be, and what came true of the newest decisions at that."""

    value: str
    right: str
    share: str


def thresholds(measured: Sequence[Measured]) -> tuple[Threshold, ...]:
    """Show what was measured; where nothing would have been proposed there is a dash."""
    return tuple(
        Threshold(
            str(one.threshold),
            "–" if one.precision is None else f"{one.precision:.1f} %",
            f"{one.coverage:.0f} %",
        )
        for one in measured
    )


def percent(probability: float) -> str:
    """Write a probability, which is never quite certain."""
    return f"{min(round(probability * 100), 99)} %"
