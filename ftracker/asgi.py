"""The application for servers of several processes: `gunicorn "ftracker.asgi:application()"`."""

from ftracker import starting

with starting():
    from fastapi import FastAPI

    from ftracker import config
    from ftracker.cli.opening import opened
    from ftracker.config import SettingsError
    from ftracker.main import create_app
    from ftracker.web import logs


def application() -> FastAPI:
    """Put the application together, its schema up to date first; one process waits for another.

    Raises SettingsError without FTRACKER_DATABASE_URL: the PostgreSQL that comes along belongs to
    `ftracker serve`, and would end with the first of several processes.
    """
    settings = config.load()
    if not settings.database_url:
        raise SettingsError(
            "Several processes need a PostgreSQL of your own: set FTRACKER_DATABASE_URL, or run"
            " ftracker serve, which brings one along."
        )
    logs.configure(settings.log_level, settings.log_format)
    with opened(settings) as ready:
        return create_app(ready)
