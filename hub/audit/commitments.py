"""What a leaf commits to: the canonical body of an access or of a recorded event, under a salt of its own.

Once the salt is destroyed the leaf tells nothing of what it was made from, and every proof still holds.
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from exchange.merkle import leaf_hash
from hub.domain.errors import AuditError

SALT_BYTES = 16


class Kind(StrEnum):
    """What a leaf is about."""

    ACCESS = "access"
    EVENT = "event"
    VANISHED = "vanished"
    """An event that a restore of the store took away; its leaf came back from a witness's mirror."""


@dataclass(frozen=True, slots=True)
class EventKey:
    """Which stored event: its aggregate and its place there. `originator_id` is a uuid with dashes."""

    originator_id: str
    version: int

    def __str__(self) -> str:
        return f"event {self.version} of {self.originator_id}"


def event_key(originator_id: UUID | str, version: int) -> EventKey:
    """Return the key of a stored event, however the store spells the uuid; ValueError if it is none."""
    return EventKey(str(UUID(str(originator_id))), int(version))


def canonical(body: dict[str, Any]) -> bytes:
    """Return the RFC 8785 form of a body, which holds only strings, whole numbers and booleans under ASCII keys.

    For those, sorted keys without white space are that form. Raises AuditError for text that UTF-8 can't hold.
    """
    try:
        return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        raise AuditError("an audit record holds text that is not Unicode: half a surrogate pair") from None


def access_body(index: int, logged: int, record: bytes) -> bytes:
    """Return what the leaf of an access commits to, canonical as well: its names are in order.

    `logged` is in microseconds since 1970; `record` is the canonical form of the access, made ready before its turn.
    """
    return b'{"index":%d,"kind":"%b","logged":%d,"record":%b}' % (index, Kind.ACCESS.encode(), logged, record)


def event_body(index: int, logged: int, key: EventKey, topic: str, state: bytes) -> bytes:
    """Return what the leaf of a stored event commits to."""
    return canonical(
        {
            "index": index,
            "kind": Kind.EVENT,
            "logged": logged,
            "originator_id": key.originator_id,
            "originator_version": key.version,
            "topic": topic,
            "state": base64.b64encode(hashlib.sha256(state).digest()).decode(),
        }
    )


def new_salt() -> bytes:
    """Return a salt no other leaf has."""
    return os.urandom(SALT_BYTES)


def committed(salt: bytes, body: bytes) -> bytes:
    """Return the leaf hash of a body under its salt."""
    return leaf_hash(hashlib.sha256(salt + body).digest())
