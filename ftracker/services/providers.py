"""The sign-in provider that the settings name, and whom it says to have seen."""

from dataclasses import dataclass
from typing import Self

from ftracker.config import Settings
from ftracker.domain.errors import DomainError

AWAY = "{name} does not answer. Try again in a moment, or sign in with your password."
REFUSED = "{name} did not let you in. Try again, or sign in with your password."
UNTRUE = "FTracker cannot believe what {name} answered. Whoever runs FTracker finds why in the log."


class Failed(DomainError):
    """A visit came to nothing; the sentence is for the visitor, `why` for the log."""

    def __init__(self, sentence: str, why: str) -> None:
        self.why = why
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider that the settings name, and what it knows FTracker as."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    trusts_email: bool

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """Read the settings; None where no provider is set."""
        if not settings.oidc_issuer:
            return None
        secret = settings.oidc_client_secret
        return cls(
            settings.oidc_issuer,
            settings.oidc_client_id,
            secret.get_secret_value() if secret else "",
            settings.oidc_name,
            settings.oidc_trust_email,
        )


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit is known by again: nobody else's answer fits it."""

    back: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Claims:
    """Whom the provider saw; `is_verified` says that it made sure of the address.

    `asked_at` is when it last asked them who they are, in seconds since 1970; None where it does
    not say.
    """

    issuer: str
    subject: str
    email: str
    is_verified: bool
    asked_at: int | None = None
