"""Secrets that a program or a browser shows to be known: shown once, kept as a digest."""

import secrets
from hashlib import sha256

BYTES = 32


def fresh(prefix: str = "") -> str:
    """Make a token of 256 random bits that fits into a URL; `prefix` tells people what it is."""
    return prefix + secrets.token_urlsafe(BYTES)


def digest(token: str) -> bytes:
    """Give what is stored of a token; enough to know it again, useless to whoever reads it."""
    return sha256(token.encode()).digest()
