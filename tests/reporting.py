"""Reports as a test reads them: asked for by words, proven, and told row by row."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ftracker.db import history, new_id
from ftracker.models import Transaction
from ftracker.routes import report_bodies
from ftracker.web.tables import Body, Table
from tests import factories
from tests.proofs import Prover
from tests.services.budgeting import TODAY


def write_down(session: Session, *movements: Mapping[str, Any]) -> None:
    """Write many down at once: each with its amount, and a payee; all in March, all spent."""
    first = factories.transaction(session, date="2026-03-02", amount="1", payee="")
    common = {
        name: getattr(first, name)
        for name in ("household_id", "date", "type_id", "category_id", "account_id", "direction")
    }
    with history.deed(session, "tests.many", "Wrote many down"):
        session.add_all(Transaction(id=new_id(), **common | one) for one in movements)


def report(session: Session, name: str, **words: str) -> Body:
    """Ask for a report in late November 2026; each of its figures must be what its list is."""
    body = unproven(session, name, **words)
    assert Prover(session, today=TODAY).mistakes(body) == []
    return body


def unproven(session: Session, name: str, **words: str) -> Body:
    """Ask for a report with more figures than a test can prove in a moment."""
    return report_bodies.ask(session, name, words, today=TODAY, locale="en").body


def table(body: Body, name: str) -> Table:
    """Find a table by its name."""
    return next(one for one in body.tables if one.name == name)


def rows(body: Body, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Tell the rows of a table, of its columns those that are asked for."""
    found = table(body, name)
    places = [[one.name for one in found.columns].index(column) for column in columns]
    return [tuple(row.cells[place].value for place in places) for row in found.rows]


def foot(body: Body, name: str, *columns: str) -> tuple[Any, ...]:
    """Tell the last row of a table's foot."""
    found = table(body, name)
    names = [one.name for one in found.columns]
    return tuple(found.foot[-1].cells[names.index(column)].value for column in columns)
