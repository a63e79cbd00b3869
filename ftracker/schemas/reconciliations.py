"""What is said when an account is held against a balance of the bank."""

from uuid import UUID

from pydantic import Field

from ftracker.schemas.fields import BalanceText, EntryDate, In


class BalanceIn(In):
    """The bank's balance at the end of a day, signed: below zero for a debt."""

    date: EntryDate
    balance: BalanceText


class ReconciliationIn(BalanceIn):
    """What was ticked off: single transactions, and all that are older than those shown.

    With `correct` a transaction is added that makes up for a difference.
    """

    ids: list[UUID] = Field(default_factory=list, max_length=500)
    older: bool = False
    correct: bool = False
