"""Codes on paper that stand in, each once, for a second factor that is lost."""

import secrets

COUNT = 10
# No sign looks like another one: 0 and o, 1 and l are left out.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, SIGNS = 4, 4


def fresh() -> list[str]:
    """Make ten codes of 79 random bits each, such as `7kqm-x2wf-93bd-tz8h`."""
    return [_one() for _ in range(COUNT)]


def normal(typed: str) -> str | None:
    """Write a code as it was made, however it was typed; None where it can be none."""
    signs = "".join(sign for sign in typed.casefold() if sign.isalnum())
    if len(signs) != GROUPS * SIGNS or not set(signs) <= set(ALPHABET):
        return None
    return "-".join(signs[at : at + SIGNS] for at in range(0, len(signs), SIGNS))


def _one() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(SIGNS)) for _ in range(GROUPS))
    return "-".join(groups)
