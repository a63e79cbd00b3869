"""The application: the only file that knows all the others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from ftracker import routes
from ftracker.config import Settings
from ftracker.db import Database
from ftracker.db.replicas import Replica
from ftracker.jobs import workers
from ftracker.routes import errors
from ftracker.services.backup_plans import Plan
from ftracker.services.posts import Post
from ftracker.web import security
from ftracker.web.metrics import Meter
from ftracker.web.templating import ROOT


def create_app(settings: Settings, *, demo: bool = False) -> FastAPI:
    """Put the application together for a database whose schema is up to date."""
    app = FastAPI(
        title="FTracker",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_life,
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.database = Database(settings.database_url, slow_query_ms=settings.slow_query_ms)
    app.state.replica = Replica(settings.replica_url, slow_query_ms=settings.slow_query_ms)
    app.state.meter = Meter()
    app.state.demo = demo
    routes.install(app)
    app.mount("/static", StaticFiles(directory=ROOT / "static"), name="static")
    errors.install(app)
    security.install(app, settings)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Work on jobs as long as the application runs, unless others do."""
    settings: Settings = app.state.settings
    database: Database = app.state.database
    with workers.working(
        settings.database_url,
        database,
        threads=settings.workers,
        keep_bytes=settings.import_keep_bytes,
        post=Post.of(settings),
        # What is gone after Ctrl-C needs no backup.
        backups=None if app.state.demo else Plan.of(settings),
    ):
        yield
    database.close()
    app.state.replica.close()
