"""The default key provider: a folder of the hub's own, with a master key and a table of keys that it wraps."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import OKPKey

from hub.domain.errors import Misconfigured, Refused, Tampered
from hub.keys.master_key import master_key, private_folder
from hub.keys.port import Secret
from hub.keys.wrapped_keys import WrappedKeys

_OWN = "hub:"
_CANARY = "hub:canary"
_SIGNING = "hub:signing"
_OPENING = "hub:opening"
_PAGES = "hub:pages"
_SECRETS = {use: f"hub:secret:{use.value}" for use in Secret}
_CIPHERS_KEPT = 4096


def _now() -> datetime:
    return datetime.now(UTC)


class _Turn(threading.local):
    """Whether the thread at hand has looked already, within the block it is in, for keys destroyed elsewhere."""

    has_looked = False


class LocalKeys:
    """Keys in `folder`: `master.key` and `keys.db`. Back the two up apart from each other and from the store.

    Raises Misconfigured at the start if the master key is missing, open to others, or is not that of `keys.db`.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime] = _now) -> None:
        private_folder(folder)
        table = folder / "keys.db"
        master = master_key(folder / "master.key", may_make=not table.exists())
        self._wrapped = WrappedKeys(table, master, clock)
        self._ciphers: OrderedDict[str, AESGCM] = OrderedDict()
        self._guard = threading.Lock()
        self._turn = _Turn()
        self._seen_changes = self._seen_destroyed = 0
        self._wrapped.make([_CANARY, _SIGNING, _OPENING, _PAGES, *_SECRETS.values()])
        self._test_canary(folder)
        self._secrets = {use: self._wrapped.read(name) for use, name in _SECRETS.items()}

    def make(self, names: Iterable[str]) -> None:
        """Make what is not there yet, durably and in one commit; KeyMissing, and none made, if one was destroyed."""
        self._wrapped.make(names)

    def cipher(self, name: str) -> AESGCM:
        """Return the AES-256-GCM key of that name; KeyMissing if it was never made or was destroyed anywhere."""
        with self._guard:
            if not self._turn.has_looked:
                self._forget_destroyed()
            if name not in self._ciphers:
                self._ciphers[name] = AESGCM(self._wrapped.read(name))
            self._ciphers.move_to_end(name)
            if len(self._ciphers) > _CIPHERS_KEPT:
                self._ciphers.popitem(last=False)
            return self._ciphers[name]

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Look once, as the block begins, for keys that another process destroyed; this thread's calls share it."""
        with self._guard:
            self._forget_destroyed()
        before, self._turn.has_looked = self._turn.has_looked, True
        try:
            yield
        finally:
            self._turn.has_looked = before

    def destroy(self, name: str) -> None:
        """Forget a key for good; other processes stop using it at their next call, or once the block they are in ends.

        Refused for the hub's own keys.
        """
        if name.startswith(_OWN):
            raise Refused(f"{name} is a key the hub itself runs on: it is never erased")
        self._wrapped.destroy(name)
        with self._guard:
            self._ciphers.pop(name, None)

    def destroyed(self) -> list[str]:
        """Return the names whose keys were destroyed, in order."""
        return self._wrapped.destroyed()

    def secret(self, use: Secret) -> bytes:
        """Return the 32 bytes for keyed hashes of that use."""
        return self._secrets[use]

    @cached_property
    def signing_key(self) -> OKPKey:
        """Ed25519, private, with its RFC 7638 thumbprint as `kid`."""
        return _jwk(Ed25519PrivateKey.from_private_bytes(self._wrapped.read(_SIGNING)), "sig", "Ed25519")

    @cached_property
    def opening_key(self) -> OKPKey:
        """X25519, private, with its RFC 7638 thumbprint as `kid`."""
        return _jwk(X25519PrivateKey.from_private_bytes(self._wrapped.read(_OPENING)), "enc", "ECDH-ES")

    @cached_property
    def pages_key(self) -> OKPKey:
        """Ed25519, private: signs, as an agency would, what people enter on the hub's pages."""
        return _jwk(Ed25519PrivateKey.from_private_bytes(self._wrapped.read(_PAGES)), "sig", "Ed25519")

    def unreadable(self) -> list[str]:
        """Return the names whose keys were changed or moved and no longer open, for `hub keys check`."""
        return [name for name in self._wrapped.living() if not self._opens(name)]

    def close(self) -> None:
        """Let go of the file."""
        self._wrapped.close()

    def _test_canary(self, folder: Path) -> None:
        if not self._opens(_CANARY):
            raise Misconfigured(f"the master key in {folder} does not open keys.db: restore the pair")

    def _opens(self, name: str) -> bool:
        try:
            self._wrapped.read(name)
        except Tampered:
            return False
        return True

    def _forget_destroyed(self) -> None:
        """Drop every kept cipher when another process has destroyed a key."""
        changes = self._wrapped.changes()
        if changes == self._seen_changes:
            return
        destroyed = self._wrapped.destroyed_count()
        if destroyed != self._seen_destroyed:
            self._ciphers.clear()
        self._seen_changes, self._seen_destroyed = changes, destroyed


def _jwk(private: Ed25519PrivateKey | X25519PrivateKey, use: str, algorithm: str) -> OKPKey:
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key = OKPKey.import_key(pem)
    return OKPKey.import_key({**key.as_dict(private=True), "use": use, "alg": algorithm, "kid": key.thumbprint()})
