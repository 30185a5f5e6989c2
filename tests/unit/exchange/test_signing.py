"""Detached signatures: RFC 8037's example, joserfc's verdict, and everything that must not pass."""

import json
from pathlib import Path

import pytest
from joserfc import jws as joserfc_jws
from joserfc.jwk import OKPKey

from exchange import generate_sealing_key, generate_signing_key, key_id, public_part, sign, verify
from exchange.encoding import to_base64url
from exchange.errors import KeyMalformed, SignatureInvalid

KEY = generate_signing_key()
VALUE = b'{"specversion":"1.0"}'


def with_header(header: object, value: bytes = VALUE) -> str:
    """A signature that holds, under a header of our choosing."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from exchange.encoding import from_base64url

    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    key = Ed25519PrivateKey.from_private_bytes(from_base64url(KEY["d"]))
    encoded = to_base64url(raw)
    return f"{encoded}..{to_base64url(key.sign(f'{encoded}.{to_base64url(value)}'.encode()))}"


def test_a_signature_holds_for_the_exact_bytes() -> None:
    signature = sign(VALUE, KEY)
    verify(VALUE, signature, public_part(KEY))
    assert signature.split(".")[1] == ""
    assert key_id(signature) == KEY["kid"]


def test_the_same_json_in_other_bytes_does_not_verify() -> None:
    with pytest.raises(SignatureInvalid):
        verify(b'{"specversion": "1.0"}', sign(VALUE, KEY), KEY)


def test_another_key_does_not_verify() -> None:
    with pytest.raises(SignatureInvalid):
        verify(VALUE, sign(VALUE, KEY), generate_signing_key())


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_the_example_of_rfc_8037_holds_but_is_refused_for_want_of_a_key_id(shared_data: Path) -> None:
    example = json.loads((shared_data / "jose-cookbook" / "curve25519-jws.json").read_text("utf-8"))
    key, payload = example["input"]["key"], example["input"]["payload"].encode()
    compact = example["output"]["compact"]
    assert joserfc_jws.deserialize_compact(compact, OKPKey.import_key(key), algorithms=["EdDSA"]).payload == payload
    header, _, signature = compact.split(".")
    with pytest.raises(SignatureInvalid, match="kid"):
        verify(payload, f"{header}..{signature}", key)


def test_the_key_of_rfc_8037_signs_for_us_what_joserfc_verifies(shared_data: Path) -> None:
    example = json.loads((shared_data / "jose-cookbook" / "curve25519-jws.json").read_text("utf-8"))
    key = {**example["input"]["key"], "kid": "rfc-8037"}
    header, _, signature = sign(VALUE, key).split(".")
    whole = f"{header}.{to_base64url(VALUE)}.{signature}"
    assert joserfc_jws.deserialize_compact(whole, OKPKey.import_key(key), algorithms=["Ed25519"]).payload == VALUE


def test_joserfc_verifies_what_we_sign() -> None:
    header, _, signature = sign(VALUE, KEY).split(".")
    whole = f"{header}.{to_base64url(VALUE)}.{signature}"
    assert joserfc_jws.deserialize_compact(whole, OKPKey.import_key(KEY), algorithms=["Ed25519"]).payload == VALUE


@pytest.mark.parametrize("algorithm", ["Ed25519", "EdDSA"])
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_we_verify_what_joserfc_signs(algorithm: str) -> None:
    bare = {name: KEY[name] for name in ("kty", "crv", "x", "d")}
    header = {"alg": algorithm, "kid": KEY["kid"], "typ": "JOSE"}
    whole = joserfc_jws.serialize_compact(header, VALUE, OKPKey.import_key(bare), algorithms=[algorithm])
    encoded, _, signature = whole.split(".")
    verify(VALUE, f"{encoded}..{signature}", KEY)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": "k"},
        {"alg": "HS256", "kid": "k"},
        {"alg": "ES512", "kid": "k"},
        {"kid": "k"},
        {"alg": "Ed25519"},
        {"alg": "Ed25519", "kid": ""},
        {"alg": "Ed25519", "kid": 5},
        {"alg": ["Ed25519"], "kid": "k"},
        {"alg": "Ed25519", "kid": "k", "typ": 1},
        *(
            {"alg": "Ed25519", "kid": "k", name: value}
            for name, value in [
                ("crit", ["b64"]),
                ("b64", False),
                ("jku", "https://evil.example"),
                ("jwk", {}),
                ("x5u", ""),
                ("x5c", []),
            ]
        ),
        [],
        b"not json",
        b'{"alg":"Ed25519","kid":"a","kid":"b"}',
    ],
    ids=repr,
)
def test_a_header_outside_the_allow_list_is_refused_though_the_signature_holds(header: object) -> None:
    signature = with_header(header)
    with pytest.raises(SignatureInvalid):
        verify(VALUE, signature, KEY)
    with pytest.raises(SignatureInvalid):
        key_id(signature)


@pytest.mark.parametrize("jws", ["", "..", "a..b", "a.b", "a.b.c.d", "ä..ö", "a" * 3_000, "e30..AAAA"])
def test_what_is_no_detached_jws_is_refused(jws: str) -> None:
    with pytest.raises(SignatureInvalid):
        verify(VALUE, jws, KEY)


def test_a_jws_with_its_payload_inside_is_refused() -> None:
    header, _, signature = sign(VALUE, KEY).split(".")
    with pytest.raises(SignatureInvalid, match="detached"):
        verify(VALUE, f"{header}.{to_base64url(VALUE)}.{signature}", KEY)


def test_padding_or_another_spelling_of_the_signature_is_refused() -> None:
    signature = sign(VALUE, KEY)
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    respelt = signature[:-1] + last[last.index(signature[-1]) ^ 1]
    for other in (signature + "==", respelt):
        with pytest.raises(SignatureInvalid):
            verify(VALUE, other, KEY)


@pytest.mark.parametrize(
    "key",
    [
        generate_sealing_key(),
        {"kty": "oct", "k": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "!"},
    ],
)
def test_a_key_of_another_kind_is_refused(key: dict[str, str]) -> None:
    with pytest.raises(KeyMalformed):
        verify(VALUE, sign(VALUE, KEY), key)
