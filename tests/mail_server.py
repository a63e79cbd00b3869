"""A real mail server, which a test can make stop, refuse and remember."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller


class Box:
    """What a mail server took; `stop_at` is the command that it does not answer any more."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.stop_at = ""
        self.refuse = ""
        self.is_stopped = False

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802
        await self._stop("MAIL")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.refuse or "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith("nobody@"):
            return "550 there is nobody"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        await self._stop("DATA")
        return "250 OK"

    async def _stop(self, command):
        if self.stop_at == command:
            self.is_stopped = True
            # The test lets go from another thread.
            while self.stop_at:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@contextmanager
def mail_server(hostname="127.0.0.1", **options) -> Iterator[tuple[Box, int]]:
    """Run a mail server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind((hostname, 0))
        port = probe.getsockname()[1]
    box = Box()
    server = Controller(box, hostname, port, server_hostname="mail.example.org", **options)
    server.start()
    try:
        yield box, port
    finally:
        box.stop_at = ""
        server.stop()
