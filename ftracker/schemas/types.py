"""Transaction types as they come in and go out."""

from uuid import UUID

from ftracker.domain.kinds import Flow
from ftracker.schemas.fields import In, Name, Out, Stamp, Version


class TypeFields(In):
    """What a person says of a type: its name, and which way it moves money."""

    name: Name
    flow: Flow


class TypeIn(TypeFields):
    """A new type."""

    id: UUID | None = None


class TypeEdit(TypeFields):
    """A type as it shall be; `version` is the one that was read."""

    version: Version


class Type(Out):
    """A type as the API shows it."""

    id: UUID
    name: str
    flow: Flow
    is_default: bool
    is_archived: bool
    version: int
    created_at: Stamp
    updated_at: Stamp
