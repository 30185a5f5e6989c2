"""Detached JWS (RFC 7515 appendix F) over the exact bytes of a message value, Ed25519 and nothing else.

The signature is judged over the bytes as they came; nobody may re-serialise them to verify. The signing input
and checks are written out here on `cryptography`, since every message passes here; the tests
hold them to joserfc's answers and to RFC 8037's example.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from exchange.encoding import from_base64url, to_base64url
from exchange.errors import ExchangeError, SignatureInvalid
from exchange.keys import SIGNING_CURVE, Jwk, key_bytes
from exchange.limits import MAX_SIGNATURE_CHARACTERS
from exchange.strict_json import JsonObject, canonical, loads_object

_ALGORITHMS = ("Ed25519", "EdDSA")
_ALLOWED_HEADER = frozenset({"alg", "kid", "typ"})
_SIGNATURE_BYTES = 64


def sign(value: bytes, private_jwk: Jwk) -> str:
    """Return `header..signature` over `value`, with alg `Ed25519` (RFC 9864) and the key's `kid`."""
    header = to_base64url(canonical({"alg": "Ed25519", "kid": str(private_jwk["kid"])}))
    key = _private_key(key_bytes(private_jwk, SIGNING_CURVE, "d"))
    return f"{header}..{to_base64url(key.sign(_signing_input(header, value)))}"


def key_id(jws: str) -> str:
    """Return the `kid` that a signature claims, by which its key is found. Nothing is verified yet.

    Raises:
        SignatureInvalid: not a detached compact JWS with alg, kid and at most typ in its header.
    """
    return _kid(_parts(jws)[0])


def verify(value: bytes, jws: str, public_jwk: Jwk) -> None:
    """Return if the key signed exactly these bytes.

    Raises:
        SignatureInvalid: it did not, or the JWS is not one of ours.
        KeyMalformed: the key is of another kind.
    """
    encoded, signature = _parts(jws)
    _kid(encoded)
    key = _public_key(key_bytes(public_jwk, SIGNING_CURVE, "x"))
    try:
        key.verify(signature, _signing_input(encoded, value))
    except InvalidSignature:
        raise SignatureInvalid("the signature does not hold for these bytes and this key") from None


def _signing_input(encoded_header: str, value: bytes) -> bytes:
    return f"{encoded_header}.{to_base64url(value)}".encode("ascii")


@lru_cache(maxsize=16)
def _private_key(raw: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(raw)


@lru_cache(maxsize=4_096)
def _public_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def _parts(jws: str) -> tuple[str, bytes]:
    if len(jws) > MAX_SIGNATURE_CHARACTERS:
        raise SignatureInvalid(f"the signature is longer than {MAX_SIGNATURE_CHARACTERS} characters")
    parts = jws.split(".")
    if len(parts) != 3 or parts[1]:
        raise SignatureInvalid("the signature is not a detached compact JWS: header..signature")
    try:
        signature = from_base64url(parts[2])
    except ValueError:
        raise SignatureInvalid("the signature is not base64url") from None
    if len(signature) != _SIGNATURE_BYTES:
        raise SignatureInvalid(f"an Ed25519 signature has {_SIGNATURE_BYTES} bytes")
    return parts[0], signature


@lru_cache(maxsize=4_096)
def _kid(encoded: str) -> str:
    """Return the `kid` of a header that is one of ours. An agency's header is the same in each of its messages."""
    header = _header(encoded)
    if not header.keys() <= _ALLOWED_HEADER:
        raise SignatureInvalid("the header of the signature may hold alg, kid and typ and nothing else")
    if header.get("alg") not in _ALGORITHMS:
        raise SignatureInvalid("the signature's alg must be Ed25519 (or EdDSA)")
    if not isinstance(header.get("kid"), str) or not header["kid"] or not isinstance(header.get("typ", ""), str):
        raise SignatureInvalid("the header of the signature needs a kid, as text")
    return str(header["kid"])


def _header(encoded: str) -> JsonObject:
    try:
        return loads_object(from_base64url(encoded))
    except (ValueError, ExchangeError):
        raise SignatureInvalid("the header of the signature is not base64url JSON of one meaning") from None
