"""Rules as they are kept, and the transactions that one could fit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ftracker.db.scope import household_id
from ftracker.domain.applying import Defaults
from ftracker.domain.kinds import Direction, Flow
from ftracker.domain.rules import (
    READ,
    Actions,
    Condition,
    Draft,
    Field,
    Operator,
    Rule,
    described,
)
from ftracker.models import MonthlyTotal, Transaction
from ftracker.models import Rule as RuleRow
from ftracker.queries import transactions
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.transactions import Filter

NAMED = (Field.CATEGORY, Field.ACCOUNT, Field.TYPE)
_COLUMNS = (
    "id", "date", "amount", "direction", "type_id", "category_id", "account_id", "payee", "note",
    "tags", "split_id", "transfer_id", "reconciliation_id",
)  # fmt: skip
_PIECE = 2_000


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with the names of what it points to; with a `problem` it is not applied."""

    id: UUID
    name: str
    position: int
    rule: Rule
    is_active: bool
    problem: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def sentence(self) -> str:
        """What the rule does, in words."""
        return described(self.rule)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A transaction with its names as a draft, and what holds some of it fast."""

    id: UUID
    draft: Draft
    split_id: UUID | None
    transfer_id: UUID | None
    reconciliation_id: UUID | None


def listing(session: Session) -> list[RuleLine]:
    """List the rules in the order they are applied."""
    names = catalogue(session)
    return [_line(row, names) for row in session.scalars(_selecting(session))]


def line(session: Session, rule_id: UUID) -> RuleLine | None:
    """Read one rule."""
    row = session.scalars(_selecting(session).where(RuleRow.id == rule_id)).one_or_none()
    return _line(row, catalogue(session)) if row else None


def all_for_update(session: Session) -> list[RuleRow]:
    """Load and lock all rules, in the order they are applied."""
    statement = _selecting(session).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(statement))


def read(
    conditions: list[dict[str, Any]],
    actions: Mapping[str, Any],
    *,
    needs_all: bool,
    names: Catalogue,
) -> tuple[Rule, str | None]:
    """Read a rule's JSON with names for its ids, and say what it names that is gone, if any."""
    gone: list[str] = []

    def named(what: str, key: str) -> str:
        found = names.words(f"{what}_id").get(key)
        if found is None:
            gone.append(what)
        return found or "?"

    wanted = tuple(_condition(one, named) for one in conditions)
    sets = {name: value for name, value in actions.items() if name not in NAMED}
    sets |= {what: named(what, actions[what]) for what in NAMED if what in actions}
    rule = Rule(wanted, Actions(**sets | {"tags": tuple(actions.get("tags", ()))}), needs_all)
    return rule, _problem(gone[0]) if gone else None


def defaults(session: Session) -> Defaults:
    """Give what stands for what a draft leaves open."""
    names = catalogue(session)
    return Defaults(
        names.default_category.name,
        names.default_account.name,
        {way: names.default_type(Flow(way)).name for way in Direction},
        {kind.name.lower(): kind.flow for kind in names.types.values()},
    )


def candidates(
    session: Session, conditions: list[dict[str, Any]], *, needs_all: bool
) -> Iterator[Candidate]:
    """Read the active transactions that a rule could fit, newest first, a piece at a time.

    What the database can tell surely it leaves out; whether a rule fits the rest is to be asked.
    """
    columns = [getattr(Transaction, name) for name in _COLUMNS]
    statement = (
        transactions.selecting(session, Filter(), columns)
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .execution_options(yield_per=_PIECE)
    )
    sure = _sure(conditions, needs_all=needs_all)
    names = catalogue(session)
    found = session.execute(statement if sure is None else statement.where(sure))
    types = {key: kind.name for key, kind in names.types.items()}
    categories = {key: category.name for key, category in names.categories.items()}
    accounts = {key: account.name for key, account in names.accounts.items()}
    for key, day, amount, way, kind, category, account, payee, note, tags, *held in found:
        named = types[kind], categories[category], accounts[account]
        draft = Draft(day, amount, way, *named, payee, note, tuple(tags))
        yield Candidate(key, draft, *held)


def counted(session: Session) -> int:
    """Count the active transactions, by the totals."""
    count = func.coalesce(func.sum(MonthlyTotal.count), 0)
    mine = MonthlyTotal.household_id == household_id(session)
    return int(session.scalars(select(count).where(mine)).one())


def _selecting(session: Session) -> Any:
    mine = select(RuleRow).where(RuleRow.household_id == household_id(session))
    return mine.order_by(RuleRow.position, RuleRow.id)


def _line(row: RuleRow, names: Catalogue) -> RuleLine:
    rule, problem = read(row.conditions, row.actions, needs_all=row.match == "all", names=names)
    return RuleLine(
        row.id,
        row.name,
        row.position,
        rule,
        row.is_active,
        problem,
        row.version,
        row.created_at,
        row.updated_at,
    )


def _condition(stored: Mapping[str, Any], named: Callable[[str, str], str]) -> Condition:
    field, value = Field(stored["field"]), stored["value"]
    values = tuple(value) if isinstance(value, list) else (value,)
    found = Condition(field, Operator(stored["operator"]), values, stored["not"])
    return replace(found, values=(named(field, value),)) if field in NAMED else found


def _problem(what: str) -> str:
    return f"The {what} that it names is gone. Choose another one, or delete the rule."


def _sure(conditions: list[dict[str, Any]], *, needs_all: bool) -> ColumnElement[bool] | None:
    """Write what of some conditions the database decides as the domain does; None is nothing."""
    tests = [None if one["not"] else _sql(one) for one in conditions]
    known = [test for test in tests if test is not None]
    if needs_all:
        return and_(*known) if known else None
    return or_(*known) if known and len(known) == len(tests) else None


def _sql(stored: Mapping[str, Any]) -> ColumnElement[bool] | None:
    field, value = Field(stored["field"]), stored["value"]
    if field in _IDS:
        return _IDS[field] == UUID(value)
    if field in (Field.AMOUNT, Field.DATE):
        return _ordered(Operator(stored["operator"]), field, value)
    # Small and capital letters beyond ASCII are not the same everywhere.
    if field in _TEXTS and stored["operator"] != Operator.MATCHES and value.isascii():
        return or_(*(column.icontains(value, autoescape=True) for column in _TEXTS[field]))
    return None


def _ordered(operator: Operator, field: Field, value: str | list[str]) -> ColumnElement[bool]:
    column, given = _ORDERED[field], value if isinstance(value, list) else [value, value]
    low, high = (READ[field](one) for one in given)
    tests: dict[Operator, ColumnElement[bool]] = {
        Operator.ABOVE: column > low,
        Operator.BELOW: column < low,
    }
    return tests.get(operator, column.between(low, high))


_IDS: dict[Field, InstrumentedAttribute[UUID]] = {
    Field.CATEGORY: Transaction.category_id,
    Field.ACCOUNT: Transaction.account_id,
    Field.TYPE: Transaction.type_id,
}
_ORDERED: dict[Field, InstrumentedAttribute[Decimal] | InstrumentedAttribute[date]] = {
    Field.AMOUNT: Transaction.amount,
    Field.DATE: Transaction.date,
}
_TEXTS: dict[Field, tuple[InstrumentedAttribute[str], ...]] = {
    Field.TEXT: (Transaction.payee, Transaction.note),
    Field.PAYEE: (Transaction.payee,),
    Field.NOTE: (Transaction.note,),
}
