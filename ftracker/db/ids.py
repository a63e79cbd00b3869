"""Ids that grow with time, so that new rows lie side by side."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Make a UUIDv7."""
    return uuid7()


def first_of(at: datetime) -> UUID:
    """Give what is smaller than every id that is made from a moment on, and no smaller than before.

    Good to a thousandth of a second, and to what the clocks of several machines differ by.
    """
    return UUID(int=int(at.timestamp() * 1000) << 80)
