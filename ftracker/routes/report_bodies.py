"""The reports as both doors give them: what is asked for, found by a service, put into a body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain.errors import NotFound
from ftracker.domain.periods import Period
from ftracker.domain.reports.ranges import Today
from ftracker.queries import plans
from ftracker.queries.catalogue import catalogue
from ftracker.services import breakdowns, calendars, profit_and_loss, reports, summaries
from ftracker.web import report_sections, report_views
from ftracker.web.report_cells import Cells
from ftracker.web.report_list import REPORTS
from ftracker.web.report_pages import calendars as calendars_page
from ftracker.web.report_pages import categories, summary
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
    books: Period

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
    books = reports.extent(session, today=today)
    then = Today(today, payday, books)
    asked = report_views.read(report, words, writer.names, then, currency=writer.currency)
    return Asking(session, report, asked, writer, today, books)


def _summary(asking: Asking) -> Body:
    found = summaries.of(asking.session, asking.asked.view, today=asking.today, books=asking.books)
    return summary.body(found, asking.cells)


def _categories(asking: Asking) -> Body:
    found, held = breakdowns.of(
        asking.session, asking.asked.view, today=asking.today, books=asking.books
    )
    section = report_sections.chosen(asking.asked.typed)
    return categories.body(found, held, section, asking.cells)


def _profit_and_loss(asking: Asking) -> Body:
    found = profit_and_loss.results_of(asking.session, asking.asked.view)
    years = profit_and_loss.years_of(asking.session, asking.asked.view, today=asking.today)
    return profit_and_loss_page.body(found, years, asking.cells)


def _calendar(asking: Asking) -> Body:
    section = report_sections.chosen(asking.asked.typed)
    view = asking.asked.view
    found = calendars.calendar_of(asking.session, view, section, today=asking.today)
    return calendars_page.body(found, asking.cells)


_BODIES: dict[str, Callable[[Asking], Body]] = {
    "summary": _summary,
    "categories": _categories,
    "profit-and-loss": _profit_and_loss,
    "calendar": _calendar,
}
NAMES = tuple(_BODIES)
