"""Reading files into the books."""

from sqlalchemy.orm import Session

from ftracker.domain.errors import Conflict
from ftracker.models import ChangeSet


def undo(session: Session, found: ChangeSet) -> ChangeSet:
    """Take an import back."""
    raise Conflict("An import cannot be undone yet.")
