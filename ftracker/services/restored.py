"""What a restored installation must not do again: its queue and its doors are of another day."""

from sqlalchemy import delete, text
from sqlalchemy.engine import Connection

from ftracker.models import Delivery, SignInStep, UserSession

# Those of the queue itself; what was asked of a job goes with it.
_QUEUE = ("procrastinate_periodic_defers", "procrastinate_jobs", "procrastinate_workers")


def settle(connected: Connection) -> None:
    """Let go of what waited when the backup was made; the schema is the newest.

    A mail that waited then may have been sent since, and nobody can tell: none is sent again. What
    the queue had to do for the books themselves is asked for anew at the next start. Browsers that
    were signed in are not any more, and links that were sent end: they may have been taken away.
    """
    for name in _QUEUE:
        connected.execute(text(f"delete from {name}"))  # noqa: S608 - names of our own
    connected.execute(delete(Delivery).where(Delivery.state == "waiting"))
    connected.execute(delete(SignInStep))
    connected.execute(delete(UserSession))
