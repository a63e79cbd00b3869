"""JSON for programs."""

from fastapi import APIRouter

from ftracker.routes.api import (
    accounts,
    categories,
    data,
    goals,
    reports,
    rules,
    transactions,
    types,
)

ROUTERS: list[APIRouter] = [
    transactions.router,
    categories.router,
    types.router,
    accounts.router,
    goals.router,
    rules.router,
    reports.router,
    data.router,
]
