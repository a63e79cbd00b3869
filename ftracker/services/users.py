"""People: their addresses and passwords, and how often a password may be tried."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from threading import BoundedSemaphore
from uuid import UUID

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.domain import passwords, tokens
from ftracker.domain.errors import FieldError, InvalidInput, NotFound
from ftracker.models import ApiToken, User
from ftracker.queries import users as stored
from ftracker.queries.users import exist, listing
from ftracker.schemas.users import PasswordEdit, UserIn
from ftracker.services import security_events, sign_in_steps, tries, user_sessions

__all__ = ["exist", "listing"]

TRIES_PER_ACCOUNT = tries.PER_ACCOUNT
# A household shares one address, and behind a proxy that is not trusted so does everybody.
TRIES_PER_ADDRESS = 100
# No password fits what is no hash.
NO_PASSWORD = "none"  # noqa: S105
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

    Raises InvalidInput for an address that is taken and for a weak password, with both at once.
    """
    if wrong := objections(session, data, names=names):
        raise InvalidInput.of(wrong)
    return _added(session, data.email, _hash(data.password))


def objections(session: Session, data: UserIn, *, names: tuple[str, ...] = ()) -> list[FieldError]:
    """Tell all that speaks against a new person, in the order of the form; `names` as above."""
    checks: tuple[Callable[[], None], ...] = (
        lambda: _keep_apart(session, data.email),
        lambda: _check(data.password, field="password", names=(data.email, *names)),
    )
    wrong: list[FieldError] = []
    for check in checks:
        try:
            check()
        except InvalidInput as bad:
            wrong += bad.errors
    return wrong


def register_known(session: Session, email: str) -> User:
    """Add a person whom a sign-in provider vouches for, without a password.

    Raises InvalidInput for an address that is taken.
    """
    _keep_apart(session, email)
    return _added(session, email, NO_PASSWORD)


def find(session: Session, user_id: UUID) -> User:
    """Give a person. Raises NotFound."""
    found = stored.by_id(session, user_id)
    if found is None:
        raise NotFound
    return found


def verify(
    session: Session, email: str, password: str, *, ip: str, now: datetime, browser: str = ""
) -> User | None:
    """Find the person whom address and password fit; None without saying which one is wrong.

    A wrong try is counted for the account, whether it exists or not, and for the address it
    came from, once the session commits. Raises TooManyTries, also with the right password.

    `browser` names one in which this account has been signed in before. It is counted by itself:
    whoever guesses elsewhere cannot keep the person out of their own browser.
    """
    there = f"address:{tries.network(ip)}"
    keys = {f"account:{key_of(email)}": TRIES_PER_ACCOUNT, there: TRIES_PER_ADDRESS}
    if browser:
        keys = {f"browser:{browser}:{key_of(email)}": TRIES_PER_ACCOUNT}
    tries.admit(session, keys, now=now)
    found = None if "\x00" in email else stored.by_email(session, email.strip())
    is_right = _matches(session, found, password)
    if found is None or found.is_disabled or not is_right:
        tries.count(session, keys, now=now)
        _record_failure(session, found, is_last=tries.are_used_up(session, keys, now=now))
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
    security_events.record(session, "proof.failed", user_id=user_id)
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
    set_password(session, user, data, names=names)
    user_sessions.end_others(session, user.id, keep)
    security_events.record(session, "password.changed", user_id=user.id)


def set_password(
    session: Session, user: User, data: PasswordEdit, *, names: tuple[str, ...] = ()
) -> None:
    """Keep a new password of somebody who has proved who they are. Raises InvalidInput.

    Nothing goes on that they had half done, as a link to a new password.
    """
    _check(data.new_password, field="new_password", names=(user.email, user.name, *names))
    sign_in_steps.end_all(session, user.id)
    user.password_hash = _hash(data.new_password)
    session.flush()


def disable(session: Session, email: str) -> None:
    """Shut a person out of everything at once: no session or key of theirs works any more.

    Raises InvalidInput for an address that nobody has.
    """
    user = by_email(session, email)
    sign_in_steps.end_all(session, user.id)
    user.is_disabled = True
    session.flush()
    user_sessions.end_others(session, user.id, None)
    session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))
    security_events.record(session, "person.disabled", user_id=user.id)


def enable(session: Session, email: str) -> None:
    """Let a disabled person sign in again. Raises InvalidInput."""
    user = by_email(session, email)
    user.is_disabled = False
    session.flush()
    security_events.record(session, "person.enabled", user_id=user.id)


def sign_out(session: Session, email: str) -> None:
    """Sign somebody out of every browser; their keys keep working. Raises InvalidInput."""
    user_sessions.end_others(session, by_email(session, email).id, None)


def has_password(user: User) -> bool:
    """Tell whether any password fits; who came by a sign-in provider has none."""
    return user.password_hash != NO_PASSWORD


def _keep_apart(session: Session, email: str) -> None:
    locks.hold(session, "user", email.lower())
    if stored.by_email(session, email) is not None:
        raise InvalidInput("email", "There is an account with this address already.")


def _added(session: Session, email: str, password_hash: str) -> User:
    user = User(id=new_id(), email=email, name="", password_hash=password_hash)
    session.add(user)
    session.flush()
    return user


def remove(session: Session, user: User) -> None:
    """Delete a person, and with them all that opens doors for them; what they wrote stays."""
    for key in counters(user):
        tries.forget(session, key)
    session.delete(user)
    session.flush()


def counters(user: User) -> list[str]:
    """Name what wrong tries of a person, or of who says to be them, are counted under."""
    own = (f"{what}:{user.id}" for what in ("person", "second", "passkey asked"))
    return [f"account:{key_of(user.email)}", *own]


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
    """Compare in the same time whether there is such a person or not; renews an old hash.

    Who has no password takes as long as well: that they have an account is nobody's business.
    """
    nobody = _hash_of_nobody()
    has_one = user is not None and has_password(user)
    kept = user.password_hash if user and has_one else nobody
    with _hashing:
        is_right, renewed = _hasher.verify_and_update(passwords.normal(password), kept)
    if user and is_right and renewed:
        statement = update(User).where(User.id == user.id).values(password_hash=renewed)
        session.execute(statement)
    return is_right and has_one


@cache
def _hash_of_nobody() -> str:
    return _hash(SecretStr(tokens.fresh()))


def _record_failure(session: Session, found: User | None, *, is_last: bool) -> None:
    """Write a wrong try down, and that it was the last for a while.

    Later ones are refused unread and leave no trace: nobody can fill the list. Of an account that
    does not exist its name is not kept; people type passwords into the wrong field.
    """
    for event in ("sign_in.failed", *(["sign_in.throttled"] if is_last else [])):
        security_events.record(session, event, user_id=found.id if found else None)


def key_of(email: str) -> str:
    """Name an account that may not exist; people type passwords into the wrong field."""
    return sha256(email.strip().lower().encode()).hexdigest()
