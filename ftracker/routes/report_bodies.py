"""The reports as both doors give them: what is asked for, found by a service, put into a body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain.errors import FieldError, NotFound
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Period
from ftracker.domain.reports.ranges import Today
from ftracker.queries import plans
from ftracker.queries.catalogue import catalogue
from ftracker.queries.views import View
from ftracker.services import (
    breakdowns,
    budget_reports,
    calendars,
    cash_flows,
    goal_reports,
    largest,
    net_worth,
    payees,
    pivots,
    profit_and_loss,
    refunds,
    reports,
    subscription_costs,
    summaries,
    trends,
)
from ftracker.web import report_conditions, report_plans, report_sections, report_views
from ftracker.web.report_axes import Axes
from ftracker.web.report_cells import Cells
from ftracker.web.report_list import OF_ONE_SECTION, REPORTS
from ftracker.web.report_pages import budgets as budgets_page
from ftracker.web.report_pages import calendars as calendars_page
from ftracker.web.report_pages import cash_flows as cash_flows_page
from ftracker.web.report_pages import categories, summary
from ftracker.web.report_pages import goals as goals_page
from ftracker.web.report_pages import largest as largest_page
from ftracker.web.report_pages import net_worth as net_worth_page
from ftracker.web.report_pages import payees as payees_page
from ftracker.web.report_pages import pivots as pivots_page
from ftracker.web.report_pages import profit_and_loss as profit_and_loss_page
from ftracker.web.report_pages import refunds as refunds_page
from ftracker.web.report_pages import subscriptions as subscriptions_page
from ftracker.web.report_pages import trends as trends_page
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

    def within(self, section: Section) -> View:
        """Give the view of what counts in one section."""
        return self.asked.view.only(self.writer.names.places(section))

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
    payday = plans.payday(session)
    books = reports.extent(session, today=today)
    then = Today(today, payday, books)
    words, wrong = report_conditions.joined(words)
    asked = report_views.read(report, words, writer.names, then, currency=writer.currency)
    asked = replace(asked, mended=(*wrong, *asked.mended, *_wrong(name, asked.typed)))
    return Asking(session, report, asked, writer, today, books)


def _wrong(name: str, typed: Mapping[str, str]) -> tuple[FieldError, ...]:
    """Say which words of an address mean nothing to one report, whatever it finds."""
    if name == "explore":
        return report_plans.wrong(typed)
    return report_sections.wrong(typed) if name in OF_ONE_SECTION else ()


def _summary(asking: Asking) -> Body:
    view = asking.asked.view
    found = summaries.of(asking.session, view, today=asking.today, books=asking.books)
    return summary.body(found, asking.cells)


def _categories(asking: Asking) -> Body:
    section = report_sections.chosen(asking.asked.typed)
    view = asking.within(section)
    found, held = breakdowns.of(asking.session, view, today=asking.today, books=asking.books)
    return categories.body(found, held, section, asking.cells)


def _profit_and_loss(asking: Asking) -> Body:
    view = asking.asked.view
    found = profit_and_loss.of(asking.session, view, today=asking.today, books=asking.books)
    return profit_and_loss_page.body(found, asking.cells)


def _trends(asking: Asking) -> Body:
    look = trends_page.read(asking.asked.typed)
    view = asking.within(look.section)
    found = trends.of(asking.session, view, look.grouping, today=asking.today, books=asking.books)
    return trends_page.body(found, look, asking.cells)


def _payees(asking: Asking) -> Body:
    look = payees_page.read(asking.asked.typed)
    view = asking.within(look.section)
    found = payees.of(asking.session, view, most=look.most, today=asking.today, books=asking.books)
    return payees_page.body(found, look, asking.cells)


def _largest(asking: Asking) -> Body:
    section = report_sections.chosen(asking.asked.typed)
    found = largest.of(asking.session, asking.asked.view, section)
    return largest_page.body(found, section, asking.cells)


def _refunds(asking: Asking) -> Body:
    return refunds_page.body(refunds.of(asking.session, asking.asked.view), asking.cells)


def _subscriptions(asking: Asking) -> Body:
    found = subscription_costs.of(asking.session, asking.asked.view, today=asking.today)
    return subscriptions_page.body(found, asking.cells)


def _calendar(asking: Asking) -> Body:
    section = report_sections.chosen(asking.asked.typed)
    view = asking.asked.view
    found = calendars.calendar_of(asking.session, view, section, today=asking.today)
    return calendars_page.body(found, asking.cells)


def _cash_flow(asking: Asking) -> Body:
    found = cash_flows.flow_of(asking.session, asking.asked.view)
    return cash_flows_page.body(found, asking.cells)


def _net_worth(asking: Asking) -> Body:
    found = net_worth.net_worth_of(asking.session, asking.asked.view)
    later = net_worth.dated_later(asking.session, found, today=asking.today)
    return net_worth_page.body(found, asking.cells, later=later)


def _explore(asking: Asking) -> Body:
    view = asking.asked.view
    asked = report_plans.read(asking.asked.typed, view.days)
    found, members = pivots.pivot_of(asking.session, view, asked.plan)
    return pivots_page.body(found, asked, Axes(asking.cells, asked.section, members))


def _budgets(asking: Asking) -> Body:
    typed, view = asking.asked.typed, asking.asked.view
    section, cadence = report_sections.chosen(typed), budgets_page.chosen(typed)
    found = budget_reports.plans_of(asking.session, view, section, cadence)
    return budgets_page.body(found, asking.cells)


def _goals(asking: Asking) -> Body:
    found = goal_reports.filled(asking.session, asking.asked.view)
    return goals_page.body(found, asking.cells)


_BODIES: dict[str, Callable[[Asking], Body]] = {
    "summary": _summary,
    "categories": _categories,
    "profit-and-loss": _profit_and_loss,
    "trends": _trends,
    "payees": _payees,
    "largest": _largest,
    "refunds": _refunds,
    "subscriptions": _subscriptions,
    "cash-flow": _cash_flow,
    "calendar": _calendar,
    "net-worth": _net_worth,
    "explore": _explore,
    "budgets": _budgets,
    "goals": _goals,
}
NAMES = tuple(_BODIES)
