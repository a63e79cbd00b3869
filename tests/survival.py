"""Kill a FTracker that is being written to, start it again, and look for what is lost.

    .venv/bin/python -m tests.survival --kills 50 --seed 7

Nothing that was acknowledged may be missing or doubled, no file may be there by halves, what was
not acknowledged can be sent again, and the doctor finds nothing. Ends with 1 otherwise.
"""

import argparse
import csv
import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx2
import psutil

from ftracker.db import Actor, Database, migrations, new_id
from ftracker.db.embedded import EmbeddedServer
from ftracker.services import api_tokens
from ftracker.services.importer import SMALL_BYTES
from tests import factories, invariants

WRITERS = 3
FILE_ROWS = 400
# So large that a job takes the file in, after the answer: a row has more than 70 bytes.
JOB_ROWS = SMALL_BYTES // 70
JOB_SECONDS = 120
# So much is acknowledged before the end comes, by the seed.
FEWEST, MOST = 3, 40
HEADER = "date,amount,type,category,account,payee,note\n"


@dataclass(frozen=True)
class Sent:
    """One request that makes something, whose every trace in the books carries its mark."""

    mark: str
    body: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    file_rows: int = FILE_ROWS

    @property
    def is_file(self) -> bool:
        return not self.body

    @property
    def rows(self) -> int:
        return self.file_rows if self.is_file else 1

    def go(self, client: httpx2.Client) -> httpx2.Response:
        if not self.is_file:
            return client.post("/api/transactions", json=self.body, headers=self.headers)
        return client.post("/api/data/import", files={"file": (self.mark, self.text)})

    @property
    def text(self) -> str:
        return HEADER + "".join(
            f"2026-01-{1 + n % 28:02},{n + 1}.00,Expense,Cat {n % 7},,{self.mark},\n"
            for n in range(self.file_rows)
        )


@dataclass
class Notebook:
    """What was sent and what was acknowledged, by mark; `enough` is set at the chosen moment."""

    sent: dict[str, Sent] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    moment: int = 0
    enough: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, sent: Sent) -> None:
        with self._lock:
            self.sent[sent.mark] = sent

    def acknowledge(self, sent: Sent, answer: httpx2.Response) -> None:
        with self._lock:
            if answer.is_success:
                self.acknowledged[sent.mark] = answer.json().get("id", "")
            elif answer.status_code != 503:  # the database may have gone first
                self.strange.append(f"{answer.status_code}: {answer.text[:300]}")
            if len(self.acknowledged) >= self.moment:
                self.enough.set()

    @property
    def unanswered(self) -> list[Sent]:
        return [sent for mark, sent in self.sent.items() if mark not in self.acknowledged]


@dataclass
class Figures:
    """What many ends came to."""

    kills: int = 0
    in_flight: int = 0
    acknowledged: int = 0
    files: int = 0
    unanswered: int = 0
    kept_unanswered: int = 0
    faults: list[str] = field(default_factory=list)

    resumed: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.in_flight} of them with requests under way:"
            f" {self.acknowledged} acknowledged ({self.files} files of {FILE_ROWS} rows),"
            f" {self.unanswered} unanswered ({self.kept_unanswered} of them done all the same),"
            f" {self.resumed} imports taken up again by themselves, {len(self.faults)} faults."
        )


