"""Encryption of what a connector keeps on its own disk: AES-256-GCM, bound to the row it stands in."""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from exchange.errors import KeyMalformed, SealedUnreadable
from exchange.keys import write_secret

_KEY_BYTES = 32
_NONCE_BYTES = 12


class RestCipher:
    """Encrypts rows under one key. What is bound to one row does not open in another."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def encrypt(self, plaintext: bytes, row: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plaintext, row)

    def decrypt(self, stored: bytes, row: bytes) -> bytes:
        """Return the plaintext; SealedUnreadable if it was changed, moved, or kept under another key."""
        try:
            return self._cipher.decrypt(stored[:_NONCE_BYTES], stored[_NONCE_BYTES:], row)
        except (InvalidTag, ValueError):
            raise SealedUnreadable("a kept row does not open: was its key file replaced, or the row moved?") from None


def cipher_beside(path: Path) -> RestCipher:
    """Return the cipher whose key lies beside a database (`outbox.db` and `outbox.db.key`, 0600), made if absent."""
    place = path.with_name(f"{path.name}.key")
    with suppress(FileExistsError):
        write_secret(place, os.urandom(_KEY_BYTES))
    key = place.read_bytes()
    if len(key) != _KEY_BYTES:
        raise KeyMalformed(f"the key file {place.name} must hold {_KEY_BYTES} bytes")
    return RestCipher(key)
