"""Send one GiB, in every form that a body can have, to a FTracker of several processes.

    .venv/bin/python -m tests.large_bodies [--nginx] [--mib 1024]

Each must be refused within a minute; meanwhile its processes may take no more than 64 MiB of memory
and of disk, and nobody else may wait for three seconds. Ends with 1 otherwise.
"""

import argparse
import contextlib
import os
import select
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import psutil

from ftracker.db import Database
from ftracker.db.embedded import EmbeddedServer
from tests import factories
from tests.restarts import Served, nginx

MIB = 1 << 20
CHUNK = b"x" * 65536
PAUSE = 0.1
LONGEST_REFUSAL, LONGEST_ANSWER, MOST_TAKEN = 60.0, 3.0, 64 * MIB
PART = (
    b'--sep\r\nContent-Disposition: form-data; name="%s"%s\r\n'
    b"Content-Type: text/csv\r\n\r\ndate,amount\r\n"
)
FILE = PART % (b"file", b'; filename="a.csv"')
TEXT = PART % (b"note", b"")
MULTIPART = "multipart/form-data; boundary=sep"
URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """One way to send too much: where to, as what, who as, and what its length claims to be."""

    name: str
    path: str
    kind: str
    who: str = "token"
    length: str = "true"
    opening: bytes = b""


FORMS = (
    Form("form with a file", "/data/import", MULTIPART, "cookie", opening=FILE),
    Form("file of a program", "/api/data/import", MULTIPART, opening=FILE),
    Form("text field", "/data/import", MULTIPART, "cookie", opening=TEXT),
    Form("raw", "/api/data/import", "text/csv"),
    Form("JSON", "/api/transactions", "application/json", opening=b'{"note":"'),
    Form("urlencoded", "/transaction/add", URLENCODED, "cookie", opening=b"note="),
    Form("sign-in", "/sign-in", URLENCODED, "nobody", opening=b"email="),
    Form("file of nobody", "/data/import", MULTIPART, "nobody", opening=FILE),
    Form("length too small", "/api/data/import", MULTIPART, length="10", opening=FILE),
    Form("length too large", "/api/data/import", MULTIPART, length=f"{MIB**2}", opening=FILE),
    Form("chunked file", "/api/data/import", MULTIPART, length="chunked", opening=FILE),
    Form("chunked file of nobody", "/data/import", MULTIPART, "nobody", "chunked", FILE),
    Form("chunked JSON", "/api/transactions", "application/json", length="chunked"),
)


@dataclass
class Watch:
    """What the processes took at most beyond what they had, and the longest that others waited."""

    memory: int = 0
    disk: int = 0
    waited: float = 0
    failed: int = 0


@dataclass
class Seen:
    """What became of one of them."""

    form: Form
    status: str = ""
    seconds: float = 0
    sent: int = 0
    watch: Watch = field(default_factory=Watch)

    @property
    def is_well(self) -> bool:
        return (
            self.status[:1] in ("3", "4")
            and self.seconds < LONGEST_REFUSAL
            and max(self.watch.memory, self.watch.disk) <= MOST_TAKEN
            and self.watch.waited < LONGEST_ANSWER
            and not self.watch.failed
        )

    def __str__(self) -> str:
        watch = self.watch
        return (
            f"{'well ' if self.is_well else 'BAD  '}{self.form.name:<24}{self.status:<10}"
            f"after {self.seconds:5.1f} s and {self.sent / MIB:6.1f} MiB; memory"
            f" +{watch.memory / MIB:.1f}, disk +{watch.disk / MIB:.1f} MiB; others waited"
            f" {watch.waited * 1000:.0f} ms at most, {watch.failed} failed"
        )


@contextmanager
def watched(base: str, roots: list[psutil.Process]) -> Iterator[Watch]:
    """Look at the processes, and ask for a page now and then, as long as the block runs."""
    seen, done = Watch(), threading.Event()
    memory, disk = _memory(roots), _disk(roots)

    def look() -> None:
        while not done.wait(PAUSE):
            seen.memory = max(seen.memory, _memory(roots) - memory)
            seen.disk = max(seen.disk, _disk(roots) - disk)

    def ask() -> None:
        while not done.wait(PAUSE):
            began = time.monotonic()
            try:
                with httpx2.Client(base_url=base, timeout=20, verify=_unverified()) as client:
                    seen.failed += not client.get("/sign-in").is_success
            except httpx2.TransportError:
                seen.failed += 1
            seen.waited = max(seen.waited, time.monotonic() - began)

    sides = [threading.Thread(target=one) for one in (look, ask)]
    for side in sides:
        side.start()
    try:
        yield seen
    finally:
        done.set()
        for side in sides:
            side.join()


