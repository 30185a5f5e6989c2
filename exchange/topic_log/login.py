"""A login to a secured Kafka as files: `kafka.json` in a folder, beside the files that it names.

kafka.json             which of the two kinds of login it is, and the names of its files
kafka-ca.pem           the authority that vouches for the broker
kafka-password         the password (0600), for a login by password (SCRAM-SHA-512)
kafka-certificate.pem  the client's certificate, and
kafka-key.pem          its private key (0600), for a login by certificate; whoever logs in makes the key
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.x509 import load_pem_x509_certificate
from cryptography.x509.oid import NameOID

from exchange.errors import FolderUnreadable, Malformed
from exchange.keys import write_secret
from exchange.strict_json import canonical, loads_object
from exchange.topic_log.security import KafkaSecurity

LOGIN: Final = "kafka.json"
CA: Final = "kafka-ca.pem"
PASSWORD: Final = "kafka-password"  # noqa: S105 (a file's name)
CERTIFICATE: Final = "kafka-certificate.pem"
KEY: Final = "kafka-key.pem"
MECHANISM: Final = "SCRAM-SHA-512"


def has_login(folder: Path) -> bool:
    """Say whether a folder holds a login."""
    return (folder / LOGIN).exists()


def read_login(folder: Path) -> KafkaSecurity:
    """Return the login in a folder.

    Raises:
        FolderUnreadable: one of its files is missing or is not what it should be; says which.
    """
    try:
        about = loads_object((folder / LOGIN).read_bytes())
        return _security(folder, about)
    except (OSError, Malformed, KeyError, TypeError, UnicodeDecodeError) as error:
        missing = Path(str(error.filename)).name if isinstance(error, OSError) else LOGIN
        raise FolderUnreadable(
            f"the Kafka login in {folder} cannot be read: {missing} is missing or not what it should be"
            f" ({type(error).__name__}); `hub agency add` and the broker's administrator make such folders"
        ) from error


def _security(folder: Path, about: Mapping[str, Any]) -> KafkaSecurity:
    ca = _readable(folder / about["ca_file"])
    if "username" not in about:
        certificate, key = _readable(folder / about["certificate_file"]), _readable(folder / about["key_file"])
        return KafkaSecurity(ca_file=ca, certificate_file=certificate, key_file=key)
    password = (folder / about["password_file"]).read_text("utf-8").strip()
    return KafkaSecurity(ca_file=ca, sasl_mechanism=MECHANISM, username=str(about["username"]), password=password)


def _readable(path: Path) -> Path:
    """Return the path of a file that can be read; OSError names it otherwise."""
    with path.open("rb"):
        return path


def write_password_login(folder: Path, *, ca: bytes, username: str, password: str) -> None:
    """Make a login by password; `kafka.json` is written last, so that a half-written login is none."""
    _begin(folder, ca)
    (folder / PASSWORD).unlink(missing_ok=True)
    write_secret(folder / PASSWORD, password.encode())
    _finish(folder, {"ca_file": CA, "username": username, "password_file": PASSWORD})


def write_certificate_login(folder: Path, *, ca: bytes, certificate: bytes) -> None:
    """Make a login by certificate, beside which whoever logs in lays the key."""
    _begin(folder, ca)
    (folder / CERTIFICATE).write_bytes(certificate)
    _finish(folder, {"ca_file": CA, "certificate_file": CERTIFICATE, "key_file": KEY})


def password_in(folder: Path) -> str | None:
    """Return the password of a login by password, None of one by certificate; FolderUnreadable as `read_login`."""
    if not (folder / PASSWORD).exists():
        return None
    return read_login(folder).password


def forget_login(folder: Path) -> None:
    """Drop a login, so that another can be made; the client's own private key stays."""
    for name in (LOGIN, PASSWORD, CERTIFICATE):
        (folder / name).unlink(missing_ok=True)


def _begin(folder: Path, ca: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / CA).write_bytes(ca)


def _finish(folder: Path, about: Mapping[str, str]) -> None:
    write_secret(folder / LOGIN, canonical(dict(about)))


def principal_of(security: KafkaSecurity) -> str:
    """Return the name under which the broker knows a login: the user's, or the certificate's common name.

    Raises:
        FolderUnreadable: neither a username nor a certificate with a common name.
    """
    if security.username is not None:
        return security.username
    if security.certificate_file is None:
        raise FolderUnreadable("a login to Kafka needs a username or a certificate")
    return common_name(security.certificate_file)


def common_name(certificate: Path) -> str:
    """Return the common name in a PEM certificate; FolderUnreadable if there is none."""
    try:
        subject = load_pem_x509_certificate(certificate.read_bytes()).subject
        return str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    except (OSError, ValueError, IndexError) as error:
        raise FolderUnreadable(f"{certificate.name} is not a PEM certificate with a common name") from error
