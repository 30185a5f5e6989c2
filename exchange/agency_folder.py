"""An agency's credentials folder: written once when the agency joins, read by its connectors.

agency.json       who the agency is, which hub it talks to, the hub's public keys
signing-key.jwk   the agency's private Ed25519 key (0600)
reference-key     32 random bytes in base64 (0600): turns the agency's child references into subjects
kafka.json        how to log in to the broker, where it is a secured one; see `exchange.topic_log.login`
outbox.db         made by the outbox, with its key beside it
"""

import binascii
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exchange.errors import ExchangeError, FolderUnreadable, KeyUnknown
from exchange.keys import Jwk, generate_signing_key, load_key, public_part, save_key, subject_for, write_secret
from exchange.strict_json import JsonObject, canonical, loads_object
from exchange.topics import for_agency

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class AgencyFolder:
    """What a connector needs to speak for its agency. `hub_keys` are public: uses `enc` and `sig`."""

    path: Path
    agency_id: str
    agency_type: str
    name: str
    hub_id: str
    hub_keys: tuple[Jwk, ...]
    signing_key: Jwk = field(repr=False)
    reference_key: bytes = field(repr=False)

    @property
    def outbox_path(self) -> Path:
        return self.path / "outbox.db"

    @property
    def sealing_key(self) -> Jwk:
        """The hub's key to seal to: the first of its encryption keys."""
        for key in self.hub_keys:
            if key.get("use") == "enc":
                return key
        raise KeyUnknown("agency.json names no encryption key of the hub")

    @property
    def hub_signing_keys(self) -> Mapping[str, Jwk]:
        """The hub's signing keys by `kid`, any of which may sign a receipt."""
        return {str(key["kid"]): key for key in self.hub_keys if key.get("use") == "sig"}

    def subject_of(self, local_ref: str) -> str:
        """Return the subject and message key for the agency's own reference to a child."""
        return subject_for(self.reference_key, local_ref)


def write_agency_folder(
    path: Path, *, agency_id: str, agency_type: str, name: str, hub_id: str, hub_keys: tuple[Jwk, ...]
) -> AgencyFolder:
    """Make the folder (0700) with new keys, and return what is in it.

    Raises:
        FileExistsError: there are credentials already; they are never overwritten.
    """
    for_agency(agency_id)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    save_key(path / "signing-key.jwk", generate_signing_key())
    write_secret(path / "reference-key", b64encode(os.urandom(_KEY_BYTES)))
    about = {"agency_id": agency_id, "agency_type": agency_type, "name": name, "hub_id": hub_id}
    write_secret(path / "agency.json", canonical({**about, "hub_keys": {"keys": [public_part(k) for k in hub_keys]}}))
    return read_agency_folder(path)


def read_agency_folder(path: Path) -> AgencyFolder:
    """Return the credentials in a folder; FolderUnreadable if one is missing or is not what it should be."""
    try:
        about = loads_object((path / "agency.json").read_bytes())
        reference_key = b64decode((path / "reference-key").read_bytes(), validate=True)
        signing_key = load_key(path / "signing-key.jwk")
        return _folder(path, about, signing_key, reference_key)
    except (OSError, ExchangeError, KeyError, TypeError, binascii.Error) as error:
        raise FolderUnreadable(
            f"the agency folder {path} lacks a file or holds a wrong one ({type(error).__name__}):"
            " it is made by `hub agency add`"
        ) from error


def _folder(path: Path, about: JsonObject, signing_key: Jwk, reference_key: bytes) -> AgencyFolder:
    if len(reference_key) != _KEY_BYTES:
        raise TypeError("the reference key has another length")
    for_agency(about["agency_id"])
    return AgencyFolder(
        path=path,
        agency_id=about["agency_id"],
        agency_type=about["agency_type"],
        name=about["name"],
        hub_id=about["hub_id"],
        hub_keys=tuple(about["hub_keys"]["keys"]),
        signing_key=signing_key,
        reference_key=reference_key,
    )
