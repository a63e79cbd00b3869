"""The screen of budgets: 60 categories over 12 months and 100,000 transactions, to its bare SQL."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from benchmarks import stores
from benchmarks.reading import replay
from benchmarks.results import Result, ratio
from benchmarks.stores import Store
from benchmarks.timing import compare
from ftracker.db import Actor, Database
from ftracker.domain import cadences
from ftracker.domain.cadences import Cadence, Clock
from ftracker.domain.kinds import Kind
from ftracker.queries import budgets as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.budgets import AllotmentIn, BudgetEdit, BudgetIn
from ftracker.schemas.categories import CategoryIn
from ftracker.services import allotments, budget_sheets, budgets, categories, doctor
from ftracker.web import budget_views
from ftracker.web import budgets as shown
from ftracker.web.forms import Form
from ftracker.web.rows import Writer
from ftracker.web.templating import Chrome, environment

TRANSACTIONS, CATEGORIES, PERIODS, RUNS = 100_000, 60, 12, 51
BEGINS, TODAY = date(2025, 11, 1), date(2026, 10, 31)
LIMIT = 3
# What surrounds the table weighs nothing beside it, whatever more pages come to show there.
_FRAME: dict[str, Any] = {"path": "/budgets", "can_write": True, "is_signed_in": True}
Work = Callable[[Session], object]


def measure(store: Store) -> Iterator[Result]:
    """Compare the sheet with the statements that it sends: months, weeks, ten years, the page."""
    who = _planned(store.database)
    size = f"Budgets, {CATEGORIES} × {PERIODS}"
    yield _compared(store, who, f"{size} months", _months, LIMIT)
    yield _queries(store, who)
    yield _compared(store, who, f"{size} months as HTML", _page, None)
    with store.database.session(who) as session:
        _restart(session, start_date=stores.FIRST_DAY)
    yield _compared(store, who, f"{size} months, carried on for ten years", _months, None)
    with store.database.session(who) as session:
        _restart(session, cadence="week", start_date=str(BEGINS))
    yield _compared(store, who, f"{size} weeks", _weeks, None)


def _compared(store: Store, who: Actor, name: str, work: Work, limit: float | None) -> Result:
    sent = store.recorded(who, work)

    def run() -> object:
        with store.database.reading(who) as session:
            return work(session)

    with store.bare() as connection:
        pair = compare(run, replay(connection, sent), runs=RUNS)
    return ratio(f"{name}, to their bare SQL", pair, limit)


def _queries(store: Store, who: Actor) -> Result:
    """Count the statements for sixty budgets, and for one."""
    single = stores.empty(store.database, "Hardly planned")
    with store.database.session(single) as session:
        about = {"category": "Groceries", "amount": "90", "start_date": BEGINS}
        budgets.add(session, BudgetIn.model_validate(about), today=TODAY)
    counts = [len(store.recorded(one, _months)) for one in (who, single)]
    detail = f"{counts[0]} for sixty budgets, {counts[1]} for one"
    return Result("Budgets, queries more than for one", counts[0] - counts[1], 0, detail, "")


def _months(session: Session) -> object:
    return budget_sheets.sheet(
        session, cadence=Cadence.MONTH, day=BEGINS, count=PERIODS, today=TODAY
    )


def _weeks(session: Session) -> object:
    return budget_sheets.sheet(
        session, cadence=Cadence.WEEK, day=date(2026, 8, 10), count=PERIODS, today=TODAY
    )


def _page(session: Session) -> object:
    sheet = budget_sheets.sheet(
        session, cadence=Cadence.MONTH, day=BEGINS, count=PERIODS, today=TODAY
    )
    view = budget_views.View(PERIODS, "", TODAY, can_write=True)
    page = shown.build(sheet, view, Writer(catalogue(session), "EUR", "en"), Form())
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment().get_template("budgets.html").render(values | {"chrome": _chrome()})


def _chrome() -> Chrome:
    values: dict[str, Any] = {field.name: _FRAME.get(field.name) for field in fields(Chrome)}
    return Chrome(**values)


def _planned(database: Database) -> Actor:
    """Fill a household: ten years in sixty categories, each with a budget and twelve amounts."""
    who = stores.empty(database, "Planned")
    with database.session(who) as session:
        spent = [c.id for c in catalogue(session).categories.values() if c.kind is Kind.EXPENSE]
        for number in range(CATEGORIES - len(spent)):
            data = CategoryIn(name=f"Purpose {number}", kind=Kind.EXPENSE)
            spent.append(categories.add(session, data).id)
        stores.fill(session, spent, TRANSACTIONS)
        doctor.repair(session)
        months = list(cadences.cut(BEGINS, TODAY, Cadence.MONTH, Clock()))
        rows = []
        for key in spent:
            about = {"category_id": key, "amount": "90", "start_date": BEGINS, "rollover": "both"}
            row = budgets.add(session, BudgetIn.model_validate(about), today=TODAY)
            rows += [AllotmentIn(budget_id=row.id, day=m.start, amount="100") for m in months]
        allotments.save(session, rows)
    return who


def _restart(session: Session, **changed: str) -> None:
    for line in stored.listing(session):
        about = {"amount": "90", "rollover": "both", "version": line.version} | changed
        budgets.edit(session, line.id, BudgetEdit.model_validate(about))
