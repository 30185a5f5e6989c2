"""What is sealed opens only where it belongs."""

import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.domain.errors import Tampered
from hub.keys import keyed_hash, open_sealed, seal

CIPHER = AESGCM(bytes(32))


def test_what_was_sealed_opens_in_its_place():
    sealed = seal(CIPHER, b"seen by the nurse", "child-1", "3")
    assert open_sealed(CIPHER, sealed, "child-1", "3") == b"seen by the nurse"


@pytest.mark.parametrize("place", [(), ("child-1",), ("child-2", "3"), ("child-13", ""), ("child-1", "3", "")])
def test_what_was_sealed_does_not_open_in_another_place(place):
    sealed = seal(CIPHER, b"seen by the nurse", "child-1", "3")
    with pytest.raises(Tampered):
        open_sealed(CIPHER, sealed, *place)


def test_a_change_to_any_byte_is_found():
    sealed = seal(CIPHER, b"words", "child-1")
    for index in range(len(sealed)):
        changed = sealed[:index] + bytes([sealed[index] ^ 1]) + sealed[index + 1 :]
        with pytest.raises(Tampered):
            open_sealed(CIPHER, changed, "child-1")


@pytest.mark.parametrize("length", [0, 11, 12, 27])
def test_sealed_bytes_cut_short_are_found(length):
    with pytest.raises(Tampered, match="cut short"):
        open_sealed(CIPHER, os.urandom(length), "child-1")


def test_another_key_does_not_open():
    with pytest.raises(Tampered):
        open_sealed(AESGCM(bytes(31) + b"\1"), seal(CIPHER, b"words"))


def test_the_same_words_are_sealed_differently_each_time():
    assert seal(CIPHER, b"words") != seal(CIPHER, b"words")


def test_a_keyed_hash_tells_where_one_part_ends_and_the_next_begins():
    assert keyed_hash(b"s", "ab", "c") != keyed_hash(b"s", "a", "bc") != keyed_hash(b"s", "abc")


def test_a_keyed_hash_depends_on_the_secret_and_repeats():
    assert keyed_hash(b"s", "nhs", "999") == keyed_hash(b"s", "nhs", "999") != keyed_hash(b"t", "nhs", "999")
    assert len(keyed_hash(b"s", "nhs")) == 64
