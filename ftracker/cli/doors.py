"""`ftracker routes`: every route with who may use it."""

import typer

from ftracker import config


def routes() -> None:
    """Print every route: method, who may, path."""
    # Every other command would wait for FastAPI and all the pages to be imported.
    from ftracker.main import create_app
    from ftracker.routes import policy

    settings = config.load()
    # Nothing connects: the routes are read off the application.
    address = settings.database_url or "postgresql:///"
    app = create_app(settings.model_copy(update={"database_url": address}))
    for rule in policy.listing(app):
        typer.echo(f"{rule.method:<7} {rule.who:<7} {rule.path}")
