"""Where jobs work."""

import threading
from dataclasses import dataclass

from ftracker.db import Database
from ftracker.services.backup_plans import Plan
from ftracker.services.posts import NOTHING, Post


@dataclass(frozen=True, slots=True)
class Place:
    """Where jobs work: the database, some settings, and the sign that the program is to end.

    Without `backups` none are made, and none are missed.
    """

    database: Database
    keep_bytes: int
    stopping: threading.Event
    post: Post = NOTHING
    backups: Plan | None = None
