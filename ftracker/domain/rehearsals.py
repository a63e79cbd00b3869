"""An alert tried on the past: what it would have said, day by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from ftracker.domain import findings
from ftracker.domain.alerts import Finding, Say, Topic, Watch
from ftracker.domain.pasts import Past
from ftracker.domain.periods import DAY

SPAN = timedelta(days=365)
_AS_NOW = (
    "Budgets, schedules and goals are taken as they are now, transactions as the books have them"
    " up to each day."
)
_NOTES = {
    Topic.UNCATEGORISED: "Only what still waits is counted: what has been given a category since"
    " is known no more.",
    Topic.BILL_CHANGED: "Prices are told from all that is known today of what comes again.",
    Topic.GOAL_BEHIND: "Goals are looked at as they stood on the first day of each month.",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing that would have been said, and on which day."""

    day: date
    finding: Finding


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an alert would have said in [start, end), the oldest first; `note` says how it knows."""

    start: date
    end: date
    spoken: list[Spoken]
    note: str


def start_of(today: date) -> date:
    """Give the day before the first of the 365 that end with today: what was true on it is old."""
    return today - SPAN


def rehearse(watch: Watch, past: Past, say: Say, *, today: date) -> Rehearsal:
    """Look at each of the last 365 days with what was known at its end.

    What was said already before the first of them is not counted.
    """
    start, known, spoken = start_of(today), set[str](), list[Spoken]()
    for number in range(SPAN.days + 1):
        day = start + DAY * number
        for one in findings.find(watch, past.at(day), say):
            if number and one.key not in known:
                spoken.append(Spoken(day, one))
            known.add(one.key)
    return Rehearsal(start + DAY, today + DAY, spoken, _NOTES.get(watch.topic, _AS_NOW))
