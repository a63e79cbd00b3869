"""Keeps what members let FTracker call out of the house's own network.

A name is looked up before anything is sent, and again each connection is looked at as it is made:
a redirect, or a name that suddenly means another machine, comes no further than that.
"""

import ipaddress
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ftracker.services.posts import Undelivered

INSIDE = (
    "This address lies in the network that FTracker itself is in. Whoever runs FTracker can allow"
    " that with FTRACKER_PRIVATE_CHANNELS=true."
)
UNKNOWN = "There is no server of this name."

_REACHING = ("socket.connect", "socket.sendto", "socket.sendmsg")
# Addresses of IPv4 that a gateway reaches for machines which only know IPv6.
_GATEWAY = ipaddress.ip_network("64:ff9b::/96")
_watching: ContextVar[list[str] | None] = ContextVar("watching", default=None)
_hooks: list[Callable[[str, tuple[Any, ...]], None]] = []


def check(host: str) -> None:
    """Raise Undelivered unless all that a name means lies outside; a name of nothing does not."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    except OSError:
        raise Undelivered(UNKNOWN) from None
    except UnicodeError:
        raise Undelivered(UNKNOWN, is_final=True) from None
    if not all(is_outside(str(where[4][0])) for where in found):
        raise Undelivered(INSIDE, is_final=True)


def is_outside(address: str) -> bool:
    """Tell whether an address of the internet protocol is of nobody's own network."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        inner = known.ipv4_mapped or known.sixtofour
        if known in _GATEWAY:
            inner = ipaddress.IPv4Address(int(known) & 0xFFFFFFFF)
        if inner is not None:
            return is_outside(str(inner))
    return known.is_global and not known.is_multicast


@contextmanager
def watched(*, is_private: bool) -> Iterator[None]:
    """Refuse connections to the inside while the block runs, in this thread and what it starts.

    `is_private` lets them pass: this household's servers may stand there. Raises Undelivered at
    the end where one was refused, whatever the block made of that.
    """
    if is_private:
        yield
        return
    if not _hooks:
        # Python tells such a hook of every connection, whichever library makes it.
        _hooks.append(_look)
        sys.addaudithook(_look)
    refused: list[str] = []
    token = _watching.set(refused)
    try:
        yield
    finally:
        _watching.reset(token)
        if refused:
            raise Undelivered(INSIDE, is_final=True)


def _look(event: str, args: tuple[Any, ...]) -> None:
    if event not in _REACHING:
        return
    refused = _watching.get()
    if refused is None or args[1] is None:
        return
    where = str(args[1][0]) if isinstance(args[1], tuple) else ""
    if not is_outside(where):
        refused.append(event)
        raise ConnectionRefusedError(INSIDE)
