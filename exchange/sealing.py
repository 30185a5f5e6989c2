"""Sealing content to one key: compact JWE, ECDH-ES on X25519, A256GCM, never compressed (RFC 7516, 7518, 8037).

A header may hold only what these algorithms need. Compression is refused rather than limited: sealed text can
then never grow on opening, and its length is no measure of what is alike in it.
"""

from functools import lru_cache

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from exchange.encoding import from_base64url, to_base64url
from exchange.errors import ExchangeError, SealedUnreadable, TooLarge
from exchange.keys import SEALING_CURVE, Jwk, key_bytes
from exchange.limits import MAX_MESSAGE_BYTES
from exchange.strict_json import JsonObject, loads_object

_REGISTRY = jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"])
_REGISTRY.max_ciphertext_length = MAX_MESSAGE_BYTES
_REGISTRY.max_protected_header_length = 2_048
_ALLOWED_HEADER = frozenset({"alg", "enc", "kid", "epk", "apu", "apv", "typ", "cty"})


def seal(plaintext: bytes, recipient_public_jwk: Jwk) -> str:
    """Return the compact JWE that only the holder of the recipient's private key opens."""
    if len(plaintext) > MAX_MESSAGE_BYTES:
        raise TooLarge(f"content of {len(plaintext)} bytes; a message holds at most {MAX_MESSAGE_BYTES}")
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": str(recipient_public_jwk["kid"])}
    key = _public_key(key_bytes(recipient_public_jwk, SEALING_CURVE, "x"))
    return jwe.encrypt_compact(header, plaintext, key, registry=_REGISTRY)


def sealed_to(compact: str) -> str:
    """Return the `kid` to which a JWE says it is sealed, by which the private key is found.

    Raises:
        SealedUnreadable: not a compact JWE of these algorithms with a kid and nothing unknown in its header.
    """
    return str(_header(compact)["kid"])


def open_sealed(compact: str, private_jwk: Jwk) -> bytes:
    """Return the plaintext.

    Raises:
        SealedUnreadable: malformed, changed, or sealed to another key; which of these is not told.
    """
    _header(compact)
    key = _private_key(key_bytes(private_jwk, SEALING_CURVE, "d"), key_bytes(private_jwk, SEALING_CURVE, "x"))
    try:
        plaintext = jwe.decrypt_compact(compact, key, registry=_REGISTRY).plaintext
    except (JoseError, ValueError, TypeError, KeyError):
        raise SealedUnreadable("data does not open with this key: it was changed, or sealed to another") from None
    return plaintext if plaintext is not None else b""


@lru_cache(maxsize=256)
def _public_key(x: bytes) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": SEALING_CURVE, "x": to_base64url(x)})


@lru_cache(maxsize=16)
def _private_key(d: bytes, x: bytes) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": SEALING_CURVE, "d": to_base64url(d), "x": to_base64url(x)})


def _header(compact: str) -> JsonObject:
    if len(compact) > MAX_MESSAGE_BYTES:
        raise SealedUnreadable(f"data is longer than {MAX_MESSAGE_BYTES} characters")
    try:
        header = loads_object(from_base64url(compact.partition(".")[0]))
        for part in compact.split(".")[2:]:
            from_base64url(part)
    except (ValueError, ExchangeError):
        raise SealedUnreadable("data is not a compact JWE: header..iv.ciphertext.tag") from None
    _require_our_algorithms(header)
    return header


def _require_our_algorithms(header: JsonObject) -> None:
    if not header.keys() <= _ALLOWED_HEADER:
        raise SealedUnreadable("the JWE header holds a member that is not allowed (such as zip or crit)")
    if (header.get("alg"), header.get("enc")) != ("ECDH-ES", "A256GCM"):
        raise SealedUnreadable("data must be sealed with alg ECDH-ES and enc A256GCM")
    epk = header.get("epk")
    if not isinstance(header.get("kid"), str) or not isinstance(epk, dict) or epk.get("crv") != SEALING_CURVE:
        raise SealedUnreadable("the JWE header needs a kid and an epk on X25519")
