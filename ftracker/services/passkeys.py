"""Passkeys: keys that a person's device keeps, and that prove who they are without a password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound
from ftracker.domain.sites import Site
from ftracker.models import Passkey, RecoveryCode, User
from ftracker.queries import passkeys as stored
from ftracker.queries import second_factors
from ftracker.queries.passkeys import PasskeyLine
from ftracker.schemas.users import PasskeyIn
from ftracker.services import security_events, sign_in_steps, tries, users
from ftracker.services.sign_in_steps import Step

__all__ = ["PasskeyLine"]

PURPOSE = "passkey"
LASTS = timedelta(minutes=5)
MOST = 20
# Each challenge is a row until it ran out: nobody fills the table with them.
PER_ASKER = 100
NOT_MADE = "This passkey could not be read. Try again."


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser gets to sign, as JSON, and the token that the answer comes with."""

    token: str
    options: str


def listing(session: Session, user_id: UUID) -> list[PasskeyLine]:
    """List the passkeys of a person, newest first."""
    return stored.listing(session, user_id)


def ask_new(session: Session, user_id: UUID, site: Site, *, now: datetime) -> Challenge:
    """Ask a browser to make a passkey that is not there yet for somebody who is signed in.

    Raises TooManyTries for one who asked a hundred times in ten minutes.
    """
    # The library takes long to import, and most never use it.
    from ftracker.services import ceremonies

    _brake(session, str(user_id), now=now)
    known = stored.credentials(session, user_id)
    challenge, options = ceremonies.invite(site, users.find(session, user_id), known)
    return Challenge(_begin(session, challenge, now=now, user_id=user_id), options)


def add(
    session: Session, user_id: UUID, data: PasskeyIn, site: Site, *, token: str, now: datetime
) -> None:
    """Keep a passkey that a browser made for this person. Its device has checked who they are.

    Raises InvalidInput for an answer that is not the one asked for, and Conflict for more than 20.
    """
    from ftracker.services import ceremonies

    locks.hold(session, "passkeys", user_id)
    step = sign_in_steps.take(session, PURPOSE, token, now=now)
    if step is None or step.user_id != user_id:
        raise InvalidInput("passkey", NOT_MADE)
    if len(stored.credentials(session, user_id)) >= MOST:
        raise Conflict(f"There are {MOST} passkeys already. Remove some first.")
    made = ceremonies.made(data.passkey, _challenge(step), site)
    if made is None:
        raise InvalidInput("passkey", NOT_MADE)
    if stored.by_credential(session, made.credential_id) is not None:
        raise InvalidInput("passkey", "This passkey is kept already.")
    kept = {"credential_id": made.credential_id, "public_key": made.public_key}
    session.add(
        Passkey(
            id=new_id(),
            user_id=user_id,
            **kept,
            sign_count=made.sign_count,
            name=data.name,
            created_at=now,
        )
    )
    session.flush()
    security_events.record(session, "passkey.added", user_id=user_id, name=data.name)


def rename(session: Session, passkey_id: UUID, name: str, *, user_id: UUID) -> None:
    """Call a passkey of this person something else. Raises NotFound."""
    _mine(session, passkey_id, user_id).name = name
    session.flush()


def remove(session: Session, passkey_id: UUID, *, user_id: UUID) -> None:
    """Take a passkey of this person away; without any factor left the password is enough again.

    Raises NotFound.
    """
    locks.hold(session, "passkeys", user_id)
    row = _mine(session, passkey_id, user_id)
    security_events.record(session, "passkey.removed", user_id=user_id, name=row.name)
    session.delete(row)
    session.flush()
    left = second_factors.of(session, user_id)
    if left.codes and not left.is_asked:
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
        security_events.record(session, "second_factor.removed", user_id=user_id)


def ask(session: Session, site: Site, *, asker: str, now: datetime) -> Challenge:
    """Ask a browser for a passkey, whoever's it is.

    `asker` is the id of who is signed in, else the address of the network. Raises TooManyTries
    for one that asked a hundred times in ten minutes.
    """
    from ftracker.services import ceremonies

    _brake(session, asker, now=now)
    challenge, options = ceremonies.ask(site)
    return Challenge(_begin(session, challenge, now=now), options)


def find(session: Session, answer: str, site: Site, *, token: str, now: datetime) -> User | None:
    """Tell who answers a challenge; None where nobody does. A challenge is answered once.

    The device has checked who holds it, so that this is proof enough without a password.
    """
    from ftracker.services import ceremonies

    step = sign_in_steps.take(session, PURPOSE, token, now=now)
    said = ceremonies.read(answer)
    if step is None or step.user_id is not None or said is None:
        return None
    row = stored.by_credential(session, said.raw_id)
    count = ceremonies.count_of(said, row, _challenge(step), site) if row else None
    if row is None or count is None:
        return None
    user = users.find(session, row.user_id)
    if user.is_disabled:
        return None
    row.sign_count, row.used_at = count, now
    session.flush()
    return user


def _brake(session: Session, asker: str, *, now: datetime) -> None:
    limits = {f"passkey asked:{asker}": PER_ASKER}
    tries.admit(session, limits, now=now)
    tries.count(session, limits, now=now)


def _challenge(step: Step) -> bytes:
    return bytes.fromhex(step.details["challenge"])


def _begin(
    session: Session, challenge: bytes, *, now: datetime, user_id: UUID | None = None
) -> str:
    return sign_in_steps.begin(
        session,
        PURPOSE,
        now=now,
        lasts=LASTS,
        user_id=user_id,
        details={"challenge": challenge.hex()},
    )


def _mine(session: Session, passkey_id: UUID, user_id: UUID) -> Passkey:
    found = stored.mine(session, passkey_id, user_id)
    if found is None:
        raise NotFound
    return found
