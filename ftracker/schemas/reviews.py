"""What a person decides about a group of transactions that waits for a category."""

from uuid import UUID

from pydantic import Field

from ftracker.schemas.fields import In, Name
from ftracker.schemas.rules import RuleIn


class DecisionIn(In):
    """The category of a group, others for some of its transactions, and perhaps a rule.

    A category is named by its name or its id.
    """

    category: Name
    others: dict[UUID, Name] = Field(default_factory=dict)
    rule: RuleIn | None = None
