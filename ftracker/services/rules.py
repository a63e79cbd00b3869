"""The household's rules."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session


def applier(_: Session) -> Callable[[Any], Any] | None:
    """Give nothing: there are no rules yet."""
    return None
