"""Secrets that must be read again are sealed with a key that follows from the settings' secret."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


def seal(secret: str, value: bytes, *, bound: bytes) -> bytes:
    """Seal a value; it opens only with the same secret and what it is `bound` to."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, value, bound)


def opened(secret: str, sealed: bytes, *, bound: bytes) -> bytes | None:
    """Open what `seal` made; None where the secret is another one, or the value was changed."""
    try:
        return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except (InvalidTag, ValueError):
        return None


def _cipher(secret: str) -> AESGCM:
    stretched = HKDF(SHA256(), 32, salt=None, info=b"ftracker seal").derive(secret.encode())
    return AESGCM(stretched)
