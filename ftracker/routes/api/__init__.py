"""JSON for programs."""

from fastapi import APIRouter

from ftracker.routes.api import reports, transactions

ROUTERS: list[APIRouter] = [transactions.router, reports.router]
