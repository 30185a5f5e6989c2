"""The hub's keys, read from its key folder, and the two things done with them: naming by keyed hash, and opening."""

import hashlib
import hmac
import sqlite3
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
ENTRY_SECRET = "hub:secret:entry-id"


class HubKeys:
    """`master.key` unwraps the rows of `keys.db`; a row is bound to its name."""

    def __init__(self, folder: Path) -> None:
        self._master = AESGCM((folder / "master.key").read_bytes())
        with sqlite3.connect(f"file:{folder / 'keys.db'}?mode=ro", uri=True) as table:
            self._wrapped: dict[str, bytes] = dict(table.execute("SELECT name, wrapped FROM keys").fetchall())
        table.close()
        self._secret = self._read(ENTRY_SECRET)

    def hashed(self, *parts: str) -> str:
        """Return the keyed hash of some parts, in hex."""
        return hmac.new(self._secret, _joined(parts), hashlib.sha256).hexdigest()

    def entry_id(self, source: str, event: str, reference: str) -> str:
        """Return the id of an entry: made of source, id and the agency's reference, before any matching."""
        return "e-" + self.hashed(source, event, reference)[:32]

    def message(self, source: str, event: str) -> str:
        """Return the hash under which a message is known."""
        return self.hashed("message", source, event)

    def opened(self, key: str, sealed: bytes, *bound: str) -> bytes:
        """Open what a named key sealed to a place; raises cryptography's InvalidTag where it stands elsewhere."""
        return opened_by(self._read(key), sealed, *bound)

    def _read(self, name: str) -> bytes:
        wrapped = self._wrapped[name]
        return self._master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _joined([name]))


def opened_by(key: bytes, sealed: bytes, *bound: str) -> bytes:
    """Open bytes (nonce, then AES-256-GCM) with a key of 32 bytes; the parts of the place are length-prefixed."""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _joined(bound))


def _joined(parts: tuple[str, ...] | list[str]) -> bytes:
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
