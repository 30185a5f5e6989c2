"""What the hub asks of whoever keeps its keys."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc.jwk import OKPKey


class Secret(StrEnum):
    """Long-lived secrets of 32 bytes, one per use, for keyed hashes."""

    IDENTITY = "identity"
    ENTRY_ID = "entry-id"
    PRACTITIONER = "practitioner"
    SESSION = "session"
    AUDIT = "audit"


class KeyProvider(Protocol):
    """Keys by name. Names in use: `aggregate:<uuid>`, `compartment:<agency_id>`, `quarantine`, `audit`.

    A name once destroyed is never made again; using it raises KeyMissing.
    """

    def make(self, names: Iterable[str]) -> None:
        """Make what is not there yet; on return every name is durable."""
        ...

    def cipher(self, name: str) -> AESGCM:
        """The AES-256-GCM key of that name."""
        ...

    def at_once(self) -> AbstractContextManager[None]:
        """A block of one transaction's length in which this thread's ciphers are of one moment, its beginning.

        What another process destroys meanwhile counts from the block's end, as if the transaction had come first.
        """
        ...

    def destroy(self, name: str) -> None:
        """Forget a key for good (lawful erasure)."""
        ...

    def destroyed(self) -> list[str]:
        """The names whose keys were destroyed, in order: the list that a restore must apply again."""
        ...

    def secret(self, use: Secret) -> bytes:
        """The 32 bytes for keyed hashes of that use."""
        ...

    @property
    def signing_key(self) -> OKPKey:
        """Ed25519, private: signs receipts, notices and checkpoints. Its `kid` is the RFC 7638 thumbprint."""
        ...

    @property
    def pages_key(self) -> OKPKey:
        """Ed25519, private: signs, as an agency would, what people enter on the hub's pages."""
        ...

    @property
    def opening_key(self) -> OKPKey:
        """X25519, private: opens what agencies sealed to the hub."""
        ...
