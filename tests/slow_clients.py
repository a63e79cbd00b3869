"""Hold many connections open, slowly, at a FTracker that runs, and see whether others are served.

    .venv/bin/python -m tests.slow_clients http://127.0.0.1:8000 --half 500 --idle 1000 --slow 200

`half` have sent half a head, `idle` nothing at all, `slow` send a body a byte at a time. All the
while pages are asked for, each on a connection of its own. At last somebody sends one GiB. Prints
what was found; ends with 1 when a page failed or took a second, or the GiB was not refused.
"""

import argparse
import asyncio
import contextlib
import ssl
import statistics
import sys
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

HEAD = b"POST /sign-in HTTP/1.1\r\nHost: %s\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
GIB = 1 << 30
CHUNK = b"x" * 65536
# What lies in the buffers of both sides before the answer comes.
MOST_TAKEN = 32 << 20
LONGEST_ANSWER = 1.0
PAUSE = 0.5


@dataclass
class Seen:
    """How long pages took, how many failed, and how many of the slow were shown out."""

    seconds: list[float] = field(default_factory=list)
    failures: int = 0
    held: int = 0
    closed: int = 0
    answer: str = ""
    taken: int = 0

    def __str__(self) -> str:
        taken = sorted(self.seconds) or [0.0]
        return (
            f"{self.held} held, {self.closed} of them closed by the server;"
            f" {len(self.seconds)} pages in the meantime: median"
            f" {statistics.median(taken) * 1000:.0f} ms, worst {taken[-1] * 1000:.0f} ms,"
            f" {self.failures} failed. One GiB: {self.answer} after {self.taken >> 20} MiB."
        )


class Target:
    """Where it runs, and connections to it."""

    def __init__(self, address: str) -> None:
        self.parts: SplitResult = urlsplit(address)
        self.host = (self.parts.hostname or "").encode()
        self.tls: ssl.SSLContext | None = None
        if self.parts.scheme == "https":
            # Whether slow clients hurt is the question, not who made the certificate.
            self.tls = ssl.create_default_context()
            self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection."""
        port = self.parts.port or (443 if self.tls else 80)
        return await asyncio.open_connection(self.parts.hostname, port, ssl=self.tls)

    async def page(self) -> bool:
        """Ask for a page on a connection of its own; tells whether it came."""
        reader, writer = await self.connect()
        path = f"{self.parts.path}/sign-in".encode()
        writer.write(
            b"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (path, self.host)
        )
        answer = await reader.read()
        writer.close()
        return answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 303"))


async def hold(target: Target, seen: Seen, until: float, *, head: bytes, drip: bool) -> None:
    """Hold a connection that sent only `head`, dripping bytes after it if asked to."""
    try:
        reader, writer = await target.connect()
    except OSError:
        seen.closed += 1
        return
    seen.held += 1
    writer.write(head)
    gone = asyncio.ensure_future(reader.read())
    while time.monotonic() < until and not gone.done():
        await asyncio.wait([gone], timeout=2)
        if drip and not gone.done():
            with contextlib.suppress(OSError):
                writer.write(b"x")
    seen.closed += gone.done()
    gone.cancel()
    with contextlib.suppress(OSError, asyncio.CancelledError):
        await gone
    writer.close()


async def ask(target: Target, seen: Seen, until: float) -> None:
    """Ask for pages as somebody does who waits for them."""
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            came = await asyncio.wait_for(target.page(), 20)
        except (OSError, TimeoutError):
            came = False
        seen.seconds.append(time.monotonic() - began)
        seen.failures += not came
        await asyncio.sleep(PAUSE)


async def send_too_much(target: Target, seen: Seen) -> None:
    """Send one GiB where files are taken, as nobody who is known, as far as it is taken."""
    reader, writer = await target.connect()
    head = HEAD.replace(b"/sign-in", b"/data/import") % target.host
    writer.write(head + b"Content-Type: text/csv\r\nContent-Length: %d\r\n\r\n" % GIB)
    answer = asyncio.ensure_future(reader.readline())
    with contextlib.suppress(OSError):
        while seen.taken < GIB and not answer.done():
            writer.write(CHUNK)
            seen.taken += len(CHUNK)
            await writer.drain()
            await asyncio.sleep(0)
    try:
        seen.answer = (await asyncio.wait_for(answer, 60)).decode().strip()
    except (OSError, TimeoutError) as bad:
        seen.answer = f"cut off ({type(bad).__name__})"
    writer.close()


async def drill(address: str, *, half: int, idle: int, slow: int, seconds: int) -> Seen:
    """Hold all of them for so many seconds, and ask for pages meanwhile."""
    target, seen = Target(address), Seen()
    until, everybody = time.monotonic() + seconds, half + idle + slow
    begun = HEAD % target.host
    kinds = [(half, begun, False), (idle, b"", False), (slow, begun + FORM, True)]
    held: list[Coroutine[None, None, None]] = [
        hold(target, seen, until, head=head, drip=drip)
        for number, head, drip in kinds
        for _ in range(number)
    ]
    holding = asyncio.gather(*held)
    # So many connections keep this side busy while they are made: its own delay is no finding.
    while seen.held + seen.closed < everybody and not holding.done():  # noqa: ASYNC110 - many tasks count
        await asyncio.sleep(PAUSE)
    await ask(target, seen, until)
    await holding
    await send_too_much(target, seen)
    return seen


def main() -> int:
    """Run it; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.slow_clients", description=__doc__)
    parser.add_argument("address")
    for name, number in (("half", 500), ("idle", 0), ("slow", 0), ("seconds", 60)):
        parser.add_argument(f"--{name}", type=int, default=number)
    chosen = vars(parser.parse_args())
    seen = asyncio.run(drill(chosen.pop("address"), **chosen))
    print(seen)  # noqa: T201
    is_well = not seen.failures and max(seen.seconds) < LONGEST_ANSWER and seen.taken < MOST_TAKEN
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
