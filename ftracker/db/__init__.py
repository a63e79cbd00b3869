"""The database: sessions, who acts in them, and the memory of every write."""

from sqlalchemy.orm import Session

from ftracker.db.engine import Database
from ftracker.db.ids import new_id
from ftracker.db.scope import Actor, Door, Role

__all__ = ["Actor", "Database", "Door", "Role", "Session", "new_id"]
