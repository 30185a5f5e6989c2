"""Checkpoints in the public format (C2SP tlog-checkpoint, a signed note) that tools we did not write verify.

A note is `origin`, size and base64 root, a line each, an empty line, and signature lines. Lines of other signers
(witnesses that cosign) are kept and left to those who know their keys.
"""

import base64
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc.jwk import OKPKey

from exchange.merkle import HASH_BYTES
from hub.audit.tree import proves_consistency
from hub.domain.errors import AuditError, Tampered

_ED25519 = b"\x01"
_KEY_HASH_BYTES = 4
_SIGNATURE = "\N{EM DASH} "

Prove = Callable[[int, int], Sequence[bytes]]
"""Gives the consistency proof from an older to a newer size."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and root of the log of `origin` (the hub's id)."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, key: OKPKey) -> str:
    """Return the note, signed under the name of its origin."""
    private = cast(Ed25519PrivateKey, key.private_key)
    signature = _key_hash(checkpoint.origin, _public(key)) + private.sign(checkpoint.body().encode())
    return f"{checkpoint.body()}\n{_SIGNATURE}{checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def verifier_key(origin: str, key: OKPKey) -> str:
    """Return the public key as verifiers of signed notes take it: `name+hash+base64`."""
    public = _public(key)
    encoded = base64.b64encode(_ED25519 + public).decode()
    return f"{origin}+{_key_hash(origin, public).hex()}+{encoded}"


def opened(note: str, verifier: str) -> Checkpoint:
    """Return the checkpoint of a note that the key signed; Tampered if it is malformed or not signed by it."""
    body, separator, signatures = note.partition("\n\n")
    name, _, encoded = verifier.split("+", 2)
    public = base64.b64decode(encoded)[len(_ED25519) :]
    if not separator or not any(_signed(body + "\n", line, name, public) for line in signatures.splitlines()):
        raise Tampered(f"the checkpoint bears no valid signature of {name}: ask for another copy")
    checkpoint = read(body + "\n")
    if checkpoint.origin != name:
        raise Tampered(f"the checkpoint signed by {name} is of another log")
    return checkpoint


def read(note: str) -> Checkpoint:
    """Return what a note says, its signatures not looked at; Tampered if it is malformed."""
    try:
        origin, size, root = note.partition("\n\n")[0].strip("\n").split("\n")
        found = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError:
        raise Tampered("not a checkpoint: three lines are wanted, origin, size and base64 root") from None
    if found.body() != note[: len(found.body())] or len(found.root) != HASH_BYTES:
        raise Tampered("not a checkpoint: size or root is not written in the one way it may be")
    return found


def keep_checkpoint(file: Path, note: str, prove: Prove) -> None:
    """Replace the kept note by a newer one, whole or not at all.

    Raises AuditError, and leaves the kept note, if the newer one has fewer leaves or does not continue the kept one.
    """
    newer = read(note)
    if file.exists():
        _refuse_going_back(read(file.read_text("utf-8")), newer, prove)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as opened_draft:
        opened_draft.write(note)
        opened_draft.flush()
        os.fsync(opened_draft.fileno())
    draft.replace(file)


def _refuse_going_back(kept: Checkpoint, newer: Checkpoint, prove: Prove) -> None:
    if newer.origin != kept.origin or newer.size < kept.size:
        raise AuditError(
            f"the kept checkpoint has {kept.size} leaves of {kept.origin}, the newer {newer.size} of {newer.origin}:"
            " the log was cut or replaced; run `hub audit verify`"
        )
    if not proves_consistency(kept.size, newer.size, kept.root, newer.root, prove(kept.size, newer.size)):
        raise AuditError(f"the log does not continue the kept checkpoint of {kept.size} leaves: run `hub audit verify`")


def _signed(body: str, line: str, name: str, public: bytes) -> bool:
    signer, _, encoded = line.removeprefix(_SIGNATURE).partition(" ")
    if signer != name or not line.startswith(_SIGNATURE):
        return False
    try:
        signature = base64.b64decode(encoded, validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature[_KEY_HASH_BYTES:], body.encode())
    except (ValueError, InvalidSignature):
        return False
    return signature[:_KEY_HASH_BYTES] == _key_hash(name, public)


def _public(key: OKPKey) -> bytes:
    return cast(Ed25519PublicKey, key.public_key).public_bytes_raw()


def _key_hash(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_KEY_HASH_BYTES]
