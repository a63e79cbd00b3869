"""JSON for programs."""

from fastapi import APIRouter

from ftracker.routes.api import (
    accounts,
    categories,
    data,
    goals,
    reports,
    transactions,
    transfers,
    types,
)

ROUTERS: list[APIRouter] = [
    transactions.router,
    transfers.router,
    categories.router,
    types.router,
    accounts.router,
    goals.router,
    reports.router,
    data.router,
]
