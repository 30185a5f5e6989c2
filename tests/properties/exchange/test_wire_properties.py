"""What holds on the wire for all inputs."""

import json

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import generate_sealing_key, generate_signing_key, open_sealed, seal, sign, verify
from exchange.encoding import from_base64url, to_base64url
from exchange.errors import ExchangeError, SealedUnreadable, SignatureInvalid
from exchange.strict_json import canonical, loads

SIGNER, RECIPIENT = generate_signing_key(), generate_sealing_key()

texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(1 - 2**53, 2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)


def flipped(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8 % len(raw)] ^= 1 << bit % 8
    return bytes(changed)


@given(st.binary(max_size=5_000))
def test_what_is_sealed_opens_to_the_same_bytes(plaintext: bytes) -> None:
    assert open_sealed(seal(plaintext, RECIPIENT), RECIPIENT) == plaintext


@given(st.binary(min_size=1, max_size=200), st.integers(0))
def test_no_flipped_bit_of_a_sealed_text_opens(plaintext: bytes, bit: int) -> None:
    changed = flipped(seal(plaintext, RECIPIENT).encode(), bit).decode("latin-1")
    with pytest.raises(SealedUnreadable):
        open_sealed(changed, RECIPIENT)


@given(st.binary(min_size=1, max_size=500), st.integers(0))
def test_no_flipped_bit_of_a_value_verifies(value: bytes, bit: int) -> None:
    signature = sign(value, SIGNER)
    verify(value, signature, SIGNER)
    with pytest.raises(SignatureInvalid):
        verify(flipped(value, bit), signature, SIGNER)


@given(st.binary(max_size=100), st.integers(0))
def test_no_flipped_bit_of_a_signature_verifies(value: bytes, bit: int) -> None:
    changed = flipped(sign(value, SIGNER).encode(), bit).decode("latin-1")
    with pytest.raises(SignatureInvalid):
        verify(value, changed, SIGNER)


@given(values)
def test_a_canonical_text_reads_back_and_is_its_own_canonical_form(value: object) -> None:
    text = canonical(value)
    assert canonical(loads(text)) == text
    assert text == rfc8785.dumps(value)


@given(values)
def test_what_json_writes_strict_json_reads_alike(value: object) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        assert loads(text.encode("utf-8")) == value


@given(st.binary(max_size=300))
def test_any_bytes_are_read_as_json_reads_them_or_refused_by_name(raw: bytes) -> None:
    try:
        value = loads(raw)
    except ExchangeError:
        return
    assert value == json.loads(raw)


@settings(max_examples=200)
@given(st.text('{}[],:"\\ud80012e-.ntrufalse \n', max_size=60))
def test_texts_that_look_like_json_are_read_as_json_reads_them_or_refused(text: str) -> None:
    try:
        value = loads(text.encode())
    except ExchangeError:
        return
    assert value == json.loads(text)


@given(st.binary(max_size=100))
def test_base64url_has_one_spelling(raw: bytes) -> None:
    assert from_base64url(to_base64url(raw)) == raw


@given(st.text(max_size=40))
def test_any_text_is_the_one_spelling_of_its_bytes_or_is_refused(text: str) -> None:
    try:
        raw = from_base64url(text)
    except ValueError:
        return
    assert to_base64url(raw) == text
