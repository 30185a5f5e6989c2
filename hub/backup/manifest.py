"""What a backup holds, signed by the hub: each part by size and digest, and the moment of the store that it is."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from exchange import signing
from exchange.errors import ExchangeError
from exchange.keys import Jwk
from hub.domain.errors import Tampered

FILE = "manifest.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup; `sha256` in hex."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`taken_at` is an RFC 3339 instant; `store` the kind; `rows` by table; `policy` the digest of the bundle."""

    hub: str
    taken_at: str
    store: str
    policy: str
    rows: Mapping[str, int]
    checkpoint: str
    parts: tuple[Part, ...]


def part_of(file: Path) -> Part:
    """Return a file's entry in the manifest."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return Part(file.name, file.stat().st_size, digest.hexdigest())


def write_manifest(folder: Path, manifest: Manifest, private_jwk: Jwk) -> None:
    """Write the manifest and its detached JWS beside the parts."""
    told = json.dumps(asdict(manifest), sort_keys=True)
    envelope = {"manifest": told, "signature": signing.sign(told.encode(), private_jwk)}
    (folder / FILE).write_text(json.dumps(envelope), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Return what a backup says of itself, its signature not looked at; Tampered if that cannot be read."""
    try:
        told: dict[str, Any] = json.loads(json.loads((folder / FILE).read_text("utf-8"))["manifest"])
        parts = tuple(Part(**part) for part in told.pop("parts"))
        return Manifest(**told, parts=parts)
    except (OSError, ValueError, KeyError, TypeError):
        raise Tampered(f"{folder.name} has no {FILE} that can be read: it is no whole backup") from None


def must_be_signed(folder: Path, public_jwk: Jwk) -> None:
    """Raise Tampered unless the hub of this key signed the manifest."""
    try:
        envelope = json.loads((folder / FILE).read_text("utf-8"))
        signing.verify(envelope["manifest"].encode(), envelope["signature"], public_jwk)
    except (OSError, ValueError, KeyError, ExchangeError):
        raise Tampered(f"{FILE} of {folder.name} is not signed by this hub: it was changed, or is another's") from None


def must_be_whole(folder: Path, manifest: Manifest) -> None:
    """Raise Tampered, naming the part, where one is missing, cut or changed, or where there is one too many.

    A part has the name of a file in the folder, and leads nowhere else. What the manifest does not name nobody signed.
    """
    there = {file.name for file in folder.iterdir()}
    if unnamed := sorted(there - {FILE} - {part.name for part in manifest.parts}):
        raise Tampered(
            f"{folder.name} holds {unnamed[0]}, which its {FILE} does not name: take it out, and see whose it is"
        )
    for part in manifest.parts:
        file = folder / part.name
        if part.name not in there or not file.is_file():
            raise Tampered(f"{part.name} is missing from {folder.name}: take another backup")
        size = file.stat().st_size
        if size != part.bytes:
            raise Tampered(f"{part.name} of {folder.name} has {size} bytes, not {part.bytes}: it was cut")
        if part_of(file) != part:
            raise Tampered(f"{part.name} of {folder.name} is not what was backed up: it was changed or is damaged")