class Household:
    """A FTracker on a folder of its own, with one household and a program that writes in it."""

    # Where what it logs goes.
    log: int | IO[str] = subprocess.DEVNULL

    def __init__(self, folder: Path, port: int, *, has_jobs: bool = False) -> None:
        self.folder, self.port, self.has_jobs = folder, port, has_jobs
        self.notebook = Notebook()
        with EmbeddedServer(folder) as server:
            migrations.upgrade(server.url)
            books = Database(server.url)
            self.owner = owner = factories.household(books)
            with books.session(Actor(steward=True)) as session:
                self.token = api_tokens.add(
                    session, user_id=owner.user_id, household_id=owner.household_id, name="load"
                )
            books.close()

    def client(self) -> httpx2.Client:
        headers = {"authorization": f"Bearer {self.token}"}
        base = f"http://127.0.0.1:{self.port}"
        return httpx2.Client(base_url=base, headers=headers, timeout=60)

    def start(self) -> subprocess.Popen[str]:
        """Start it, in a process group of its own, and wait for the line that says it runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", "ftracker", "serve"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            start_new_session=True,
        )
        assert process.stdout is not None
        assert str(self.port) in process.stdout.readline(), "FTracker does not start."
        return process

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("FTRACKER_")}
        mine = {"FTRACKER_DATA_DIR": str(self.folder), "FTRACKER_PORT": str(self.port)}
        return kept | mine

    def postgres(self) -> list[psutil.Process]:
        """Find the processes of the database, which stand in a group of their own."""
        found = []
        for process in psutil.process_iter(["name", "cwd"]):
            at_home = (process.info["cwd"] or "").startswith(str(self.folder))
            if at_home and process.info["name"].startswith("postgres"):
                found.append(process)
        return found

    def kill(self, process: subprocess.Popen[str], *, database_first: bool = False) -> None:
        """End everything at once, without a word."""
        server = [psutil.Process(process.pid)] if process.poll() is None else []
        victims = self.postgres() + server if database_first else server + self.postgres()
        for victim in victims:
            try:
                victim.kill()
            except psutil.NoSuchProcess:
                continue
        process.communicate()
        psutil.wait_procs(victims)

    @contextmanager
    def load(self, moment: int) -> Iterator[Notebook]:
        """Write from several sides, each until it is answered no more."""
        self.notebook.moment = len(self.notebook.acknowledged) + moment
        self.notebook.enough.clear()
        with ThreadPoolExecutor(WRITERS + 1) as pool:
            for number in range(WRITERS + 1):
                pool.submit(self._write, is_importer=number == WRITERS)
            yield self.notebook

    def _write(self, *, is_importer: bool) -> None:
        number = 0
        with self.client() as client:
            while True:
                number += 1
                sent = (
                    file(is_large=self.has_jobs and number % 2 == 1)
                    if is_importer
                    else transaction(by_key=number % 2 == 0)
                )
                self.notebook.note(sent)
                try:
                    self.notebook.acknowledge(sent, sent.go(client))
                except httpx2.TransportError:
                    return

    def faults(self, figures: Figures) -> Iterator[str]:
        """Say what is wrong with the books after an end; sends again what was not answered."""
        with self.client() as client:
            figures.resumed += _unfinished(client)
            yield from _settled(client)
            before = counted(client)
            yield from self._lost(before)
            for sent in self.notebook.unanswered:
                figures.unanswered += 1
                figures.kept_unanswered += before[sent.mark] > 0
                answer = sent.go(client)
                self.notebook.acknowledge(sent, answer)
            yield from _settled(client)
            yield from self._forgotten(client)
            yield from self._lost(counted(client))
        yield from self.notebook.strange
        self.notebook.strange.clear()

    def breaches(self) -> list[str]:
        """Ask the database itself what does not agree."""
        with EmbeddedServer(self.folder) as server:
            books = Database(server.url)
            found = invariants.broken(books.engine)
            books.close()
        return found

    def complaints(self) -> Iterator[str]:
        """Ask the doctor, as a person does."""
        done = subprocess.run(
            [sys.executable, "-m", "ftracker", "doctor"],
            env=self.environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        if done.returncode:
            yield f"doctor: {done.stdout}{done.stderr}"

    def _lost(self, counted: Counter[str]) -> Iterator[str]:
        """Compare the books with the notebook: whole where acknowledged, else whole or not."""
        for mark, sent in self.notebook.sent.items():
            allowed = {sent.rows} if mark in self.notebook.acknowledged else {0, sent.rows}
            if counted[mark] not in allowed:
                yield f"{mark}: {counted[mark]} rows, not {sent.rows}"

    def _forgotten(self, client: httpx2.Client) -> Iterator[str]:
        """Repeat requests that were acknowledged: they are answered the same."""
        single = [sent for sent in self.notebook.sent.values() if not sent.is_file]
        for sent in single[-5:]:
            if (key := sent.go(client).json().get("id")) != self.notebook.acknowledged[sent.mark]:
                yield f"{sent.mark}: answered {key} the second time"


def survive(home: Household, kills: int, seed: int) -> Figures:
    """Kill it so many times under load, and look after each time; gives what was found."""
    chance, figures = random.Random(seed), Figures()  # noqa: S311 - chosen to be repeatable
    process = home.start()
    try:
        for _ in range(kills):
            with home.load(chance.randint(FEWEST, MOST)) as notebook:
                notebook.enough.wait(60)
                home.kill(process, database_first=chance.random() < 0.5)
            figures.kills += 1
            figures.in_flight += bool(notebook.unanswered)
            process = home.start()
            figures.faults += [*home.faults(figures), *home.breaches()]
        figures.faults += home.complaints()
    finally:
        home.kill(process)
    figures.acknowledged = len(home.notebook.acknowledged)
    figures.files = sum(sent.is_file for sent in home.notebook.sent.values())
    return figures


def transaction(*, by_key: bool) -> Sent:
    mark = str(new_id())
    body = {"date": "2026-01-05", "amount": "12.50", "payee": mark}
    return (
        Sent(mark, body, {"idempotency-key": mark}) if by_key else Sent(mark, {"id": mark} | body)
    )


def file(*, is_large: bool = False) -> Sent:
    return Sent(f"{new_id()}.csv", file_rows=JOB_ROWS if is_large else FILE_ROWS)


def _unfinished(client: httpx2.Client) -> int:
    items = client.get("/api/data/imports").raise_for_status().json()["items"]
    return sum(one["status"] in ("queued", "running") for one in items)


def _settled(client: httpx2.Client) -> Iterator[str]:
    """Wait until no job is under way; say which ones did not end well."""
    until = time.monotonic() + JOB_SECONDS
    while _unfinished(client):
        if time.monotonic() > until:
            yield "An import is under way for ever."
            return
        time.sleep(0.2)
    for one in client.get("/api/data/imports").raise_for_status().json()["items"]:
        if one["status"] == "failed":
            yield f"{one['file_name']}: failed"


def counted(client: httpx2.Client) -> Counter[str]:
    """Count what the books hold of each mark."""
    text = client.get("/api/data/export").raise_for_status().text
    return Counter(row["payee"] for row in csv.DictReader(io.StringIO(text, newline="")))


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.survival", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", action="store_true", help="With files that jobs take in.")
    parser.add_argument("--port", type=int, default=8765)
    return parser.parse_args()


def main() -> int:
    """Run the long version; gives the exit code."""
    chosen = _arguments()
    with tempfile.TemporaryDirectory(prefix="ftracker-survival-") as name:
        Path(name).chmod(0o711)
        home = Household(Path(name), chosen.port, has_jobs=chosen.jobs)
        figures = survive(home, chosen.kills, chosen.seed)
    print(f"Seed {chosen.seed}. {figures}", *figures.faults, sep="\n")  # noqa: T201
    return 1 if figures.faults else 0


if __name__ == "__main__":
    sys.exit(main())
