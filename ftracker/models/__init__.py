"""The tables, one (or one and its children) per file."""

from ftracker.models import catalogue_versions  # noqa: F401 (it follows the history)
from ftracker.models.accounts import Account
from ftracker.models.alerts import Alert, Channel, Delivery, Notice, NoticeReading
from ftracker.models.backups import Backup
from ftracker.models.budgets import Allotment, Budget
from ftracker.models.categories import Category
from ftracker.models.change_sets import ChangeRow, ChangeSet
from ftracker.models.forecasts import Forecast, Scenario
from ftracker.models.goals import Goal
from ftracker.models.household_looks import HouseholdLook
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
from ftracker.models.plans import Plan
from ftracker.models.reconciliations import Reconciliation
from ftracker.models.refusals import Refusal
from ftracker.models.rules import Rule
from ftracker.models.saved_views import SavedView
from ftracker.models.schedules import Occurrence, Schedule
from ftracker.models.sign_ins import (
    Identity,
    Passkey,
    RecoveryCode,
    SecurityEvent,
    SignInStep,
)
from ftracker.models.transaction_types import TransactionType
from ftracker.models.transactions import Transaction
from ftracker.models.users import ApiToken, Invitation, SignInAttempt, User, UserSession

__all__ = [
    "Account",
    "AccountWord",
    "Alert",
    "Allotment",
    "ApiToken",
    "Backup",
    "Budget",
    "Category",
    "ChangeRow",
    "ChangeSet",
    "Channel",
    "Delivery",
    "Forecast",
    "Goal",
    "Household",
    "HouseholdLook",
    "IdempotencyKey",
    "Identity",
    "Import",
    "ImportMatch",
    "ImportPiece",
    "ImportProfile",
    "Invitation",
    "KnownRow",
    "Membership",
    "MonthlyTotal",
    "Notice",
    "NoticeReading",
    "Occurrence",
    "Passkey",
    "Plan",
    "Reconciliation",
    "RecoveryCode",
    "Refusal",
    "Rule",
    "SavedView",
    "Scenario",
    "Schedule",
    "SecurityEvent",
    "SignInAttempt",
    "SignInStep",
    "Statement",
    "Transaction",
    "TransactionType",
    "User",
    "UserSession",
]
