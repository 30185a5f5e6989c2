"""The folder that an agency is given, and what its connectors find in it."""

import stat
from pathlib import Path
from typing import Any

import pytest

from exchange import public_part, subject_for
from exchange.agency_folder import AgencyFolder, read_agency_folder, write_agency_folder
from exchange.errors import EnvelopeMalformed, FolderUnreadable, KeyUnknown


def a_folder(path: Path, wire: Any, agency_id: str = "northshire-police") -> AgencyFolder:
    return write_agency_folder(
        path,
        agency_id=agency_id,
        agency_type="police",
        name="Northshire Police",
        hub_id="northshire-hub",
        hub_keys=(wire.hub_sealing, wire.hub_signing),
    )


def test_a_folder_comes_back_as_it_was_written(tmp_path: Path, wire: Any) -> None:
    written = a_folder(tmp_path / "police", wire)
    read = read_agency_folder(tmp_path / "police")
    assert read == written
    assert (read.agency_id, read.agency_type, read.name) == ("northshire-police", "police", "Northshire Police")
    assert read.sealing_key == public_part(wire.hub_sealing)
    assert read.hub_signing_keys == {wire.hub_signing["kid"]: public_part(wire.hub_signing)}
    assert read.subject_of("local-1") == subject_for(read.reference_key, "local-1")


def test_the_folder_is_for_its_owner_alone_and_holds_no_secret_of_the_hub(tmp_path: Path, wire: Any) -> None:
    a_folder(tmp_path / "police", wire)
    assert stat.S_IMODE((tmp_path / "police").stat().st_mode) == 0o700
    for file in (tmp_path / "police").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert wire.hub_sealing["d"] not in file.read_text()
        assert wire.hub_signing["d"] not in file.read_text()


def test_credentials_are_never_overwritten(tmp_path: Path, wire: Any) -> None:
    a_folder(tmp_path / "police", wire)
    with pytest.raises(FileExistsError):
        a_folder(tmp_path / "police", wire)


def test_two_agencies_have_keys_of_their_own(tmp_path: Path, wire: Any) -> None:
    first, second = a_folder(tmp_path / "a", wire), a_folder(tmp_path / "b", wire, "st-mary")
    assert first.signing_key["kid"] != second.signing_key["kid"]
    assert first.subject_of("local-1") != second.subject_of("local-1")


def test_an_agency_id_outside_the_contract_is_refused(tmp_path: Path, wire: Any) -> None:
    with pytest.raises(EnvelopeMalformed):
        a_folder(tmp_path / "x", wire, "Not An Id")


@pytest.mark.parametrize("name", ["agency.json", "signing-key.jwk", "reference-key"])
@pytest.mark.parametrize("content", [None, "", "{}", "AAAA"])
def test_a_missing_or_wrong_file_is_said_with_the_way_to_mend_it(
    tmp_path: Path, wire: Any, name: str, content: str | None
) -> None:
    a_folder(tmp_path, wire)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(FolderUnreadable, match="hub agency add"):
        read_agency_folder(tmp_path)


def test_a_hub_without_a_sealing_key_is_said(tmp_path: Path, wire: Any) -> None:
    folder = write_agency_folder(
        tmp_path, agency_id="st-mary", agency_type="school", name="St Mary", hub_id="hub", hub_keys=(wire.hub_signing,)
    )
    with pytest.raises(KeyUnknown):
        _ = folder.sealing_key


def test_no_key_shows_in_the_folders_own_text(tmp_path: Path, wire: Any) -> None:
    folder = a_folder(tmp_path, wire)
    assert folder.signing_key["d"] not in repr(folder)
