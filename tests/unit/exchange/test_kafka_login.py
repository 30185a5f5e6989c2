"""A login to Kafka as files: written so that only its owner reads it, read back, and named where it is wrong."""

import stat
from pathlib import Path

import pytest

from exchange.errors import FolderUnreadable
from exchange.topic_log.login import (
    forget_login,
    has_login,
    password_in,
    principal_of,
    read_login,
    write_certificate_login,
    write_password_login,
)
from exchange.topic_log.security import KafkaSecurity


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A login by password."""
    write_password_login(tmp_path / "school", ca=b"authority", username="agency.school", password="s3cret")
    return tmp_path / "school"


def test_a_login_by_password_is_read_back(folder: Path) -> None:
    login = read_login(folder)
    assert (login.username, login.password, login.protocol) == ("agency.school", "s3cret", "SASL_SSL")
    assert login.ca_file is not None
    assert login.ca_file.read_bytes() == b"authority"
    assert (principal_of(login), password_in(folder)) == ("agency.school", "s3cret")


def test_only_the_owner_reads_a_password(folder: Path) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert (modes["kafka-password"], modes["kafka.json"], stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o600, 0o700)


def test_a_login_by_certificate_waits_for_the_key_that_its_owner_made(tmp_path: Path) -> None:
    write_certificate_login(tmp_path, ca=b"authority", certificate=b"certificate")
    with pytest.raises(FolderUnreadable, match=r"kafka-key\.pem is missing"):
        read_login(tmp_path)
    (tmp_path / "kafka-key.pem").write_bytes(b"key")
    assert read_login(tmp_path).protocol == "SSL"
    assert password_in(tmp_path) is None


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    (folder / "kafka-password").unlink()
    with pytest.raises(FolderUnreadable, match="kafka-password is missing"):
        read_login(folder)


def test_a_login_that_is_no_json_is_named_and_its_content_is_not(folder: Path) -> None:
    (folder / "kafka.json").write_text("s3cret", encoding="utf-8")
    with pytest.raises(FolderUnreadable, match=r"kafka\.json") as raised:
        read_login(folder)
    assert "s3cret" not in str(raised.value)


def test_a_login_is_not_written_over(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        write_password_login(folder, ca=b"other", username="agency.other", password="other")


def test_a_forgotten_login_is_none_and_can_be_made_anew(folder: Path) -> None:
    forget_login(folder)
    assert not has_login(folder)
    write_password_login(folder, ca=b"authority", username="agency.school", password="another")
    assert password_in(folder) == "another"


def test_a_certificate_that_is_none_has_no_principal(tmp_path: Path) -> None:
    write_certificate_login(tmp_path, ca=b"authority", certificate=b"no certificate")
    with pytest.raises(FolderUnreadable, match="not a PEM certificate"):
        principal_of(KafkaSecurity(certificate_file=tmp_path / "kafka-certificate.pem"))


def test_a_login_of_nobody_has_no_principal() -> None:
    with pytest.raises(FolderUnreadable, match="username or a certificate"):
        principal_of(KafkaSecurity())
