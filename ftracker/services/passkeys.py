"""Passkeys: keys that a person's device keeps, and that prove who they are without a password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ftracker.db import locks, new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound
from ftracker.models import Passkey, RecoveryCode, User
from ftracker.queries import passkeys as stored
from ftracker.queries import second_factors
from ftracker.queries.passkeys import PasskeyLine
from ftracker.schemas.users import PasskeyIn
from ftracker.services import security_events, sign_in_steps, users

__all__ = ["PasskeyLine"]

NAME = "FTracker"
PURPOSE = "passkey"
LASTS = timedelta(minutes=5)
MOST = 20
# What a browser could send that is no answer at all; the library names only most of it.
_UNREADABLE = (WebAuthnException, ValueError, TypeError, LookupError, RecursionError)
NOT_MADE = "This passkey could not be read. Try again."


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is for: `name` is a host without its port, `origin` has scheme and port."""

    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser gets to sign, as JSON, and the token that the answer comes with."""

    token: str
    options: str


def listing(session: Session, user_id: UUID) -> list[PasskeyLine]:
    """List the passkeys of a person, newest first."""
    return stored.listing(session, user_id)


def ask_new(session: Session, user_id: UUID, site: Site, *, now: datetime) -> Challenge:
    """Ask a browser to make a passkey that is not there yet for somebody who is signed in."""
    user = users.find(session, user_id)
    options = generate_registration_options(
        rp_id=site.name,
        rp_name=NAME,
        user_id=user_id.bytes,
        user_name=user.email,
        user_display_name=user.name or user.email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=one) for one in stored.credentials(session, user_id)
        ],
    )
    token = _begin(session, options.challenge, now=now, user_id=user_id)
    return Challenge(token, options_to_json(options))


def add(
    session: Session, user_id: UUID, data: PasskeyIn, site: Site, *, token: str, now: datetime
) -> None:
    """Keep a passkey that a browser made for this person. Its device has checked who they are.

    Raises InvalidInput for an answer that is not the one asked for, and Conflict for more than 20.
    """
    locks.hold(session, "passkeys", user_id)
    step = sign_in_steps.take(session, PURPOSE, token, now=now)
    if step is None or step.user_id != user_id:
        raise InvalidInput("passkey", NOT_MADE)
    if len(stored.credentials(session, user_id)) >= MOST:
        raise Conflict(f"There are {MOST} passkeys already. Remove some first.")
    try:
        made = verify_registration_response(
            credential=data.passkey,
            expected_challenge=base64url_to_bytes(step.details["challenge"]),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _UNREADABLE as bad:
        raise InvalidInput("passkey", NOT_MADE) from bad
    if stored.by_credential(session, made.credential_id) is not None:
        raise InvalidInput("passkey", "This passkey is kept already.")
    row = Passkey(
        id=new_id(),
        user_id=user_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=data.name,
        created_at=now,
    )
    session.add(row)
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
    row = _mine(session, passkey_id, user_id)
    security_events.record(session, "passkey.removed", user_id=user_id, name=row.name)
    session.delete(row)
    session.flush()
    left = second_factors.of(session, user_id)
    if left.codes and not left.is_asked:
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
        security_events.record(session, "second_factor.removed", user_id=user_id)


def ask(session: Session, site: Site, *, now: datetime) -> Challenge:
    """Ask a browser for a passkey, whoever's it is."""
    options = generate_authentication_options(
        rp_id=site.name, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Challenge(_begin(session, options.challenge, now=now), options_to_json(options))


def find(session: Session, answer: str, site: Site, *, token: str, now: datetime) -> User | None:
    """Tell who answers a challenge; None where nobody does. A challenge is answered once.

    The device has checked who holds it, so that this is proof enough without a password.
    """
    step = sign_in_steps.take(session, PURPOSE, token, now=now)
    if step is None or step.user_id is not None:
        return None
    try:
        return _answering(session, answer, site, step.details["challenge"], now=now)
    except _UNREADABLE:
        return None


def _answering(
    session: Session, answer: str, site: Site, challenge: str, *, now: datetime
) -> User | None:
    credential = parse_authentication_credential_json(answer)
    row = stored.by_credential(session, credential.raw_id)
    if row is None:
        return None
    verified = verify_authentication_response(
        credential=credential,
        expected_challenge=base64url_to_bytes(challenge),
        expected_rp_id=site.name,
        expected_origin=site.origin,
        credential_public_key=row.public_key,
        credential_current_sign_count=row.sign_count,
        require_user_verification=True,
    )
    user = users.find(session, row.user_id)
    if user.is_disabled:
        return None
    row.sign_count, row.used_at = verified.new_sign_count, now
    session.flush()
    return user


def _begin(
    session: Session, challenge: bytes, *, now: datetime, user_id: UUID | None = None
) -> str:
    kept = {"challenge": bytes_to_base64url(challenge)}
    return sign_in_steps.begin(
        session, PURPOSE, now=now, lasts=LASTS, user_id=user_id, details=kept
    )


def _mine(session: Session, passkey_id: UUID, user_id: UUID) -> Passkey:
    found = stored.mine(session, passkey_id, user_id)
    if found is None:
        raise NotFound
    return found
