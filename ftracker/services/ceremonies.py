"""Speaks WebAuthn with browsers: what a device is to sign, and what its answer proves.

It takes a fifth of a second to import, and most never use it: import it where it is called.
"""

from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ftracker.domain.sites import Site
from ftracker.models import Passkey, User

NAME = "FTracker"
# What the standard allows a device to call its key by; a longer name fits into no index.
LONGEST_NAME = 1023
# What a browser could send that is no answer at all; the library names only most of it.
UNREADABLE = (WebAuthnException, ValueError, TypeError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey: what its device calls it, what proves its signatures, and their count."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def invite(site: Site, user: User, known: list[bytes]) -> tuple[bytes, str]:
    """Give a challenge, and as JSON what a browser makes a passkey of that is not `known` yet."""
    options = generate_registration_options(
        rp_id=site.name,
        rp_name=NAME,
        user_id=user.id.bytes,
        user_name=user.email,
        user_display_name=user.name or user.email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options.challenge, options_to_json(options)


def made(answer: str, challenge: bytes, site: Site) -> Made | None:
    """Read the passkey that a browser made; None for an answer that is not the one asked for."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except UNREADABLE:
        return None
    if len(found.credential_id) > LONGEST_NAME:
        return None
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def ask(site: Site) -> tuple[bytes, str]:
    """Give a challenge, and as JSON what a browser asks its passkeys to sign, whoever's it is."""
    options = generate_authentication_options(
        rp_id=site.name, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options.challenge, options_to_json(options)


def read(answer: str) -> AuthenticationCredential | None:
    """Read what a browser answered, of which nothing is believed yet; None for nonsense."""
    try:
        return parse_authentication_credential_json(answer)
    except UNREADABLE:
        return None


def count_of(
    said: AuthenticationCredential, kept: Passkey, challenge: bytes, site: Site
) -> int | None:
    """Give how often the device has signed, if it signed this challenge here with this passkey.

    None for anything else, also for a copy of the device that counts behind.
    """
    try:
        found = verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=kept.public_key,
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
    except UNREADABLE:
        return None
    return found.new_sign_count
