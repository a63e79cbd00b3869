"""Databases and whole folders of a test's own, as copies of what was made once."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import make_url

from ftracker.db import scratch


@contextmanager
def copied(url: str) -> Iterator[str]:
    """Give a copy of a database: faster than to bring its schema up to date once more."""
    name = f"copy_{uuid4().hex}"
    with scratch._outside(url) as connected:
        connected.execute(text(f"create database {name} template {make_url(url).database}"))
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        scratch._drop(url, name)


@contextmanager
def folder(prepared: Path | None = None) -> Iterator[Path]:
    """Give a folder for the books of a FTracker of a test's own, empty or as `prepared`.

    pytest's own folders are closed to the user that PostgreSQL runs as when root runs the tests.
    """
    with tempfile.TemporaryDirectory(prefix="ftracker-test-") as name:
        Path(name).chmod(0o711)
        if prepared is not None:
            # With owners and modes, which PostgreSQL insists on.
            subprocess.run(["cp", "-a", f"{prepared}/.", name], check=True)
        yield Path(name)
