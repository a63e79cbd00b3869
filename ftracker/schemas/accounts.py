"""Accounts as they come in and go out."""

from typing import Literal
from uuid import UUID

from ftracker.schemas.fields import BalanceText, In, Name, Out, Stamp, Version

AccountKind = Literal["cash", "current", "savings", "card", "loan", "asset"]


class AccountFields(In):
    """What a person says of an account; `opening_balance` is signed, below zero for a debt."""

    name: Name
    kind: AccountKind = "current"
    opening_balance: BalanceText = "0"


class AccountIn(AccountFields):
    """A new account."""

    id: UUID | None = None


class AccountEdit(AccountFields):
    """An account as it shall be; `version` is the one that was read."""

    version: Version


class Account(Out):
    """An account as the API shows it; `balance` is the opening balance and all that moved since."""

    id: UUID
    name: str
    kind: AccountKind
    opening_balance: str
    balance: str
    is_default: bool
    is_archived: bool
    version: int
    created_at: Stamp
    updated_at: Stamp
