"""A device that keeps passkeys, in so many lines: makes one, and answers with it."""

import hashlib
import json
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as text

from ftracker.db import new_id
from ftracker.domain.sites import Site

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


class Device:
    """Keeps one key for one site; `checks` says whether it asks its person for a finger or PIN."""

    def __init__(self, site: Site, *, checks: bool = True) -> None:
        self.site = site
        self.flags = PRESENT | (VERIFIED if checks else 0)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = new_id().bytes
        self.count = 0

    def make(self, options: str, **given: Any) -> str:
        """Make a passkey as a browser writes it down."""
        known = self._known(self.flags | HAS_KEY) + bytes(16) + self._name()
        made = {"fmt": "none", "attStmt": {}, "authData": known + self._public()}
        said = self._said("webauthn.create", options, **given)
        return self._written({"clientDataJSON": said, "attestationObject": cbor2.dumps(made)})

    def answer(self, options: str, **given: Any) -> str:
        """Answer a challenge as a browser writes it down."""
        self.count += 1
        known, said = self._known(self.flags), self._said("webauthn.get", options, **given)
        signed = self.key.sign(known + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._written(
            {"clientDataJSON": said, "authenticatorData": known, "signature": signed}
        )

    def _known(self, flags: int) -> bytes:
        name = hashlib.sha256(self.site.name.encode()).digest()
        return name + bytes([flags]) + self.count.to_bytes(4, "big")

    def _name(self) -> bytes:
        return len(self.credential_id).to_bytes(2, "big") + self.credential_id

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        sides = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: sides[0], -3: sides[1]})

    def _said(self, kind: str, options: str, **given: Any) -> bytes:
        challenge = json.loads(options)["challenge"]
        plain = {"type": kind, "challenge": challenge, "origin": self.site.origin}
        return json.dumps(plain | given).encode()

    def _written(self, response: dict[str, bytes]) -> str:
        name = text(self.credential_id)
        said = {key: text(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})
