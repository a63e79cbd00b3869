"""People: their addresses and passwords, and how often a password may be tried."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from threading import BoundedSemaphore
from uuid import UUID

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.domain import passwords, tokens
from ftracker.domain.errors import InvalidInput, NotFound
from ftracker.models import ApiToken, User
from ftracker.queries import users as stored
from ftracker.queries.users import exist
from ftracker.schemas.users import PasswordEdit, UserIn
from ftracker.services import tries, user_sessions

__all__ = ["exist"]

TRIES_PER_ACCOUNT = tries.PER_ACCOUNT
# A household shares one address, and behind a proxy that is not trusted so does everybody.
TRIES_PER_ADDRESS = 100
MEMORY_KIB = 32 * 1024
PASSES = 2

_hasher = PasswordHash((Argon2Hasher(memory_cost=MEMORY_KIB, time_cost=PASSES, parallelism=1),))
# Each hash takes its memory for a moment: many at once must not take it all.
_hashing = BoundedSemaphore(4)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The proof that a person has just shown their password; only `confirm` makes one."""

    user_id: UUID


def register(session: Session, data: UserIn, *, names: tuple[str, ...] = ()) -> User:
    """Add a person; `names` are what else their password must not be made of.

    Raises InvalidInput for an address that is taken and for a weak password.
    """
    locks.hold(session, "user", data.email.lower())
    if stored.by_email(session, data.email) is not None:
        raise InvalidInput("email", "There is an account with this address already.")
    _check(data.password, field="password", names=(data.email, *names))
    user = User(id=new_id(), email=data.email, name="", password_hash=_hash(data.password))
    session.add(user)
    session.flush()
    return user


def find(session: Session, user_id: UUID) -> User:
    """Give a person. Raises NotFound."""
    found = stored.by_id(session, user_id)
    if found is None:
        raise NotFound
    return found


def verify(session: Session, email: str, password: str, *, ip: str, now: datetime) -> User | None:
    """Find the person whom address and password fit; None without saying which one is wrong.

    A wrong try is counted for the account, whether it exists or not, and for the address it
    came from, once the session commits. Raises TooManyTries, also with the right password.
    """
    keys = {f"account:{_key(email)}": TRIES_PER_ACCOUNT, f"address:{ip}": TRIES_PER_ADDRESS}
    tries.admit(session, keys, now=now)
    found = None if "\x00" in email else stored.by_email(session, email.strip())
    is_right = _matches(session, found, password)
    if found is None or found.is_disabled or not is_right:
        tries.count(session, keys, now=now)
        return None
    return found


def confirm(session: Session, user_id: UUID, password: str, *, now: datetime) -> Confirmed | None:
    """Ask somebody who is signed in for their password again; None when it is wrong.

    Wrong tries are counted apart from those at the sign-in page, so that nobody who tries
    there can keep its owner from their settings. Raises TooManyTries.
    """
    keys = {f"person:{user_id}": TRIES_PER_ACCOUNT}
    tries.admit(session, keys, now=now)
    if _matches(session, stored.by_id(session, user_id), password):
        return Confirmed(user_id)
    tries.count(session, keys, now=now)
    return None


def change_password(
    session: Session,
    proof: Confirmed,
    data: PasswordEdit,
    *,
    names: tuple[str, ...] = (),
    keep: UUID | None = None,
) -> None:
    """Give a person a new password and sign them out everywhere but in the session `keep`.

    Raises InvalidInput for a weak password.
    """
    user = find(session, proof.user_id)
    _check(data.new_password, field="new_password", names=(user.email, user.name, *names))
    user.password_hash = _hash(data.new_password)
    session.flush()
    user_sessions.end_others(session, user.id, keep)


def disable(session: Session, email: str) -> None:
    """Shut a person out of everything at once: no session or key of theirs works any more.

    Raises InvalidInput for an address that nobody has.
    """
    user = by_email(session, email)
    user.is_disabled = True
    session.flush()
    user_sessions.end_others(session, user.id, None)
    session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))


def enable(session: Session, email: str) -> None:
    """Let a disabled person sign in again. Raises InvalidInput."""
    by_email(session, email).is_disabled = False
    session.flush()


def by_email(session: Session, email: str) -> User:
    """Find somebody by their address, as the one who runs FTracker. Raises InvalidInput."""
    found = stored.by_email(session, email)
    if found is None:
        raise InvalidInput("email", f"Nobody has the address {email}.")
    return found


def _check(password: SecretStr, *, field: str, names: tuple[str, ...]) -> None:
    bad = passwords.objection(password.get_secret_value(), names=names)
    if bad is not None:
        raise InvalidInput(field, bad)


def _hash(password: SecretStr) -> str:
    with _hashing:
        return _hasher.hash(passwords.normal(password.get_secret_value()))


def _matches(session: Session, user: User | None, password: str) -> bool:
    """Compare in the same time whether there is such a person or not; renews an old hash."""
    nobody = _hash_of_nobody()
    kept = user.password_hash if user else nobody
    try:
        with _hashing:
            is_right, renewed = _hasher.verify_and_update(passwords.normal(password), kept)
    except UnknownHashError:
        return False
    if user and is_right and renewed:
        statement = update(User).where(User.id == user.id).values(password_hash=renewed)
        session.execute(statement)
    return is_right and user is not None


@cache
def _hash_of_nobody() -> str:
    return _hash(SecretStr(tokens.fresh()))


def _key(email: str) -> str:
    """Name an account that may not exist; people type passwords into the wrong field."""
    return sha256(email.strip().lower().encode()).hexdigest()
