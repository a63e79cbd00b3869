"""From where the money of a view came, and where it went."""

from dataclasses import replace

from sqlalchemy.orm import Session

from ftracker.domain.reports import cash_flows
from ftracker.domain.reports.cash_flows import CashFlow
from ftracker.domain.reports.sums import By
from ftracker.queries import sums
from ftracker.queries.catalogue import catalogue
from ftracker.queries.views import View


def flow_of(session: Session, view: View) -> CashFlow:
    """Give the flows of a view through all sections, whatever section the view asks for."""
    names = catalogue(session)
    found = sums.by(session, replace(view.filter, sections=None), By.CATEGORY)
    return cash_flows.cash_flow(found, lambda key: names.top(key).id)
