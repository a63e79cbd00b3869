"""Web Push: sealed for one browser, signed by a key that follows from the settings' secret."""

import base64
import json
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from ftracker.services import borders
from ftracker.services.posts import Message, Post, Undelivered

SECONDS = 20
KEEP_SECONDS = 24 * 3600
_LONGEST = 900
_POINT, _AUTH = 65, 16
_CURVE = ec.SECP256R1()
# The order of the curve: a private key is a number below it, and not zero.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_GONE = (404, 410)
_BUSY = 429
_FAULT = 500
GONE = "This browser listens no more. Switch it on again there."
UNREADABLE = "This is not what a browser says when it wants to be told. Use the button."


class _Straight(requests.Session):
    """Follows no redirect: a push service has no reason to send anybody elsewhere."""

    def request(self, *args: Any, **options: Any) -> requests.Response:
        """Ask once, of the address that was given, past whatever proxy the machine names."""
        return super().request(*args, **options | {"allow_redirects": False})


def subscription(text: str, *, is_private: bool) -> dict[str, Any]:
    """Read what a browser's subscription says. Raises ValueError with a sentence."""
    try:
        said = json.loads(text)
        endpoint = str(said["endpoint"])
        keys = {name: str(said["keys"][name]) for name in ("p256dh", "auth")}
        sizes = [len(_bytes(key)) for key in keys.values()]
        where = urlsplit(endpoint)
        is_nowhere = not where.hostname or where.port == 0
    except (ValueError, TypeError, KeyError) as bad:
        raise ValueError(UNREADABLE) from bad
    schemes = ("https", "http") if is_private else ("https",)
    if sizes != [_POINT, _AUTH] or where.scheme not in schemes or is_nowhere:
        raise ValueError(UNREADABLE)
    return {"endpoint": endpoint, "keys": keys}


def public_key(secret: str) -> str:
    """Give the key that browsers ask for, as they write it."""
    point = _private_key(secret).public_key()
    return _text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def send(post: Post, address: str, message: Message) -> None:
    """Send a message to a browser's subscription. Raises Undelivered.

    The push service keeps it for a day, and of messages with the same key only the last.
    """
    try:
        found = subscription(address, is_private=post.is_private)
    except ValueError as bad:
        raise Undelivered(str(bad), is_final=True) from None
    where = urlsplit(found["endpoint"])
    if not post.is_private:
        borders.check(where.hostname or "")
    # It brings an HTTP client along that nothing else needs: every start would wait for it.
    from pywebpush import WebPusher, WebPushException

    headers = {
        **_signature(post, f"{where.scheme}://{where.netloc}"),
        "Topic": message.digest,
        "Urgency": "normal",
    }
    with borders.watched(is_private=post.is_private), _Straight() as asking:
        asking.trust_env = False
        try:
            answer = WebPusher(found, requests_session=asking).send(
                _content(message), headers, ttl=KEEP_SECONDS, timeout=SECONDS
            )
        except (requests.RequestException, WebPushException, ValueError, OSError) as bad:
            raise _failed(bad) from None
    _judge(answer.status_code)


def _content(message: Message) -> str:
    lines = message.lines
    one = lines[0]
    body = one.body if len(lines) == 1 else "\n".join(line.title for line in lines)
    path = one.path if len(lines) == 1 else "/alerts"
    said = {
        "title": message.title,
        "body": body[:_LONGEST],
        "path": path if path.startswith("/") else "/alerts",
        "tag": message.digest,
        "household": message.household,
    }
    return json.dumps(said)


def _signature(post: Post, audience: str) -> dict[str, str]:
    subject = f"mailto:{post.mail_from}" if post.mail_from else post.url or "mailto:nobody@invalid"
    key = Vapid02(private_key=_private_key(post.secret))
    signed: dict[str, str] = key.sign({"aud": audience, "sub": subject})
    return signed


def _failed(bad: Exception) -> Undelivered:
    if not isinstance(bad, OSError):
        return Undelivered(UNREADABLE, is_final=True)
    return Undelivered("The push service does not answer. FTracker tries again later.")


def _judge(status: int) -> None:
    if status in _GONE:
        raise Undelivered(GONE, is_final=True)
    if status >= _FAULT or status == _BUSY:
        raise Undelivered(f"The push service answered {status}. FTracker tries again later.")
    if status >= 300:  # noqa: PLR2004 (whatever is no success)
        raise Undelivered(f"The push service refused it ({status}).", is_final=True)


@lru_cache(maxsize=4)
def _private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Make the key that follows from the secret: the same at every start, and kept nowhere."""
    stretched = HKDF(SHA256(), 48, salt=None, info=b"ftracker web push").derive(secret.encode())
    number = int.from_bytes(stretched, "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, _CURVE)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
