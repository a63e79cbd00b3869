"""What decides what is safe to spend, as it comes in."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from ftracker.schemas.fields import MOST_VERSIONS, In, whole
from ftracker.schemas.goals import Present


class SafeToSpendEdit(In):
    """The accounts that can be spent from, and what shall never be spent.

    `version` is the plan's that was read, 0 before its first change.
    """

    buffer: Present = "0"
    cash_account_ids: list[UUID] = Field(default=[], max_length=100)
    version: Annotated[int, Field(ge=0, le=MOST_VERSIONS), BeforeValidator(whole)] = 0
