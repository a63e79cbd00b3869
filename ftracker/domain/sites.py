"""The site that a passkey is for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is for: `name` is a host without its port, `origin` has scheme and port."""

    name: str
    origin: str
