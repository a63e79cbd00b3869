"""Statements that take long, told to the log: their words, never their values."""

import threading
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy import event
from sqlalchemy.engine import Engine

# What is longer has been written by a program, and its beginning tells which.
_LONGEST = 2000

log = structlog.get_logger("ftracker.database")


def tell(engine: Engine, limit_ms: int) -> None:
    """Log each statement of an engine that takes `limit_ms` milliseconds or more; 0 logs none."""
    if not limit_ms:
        return
    running = threading.local()

    def begin(*_: Any) -> None:
        running.since = perf_counter()

    def end(_: Any, __: Any, statement: str, *___: Any) -> None:
        spent = (perf_counter() - running.since) * 1000
        if spent >= limit_ms:
            words = " ".join(statement.split())[:_LONGEST]
            log.warning("slow query", milliseconds=round(spent, 1), statement=words)

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
