"""A second factor: codes of an app, and codes on paper for the day when the app is lost."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ftracker.db import locks, new_id
from ftracker.domain import recovery_codes, tokens
from ftracker.domain.errors import Conflict, InvalidInput
from ftracker.models import Passkey, RecoveryCode, User
from ftracker.queries import second_factors as stored
from ftracker.queries.second_factors import Factors
from ftracker.services import seals, security_events, sign_in_steps, tries, user_sessions, users

__all__ = ["Factors"]

ISSUER = "FTracker"
# Clocks go wrong by half a minute; more would let a code that was seen live long.
DRIFT = 1
LASTS = timedelta(minutes=10)
PURPOSE = "second_factor"
NOT_BEGUN = "Begin again: there is no key to confirm."
WRONG = "This code does not fit. Take the newest one; the clock of the device may be off."


def of(session: Session, user_id: UUID) -> Factors:
    """Tell what a person has to prove themselves with beside their password."""
    return stored.of(session, user_id)


def begin(session: Session, user_id: UUID, *, secret: str) -> None:
    """Make a key for an app; it counts once a code of it was shown.

    Raises Conflict where an app is set up already.
    """
    user = _alone(session, user_id)
    if user.totp_confirmed_at is not None:
        raise Conflict("An app is set up already. Turn it off first.")
    key = pyotp.random_base32()
    user.totp_secret = seals.seal(secret, key.encode(), bound=user_id.bytes)
    session.flush()


def key_of(session: Session, user_id: UUID, *, secret: str) -> str | None:
    """Give the key that waits to be confirmed, as an app takes it; None where none waits."""
    user = users.find(session, user_id)
    return None if user.totp_confirmed_at else _key(user, secret)


def address_of(key: str, email: str) -> str:
    """Give the otpauth address that an app reads from a picture."""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=ISSUER)


def confirm(session: Session, user_id: UUID, code: str, *, secret: str, now: datetime) -> list[str]:
    """Let the app count from now on; gives the codes on paper, the only time that they are seen.

    Raises InvalidInput for a code that does not fit, and Conflict where no key waits.
    """
    user = _alone(session, user_id)
    if user.totp_confirmed_at is not None or user.totp_secret is None:
        raise Conflict(NOT_BEGUN)
    if not _takes(session, user, code, secret=secret, now=now):
        raise InvalidInput("code", WRONG)
    user.totp_confirmed_at = now
    session.flush()
    security_events.record(session, "second_factor.added", user_id=user_id)
    return _make_codes(session, user_id, now=now)


def renew_codes(session: Session, user_id: UUID, *, now: datetime) -> list[str]:
    """Make ten new codes on paper, and let the old ones not count any more.

    Where passkeys are all that a person has, a passkey is asked for after the password from here
    on. Raises Conflict for somebody who has neither an app nor a passkey.
    """
    _alone(session, user_id)
    found = stored.of(session, user_id)
    if not found.has_app and not found.passkeys:
        raise Conflict("Set up an app or a passkey first.")
    happened = "recovery_codes.renewed" if found.codes else "second_factor.added"
    security_events.record(session, happened, user_id=user_id)
    return _make_codes(session, user_id, now=now)


def remove(session: Session, user_id: UUID) -> None:
    """Let the password be enough again: the app and the codes on paper do not count any more."""
    _forget(session, user_id)
    security_events.record(session, "second_factor.removed", user_id=user_id)


def reset(session: Session, email: str) -> None:
    """Help somebody who is locked out: no app, no code, no passkey; signed out everywhere.

    Raises InvalidInput for an address that nobody has.
    """
    user = users.by_email(session, email)
    _forget(session, user.id)
    session.execute(delete(Passkey).where(Passkey.user_id == user.id))
    user_sessions.end_others(session, user.id, None)
    security_events.record(session, "second_factor.reset", user_id=user.id)


def ask(session: Session, user: User, *, now: datetime) -> str | None:
    """Begin to ask somebody whose password was right for more; None where it is enough.

    The token lets its bearer do nothing but show the second factor of this one person.
    """
    if not stored.of(session, user.id).is_asked:
        return None
    return sign_in_steps.begin(session, PURPOSE, now=now, lasts=LASTS, user_id=user.id)


def limits_of(user_id: UUID) -> dict[str, int]:
    """Say how many wrong ones a person may show in ten minutes, and what they count under."""
    return {f"second:{user_id}": tries.PER_ACCOUNT}


def check(session: Session, user_id: UUID, code: str, *, secret: str, now: datetime) -> bool:
    """Tell whether a code of the app or one on paper fits; each is taken once.

    Wrong ones are counted for the person, whichever sign-in they belong to, once the session
    commits. Raises TooManyTries.
    """
    limits = limits_of(user_id)
    tries.admit(session, limits, now=now)
    user = users.find(session, user_id)
    if _takes_confirmed(session, user, code, secret=secret, now=now):
        return True
    if _uses_up(session, user_id, code, now=now):
        security_events.record(session, "recovery_code.used", user_id=user_id)
        return True
    tries.count(session, limits, now=now)
    return False


def _alone(session: Session, user_id: UUID) -> User:
    """Give a person as they are now; what changes their factors waits for each other."""
    locks.hold(session, "second_factor", user_id)
    user = users.find(session, user_id)
    session.refresh(user)
    return user


def _takes_confirmed(
    session: Session, user: User, code: str, *, secret: str, now: datetime
) -> bool:
    confirmed = user.totp_confirmed_at is not None
    return confirmed and _takes(session, user, code, secret=secret, now=now)


def _takes(session: Session, user: User, code: str, *, secret: str, now: datetime) -> bool:
    """Compare a code of the app, and note its time step, so that it is not taken again."""
    key, typed = _key(user, secret), "".join(code.split())
    if key is None or not (typed.isascii() and typed.isdigit()):
        return False
    app = pyotp.TOTP(key)
    here = app.timecode(now)
    fits = [
        step
        for step in range(here - DRIFT, here + DRIFT + 1)
        if hmac.compare_digest(app.generate_otp(step), typed)
    ]
    return bool(fits) and _notes(session, user, fits[-1])


def _notes(session: Session, user: User, step: int) -> bool:
    """Remember a time step that comes after the last one; of two at once one can."""
    later = update(User).where(User.id == user.id, User.totp_step < step).values(totp_step=step)
    return session.execute(later.returning(User.id)).one_or_none() is not None


def _uses_up(session: Session, user_id: UUID, code: str, *, now: datetime) -> bool:
    written = recovery_codes.normal(code)
    if written is None:
        return False
    mine = RecoveryCode.user_id == user_id, RecoveryCode.code_hash == tokens.digest(written)
    unused = update(RecoveryCode).where(*mine, RecoveryCode.used_at.is_(None))
    used = session.execute(unused.values(used_at=now).returning(RecoveryCode.id))
    return used.one_or_none() is not None


def _make_codes(session: Session, user_id: UUID, *, now: datetime) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    made = recovery_codes.fresh()
    hashes = (tokens.digest(code) for code in made)
    session.add_all(
        RecoveryCode(id=new_id(), user_id=user_id, code_hash=one, created_at=now) for one in hashes
    )
    session.flush()
    return made


def _forget(session: Session, user_id: UUID) -> None:
    user = _alone(session, user_id)
    sign_in_steps.end_all(session, user_id)
    user.totp_secret = user.totp_confirmed_at = None
    session.flush()
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def _key(user: User, secret: str) -> str | None:
    if user.totp_secret is None:
        return None
    key = seals.opened(secret, user.totp_secret, bound=user.id.bytes)
    return key.decode() if key else None
