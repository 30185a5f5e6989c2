"""Keys of the wire as JWKs (RFC 7517, 8037): make, name, save, load; and the keyed hash that stands for a child.

Ed25519 signs, X25519 seals. A key's `kid` is its RFC 7638 thumbprint.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from joserfc.jwk import OKPKey

from exchange.encoding import from_base64url, to_base64url
from exchange.errors import KeyMalformed, Malformed
from exchange.strict_json import canonical, loads_object

Jwk: TypeAlias = Mapping[str, Any]

SIGNING_CURVE: Final = "Ed25519"
SEALING_CURVE: Final = "X25519"
_KEY_BYTES = 32


def generate_signing_key() -> dict[str, str]:
    """Return a new private Ed25519 JWK with its `kid`."""
    return _completed(OKPKey.generate_key(SIGNING_CURVE).as_dict(private=True), use="sig", alg="Ed25519")


def generate_sealing_key() -> dict[str, str]:
    """Return a new private X25519 JWK with its `kid`."""
    return _completed(OKPKey.generate_key(SEALING_CURVE).as_dict(private=True), use="enc", alg="ECDH-ES")


def public_part(jwk: Jwk) -> dict[str, str]:
    """Return the key without its private member `d`."""
    return {name: value for name, value in jwk.items() if name != "d"}


def thumbprint(jwk: Jwk) -> str:
    """Return the RFC 7638 thumbprint (SHA-256, base64url) of an OKP key."""
    required = {name: jwk.get(name) for name in ("crv", "kty", "x")}
    return to_base64url(hashlib.sha256(canonical(required)).digest())


def key_bytes(jwk: Jwk, curve: str, member: str) -> bytes:
    """Return the 32 bytes of `x` (public) or `d` (private); KeyMalformed unless it is an OKP key of this curve."""
    if jwk.get("kty") != "OKP" or jwk.get("crv") != curve:
        raise KeyMalformed(f"an OKP key on {curve} is wanted (RFC 8037)")
    try:
        raw = from_base64url(str(jwk.get(member, "")))
    except ValueError as error:
        raise KeyMalformed(f"member {member} of the key is not base64url") from error
    if len(raw) != _KEY_BYTES:
        raise KeyMalformed(f"member {member} of the key is missing or not {_KEY_BYTES} bytes")
    return raw


def require_public_signing_key(jwk: Jwk) -> dict[str, str]:
    """Return an agency's public signing key with its members as they should be.

    Raises:
        KeyMalformed: it is no Ed25519 JWK, its `kid` is not its thumbprint, or it is the private key.
    """
    if "d" in jwk:
        raise KeyMalformed("this is the private key: keep it to yourself, and give the public one, without member d")
    key_bytes(jwk, SIGNING_CURVE, "x")
    if jwk.get("kid", thumbprint(jwk)) != thumbprint(jwk):
        raise KeyMalformed("the kid of the key is not its RFC 7638 thumbprint (SHA-256, base64url)")
    public = {name: str(jwk[name]) for name in ("crv", "kty", "x")}
    return _completed(public, use="sig", alg="Ed25519")


def load_public_signing_key(path: Path) -> dict[str, str]:
    """Read an agency's public signing key, with or without a `kid`; KeyMalformed if the file holds none."""
    return require_public_signing_key(_read_jwk(path))


def save_key(path: Path, jwk: Jwk) -> None:
    """Write a key file that only its owner can read; FileExistsError if there is one already."""
    write_secret(path, canonical(dict(jwk)))


def load_key(path: Path) -> dict[str, str]:
    """Read a key file; KeyMalformed if it is not there or holds no JWK with a `kid`."""
    jwk = _read_jwk(path)
    if not isinstance(jwk.get("kid"), str):
        raise KeyMalformed(f"the key in {path.name} has no kid")
    return jwk


def _read_jwk(path: Path) -> dict[str, Any]:
    try:
        return loads_object(path.read_bytes())
    except (OSError, Malformed) as error:
        raise KeyMalformed(f"cannot read the key file {path.name}: it must hold one JWK") from error


def write_secret(path: Path, raw: bytes) -> None:
    """Write a new file of mode 0600, on disk before this returns; FileExistsError if there is one already."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def subject_for(agency_secret: bytes, local_ref: str) -> str:
    """Return the subject and message key of a child: HMAC-SHA-256 (hex) of the agency's own reference.

    Only the agency holds `agency_secret` (32 bytes), so neither broker nor hub can tell a reference from it.
    """
    return hmac.new(agency_secret, local_ref.encode("utf-8"), hashlib.sha256).hexdigest()


def _completed(jwk: Mapping[str, Any], *, use: str, alg: str) -> dict[str, str]:
    return {**{name: str(value) for name, value in jwk.items()}, "use": use, "alg": alg, "kid": thumbprint(jwk)}
