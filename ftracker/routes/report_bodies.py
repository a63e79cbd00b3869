"""The reports as both doors give them: what is asked for, found by a service, put into a body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain.errors import NotFound
from ftracker.domain.reports.ranges import Today
from ftracker.queries import plans
from ftracker.queries.catalogue import catalogue
from ftracker.services import calendars, cash_flows, pivots, profit_and_loss, reports
from ftracker.web import report_plans, report_sections, report_views
from ftracker.web.report_axes import Axes
from ftracker.web.report_cells import Cells
from ftracker.web.report_list import REPORTS
from ftracker.web.report_pages import calendars as calendars_page
from ftracker.web.report_pages import cash_flows as cash_flows_page
from ftracker.web.report_pages import pivots as pivots_page
from ftracker.web.report_pages import profit_and_loss as profit_and_loss_page
from ftracker.web.report_views import Asked, Report
from ftracker.web.rows import Writer
from ftracker.web.tables import Body


@dataclass(frozen=True, slots=True)
class Asking:
    """One report that is asked for, with all that it takes to answer."""

    session: Session
    report: Report
    asked: Asked
    writer: Writer
    today: date

    @property
    def cells(self) -> Cells:
        """What writes the cells of this report."""
        return Cells(self.writer, self.asked.links)

    @property
    def body(self) -> Body:
        """What the report says."""
        return _BODIES[self.report.name](self)


def ask(
    session: Session, name: str, words: Mapping[str, str], *, today: date, locale: str
) -> Asking:
    """Understand an address. Raises NotFound for a report that there is none of."""
    if name not in _BODIES:
        raise NotFound
    report = REPORTS[name]
    writer = Writer(catalogue(session), currency(session), locale)
    payday = plans.clock(plans.stored(session)).payday
    then = Today(today, payday, reports.extent(session, today=today))
    asked = report_views.read(report, words, writer.names, then, currency=writer.currency)
    return Asking(session, report, asked, writer, today)


def _profit_and_loss(asking: Asking) -> Body:
    found = profit_and_loss.results_of(asking.session, asking.asked.view)
    return profit_and_loss_page.body(found, asking.cells)


def _calendar(asking: Asking) -> Body:
    section = report_sections.chosen(asking.asked.typed)
    view = asking.asked.view
    found = calendars.calendar_of(asking.session, view, section, today=asking.today)
    return calendars_page.body(found, asking.cells)


def _cash_flow(asking: Asking) -> Body:
    found = cash_flows.flow_of(asking.session, asking.asked.view)
    return cash_flows_page.body(found, asking.cells)


def _explore(asking: Asking) -> Body:
    view = asking.asked.view
    asked = report_plans.read(asking.asked.typed, view.days)
    found, members = pivots.pivot_of(asking.session, view, asked.plan, *asked.sections)
    return pivots_page.body(found, asked, Axes(asking.cells, asked.section, members))


_BODIES: dict[str, Callable[[Asking], Body]] = {
    "summary": _profit_and_loss,
    "profit-and-loss": _profit_and_loss,
    "cash-flow": _cash_flow,
    "calendar": _calendar,
    "explore": _explore,
}
