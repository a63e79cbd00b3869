"""What only the tests of the API need."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from fastapi import FastAPI
from sqlalchemy import event


@pytest.fixture
def count_queries(app: FastAPI) -> Callable[[], AbstractContextManager[list[int]]]:
    """Count the statements that the application sends while a block runs."""

    @contextmanager
    def counting() -> Iterator[list[int]]:
        counted = [0]

        def count(*_: object) -> None:
            counted[0] += 1

        engine = app.state.database.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            yield counted
        finally:
            event.remove(engine, "before_cursor_execute", count)

    return counting
