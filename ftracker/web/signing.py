"""What the browser carries for us and cannot change: CSRF tokens and messages."""

import hmac
import secrets
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer


def csrf_token(secret: str, session_token: str) -> str:
    """Make a token that only this browser's session can send back; each call gives another."""
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{_mac(secret, session_token, nonce)}"


def is_csrf_token(secret: str, session_token: str, given: str) -> bool:
    """Tell whether a token was made for this session."""
    nonce, _, mac = given.partition(".")
    expected = _mac(secret, session_token, nonce)
    return bool(session_token) and hmac.compare_digest(mac.encode(), expected.encode())


def sealed(secret: str, value: dict[str, Any]) -> str:
    """Write a small value so that a change to it is noticed."""
    return str(URLSafeSerializer(secret, salt="flash").dumps(value))


def unsealed(secret: str, text: str) -> dict[str, Any] | None:
    """Read what `sealed` wrote; None when it is something else."""
    try:
        value = URLSafeSerializer(secret, salt="flash").loads(text)
    except BadSignature:
        return None
    return value if isinstance(value, dict) else None


def browser(secret: str, name: str, accounts: list[str]) -> str:
    """Write which accounts have been signed in with in a browser that carries this."""
    value = {"name": name, "accounts": accounts}
    return str(URLSafeSerializer(secret, salt="browser").dumps(value))


def read_browser(secret: str, text: str) -> tuple[str, list[str]]:
    """Read what `browser` wrote: its name and accounts; nothing when it is something else."""
    try:
        value = URLSafeSerializer(secret, salt="browser").loads(text)
    except BadSignature:
        return "", []
    return str(value["name"]), list(value["accounts"])


def _mac(secret: str, session_token: str, nonce: str) -> str:
    said = f"csrf|{session_token}|{nonce}"
    return hmac.digest(secret.encode(), said.encode(), "sha256").hex()
