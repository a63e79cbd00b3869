"""Speaks OpenID Connect with a provider: where it asks people, and what it says of them.

It takes a third of a second to import, and most never use it: import it where it is called.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ftracker.services.providers import (
    AWAY,
    REFUSED,
    UNTRUE,
    Claims,
    Failed,
    Provider,
    Visit,
)

SECONDS = 10
KEPT_SECONDS = 600.0
LEEWAY_SECONDS = 60
DESCRIPTION = "/.well-known/openid-configuration"
WANTED = "openid email"
# Only what a public key proves: a token that is signed by nothing, or by what FTracker itself
# shows the provider, proves nothing.
ALGORITHMS = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519",
    "EdDSA",
]  # fmt: skip

# Who waits for a provider holds a connection to the database: many at once must not take them all.
_asking = BoundedSemaphore(4)
_described: dict[str, tuple[float, dict[str, Any]]] = {}


def address(provider: Provider, visit: Visit, *, again: bool) -> str:
    """Give the address where the provider asks who somebody is; `again` even if it knows already.

    Raises Failed.
    """
    more = {"prompt": "login", "max_age": "0"} if again else {}
    with _answering(provider):
        where = _description(provider)["authorization_endpoint"]
        session = _session(provider, visit)
        url, _ = session.create_authorization_url(
            where, state=visit.state, code_verifier=visit.verifier, nonce=visit.nonce, **more
        )
    return str(url)


def ask(provider: Provider, visit: Visit, code: str) -> Claims:
    """Change the code that somebody came back with into who they are. Raises Failed."""
    with _answering(provider):
        about = _description(provider)
        with _session(provider, visit, about) as session:
            token = session.fetch_token(
                about["token_endpoint"],
                code=code,
                code_verifier=visit.verifier,
                allow_redirects=False,
            )
            claims = _proven(provider, visit, token, _keys(session, about))
            if "email" not in claims and "userinfo_endpoint" in about:
                claims = claims | _more(session, about, claims["sub"])
    return Claims(
        provider.issuer,
        str(claims["sub"]),
        str(claims.get("email", "")),
        # Some write it as text; anything but these is no promise.
        claims.get("email_verified") in (True, "true"),
        int(claims["auth_time"]) if claims.get("auth_time") is not None else None,
    )


def _proven(
    provider: Provider, visit: Visit, token: dict[str, Any], keys: KeySet
) -> dict[str, Any]:
    """Read a person's token, if signature, issuer, audience, time and nonce are right."""
    read = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": visit.nonce},
    }
    known = {"nonce": visit.nonce, "client_id": provider.client_id}
    known["access_token"] = token["access_token"]
    CodeIDToken(read.claims, read.header, options, known).validate(leeway=LEEWAY_SECONDS)
    return dict(read.claims)


def _more(session: OAuth2Session, about: dict[str, Any], subject: str) -> dict[str, Any]:
    """Ask for what the token did not say, of the very same person."""
    answer = session.get(about["userinfo_endpoint"], allow_redirects=False)
    answer.raise_for_status()
    said = answer.json()
    if said["sub"] != subject:
        raise ValueError("the provider speaks of somebody else")
    return {name: said[name] for name in ("email", "email_verified") if name in said}


def _session(
    provider: Provider, visit: Visit, about: dict[str, Any] | None = None
) -> OAuth2Session:
    ways = (about or {}).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
    return OAuth2Session(
        provider.client_id,
        provider.client_secret or None,
        token_endpoint_auth_method=way if provider.client_secret else "none",
        scope=WANTED,
        redirect_uri=visit.back,
        code_challenge_method="S256",
        default_timeout=SECONDS,
    )


def _keys(session: OAuth2Session, about: dict[str, Any]) -> KeySet:
    """Fetch the provider's keys anew each time: they change, and people sign in seldom."""
    answer = session.get(about["jwks_uri"], withhold_token=True, allow_redirects=False)
    answer.raise_for_status()
    return KeySet.import_key_set(answer.json())


def _description(provider: Provider) -> dict[str, Any]:
    """Give what the provider says of itself, at most ten minutes old."""
    read_at, known = _described.get(provider.issuer, (0.0, {}))
    if known and time.monotonic() - read_at < KEPT_SECONDS:
        return known
    where = provider.issuer.rstrip("/") + DESCRIPTION
    answer = requests.get(where, timeout=SECONDS, allow_redirects=False)
    answer.raise_for_status()
    fresh: dict[str, Any] = answer.json()
    if fresh["issuer"] != provider.issuer:
        raise ValueError(f"it calls itself {fresh['issuer']}")
    _described[provider.issuer] = (time.monotonic(), fresh)
    return fresh


@contextmanager
def _answering(provider: Provider) -> Iterator[None]:
    """Turn whatever goes wrong with the provider into a sentence that holds nothing of it."""
    if not _asking.acquire(timeout=SECONDS):
        raise Failed(AWAY.format(name=provider.name), "too many ask at once")
    try:
        yield
    except requests.HTTPError as bad:
        raise Failed(AWAY.format(name=provider.name), str(bad.response)) from None
    except requests.JSONDecodeError:
        raise Failed(UNTRUE.format(name=provider.name), "it answered no JSON") from None
    except requests.RequestException as bad:
        raise Failed(AWAY.format(name=provider.name), type(bad).__name__) from None
    except JoseError as bad:
        raise Failed(UNTRUE.format(name=provider.name), f"{type(bad).__name__}: {bad}") from None
    except AuthlibBaseError as bad:
        raise Failed(REFUSED.format(name=provider.name), str(bad.error)) from None
    except (KeyError, TypeError, ValueError) as bad:
        raise Failed(UNTRUE.format(name=provider.name), f"{type(bad).__name__}: {bad}") from None
    finally:
        _asking.release()
