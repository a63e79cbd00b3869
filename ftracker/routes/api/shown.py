"""Things as the API shows them: names beside ids, amounts as text."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.errors import NotFound, Stale
from ftracker.domain.outlooks import Advice, Outlook
from ftracker.queries import accounts as stored_accounts
from ftracker.queries import categories as stored_categories
from ftracker.queries import rules as stored_rules
from ftracker.queries import transactions as stored_transactions
from ftracker.queries import types as stored_types
from ftracker.queries.accounts import AccountLine
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.categories import CategoryLine
from ftracker.queries.goals import GoalLine
from ftracker.queries.rules import RuleLine
from ftracker.queries.transactions import Line
from ftracker.queries.types import TypeLine
from ftracker.schemas.accounts import Account
from ftracker.schemas.categories import Category
from ftracker.schemas.goals import AdviceOut, Goal, OutlookOut
from ftracker.schemas.rules import ActionsOut, ConditionOut, Rule
from ftracker.schemas.transactions import Transaction
from ftracker.schemas.types import Type
from ftracker.services import outlooks
from ftracker.services.outlooks import Overview

T = TypeVar("T")
_OF_RULES = (
    "id", "name", "position", "is_active", "problem", "version", "created_at", "updated_at",
)  # fmt: skip


def transactions(session: Session, lines: Iterable[Line]) -> list[Transaction]:
    """Show transactions in the order given."""
    names, code = catalogue(session), currency(session)
    return [_transaction(line, names, code) for line in lines]


def categories(_: Session, lines: Iterable[CategoryLine]) -> list[Category]:
    """Show categories in the order given."""
    return [Category.model_validate(line) for line in lines]


def types(_: Session, lines: Iterable[TypeLine]) -> list[Type]:
    """Show types in the order given."""
    return [Type.model_validate(line) for line in lines]


def accounts(session: Session, lines: Iterable[AccountLine]) -> list[Account]:
    """Show accounts in the order given."""
    return [Account(**_plain(session, line)) for line in lines]


def goals(session: Session, found: Overview) -> list[Goal]:
    """Show all goals by priority, each with what becomes of it."""
    return [_goal(session, line, found.outlook(line.id)) for line in found.lines]


def rules(_: Session, lines: Iterable[RuleLine]) -> list[Rule]:
    """Show rules in the order given."""
    return [_rule(line) for line in lines]


def transaction(session: Session, transaction_id: UUID) -> Transaction:
    """Show one transaction, a deleted one too. Raises NotFound."""
    line = _there(stored_transactions.line(session, transaction_id))
    return transactions(session, [line])[0]


def active_transaction(session: Session, transaction_id: UUID) -> Transaction:
    """Show one transaction. Raises NotFound, also when it is deleted."""
    found = transaction(session, transaction_id)
    if not found.is_active:
        raise NotFound
    return found


def category(session: Session, category_id: UUID) -> Category:
    """Show one category. Raises NotFound."""
    return categories(session, [_there(stored_categories.line(session, category_id))])[0]


def type_(session: Session, type_id: UUID) -> Type:
    """Show one type. Raises NotFound."""
    return types(session, [_there(stored_types.line(session, type_id))])[0]


def account(session: Session, account_id: UUID) -> Account:
    """Show one account. Raises NotFound."""
    return accounts(session, [_there(stored_accounts.line(session, account_id))])[0]


def goal(session: Session, goal_id: UUID, *, today: date) -> Goal:
    """Show one goal with what becomes of it. Raises NotFound."""
    found = outlooks.overview(session, today=today)
    line = _there(next((one for one in found.lines if one.id == goal_id), None))
    return _goal(session, line, found.outlook(goal_id))


def rule(session: Session, rule_id: UUID) -> Rule:
    """Show one rule. Raises NotFound."""
    return _rule(_there(stored_rules.line(session, rule_id)))


@contextmanager
def both_versions(session: Session, show: Callable[[Session, UUID], Any]) -> Iterator[None]:
    """Let a refused stale write carry the thing as it is now, as the API shows it."""
    try:
        yield
    except Stale as bad:
        raise Stale(show(session, bad.current.id)) from bad  # type: ignore[attr-defined]


def _there(line: T | None) -> T:
    if line is None:
        raise NotFound
    return line


def _rule(line: RuleLine) -> Rule:
    conditions = [
        ConditionOut(
            field=one.field,
            operator=one.operator,
            value=one.values[0] if len(one.values) == 1 else list(one.values),
            negated=one.is_negated,
        )
        for one in line.rule.conditions
    ]
    return Rule(
        **{name: getattr(line, name) for name in _OF_RULES},
        match="all" if line.rule.needs_all else "any",
        conditions=conditions,
        actions=ActionsOut.model_validate(line.rule.actions),
    )


def _goal(session: Session, line: GoalLine, outlook: Outlook | None) -> Goal:
    rate = None if line.rate is None else f"{line.rate.normalize():f}"
    return Goal(**_plain(session, line) | {"rate": rate, "outlook": _outlook(session, outlook)})


def _outlook(session: Session, outlook: Outlook | None) -> OutlookOut | None:
    if outlook is None:
        return None
    ways = [AdviceOut(**_plain(session, one)) for one in outlook.advice]
    return OutlookOut(**_plain(session, outlook) | {"advice": ways})


def _plain(session: Session, line: AccountLine | GoalLine | Outlook | Advice) -> dict[str, Any]:
    """Write the amounts of a line as text."""
    code = currency(session)
    return {
        name: money.plain(value, code) if isinstance(value, Decimal) else value
        for name, value in asdict(line).items()
    }


def _transaction(line: Line, names: Catalogue, code: str) -> Transaction:
    category_name = names.categories[line.category_id]
    named = {
        "amount": money.plain(line.amount, code),
        "type": names.types[line.type_id].name,
        "flow": names.types[line.type_id].flow,
        "category": category_name.name,
        "kind": category_name.kind,
        "account": names.accounts[line.account_id].name,
    }
    return Transaction(**line._asdict() | named)
