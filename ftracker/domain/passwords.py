"""Which passwords are good enough."""

import gzip
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

SHORTEST = 8
LONGEST = 1000
FEWEST_SIGNS = 4
COMMON = Path(__file__).with_name("common_passwords.txt.gz")


def normal(password: str) -> str:
    """Write a password as it is kept, so that every keyboard that types it types the same."""
    return unicodedata.normalize("NFKC", password)


def objection(password: str, *, names: Iterable[str] = ()) -> str | None:
    """Say in a sentence why a password is too weak; None when it is good enough.

    `names` are the person's own: their address, what they and their household are called. A
    password may hold one of them, if what is left without it is long enough.
    """
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters; a sentence of 15 or more is better."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    plain = normal(password).casefold()
    if plain in _common() or len(set(plain)) < FEWEST_SIGNS:
        return "This password is among the first that are guessed. Choose another one."
    if len(_without(plain, names)) < SHORTEST:
        return "Your own name or address is easily guessed. Choose another one."
    return None


def _without(plain: str, names: Iterable[str]) -> str:
    whole = {name.strip().casefold() for name in names}
    parts = whole | {name.partition("@")[0] for name in whole}
    for part in sorted(parts - {""}, key=lambda part: (-len(part), part)):
        plain = plain.replace(part, "")
    return plain


@cache
def _common() -> frozenset[str]:
    return frozenset(gzip.decompress(COMMON.read_bytes()).decode().splitlines())
