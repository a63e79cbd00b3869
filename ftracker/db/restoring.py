"""The mark of a database that is being restored: until that is done it is no installation.

It outlives a kill and a power cut, so that nobody works with books of which nobody knows whether
all of them came back.
"""

from sqlalchemy import text
from sqlalchemy.engine import Connection

from ftracker.db.unavailable import Unavailable

# A schema of its own: what is restored into the books' schema is compared table by table.
_NAME = "ftracker_restoring"
_IS_THERE = text("select to_regnamespace(:name) is not null")


def is_half(connected: Connection) -> bool:
    """Tell whether a restore was begun here and did not come to its end."""
    return bool(connected.scalar(_IS_THERE, {"name": _NAME}))


def begin(connected: Connection) -> None:
    """Mark a database; the mark counts from the commit on."""
    connected.execute(text(f"create schema if not exists {_NAME}"))


def end(connected: Connection) -> None:
    """Take the mark away: what is there now is an installation."""
    connected.execute(text(f"drop schema if exists {_NAME}"))


def refuse_half(connected: Connection) -> None:
    """Raise Unavailable where a restore did not come to its end."""
    if is_half(connected):
        raise Unavailable(
            "A restore into this database was interrupted, so its books may not be whole: run"
            " ftracker restore FILE once more. It begins anew."
        )
