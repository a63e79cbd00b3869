"""JSON for programs."""

from ftracker.routes.api import (
    accounts,
    alerts,
    budgets,
    categories,
    data,
    forecasts,
    goals,
    recurring,
    report_tables,
    reports,
    rules,
    saved_views,
    scenarios,
    schedules,
    transactions,
    transfers,
    types,
)
from ftracker.routes.steps import Router

ROUTERS: list[Router] = [
    transactions.router,
    transfers.router,
    categories.router,
    types.router,
    accounts.router,
    budgets.router,
    goals.router,
    forecasts.router,
    rules.router,
    recurring.router,
    schedules.router,
    alerts.router,
    reports.router,
    report_tables.router,
    saved_views.router,
    scenarios.router,
    data.router,
]
