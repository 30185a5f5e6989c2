"""Sealing: only the recipient opens, any change shows, and only our algorithms pass."""

import json

import pytest
from joserfc import jwe
from joserfc.jwk import OctKey, OKPKey

from exchange import generate_sealing_key, generate_signing_key, open_sealed, public_part, seal, sealed_to
from exchange.encoding import from_base64url, to_base64url
from exchange.errors import KeyMalformed, SealedUnreadable, TooLarge

KEY = generate_sealing_key()
SECRET = b'{"narrative":"made up"}'


def resealed(**header: object) -> str:
    """A JWE that joserfc made, with another header."""
    whole = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": KEY["kid"], **header}
    registry = jwe.JWERegistry(
        algorithms=["ECDH-ES", "A256GCM", "A128GCM", "DEF", "ECDH-ES+A256KW"], strict_check_header=False
    )
    return jwe.encrypt_compact(whole, SECRET, OKPKey.import_key(KEY), registry=registry)


def with_header(**changes: object) -> str:
    """A JWE whose header was changed afterwards."""
    encoded, rest = seal(SECRET, KEY).split(".", 1)
    return f"{to_base64url(json.dumps({**json.loads(from_base64url(encoded)), **changes}).encode())}.{rest}"


def test_what_is_sealed_with_the_public_part_opens_with_the_private_key() -> None:
    assert open_sealed(seal(SECRET, public_part(KEY)), KEY) == SECRET


def test_the_secret_is_not_in_what_is_sent() -> None:
    sealed = seal(SECRET, KEY)
    assert b"narrative" not in b"".join(from_base64url(part) for part in sealed.split("."))


def test_sealing_twice_gives_two_texts() -> None:
    assert seal(SECRET, KEY) != seal(SECRET, KEY)


def test_a_sealed_text_says_to_which_key() -> None:
    assert sealed_to(seal(SECRET, KEY)) == KEY["kid"]


def test_joserfc_opens_what_we_seal_and_we_open_what_joserfc_seals() -> None:
    registry = jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"])
    assert jwe.decrypt_compact(seal(SECRET, KEY), OKPKey.import_key(KEY), registry=registry).plaintext == SECRET
    assert open_sealed(resealed(apu="QWxpY2U", apv="Qm9i"), KEY) == SECRET


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealedUnreadable):
        open_sealed(seal(SECRET, KEY), generate_sealing_key())


@pytest.mark.parametrize("part", [0, 2, 3, 4])
def test_a_changed_part_does_not_open(part: int) -> None:
    parts = seal(SECRET, KEY).split(".")
    raw = bytearray(from_base64url(parts[part]))
    raw[len(raw) // 2] ^= 1
    parts[part] = to_base64url(bytes(raw))
    with pytest.raises(SealedUnreadable):
        open_sealed(".".join(parts), KEY)


@pytest.mark.parametrize("header", [{"zip": "DEF"}, {"enc": "A128GCM"}, {"alg": "ECDH-ES+A256KW"}])
def test_another_algorithm_or_compression_is_refused_though_it_would_open(header: dict[str, str]) -> None:
    with pytest.raises(SealedUnreadable, match=r"not allowed|must be sealed with"):
        open_sealed(resealed(**header), KEY)


@pytest.mark.parametrize(
    "changes",
    [
        {"alg": "dir"},
        {"crit": ["x"], "x": 1},
        {"jku": "https://evil.example"},
        {"kid": None},
        {"epk": None},
        {"epk": {"kty": "OKP", "crv": "X25519", "x": to_base64url(bytes(32))}},
        {"epk": {"kty": "OKP", "crv": "X25519", "x": "AAAA"}},
        {"epk": {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}},
        {"epk": {"kty": "OKP", "crv": "X25519"}},
    ],
    ids=repr,
)
def test_a_hostile_header_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(SealedUnreadable):
        open_sealed(with_header(**changes), KEY)


@pytest.mark.parametrize("text", ["", "....", "a.b.c", "not a jwe", "e30..AA.AA.AA", "ä....", "e30.e30.AA.AA.AA"])
def test_what_is_no_compact_jwe_is_refused(text: str) -> None:
    with pytest.raises(SealedUnreadable):
        open_sealed(text, KEY)


def test_a_symmetric_jwe_is_refused() -> None:
    text = jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM", "kid": "k"}, SECRET, OctKey.generate_key(256))
    with pytest.raises(SealedUnreadable):
        open_sealed(text, KEY)


def test_content_over_the_limit_is_not_sealed() -> None:
    with pytest.raises(TooLarge):
        seal(b"x" * 1_000_001, KEY)


def test_a_signing_key_does_not_seal() -> None:
    with pytest.raises(KeyMalformed):
        seal(SECRET, generate_signing_key())


def test_nothing_is_an_empty_plaintext_like_any_other() -> None:
    assert open_sealed(seal(b"", KEY), KEY) == b""
