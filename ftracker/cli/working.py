"""`ftracker work`: jobs in a process of their own, where the server leaves them to others."""

import signal
import threading

import typer

from ftracker import config
from ftracker.cli.opening import opened
from ftracker.db import Database
from ftracker.jobs import workers
from ftracker.services.backup_plans import Plan
from ftracker.services.posts import Post
from ftracker.web import logs

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def work() -> None:
    """Work on jobs until Ctrl-C or SIGTERM; set FTRACKER_WORKERS=0 for the server beside it."""
    ending = threading.Event()
    for number in ENDINGS:
        signal.signal(number, lambda *_: ending.set())
    settings = config.load()
    logs.configure(settings.log_level, settings.log_format)
    with opened(settings) as ready:
        database = Database(ready.database_url, slow_query_ms=ready.slow_query_ms)
        threads = max(1, ready.workers)
        keep = ready.import_keep_bytes
        with workers.working(
            ready.database_url,
            database,
            threads=threads,
            keep_bytes=keep,
            post=Post.of(ready),
            backups=Plan.of(ready),
        ):
            typer.echo("FTracker works on jobs (Ctrl-C stops it).")
            ending.wait()
        database.close()
