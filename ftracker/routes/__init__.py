"""The doors for people (pages) and programs (api): read, call one deed, answer."""

from fastapi import FastAPI

from ftracker.routes import api, health, metrics, pages
from ftracker.routes.api import description


def install(app: FastAPI) -> None:
    """Open every door."""
    for router in (*pages.ROUTERS, *api.ROUTERS, health.router, metrics.router):
        app.include_router(router)
    description.install(app)
