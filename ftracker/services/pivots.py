"""A view as a pivot table: two axes and a measure of one's choice."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.reports import pivots as sheets
from ftracker.domain.reports.pivots import MOST_COLUMNS, MOST_ROWS, NOTHING, OPEN, Axis, Pivot, Plan
from ftracker.domain.reports.sums import By
from ftracker.queries import members, pivots
from ftracker.queries.catalogue import catalogue
from ftracker.queries.filters import Filter
from ftracker.queries.views import View


def pivot_of(session: Session, view: View, plan: Plan) -> tuple[Pivot, dict[UUID, str]]:
    """Give the pivot table of the plan's sections, whatever section the view asks for.

    With it come the names of the members that are in it, also of those who left. One query where
    the cells can be added up, else four: both axes, the cells and the whole; and one for names.
    """
    wanted = replace(view.filter, sections=catalogue(session).places(*plan.sections))
    found = (_open if plan.is_open else _closed)(session, wanted, plan)
    sides = (found.rows, found.columns)
    people = [key for side in sides if side.axis is By.MEMBER for key in side.keys if key]
    return found, members.called(session, people) if people else {}


def _closed(session: Session, wanted: Filter, plan: Plan) -> Pivot:
    return sheets.closed(plan, pivots.groups(session, wanted, plan, plan.axes, {}))


def _open(session: Session, wanted: Filter, plan: Plan) -> Pivot:
    rows = _axis(session, wanted, plan, plan.rows, most=MOST_ROWS)
    columns = _axis(session, wanted, plan, plan.columns, most=MOST_COLUMNS)
    whole = next(iter(pivots.groups(session, wanted, plan, (), {})), NOTHING)
    among = {
        axis.by: [one.keys[0] for one in axis.groups] for axis in (rows, columns) if axis.by in OPEN
    }
    cells = pivots.groups(session, wanted, plan, plan.axes, among)
    return sheets.pivot(plan, rows, columns, cells, whole)


def _axis(session: Session, wanted: Filter, plan: Plan, by: By | None, *, most: int) -> Axis:
    if by is None:
        return Axis(None, ())
    if by not in OPEN:
        return Axis(by, pivots.groups(session, wanted, plan, (by,), {}))
    found, count = pivots.largest(session, wanted, plan, by, most=most)
    return Axis(by, found, count - len(found))
