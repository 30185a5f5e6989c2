"""What people said, sealed entry by entry: opened only for a reader who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.domain.chronology import Labels
from hub.keys import KeyProvider, open_at, place, seal
from hub.record.mapper import aggregate_key

ENTRY_KEY, CONTENT = place("entry-key"), place("content")


@dataclass(frozen=True, slots=True)
class SealedContent:
    """An entry's content as it is stored, under a key of its own.

    The entry key is wrapped by the key of the aggregate and, where the entry was born withheld, by its compartment's
    key as well, so that the one without the other opens nothing (`design.md` decision 17).
    """

    child_id: str
    entry_id: str
    version: int
    sealed: bytes
    wrapped_key: bytes
    compartment: str | None


def compartment_key(agency: str) -> str:
    """Return the name of the key that guards what an agency withholds."""
    return f"compartment:{agency}"


def seal_content(
    keys: KeyProvider, owner_id: str, labels: Labels, content: Mapping[str, Any], compartment: str | None
) -> SealedContent:
    """Seal one entry's content under a new key of its own."""
    entry_key = AESGCM.generate_key(256)
    where = _place(owner_id, labels)
    plain = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    wrapped = seal(keys.cipher(aggregate_key(owner_id)), entry_key, "entry-key", *where)
    if compartment is not None:
        wrapped = seal(keys.cipher(compartment_key(compartment)), wrapped, "entry-key", *where)
    sealed = seal(AESGCM(entry_key), plain, "content", *where)
    return SealedContent(owner_id, labels.entry_id, labels.version, sealed, wrapped, compartment)


class Ciphers:
    """The keys that one request opens contents with, each asked of the provider once."""

    def __init__(self, keys: KeyProvider) -> None:
        self._keys = keys
        self._asked: dict[str, AESGCM] = {}

    def cipher(self, name: str) -> AESGCM:
        """Return the key of that name; KeyMissing if it was never made or was destroyed anywhere."""
        if name not in self._asked:
            self._asked[name] = self._keys.cipher(name)
        return self._asked[name]


def open_content(keys: KeyProvider | Ciphers, content: SealedContent, labels: Labels) -> dict[str, Any]:
    """Open one entry's content: field name to value.

    Raises:
        Tampered: the bytes are not what was sealed for this child, entry, version and type.
        KeyMissing: a key was destroyed.
    """
    where = place(*_place(content.child_id, labels))
    wrapped = content.wrapped_key
    if content.compartment is not None:
        wrapped = open_at(ENTRY_KEY + where, keys.cipher(compartment_key(content.compartment)), wrapped)
    entry_key = open_at(ENTRY_KEY + where, keys.cipher(aggregate_key(content.child_id)), wrapped)
    opened: dict[str, Any] = orjson.loads(open_at(CONTENT + where, AESGCM(entry_key), content.sealed))
    return opened


def _place(owner_id: str, labels: Labels) -> tuple[str, ...]:
    return (owner_id, labels.entry_id, str(labels.version), labels.event_type)
