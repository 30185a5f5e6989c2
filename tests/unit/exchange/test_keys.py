"""Keys: their names, their files, and the hash that stands for a child."""

import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from exchange import (
    generate_sealing_key,
    generate_signing_key,
    load_key,
    public_part,
    save_key,
    subject_for,
    thumbprint,
)
from exchange.errors import KeyMalformed


def test_the_kid_is_the_thumbprint_of_the_example_in_rfc_8037() -> None:
    key = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize(("make", "use"), [(generate_signing_key, "sig"), (generate_sealing_key, "enc")])
def test_a_new_key_has_its_name_and_its_use(make: object, use: str) -> None:
    key = make()
    assert key["kid"] == thumbprint(key)
    assert key["use"] == use


def test_the_public_part_has_no_secret() -> None:
    key = generate_signing_key()
    assert "d" not in public_part(key)
    assert thumbprint(public_part(key)) == key["kid"]


def test_a_key_file_is_for_its_owner_alone_and_comes_back(tmp_path: Path) -> None:
    key = generate_signing_key()
    save_key(tmp_path / "k.jwk", key)
    assert stat.S_IMODE((tmp_path / "k.jwk").stat().st_mode) == 0o600
    assert load_key(tmp_path / "k.jwk") == key


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    save_key(tmp_path / "k.jwk", generate_signing_key())
    with pytest.raises(FileExistsError):
        save_key(tmp_path / "k.jwk", generate_signing_key())


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b'{"kid":1}'])
def test_a_file_without_a_key_is_named_and_its_content_is_not(tmp_path: Path, content: bytes | None) -> None:
    place = tmp_path / "k.jwk"
    if content is not None:
        place.write_bytes(content)
    with pytest.raises(KeyMalformed, match=r"k\.jwk"):
        load_key(place)


def test_a_subject_is_hmac_sha_256_in_hex() -> None:
    wanted = hmac.new(b"s" * 32, b"child 7", hashlib.sha256).hexdigest()
    assert subject_for(b"s" * 32, "child 7") == wanted
    assert subject_for(b"t" * 32, "child 7") != wanted
