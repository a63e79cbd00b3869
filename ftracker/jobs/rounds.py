"""Rounds: every household is asked whether it must be looked at, and most need not be."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from ftracker.db import Actor, Door
from ftracker.domain import household_looks as rules
from ftracker.domain.household_looks import Due, Why
from ftracker.jobs.places import Place
from ftracker.queries import backups, households
from ftracker.queries import household_looks as stored
from ftracker.services import household_looks, queueing

EVERY = timedelta(minutes=15)
# What finds no room is due still in the next round.
MOST_WAITING = 20_000
# Each of them is a transaction in a transaction, of which a server keeps only some at hand.
_TOGETHER = 50
_BY_ITSELF = Actor(steward=True, door=Door.JOB)


def go(place: Place, *, is_whole: bool, most: int = MOST_WAITING) -> int:
    """Queue a look at each household that needs one; gives how many.

    Where something was written or waits to be sent, it is at once; where only the day is new, it
    is some time until the next round. Never more than `most` looks wait: those go first where
    something was written.
    """
    now = datetime.now(UTC)
    with place.database.outside() as session:
        room = max(most - stored.waiting(session, queueing.LOOK), 0)
    order = list(Why)
    due = sorted(_due(place, is_whole, now), key=lambda one: order.index(one.why))[:room]
    turns = list(zip(due, rules.moments(due, now=now, within=EVERY), strict=True))
    for first in range(0, len(turns), _TOGETHER):
        _defer(place, turns[first : first + _TOGETHER], now)
    return len(due)


def _due(place: Place, is_whole: bool, now: datetime) -> Iterator[Due]:  # noqa: FBT001
    with place.database.session(_BY_ITSELF) as session:
        homes = households.ids(session)
        proven_at = next(reversed(backups.proofs(session)), None)
    today = now.astimezone().date()
    for household_id in homes:
        if place.stopping.is_set():
            return
        with place.database.reading(Actor(household_id, door=Door.JOB)) as session:
            found = household_looks.due(
                session, is_whole=is_whole, today=today, now=now, proven_at=proven_at
            )
        if found is not None:
            yield found


def _defer(place: Place, turns: Sequence[tuple[Due, datetime]], now: datetime) -> None:
    with place.database.session(_BY_ITSELF) as session:
        for one, at in turns:
            later = at if at > now else None
            queueing.defer_look(session, one.household_id, is_whole=one.is_whole, at=later)
