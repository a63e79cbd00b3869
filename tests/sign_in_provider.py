"""A sign-in provider of our own on this machine, which a test can make lie."""

import json
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "ftracker", "a secret between the two of them"
_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
_OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class IdentityProvider:
    """Who it says to have seen, by code; `lies` change what its next token says."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.seen: dict[str, dict[str, str]] = {}
        self.person = {"sub": "1", "email": "ada@example.org", "email_verified": True}
        self.lies: dict[str, object] = {}
        self.key, self.header = _KEY, {"alg": "RS256", "kid": "one"}
        self.has_email_in_token = True
        self.asked_at = int(time()) - 3600
        self.asked: list[dict[str, str]] = []
        self.broken = ""

    def visit(self, address: str) -> str:
        """Let the person sign in at the address that FTracker sent them to; gives the way back."""
        where = urlsplit(address)
        assert address.startswith(f"{self.issuer}/authorize?")
        words = dict(parse_qsl(where.query))
        assert words["response_type"] == "code"
        assert words["client_id"] == CLIENT
        assert words["code_challenge_method"] == "S256"
        self.asked.append(words)
        code = f"code-{len(self.asked)}"
        self.seen[code] = words
        back = urlsplit(words["redirect_uri"])
        assert back.path == "/sign-in/provider/back"
        return f"{back.path}?code={code}&state={words['state']}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, str] | None:
        """Change a code into a token, once, for whoever knows the verifier and the secret."""
        who = b64decode(authorization.removeprefix("Basic ")).decode()
        assert unquote(who) == f"{CLIENT}:{SECRET}"
        words = self.seen.pop(form["code"], None)
        digest = sha256(form["code_verifier"].encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        if words is None or words["code_challenge"] != challenge:
            return None
        if words.get("prompt") == "login":
            self.asked_at = int(time())
        plain = {"iss": self.issuer, "aud": CLIENT, "iat": int(time()), "exp": int(time()) + 300}
        plain["auth_time"] = self.asked_at
        person = dict(self.person)
        if not self.has_email_in_token:
            person = {"sub": person["sub"]}
        claims = plain | person | {"nonce": words["nonce"]} | self.lies
        claims = {name: value for name, value in claims.items() if value is not None}
        algorithms = ["RS256", "HS256", "none"]
        written = jwt.encode(self.header, claims, self.key, algorithms=algorithms)
        return {"access_token": "open", "token_type": "Bearer", "id_token": written}


class _Handler(BaseHTTPRequestHandler):
    provider: IdentityProvider

    def do_GET(self):
        here = self.provider
        answers = {
            "/.well-known/openid-configuration": {
                "issuer": here.issuer,
                "authorization_endpoint": f"{here.issuer}/authorize",
                "token_endpoint": f"{here.issuer}/token",
                "jwks_uri": f"{here.issuer}/keys",
                "userinfo_endpoint": f"{here.issuer}/userinfo",
            },
            "/keys": {"keys": [_KEY.as_dict(private=False)]},
            "/userinfo": here.person | here.lies,
        }
        self._answer(answers[self.path])

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        token = self.provider.token(form, self.headers["authorization"])
        self._answer(token or {"error": "invalid_grant"}, 200 if token else 400)

    def _answer(self, value, status=200):
        body = json.dumps(value).encode()
        if self.provider.broken:
            status, body = int(self.provider.broken), b"<p>no JSON"
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def forged(provider: IdentityProvider, how: str) -> None:
    """Let the provider's next tokens be signed by somebody else, or by nobody."""
    if how == "another key":
        provider.key = _OTHER
    else:
        provider.key = OctKey.import_key(SECRET)
        provider.header = {"alg": "HS256"}


@contextmanager
def running() -> Iterator[IdentityProvider]:
    """Run a provider on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = IdentityProvider(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = type("Handler", (_Handler,), {"provider": provider})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
