"""How often something secret may be tried: wrong tries are counted by what they were made at."""

from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.domain.errors import TooManyTries
from ftracker.models import SignInAttempt
from ftracker.queries import users as stored

WINDOW = timedelta(minutes=10)
PER_ACCOUNT = 10


def admit(session: Session, limits: dict[str, int], *, now: datetime) -> None:
    """Let a try through: fewer than the limit were wrong under each key in the last ten minutes.

    Tries under the first key wait for each other, so that none is missed. Raises TooManyTries.
    """
    locks.hold(session, "try", next(iter(limits)))
    for key, most in limits.items():
        if stored.attempts(session, key, since=now - WINDOW) >= most:
            raise TooManyTries


def count(session: Session, limits: dict[str, int], *, now: datetime) -> None:
    """Count a wrong try under each key, once the session commits; old ones are forgotten."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - 2 * WINDOW))
    session.add_all(SignInAttempt(id=new_id(), key=key, at=now) for key in limits)
    session.flush()


def network(ip: str) -> str:
    """Name the network that an address is counted as: one line of IPv6 has 2^64 addresses."""
    try:
        known = ip_address(ip)
    except ValueError:
        return ip
    if isinstance(known, IPv4Address):
        return ip
    return str(known.ipv4_mapped or ip_network((known, 64), strict=False))


def are_used_up(session: Session, limits: dict[str, int], *, now: datetime) -> bool:
    """Tell whether the next try under any of the keys would be refused."""
    return any(
        stored.attempts(session, key, since=now - WINDOW) >= most for key, most in limits.items()
    )


def forget(session: Session, key: str) -> None:
    """Let wrong tries under a key count no more."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.key == key))
