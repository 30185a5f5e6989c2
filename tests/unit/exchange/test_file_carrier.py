"""A message written to files is, byte for byte, what would have been posted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from exchange.envelope import Envelope
from exchange.errors import SignatureInvalid, Unreachable
from exchange.file_carrier import FileCarrier
from exchange.keys import Jwk, generate_sealing_key, generate_signing_key, public_part
from exchange.messages import Message, compose, signed_headers, verified

SEALING, SIGNING = generate_sealing_key(), generate_signing_key()


def message(id: str = "CR-1", system: str = "records") -> Message:
    envelope = Envelope(
        id=id,
        source=f"urn:agency:oakfield-school:{system}",
        type="safeguarding.concern-raised.v1",
        time=datetime(2026, 3, 2, 16, 0, tzinfo=UTC),
        subject="a" * 64,
        topic="agency.oakfield-school.urgent",
        audience="hub-northshire",
        sequence=1,
        data={"headline": "Bruise seen at registration"},
    )
    return compose(envelope, seal_to=public_part(SEALING), sign_with=SIGNING)


def read(folder: Path, name: str) -> tuple[bytes, str]:
    return (folder / f"{name}.envelope.json").read_bytes(), (folder / f"{name}.envelope.jws").read_text()


def test_what_is_written_is_what_was_signed(tmp_path: Path) -> None:
    sent = message()
    assert FileCarrier(tmp_path / "out").deliver([sent]) == [True]
    value, jws = read(tmp_path / "out", "records.CR-1")
    assert value == sent.value
    assert verified(value, signed_headers(jws), public_part(SIGNING)).id == "CR-1"


def test_a_changed_byte_no_longer_holds(tmp_path: Path) -> None:
    FileCarrier(tmp_path).deliver([message()])
    value, jws = read(tmp_path, "records.CR-1")
    with pytest.raises(SignatureInvalid):
        verified(value.replace(b"CR-1", b"CR-2"), signed_headers(jws), public_part(SIGNING))


@pytest.mark.parametrize("id", ["../../etc/passwd", "a/b", "..", "x" * 256, "a b"])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, id: str) -> None:
    FileCarrier(tmp_path / "out").deliver([message(id)])
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert [found.name for found in tmp_path.iterdir()] == ["out"]


def test_two_systems_with_one_id_write_two_messages(tmp_path: Path) -> None:
    FileCarrier(tmp_path).deliver([message(), message(system="other")])
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_a_folder_that_cannot_be_written_to_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file stands there")
    with pytest.raises(Unreachable, match="cannot be written to"):
        FileCarrier(tmp_path / "out").deliver([message()])


def test_no_receipt_comes_by_files(tmp_path: Path) -> None:
    carrier = FileCarrier(tmp_path)
    carrier.deliver([message()])
    assert list(carrier.collect([], 0.0).signed) == []


def test_keys_stay_where_they_are(tmp_path: Path) -> None:
    FileCarrier(tmp_path).deliver([message()])
    private: Jwk = SIGNING
    assert str(private["d"]).encode() not in b"".join(found.read_bytes() for found in tmp_path.iterdir())
