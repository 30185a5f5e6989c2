"""Sealing bytes to the place where they belong, and keyed hashes of identifiers.

What is sealed is bound to its place (AES-256-GCM associated data), so that bytes moved to another row do not open.
"""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.domain.errors import Tampered

NONCE_BYTES = 12
_TAG_BYTES = 16
_LENGTH_BYTES = 4


def seal(cipher: AESGCM, plaintext: bytes, *bound: str) -> bytes:
    """Return nonce (12 random bytes) and ciphertext, which opens only with the same cipher and the same `bound`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plaintext, place(*bound))


def open_sealed(cipher: AESGCM, sealed: bytes, *bound: str) -> bytes:
    """Return what was sealed; Tampered if a byte, the key or the place is not that of the sealing."""
    return open_at(place(*bound), cipher, sealed)


def open_at(bound: bytes, cipher: AESGCM, sealed: bytes) -> bytes:
    """Return what was sealed at a place that is at hand in bytes; Tampered as `open_sealed`."""
    if len(sealed) < NONCE_BYTES + _TAG_BYTES:
        raise Tampered("sealed bytes are cut short: restore the row from a backup")
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag:
        raise Tampered("sealed bytes do not open: they were changed or moved, or the key is another") from None


def keyed_hash(secret: bytes, *parts: str) -> str:
    """Return HMAC-SHA-256 of the parts in hex (64 characters); no two lists of parts share an encoding."""
    return hmac.digest(secret, place(*parts), "sha256").hex()


def place(*parts: str) -> bytes:
    """Return parts in bytes; no two lists of parts share an encoding, and that of a list is its parts' joined."""
    encoded = [part.encode() for part in parts]
    return b"".join([len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in encoded])
