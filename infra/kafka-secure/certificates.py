"""The certificates of the secured test broker: a throw-away authority, the broker's own, and one for each who asks.

    certificates.py prepare HOME            the authority (ca.pem, ca-key.pem), broker.pem, two logins
    certificates.py issue HOME NAME FOLDER  a folder with which the principal NAME logs in

Files of keys are made with mode 0600. A partnership has its own authority; this one lives as long as the test broker.
"""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from exchange.keys import write_secret
from exchange.topic_log.login import KEY, write_certificate_login

LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Authority:
    """What signs the certificates of one test broker."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def load(cls, home: Path) -> "Authority":
        """Read the authority that `prepare` made."""
        key = load_pem_private_key((home / "ca-key.pem").read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{home / 'ca-key.pem'} holds a key of another kind")
        return cls(x509.load_pem_x509_certificate((home / "ca.pem").read_bytes()), key)

    def issue(self, name: str) -> tuple[bytes, bytes]:
        """Return a certificate for this common name on loopback, and its private key, both as PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        places = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        signed = (
            _certificate(name, key, self.certificate.subject)
            .add_extension(x509.SubjectAlternativeName(places), critical=False)
            .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(self.key, SHA256())
        )
        return signed.public_bytes(Encoding.PEM), _pem(key)


def prepare(home: Path) -> None:
    """Make what the broker starts with, unless it is there already."""
    if (home / "broker.pem").exists():
        return
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("test authority of the hub")
    own = _certificate("test authority of the hub", key, name)
    signed = own.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(key, SHA256())
    write_secret(home / "ca-key.pem", _pem(key))
    write_secret(home / "ca.pem", signed.public_bytes(Encoding.PEM))
    authority = Authority(signed, key)
    for principal in ("admin", "hub"):
        issue_login(home, principal, home / "logins" / f"{principal}-certificate")
    certificate, broker_key = authority.issue("broker")
    write_secret(home / "broker.pem", broker_key + certificate)


def issue_login(home: Path, principal: str, folder: Path) -> None:
    """Make a folder with which a principal logs in by certificate."""
    certificate, key = Authority.load(home).issue(principal)
    write_certificate_login(folder, ca=(home / "ca.pem").read_bytes(), certificate=certificate)
    write_secret(folder / KEY, key)


def _certificate(name: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Name) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + LASTS)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def main(words: list[str]) -> int:
    """Run one of the two commands."""
    match words:
        case ["prepare", home]:
            prepare(Path(home))
        case ["issue", home, principal, folder]:
            issue_login(Path(home), principal, Path(folder))
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
