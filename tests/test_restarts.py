"""gunicorn takes up new code while it is written to, and serves people while others are slow.

`python -m tests.restarts` and `python -m tests.slow_clients` do the same for longer.
"""

import asyncio
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ftracker.db.embedded import EmbeddedServer
from tests import copies, slow_clients
from tests.restarts import READY_SECONDS, Served, Tally


@pytest.fixture
def home(prepared: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with copies.folder(prepared) as folder, EmbeddedServer(folder) as server:
        yield Served(folder, port, server.url)


@pytest.mark.timeout(240)
def test_nothing_is_lost_when_new_code_is_taken_up_and_slow_clients_hold_up_nobody(home):
    process, tally = home.start(), Tally()
    try:
        with home.written_to(tally):
            time.sleep(1)
            process.send_signal(signal.SIGHUP)
            # A browser's tests may have left a loop behind in this thread.
            drill = slow_clients.drill(home.base, half=60, idle=60, slow=20, seconds=4)
            with ThreadPoolExecutor(1) as aside:
                seen = aside.submit(asyncio.run, drill).result()
        home.look_after(tally)
        assert (tally.faults, tally.away, tally.done_all_the_same) == ([], 0, 0)
        assert tally.acknowledged > 0
        assert (seen.held, seen.failures) == (140, 0)
        assert seen.taken < slow_clients.MOST_TAKEN
        process.send_signal(signal.SIGTERM)
        assert process.wait(READY_SECONDS) == 0
    finally:
        process.kill()
        process.wait()
