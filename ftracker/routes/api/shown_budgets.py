"""Budgets as the API shows them: names beside ids, amounts as text."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from uuid import UUID

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.budgets import Standing
from ftracker.domain.errors import NotFound
from ftracker.queries import budgets as stored
from ftracker.queries.budgets import BudgetLine
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.budgets import Budget, BudgetStanding
from ftracker.services import budgets as deeds

_AMOUNTS = ("budgeted", "carried", "spent", "left")


def budgets(session: Session, lines: Iterable[BudgetLine]) -> list[Budget]:
    """Show budgets in the order given."""
    names, code = catalogue(session).categories, currency(session)
    return [
        Budget(
            **asdict(line)
            | {
                "category": names[line.category_id].name if line.category_id else None,
                "amount": money.plain(line.amount, code),
                "cap": None if line.cap is None else money.plain(line.cap, code),
            }
        )
        for line in lines
    ]


def budget(session: Session, budget_id: UUID) -> Budget:
    """Show one budget. Raises NotFound."""
    session.flush()
    line = stored.line(session, budget_id)
    if line is None:
        raise NotFound
    return budgets(session, [line])[0]


def standings(session: Session, found: Iterable[Standing]) -> list[BudgetStanding]:
    """Show standings in the order given."""
    code = currency(session)
    return [
        BudgetStanding(
            budget_id=one.budget_id,
            category_id=one.category_id,
            name=one.name,
            cadence=one.cadence,
            start=one.span.start,
            end=one.span.end,
            section=one.section,
            **{name: money.plain(getattr(one, name), code) for name in _AMOUNTS},
        )
        for one in found
    ]


def standing(session: Session, budget_id: UUID, day: date) -> BudgetStanding:
    """Show one budget in its period that holds a day. Raises NotFound."""
    return standings(session, [deeds.standing(session, budget_id, day=day)])[0]
