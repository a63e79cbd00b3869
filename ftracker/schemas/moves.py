"""Where the transactions of a category, type or account shall go."""

from uuid import UUID

from ftracker.schemas.fields import In


class MoveIn(In):
    """The thing that takes over."""

    to_id: UUID
