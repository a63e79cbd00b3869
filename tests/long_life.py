"""Let a FTracker be used for an hour, its database killed again and again, and see how it ages.

    .venv/bin/python -m tests.long_life --minutes 60 --every 5

People open pages and reports, programs write, files come in, changes are taken back, exports are
drawn, and the worker does its jobs. The process must not grow, no connection may stay lent, and
nothing that was acknowledged may be missing or doubled. Ends with 1 otherwise.
"""

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import psutil
from sqlalchemy import text

from ftracker.db import Database
from ftracker.db.embedded import EmbeddedServer
from ftracker.services import sample_data
from tests import database_kills, factories, survival
from tests.database_kills import AWAY, Seen
from tests.survival import Household

PEOPLE, PROGRAMS = 2, 2
# What a process needs at first is no growth: caches fill, modules are imported.
WARM_SECONDS = 300
MOST_GROWTH = 1.10
PAUSES = (0.3, 1.2)
QUIET_SECONDS = 15
MIB = 2**20
PAGES = (
    "/", "/?period=2026-01", "/reports/summary", "/reports/categories", "/reports/trends",
    "/reports/profit-and-loss", "/reports/cash-flow", "/reports/calendar", "/reports/net-worth",
    "/reports/explore", "/reports/payees", "/reports/summary?format=csv", "/history", "/budgets",
    "/goals", "/forecast", "/schedules", "/accounts", "/categories", "/alerts", "/data",
    "/settings", "/transaction/add", "/settings/health",
)  # fmt: skip
_LEFT = text(
    "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
    " and state_change < now() - interval '5 seconds'"
)
_UNDO = re.compile(r'formaction="(/history/[0-9a-f-]{36}/undo)"')
_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Age:
    """How much memory the process had, each minute, and what was found in the end."""

    bytes_used: list[tuple[float, int]] = field(default_factory=list)
    undone: int = 0
    broken_off: int = 0
    lent: int = 0
    under_way: int = 0

    def growth(self) -> float:
        """Compare the last minutes with the first ones after it was warm."""
        warm = [used for at, used in self.bytes_used if at >= WARM_SECONDS] or [1]
        few = max(1, len(warm) // 10)
        return sum(warm[-few:]) / sum(warm[:few])

    def __str__(self) -> str:
        sizes = [used // MIB for _, used in self.bytes_used]
        return (
            f"Memory {sizes} MiB, grown to {self.growth():.3f} of what it was when warm;"
            f" {self.undone} changes taken back, {self.broken_off} exports broken off;"
            f" {self.lent} connections stayed lent, {self.under_way} transactions stayed open."
        )


class Inhabited(Household):
    """A household with years of books, in which somebody is signed in."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port, has_jobs=True)
        with EmbeddedServer(folder) as server:
            books = Database(server.url)
            with books.session(self.owner) as session:
                sample_data.fill(session, today=datetime.now(UTC).date(), years=3)
            self.cookie = factories.signed_in(books, self.owner)
            books.close()

    def browser(self) -> httpx2.Client:
        base = f"http://127.0.0.1:{self.port}"
        return httpx2.Client(base_url=base, cookies={"session": self.cookie}, timeout=60)


def live(home: Inhabited, *, minutes: float, every: float, seed: int) -> tuple[Seen, Age]:
    """Use it for so many minutes, killing its database every few of them."""
    seen, age, ending = Seen(), Age(), threading.Event()
    process = home.start()
    try:
        with ThreadPoolExecutor(PEOPLE + PROGRAMS) as pool:
            sides = [
                pool.submit(
                    _browse if number < PEOPLE else _write, home, seen, age, ending, seed + number
                )
                for number in range(PEOPLE + PROGRAMS)
            ]
            try:
                _watch(home, seen, age, process.pid, minutes=minutes, every=every, seed=seed)
            finally:
                ending.set()
        for side in sides:
            side.result()
        time.sleep(QUIET_SECONDS)
        age.lent, age.under_way = _lent(home), _under_way(home)
        seen.faults += home.faults(survival.Figures())
        seen.faults += [*home.breaches(), *home.complaints()]
        assert process.poll() is None, "FTracker ended."
    finally:
        home.kill(process)
    if age.growth() > MOST_GROWTH or age.lent or age.under_way:
        seen.faults.append(str(age))
    return seen, age


def _watch(
    home: Inhabited,
    seen: Seen,
    age: Age,
    pid: int,
    *,
    minutes: float,
    every: float,
    seed: int,
) -> None:
    """Note the memory each minute, and kill the database when its time has come."""
    chance, began = random.Random(seed), time.monotonic()  # noqa: S311 - chosen to be repeatable
    process, killed, noted = psutil.Process(pid), began, began - 60
    while (now := time.monotonic()) - began < minutes * 60:
        if now - noted >= 60:
            noted = now
            age.bytes_used.append((now - began, process.memory_info().rss))
            print(f"{now - began:5.0f} s {age} {seen}", flush=True)  # noqa: T201 - it takes an hour
        if now - killed >= every * 60:
            killed = now
            database_kills.kill(home, chance)
            seen.kills += 1
            database_kills.wait_until_back(home, seen)
        time.sleep(0.5)


def _browse(home: Inhabited, seen: Seen, age: Age, ending: threading.Event, seed: int) -> None:
    """Open pages, and take back what was just written, as a person does."""
    chance = random.Random(seed)  # noqa: S311 - chosen to be repeatable
    with home.browser() as browser, home.client() as program:
        while not ending.wait(chance.uniform(*PAUSES)):
            if chance.random() < 0.1:
                age.undone += _take_back(seen, browser, program)
            else:
                _ask(seen, browser, chance.choice(PAGES))


def _write(home: Inhabited, seen: Seen, age: Age, ending: threading.Event, seed: int) -> None:
    """Write and send files, and draw an export now and then; what is refused is sent again."""
    chance = random.Random(seed)  # noqa: S311 - chosen to be repeatable
    with home.client() as client:
        while not ending.wait(chance.uniform(*PAUSES)):
            which = chance.random()
            if which < 0.05:
                age.broken_off += _is_broken_off(seen, client)
                continue
            sent = survival.transaction(by_key=which < 0.5)
            if which > 0.995:
                sent = survival.file(is_large=which > 0.998)
            home.notebook.note(sent)
            while not database_kills.is_done(home, seen, client, sent):
                time.sleep(database_kills.AGAIN)


def _take_back(seen: Seen, browser: httpx2.Client, program: httpx2.Client) -> bool:
    """Write something, find it in the history, and take it back; what is refused is let be."""
    sent = survival.transaction(by_key=False)
    if _timed(seen, lambda: sent.go(program)).status_code == AWAY:
        return False
    page = _ask(seen, browser, f"/history?q={sent.mark}")
    if not (undo := _UNDO.search(page.text)) or not (csrf := _CSRF.search(page.text)):
        if page.status_code != AWAY:
            seen.faults.append("The history offers no undo.")
        return False
    headers = {"sec-fetch-site": "same-origin"}
    data = {"csrf_token": csrf[1]}
    answer = _timed(seen, lambda: browser.post(undo[1], data=data, headers=headers))
    return answer.is_redirect


def _is_broken_off(seen: Seen, client: httpx2.Client) -> bool:
    """Draw an export; when the database goes meanwhile it breaks off, and does not end too soon."""
    try:
        _ask(seen, client, "/api/data/export")
    except httpx2.RemoteProtocolError:
        return True
    return False


def _ask(seen: Seen, client: httpx2.Client, path: str) -> httpx2.Response:
    return _timed(seen, lambda: client.get(path))


def _timed(seen: Seen, ask: Callable[[], httpx2.Response]) -> httpx2.Response:
    began = time.monotonic()
    answer = ask()
    seen.note(answer, time.monotonic() - began)
    return answer


def _lent(home: Inhabited) -> int:
    """Ask FTracker how many connections are in use."""
    with home.client() as client:
        told = client.get("/metrics").raise_for_status().text
    found = re.search(r'ftracker_database_connections{state="used"} (\d+)', told)
    assert found, told
    return int(found[1])


def _under_way(home: Inhabited) -> int:
    """Ask the database for transactions that were begun and left."""
    with EmbeddedServer(home.folder) as server:
        books = Database(server.url, pool_size=1)
        with books.outside() as session:
            found = session.execute(_LEFT).scalar_one()
        books.close()
    return int(found)


def main() -> int:
    """Run the long version; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.long_life", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--port", type=int, default=8767)
    parser.add_argument("--log", type=Path, help="Where to put what FTracker logs.")
    chosen = parser.parse_args()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="ftracker-drill-")))
        folder.chmod(0o711)
        home = Inhabited(folder, chosen.port)
        if chosen.log:
            home.log = opened.enter_context(chosen.log.open("w"))
        seen, age = live(home, minutes=chosen.minutes, every=chosen.every, seed=chosen.seed)
    print(f"Seed {chosen.seed}. {seen}", age, *seen.faults, sep="\n")  # noqa: T201
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
