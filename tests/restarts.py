"""Restart a FTracker of several processes while it is being written to, and look for what broke.

    .venv/bin/python -m tests.restarts --seconds 30 [--nginx]

gunicorn is told to take up new code (HUP) again and again, and is stopped (TERM) and started anew.
Nothing that was acknowledged may be missing or doubled. A request that was answered with a broken
connection may be sent again by whoever sent it: then it must not have been done. Ends with 1
otherwise. With --nginx, requests come over TLS through the nginx of deploy/.
"""

import argparse
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from ftracker.db.embedded import EmbeddedServer
from tests import survival
from tests.survival import Household, Sent

ROOT = Path(__file__).parents[1]
PROCESSES = 2
PAUSE = 0.05
READY_SECONDS = 180
# Who gives up while a busy machine starts never learns what was done: that is not what is tried.
PATIENCE_SECONDS = 600
# What a proxy says while nobody is behind it; nothing was done then.
AWAY = 503


@dataclass
class Tally:
    """What became of the requests; `broken` were cut off, `away` found nobody."""

    hups: int = 0
    stops: int = 0
    acknowledged: int = 0
    broken: list[Sent] = field(default_factory=list)
    away: int = 0
    done_all_the_same: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.hups} HUP, {self.stops} TERM: {self.acknowledged} acknowledged,"
            f" {len(self.broken)} cut off ({self.done_all_the_same} of them done all the same),"
            f" {self.away} found nobody, {len(self.faults)} faults."
        )


class Served(Household):
    """A household served by gunicorn, as deploy/ has it."""

    def __init__(self, folder: Path, port: int, database_url: str) -> None:
        super().__init__(folder, port)
        self.database_url = database_url
        self.base = f"http://127.0.0.1:{port}"

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "FTRACKER_DATABASE_URL": self.database_url,
            "FTRACKER_WORKERS": "0",
            "FTRACKER_LOG_LEVEL": "warning",
            "FTRACKER_TRUSTED_PROXIES": "127.0.0.1",
            "WEB_CONCURRENCY": str(PROCESSES),
        }

    def start(self) -> "subprocess.Popen[str]":
        """Start gunicorn and wait until it answers."""
        said = self.folder / "gunicorn.log"
        with said.open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "deploy/gunicorn.conf.py")],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                text=True,
            )
        until = time.monotonic() + READY_SECONDS
        while not _answers(self.port):
            if time.monotonic() > until or process.poll() is not None:
                process.terminate()
                raise AssertionError(f"gunicorn does not start: {said.read_text()[-2000:]}")
            time.sleep(PAUSE)
        return process

    def client(self) -> httpx2.Client:
        # What is tried is whether requests are answered; who made the certificate is no question.
        unverified = ssl.create_default_context()
        unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
        headers = {"authorization": f"Bearer {self.token}"}
        return httpx2.Client(
            base_url=self.base, headers=headers, timeout=PATIENCE_SECONDS, verify=unverified
        )

    @contextmanager
    def written_to(self, tally: Tally) -> Iterator[None]:
        """Write from several sides until the block ends."""
        ending = threading.Event()
        with ThreadPoolExecutor(survival.WRITERS) as pool:
            sides = [
                pool.submit(self._keep_writing, tally, ending) for _ in range(survival.WRITERS)
            ]
            try:
                yield
            finally:
                ending.set()
        for side in sides:
            side.result()

    def _keep_writing(self, tally: Tally, ending: threading.Event) -> None:
        with self.client() as client:
            while not ending.is_set():
                sent = survival.transaction(by_key=False)
                self.notebook.note(sent)
                try:
                    answer = sent.go(client)
                except httpx2.ConnectError:
                    tally.away += 1
                    time.sleep(PAUSE)
                except httpx2.TransportError:
                    tally.broken.append(sent)
                else:
                    self.notebook.acknowledge(sent, answer)
                    if answer.status_code == AWAY:
                        tally.away += 1
                        time.sleep(PAUSE)

    def look_after(self, tally: Tally) -> None:
        """Compare the books with what was said, before and after sending the rest again."""
        with self.client() as client:
            done = Counter[str](survival.counted(client))
        tally.acknowledged = len(self.notebook.acknowledged)
        tally.done_all_the_same = sum(done[sent.mark] > 0 for sent in tally.broken)
        tally.faults += [f"{one.mark}: cut off, but done" for one in tally.broken if done[one.mark]]
        tally.faults += self.faults(survival.Figures())


@contextmanager
def nginx(port: int, behind: int) -> Iterator[str]:
    """Run the nginx of deploy/ on this machine, its places changed; gives its address."""
    with tempfile.TemporaryDirectory(prefix="ftracker-nginx-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        subprocess.run(
            [sys.executable, str(ROOT / "deploy/certificate.py"), name, "https://localhost"],
            check=True,
        )
        places = {
            "/certificates/": f"{name}/",
            "/etc/nginx/ftracker.conf": f"{name}/ftracker.conf",
            "/tmp/nginx": f"{name}/nginx",  # noqa: S108 - the container's place, replaced
            "/srv/static/": f"{ROOT}/ftracker/static/",
            "app:8000": f"127.0.0.1:{behind}",
            "listen 80;": f"listen 127.0.0.1:{port + 1};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "/dev/stdout": f"{name}/access.log",
            "/dev/stderr": f"{name}/error.log",
        }
        for one in ("nginx.conf", "ftracker.conf"):
            text = (ROOT / "deploy" / one).read_text()
            for old, new in places.items():
                text = text.replace(old, new)
            (folder / one).write_text(text)
        command = ["nginx", "-c", f"{name}/nginx.conf", "-e", f"{name}/error.log"]
        process = subprocess.Popen([*command, "-g", "daemon off;"])
        try:
            until = time.monotonic() + READY_SECONDS
            while not _listens(port):
                assert process.poll() is None, "nginx does not start."
                assert time.monotonic() < until, "nginx does not listen."
                time.sleep(PAUSE)
            yield f"https://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def restart(home: Served, *, hups: int, stops: int, pause: float) -> Tally:
    """Restart it so many times under load; gives what was found."""
    tally = Tally()
    process = home.start()
    try:
        with home.written_to(tally):
            for _ in range(hups):
                time.sleep(pause)
                process.send_signal(signal.SIGHUP)
                tally.hups += 1
            for _ in range(stops):
                time.sleep(pause)
                process.send_signal(signal.SIGTERM)
                if (code := process.wait(READY_SECONDS)) != 0:
                    tally.faults.append(f"gunicorn ended with {code}")
                process = home.start()
                tally.stops += 1
            time.sleep(pause)
        home.look_after(tally)
    finally:
        process.terminate()
        process.wait(READY_SECONDS)
    return tally


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def _answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).is_success
    except httpx2.TransportError:
        return False


def main() -> int:
    """Run the long version; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.restarts", description=__doc__)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--port", type=int, default=8305)
    parser.add_argument("--nginx", action="store_true", help="Come through nginx, over TLS.")
    chosen = parser.parse_args()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="ftracker-drill-")))
        folder.chmod(0o711)
        server = opened.enter_context(EmbeddedServer(folder))
        home = Served(folder, chosen.port, server.url)
        if chosen.nginx:
            home.base = opened.enter_context(nginx(chosen.port + 1, chosen.port))
        turns = max(1, chosen.seconds // 8)
        tally = restart(home, hups=turns, stops=turns, pause=4)
    print(tally, *tally.faults, sep="\n")  # noqa: T201
    return 1 if tally.faults else 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
