"""The tables, one (or one and its children) per file."""

from ftracker.models import catalogue_versions  # noqa: F401 (it follows the history)
from ftracker.models.accounts import Account
from ftracker.models.categories import Category
from ftracker.models.change_sets import ChangeRow, ChangeSet
from ftracker.models.goals import Goal
from ftracker.models.households import Household, Membership
from ftracker.models.idempotency_keys import IdempotencyKey
from ftracker.models.import_profiles import ImportProfile
from ftracker.models.imports import (
    AccountWord,
    Import,
    ImportMatch,
    ImportPiece,
    KnownRow,
    Statement,
)
from ftracker.models.monthly_totals import MonthlyTotal
from ftracker.models.reconciliations import Reconciliation
from ftracker.models.refusals import Refusal
from ftracker.models.rules import Rule
from ftracker.models.transaction_types import TransactionType
from ftracker.models.transactions import Transaction
from ftracker.models.users import ApiToken, Invitation, SignInAttempt, User, UserSession

__all__ = [
    "Account",
    "AccountWord",
    "ApiToken",
    "Category",
    "ChangeRow",
    "ChangeSet",
    "Goal",
    "Household",
    "IdempotencyKey",
    "Import",
    "ImportMatch",
    "ImportPiece",
    "ImportProfile",
    "Invitation",
    "KnownRow",
    "Membership",
    "MonthlyTotal",
    "Reconciliation",
    "Refusal",
    "Rule",
    "SignInAttempt",
    "Statement",
    "Transaction",
    "TransactionType",
    "User",
    "UserSession",
]
