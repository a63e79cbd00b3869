"""The database: sessions, who acts in them, and the memory of every write."""

from sqlalchemy.orm import Session

from ftracker.db.engine import Database
from ftracker.db.ids import new_id
from ftracker.db.scope import Actor, Door, Origin, Role, Scope

__all__ = ["Actor", "Database", "Door", "Origin", "Role", "Scope", "Session", "new_id"]
