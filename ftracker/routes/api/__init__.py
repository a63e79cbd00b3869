"""JSON for programs."""

from ftracker.routes.api import accounts, categories, data, goals, reports, transactions, types
from ftracker.routes.steps import Router

ROUTERS: list[Router] = [
    transactions.router,
    categories.router,
    types.router,
    accounts.router,
    goals.router,
    reports.router,
    data.router,
]
