"""Kill the database beneath a FTracker that is being written to, and leave FTracker alone.

    .venv/bin/python -m tests.database_kills --kills 50 --seed 7 [--jobs | --gunicorn]

Nothing that was acknowledged may be missing or doubled, nobody waits long, who is refused is asked
to wait and told nothing of the inside, and FTracker answers again soon after the database does: the
one that comes along is started again by FTracker itself. Ends with 1 otherwise. With --gunicorn,
two processes work on a database of somebody else.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psutil
import psycopg

from ftracker.db.cluster import SUPERUSER, VERSION
from ftracker.db.embedded import EmbeddedServer
from tests import restarts, survival
from tests.survival import Household, Sent

LONGEST_SECONDS = 15.0
BACK_SECONDS = 5.0
PATIENCE = 120.0
PAUSE = 0.05
# Who was asked to wait does so, and sends the same again.
AGAIN = 0.2
# Ten times the connections that are kept, at once.
CROWD = 100
AWAY = 503
NOT_SAID = ("psycopg", "sqlalchemy", "Traceback", "connection", "socket", "host", "postgres")


@dataclass
class Seen:
    """What was answered, by status; seconds until the last answer, and until the app was back."""

    kills: int = 0
    twice: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0
    away: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note(self, answer: httpx2.Response, seconds: float) -> None:
        self.statuses[answer.status_code] += 1
        self.longest = max(self.longest, seconds)
        if seconds > LONGEST_SECONDS:
            self.faults.append(f"{answer.request.url.path} took {seconds:.1f} s")
        if answer.status_code != AWAY and not (answer.is_success or answer.is_redirect):
            self.faults.append(f"{answer.status_code}: {answer.text[:300]}")
        if answer.status_code == AWAY and (told := [w for w in NOT_SAID if w in answer.text]):
            self.faults.append(f"503 tells of {told}: {answer.text[:300]}")

    def __str__(self) -> str:
        away, back = max(self.away, default=0), max(self.back, default=0)
        return (
            f"{self.kills} kills, {self.twice} of them twice: answers"
            f" {dict(sorted(self.statuses.items()))}, the slowest after {self.longest:.1f} s; the"
            f" database was away for {away:.1f} s at most, FTracker {back:.1f} s longer,"
            f" {len(self.faults)} faults."
        )


def drill(home: Household, kills: int, seed: int) -> tuple[Seen, survival.Figures]:
    """Kill the database so many times under load, and look after each time."""
    chance, seen, figures = random.Random(seed), Seen(), survival.Figures()  # noqa: S311 - chosen to be repeatable
    process = home.start()
    try:
        for number in range(kills):
            with written_to(home, seen):
                time.sleep(chance.uniform(0.2, 1.5))
                kill(home, chance)
                if number % 5 == 0:
                    crowd(home, seen)
                if chance.random() < 0.3:
                    time.sleep(chance.uniform(0, 1.5))
                    kill(home, chance)
                    seen.twice += 1
                wait_until_back(home, seen)
            seen.kills += 1
            seen.faults += [*home.faults(figures), *home.breaches()]
            assert process.poll() is None, "FTracker ended."
        seen.faults += home.complaints()
    finally:
        # The processes of gunicorn live on without their head, and keep its port.
        rest = psutil.Process(process.pid).children(recursive=True)
        home.kill(process)
        for one in rest:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    figures.kills = kills
    figures.acknowledged = len(home.notebook.acknowledged)
    figures.files = sum(sent.is_file for sent in home.notebook.sent.values())
    return seen, figures


def kill(home: Household, chance: random.Random) -> None:
    """End the database without a word: all of it, in any order, or only its head."""
    victims = home.postgres()
    if chance.random() < 0.3:
        victims = victims[:1]
    else:
        chance.shuffle(victims)
    for victim in victims:
        try:
            victim.kill()
        except psutil.NoSuchProcess:
            continue


def wait_until_back(home: Household, seen: Seen) -> None:
    """Wait for the database, then for FTracker, and note how long both took."""
    began = time.monotonic()
    until = began + PATIENCE
    while not answers(home):
        assert time.monotonic() < until, "The database stays away."
        time.sleep(PAUSE)
    there = time.monotonic()
    with home.client() as client:
        while not client.get("/api/transactions").is_success:
            assert time.monotonic() < until, "FTracker stays away."
            time.sleep(PAUSE)
    seen.away.append(there - began)
    seen.back.append(time.monotonic() - there)
    if seen.back[-1] > BACK_SECONDS:
        seen.faults.append(f"FTracker was back {seen.back[-1]:.1f} s after the database")


def answers(home: Household) -> bool:
    """Tell whether the database answers."""
    place = home.folder / f"postgresql-{VERSION}"
    try:
        with psycopg.connect(
            host=str(place), user=SUPERUSER, dbname="postgres", connect_timeout=2
        ) as connection:
            connection.execute("select 1")
    except psycopg.Error:
        return False
    return True


@contextmanager
def written_to(home: Household, seen: Seen) -> Iterator[None]:
    """Write from several sides until the block ends."""
    ending = threading.Event()
    with ThreadPoolExecutor(survival.WRITERS + 1) as pool:
        sides = [
            pool.submit(_keep_writing, home, seen, ending, is_importer=number == survival.WRITERS)
            for number in range(survival.WRITERS + 1)
        ]
        try:
            yield
        finally:
            ending.set()
    for side in sides:
        side.result()


def _keep_writing(
    home: Household, seen: Seen, ending: threading.Event, *, is_importer: bool
) -> None:
    number = 0
    with home.client() as client:
        while not ending.is_set():
            number += 1
            sent = (
                survival.file(is_large=home.has_jobs and number % 2 == 1)
                if is_importer
                else survival.transaction(by_key=number % 2 == 0)
            )
            home.notebook.note(sent)
            while not is_done(home, seen, client, sent) and not ending.is_set():
                time.sleep(AGAIN)


def is_done(home: Household, seen: Seen, client: httpx2.Client, sent: Sent) -> bool:
    """Send a request, and tell whether it need not be sent again."""
    began = time.monotonic()
    try:
        answer = sent.go(client)
    except httpx2.TransportError as cut:
        # A connection that lay idle may be closed while something is being sent on it.
        seen.faults.append(f"{type(cut).__name__} after {time.monotonic() - began:.1f} s")
        return False
    seen.note(answer, time.monotonic() - began)
    home.notebook.acknowledge(sent, answer)
    return answer.status_code != AWAY


def crowd(home: Household, seen: Seen) -> None:
    """Ask from very many sides at once."""

    def ask(_: int) -> None:
        began = time.monotonic()
        answer = client.get("/api/transactions", params={"limit": 1})
        seen.note(answer, time.monotonic() - began)

    with home.client() as client, ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(ask, range(CROWD)))


def main() -> int:
    """Run the long version; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.database_kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--port", type=int, default=8766)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--jobs", action="store_true", help="With files that jobs take in.")
    kind.add_argument("--gunicorn", action="store_true", help="Two processes, another's database.")
    chosen = parser.parse_args()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="ftracker-drill-")))
        folder.chmod(0o711)
        if chosen.gunicorn:
            server = opened.enter_context(EmbeddedServer(folder))
            home: Household = restarts.Served(folder, chosen.port, server.url)
        else:
            home = Household(folder, chosen.port, has_jobs=chosen.jobs)
        seen, figures = drill(home, chosen.kills, chosen.seed)
    print(f"Seed {chosen.seed}. {seen}", figures, *seen.faults, sep="\n")  # noqa: T201
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