def _family(roots: list[psutil.Process]) -> Iterator[psutil.Process]:
    for root in roots:
        yield root
        yield from root.children(recursive=True)


def _memory(roots: list[psutil.Process]) -> int:
    return sum(one.memory_info().rss for one in _family(roots))


def _disk(roots: list[psutil.Process]) -> int:
    """Add up the files that they have open and that no folder knows."""
    found = {}
    for one in _family(roots):
        for number in Path(f"/proc/{one.pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                about = number.stat()
                if not about.st_nlink:
                    found[about.st_dev, about.st_ino] = about.st_blocks * 512
    return sum(found.values())


def _unverified() -> ssl.SSLContext:
    made = ssl.create_default_context()
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


def send(base: str, form: Form, headers: dict[str, str], size: int) -> Seen:
    """Send as much as is taken, and read what is answered."""
    seen, began = Seen(form), time.monotonic()
    there = urlsplit(base)
    named = {"Host": there.netloc, "Content-Type": form.kind, "Connection": "close"} | headers
    if form.length == "chunked":
        named["Transfer-Encoding"] = "chunked"
    else:
        named["Content-Length"] = str(size) if form.length == "true" else form.length
    head = f"POST {form.path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in named.items())
    with socket.create_connection((there.hostname, there.port), 5) as bare:
        door = _unverified().wrap_socket(bare) if there.scheme == "https" else bare
        door.setblocking(False)
        answer = b""
        pieces = _wire(head.encode(), form, size)
        rest = memoryview(next(pieces))
        while not answer and time.monotonic() - began < LONGEST_REFUSAL:
            # TLS has words of its own to say and to hear, so that either may have to wait.
            select.select([door], [door] if rest else [], [], PAUSE)
            try:
                # An answer is read as soon as it is there: a reset would sweep it away.
                with contextlib.suppress(ssl.SSLWantReadError, BlockingIOError):
                    answer = door.recv(200) or b"HTTP closed"
                if rest and not answer:
                    with contextlib.suppress(ssl.SSLWantWriteError, BlockingIOError):
                        taken = door.send(rest)
                        seen.sent += taken
                        rest = rest[taken:] or memoryview(next(pieces, b""))
            except OSError as bad:
                answer = f"HTTP {type(bad).__name__}".encode()
    seen.status = answer.partition(b" ")[2][:3].decode() or "none"
    seen.seconds = time.monotonic() - began
    return seen


def _wire(head: bytes, form: Form, size: int) -> Iterator[bytes]:
    yield head + b"\r\n"
    for piece in (form.opening or CHUNK, *repeat(CHUNK, size // len(CHUNK))):
        is_chunk = form.length == "chunked"
        yield b"%x\r\n%s\r\n" % (len(piece), piece) if is_chunk else piece


def signed_in(home: Served) -> dict[str, dict[str, str]]:
    """Give the headers of a program, of a browser and of nobody."""
    books = Database(home.database_url)
    cookie = factories.signed_in(books, home.owner)
    books.close()
    return {
        "token": {"Authorization": f"Bearer {home.token}"},
        "cookie": {"Cookie": f"session={cookie}", "Sec-Fetch-Site": "same-origin"},
        "nobody": {},
    }


def main() -> int:
    """Send all of them; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.large_bodies", description=__doc__)
    parser.add_argument("--port", type=int, default=8315)
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--nginx", action="store_true", help="Come through nginx, over TLS.")
    chosen = parser.parse_args()
    found = []
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="ftracker-drill-")))
        folder.chmod(0o711)
        server = opened.enter_context(EmbeddedServer(folder))
        home = Served(folder, chosen.port, server.url)
        process = home.start()
        opened.callback(process.wait)
        opened.callback(process.terminate)
        if chosen.nginx:
            home.base = opened.enter_context(nginx(chosen.port + 1, chosen.port))
        # PostgreSQL was begun here too; it is not what is measured.
        ours = [
            one
            for one in psutil.Process().children()
            if one.pid == process.pid or "nginx" in one.name()
        ]
        headers = signed_in(home)
        # The first page of a process reads its template.
        with watched(home.base, ours):
            time.sleep(3)
        for form in FORMS:
            with watched(home.base, ours) as watch:
                one = send(home.base, form, headers[form.who], chosen.mib * MIB)
                # What comes after the answer counts too.
                time.sleep(1)
            one.watch = watch
            found.append(one)
            print(one, flush=True)  # noqa: T201
    return 0 if all(one.is_well for one in found) else 1


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
