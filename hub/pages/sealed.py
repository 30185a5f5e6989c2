"""Values that a browser keeps for us and cannot read or change: sealed, each use under a key of its own."""

import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from exchange.encoding import from_base64url, to_base64url
from hub.domain.errors import Tampered
from hub.keys import keyed_hash, open_sealed, seal


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals for one use. `secret` is at least 32 random bytes."""

    secret: bytes = field(repr=False)
    use: str

    def seal(self, value: Mapping[str, Any]) -> str:
        """Return a value of JSON as text fit for a cookie or a field of a form."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return to_base64url(seal(self._cipher(), plain, self.use))

    def open(self, sealed: str | None) -> dict[str, Any] | None:
        """Return what was sealed; None where it is nothing of ours, or was changed."""
        try:
            opened: dict[str, Any] = json.loads(open_sealed(self._cipher(), from_base64url(sealed or ""), self.use))
        except (Tampered, ValueError, binascii.Error):
            return None
        return opened

    def _cipher(self) -> AESGCM:
        return AESGCM(bytes.fromhex(keyed_hash(self.secret, "hub.pages", self.use)))
