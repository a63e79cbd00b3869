"""What a household means to spend: budgets added, changed, deleted, and where they stand."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import currency, household_id
from ftracker.domain import cadences, money
from ftracker.domain.budgets import Cell, Rollover, Standing
from ftracker.domain.cadences import Cadence
from ftracker.domain.errors import Clash, Conflict, InvalidInput, NotFound, Stale
from ftracker.domain.kinds import Flow, Section, section
from ftracker.domain.plans import Settings
from ftracker.models import Budget
from ftracker.queries import budgets as stored
from ftracker.queries.catalogue import CategoryName, catalogue
from ftracker.schemas.budgets import BudgetEdit, BudgetFields, BudgetIn
from ftracker.services import budget_chains, plans, references
from ftracker.services.budget_chains import EVERYTHING

STAYS = "A budget stays with its category. Delete it, and add one for the other."


def standings(session: Session, *, today: date) -> list[Standing]:
    """Tell of every budget in the period that holds `today`; those without one are left out.

    Everything stands first, then income, spending and what is set aside, by name.
    """
    return budget_chains.standings(session, budget_chains.read(session), day=today)


def standing(session: Session, budget_id: UUID, *, day: date) -> Standing:
    """Tell of one budget in its period that holds a day, or in its window whatever the day.

    Before it begins nothing is budgeted. Raises NotFound.
    """
    books = budget_chains.read(session)
    if budget_id not in books.lines:
        raise NotFound
    span = books.span_on(budget_id, day)
    chain = books.chain(budget_id, day=span.start)
    counted = budget_chains.sums(session, books, [chain], [span])
    held = [cell for cell in chain.cells(counted) if cell.span == span]
    spent = counted.of(chain.section, chain.budget.category_id, span)
    return budget_chains.standing(chain, held[0] if held else Cell(span, spent=spent))


def add(session: Session, data: BudgetIn, *, today: date) -> Budget:
    """Add a budget and give its row; the same request twice makes one.

    Raises NotFound for an unknown category, Conflict where it has a budget already, and
    InvalidInput for what makes no sense.
    """
    hold(session)
    category = category_of(session, data.category_id, data.category)
    settings = plans.settings(session)
    has_window = budget_chains.window_of(category) is not None
    cadence = data.cadence or (Cadence.WINDOW if has_window else settings.cadence)
    start = data.start_date or begin(cadence, category, settings, today)
    values = _values(session, data) | {"cadence": cadence, "start_date": start}
    values["category_id"] = category.id if category else None
    _check(category, cadence, data.rollover)
    if data.id is not None and (there := stored.for_update(session, data.id)):
        return _same(there, values)
    _check_only_one(session, category)
    row = Budget(household_id=household_id(session), id=data.id or new_id(), **values)
    with references.staying(), history.deed(session, "budgets.add", _said("Added", category)):
        session.add(row)
    return row


def edit(session: Session, budget_id: UUID, data: BudgetEdit) -> Budget:
    """Change a budget; its category stays. Raises NotFound, Stale and InvalidInput."""
    hold(session)
    row = get(session, budget_id, version=data.version)
    category = _of(session, row)
    said = category_of(session, data.category_id, data.category)
    if said is not None and said != category:
        raise Clash("category_id", STAYS)
    cadence = data.cadence or Cadence(row.cadence)
    _check(category, cadence, data.rollover)
    values = _values(session, data) | {
        "cadence": cadence,
        "start_date": data.start_date or row.start_date,
    }
    with history.deed(session, "budgets.edit", _said("Changed", category)):
        for name, value in values.items():
            setattr(row, name, value)
    return row


def delete(session: Session, budget_id: UUID, *, version: int | None = None) -> None:
    """Delete a budget and what it was given; what was spent stays. Raises NotFound and Stale."""
    hold(session)
    row = get(session, budget_id, version=version)
    category = _of(session, row)
    with history.deed(session, "budgets.delete", _said("Deleted", category)):
        for allotment in stored.allotments_of(session, [row.id]):
            session.delete(allotment)
        session.flush()
        session.delete(row)


def get(session: Session, budget_id: UUID, *, version: int | None = None) -> Budget:
    """Load and lock a budget. Raises NotFound, and Stale when `version` is not the present one."""
    row = stored.for_update(session, budget_id)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def hold(session: Session) -> None:
    """Let nobody else change the household's budgets until the transaction ends."""
    locks.hold(session, "budgets", household_id(session))


def category_of(session: Session, key: UUID | None, name: str | None) -> CategoryName | None:
    """Find a category by id or by name; None where neither is said. Raises NotFound."""
    return references.find(catalogue(session).categories, key, name, "category")


def amount_of(session: Session, text: str, *, field: str) -> Decimal:
    """Read a signed amount of the household's currency. Raises InvalidInput at the field."""
    try:
        return money.parse_balance(text, currency(session))
    except ValueError as bad:
        raise InvalidInput(field, str(bad)) from bad


def begin(cadence: Cadence, category: CategoryName | None, settings: Settings, day: date) -> date:
    """Give the first day of the period that holds a day, or of the category's window."""
    window = budget_chains.window_of(category)
    if cadence is Cadence.WINDOW and window is not None:
        return window.start
    rhythm = settings.cadence if cadence is Cadence.WINDOW else cadence
    return cadences.containing(day, rhythm, settings.clock).start


def _of(session: Session, row: Budget) -> CategoryName | None:
    return catalogue(session).categories[row.category_id] if row.category_id else None


def _values(session: Session, data: BudgetFields) -> dict[str, Any]:
    cap = data.cap
    return {
        "amount": amount_of(session, data.amount, field="amount"),
        "rollover": data.rollover,
        "cap": None if cap is None else amount_of(session, cap, field="cap"),
        "note": data.note,
    }


def _check(category: CategoryName | None, cadence: Cadence, rollover: Rollover) -> None:
    if cadence is Cadence.WINDOW and budget_chains.window_of(category) is None:
        raise Clash("cadence", "Only a Timebound category has a window of its own.")
    is_income = category and section(category.kind, Flow.OUT) is Section.INCOME
    if is_income and rollover is not Rollover.NONE:
        raise Clash("rollover", "What is earned is expected anew each period: nothing goes on.")


def _check_only_one(session: Session, category: CategoryName | None) -> None:
    key = category.id if category else None
    if any(line.category_id == key for line in stored.listing(session)):
        name = f"“{category.name}”" if category else "everything"
        raise Clash("category_id", f"There is a budget for {name} already. Change that one.")


def _same(there: Budget, values: dict[str, Any]) -> Budget:
    if any(getattr(there, name) != value for name, value in values.items()):
        raise Conflict("There is a budget with this id already, with other content.")
    return there


def _said(verb: str, category: CategoryName | None) -> str:
    return f"{verb} budget for {category.name if category else EVERYTHING.lower()}"
