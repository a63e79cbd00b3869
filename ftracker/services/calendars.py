"""On which days money is spent, earned or set aside."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from ftracker.domain.kinds import Section
from ftracker.domain.reports import calendars
from ftracker.domain.reports.calendars import Calendar
from ftracker.domain.reports.pivots import Measure, Plan
from ftracker.domain.reports.sums import By
from ftracker.queries import pivots
from ftracker.queries.catalogue import catalogue
from ftracker.queries.views import View


def calendar_of(session: Session, view: View, section: Section, *, today: date) -> Calendar:
    """Give what counted in a section on each day of a view, whatever section the view asks for."""
    wanted = replace(view.filter, sections=catalogue(session).places(section))
    plan = Plan(By.DAY, None, Measure.SUM, (section,))
    found = pivots.groups(session, wanted, plan, plan.axes, {})
    return calendars.calendar(found, section, view.days, today=today)
