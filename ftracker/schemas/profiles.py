"""Profiles as they may come in, and in the file that carries them elsewhere."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from ftracker.schemas.fields import In, Name
from ftracker.schemas.mappings import MappingIn

FORM = 1


class ProfileEdit(In):
    """A profile's name and mapping, based on a version of it."""

    name: Name
    mapping: MappingIn
    account_id: UUID | None = None
    version: int = Field(ge=1)


class CarriedProfile(In):
    """One profile in a file; the account by its name, and found again by it."""

    name: Name
    header: Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern="^[^\\x00]*$")]
    format: Literal["csv", "xlsx", "ofx", "qif", "camt053", "mt940"]
    mapping: MappingIn
    account: Name | None = None


class ProfilesFile(In):
    """All profiles of a household, in the first form of such a file."""

    ftracker_profiles: Literal[1]
    profiles: list[CarriedProfile] = Field(max_length=500)
