"""From an event to what goes on its topic, sealed and signed as a connector would, and spoilt where it ought to be."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from exchange import AgencyFolder, Envelope, Message, compose, for_agency, lane_of
from exchange.topics import Lane
from faultlab.story import BEGIN, Fate, Flaw, Told

SIGNATURE = "jws"


@dataclass(frozen=True, slots=True)
class Post:
    """A message, and what the ledger says of it. `source` and `id` are those by which its receipt will name it."""

    message: Message
    entry: Mapping[str, Any]


class Posting:
    """Composes for several agencies; remembers messages, since some are sent twice byte for byte."""

    def __init__(self, folders: Mapping[str, AgencyFolder]) -> None:
        self._folders = folders
        self._composed: dict[str, Message] = {}

    def post(self, told: Told) -> Post:
        """Return what to send. A copy of a message that was spoilt is the same bytes."""
        fresh = told.id not in self._composed or (told.again is True and told.flaw is None)
        if fresh:
            self._composed[told.id] = _spoilt(self._compose(told), told.flaw)
        message = self._composed[told.id]
        return Post(message, _entry(told, message))

    def _compose(self, told: Told) -> Message:
        folder = self._folders[told.agency]
        topics = for_agency(told.agency)
        envelope = Envelope(
            id=told.id,
            source=source_of(told.agency),
            type=told.event_type,
            time=BEGIN,
            subject=folder.subject_of(told.children[0][0] if told.children else "A-1"),
            topic=topics.urgent if lane_of(told.name) is Lane.URGENT else topics.events,
            audience="another-hub" if told.flaw is Flaw.WRONG_HUB else folder.hub_id,
            data={**told.data, "headline": ""} if told.flaw is Flaw.INVALID else dict(told.data),
        )
        return compose(envelope, seal_to=folder.sealing_key, sign_with=folder.signing_key)


def source_of(agency: str) -> str:
    """Return the one source of an agency in a run."""
    return f"urn:agency:{agency}:lab"


def _spoilt(message: Message, flaw: Flaw | None) -> Message:
    if flaw is Flaw.NOT_JSON:
        return replace(message, value=message.value[: len(message.value) // 2])
    if flaw is Flaw.NO_SIGNATURE:
        return replace(message, headers=tuple(one for one in message.headers if one[0] != SIGNATURE))
    if flaw is Flaw.BAD_SIGNATURE:
        return replace(message, headers=tuple((name, _other(name, value)) for name, value in message.headers))
    return message


def _other(name: str, value: bytes) -> bytes:
    """Return a header with the first character of a signature changed."""
    if name != SIGNATURE:
        return value
    head, _, signature = value.rpartition(b".")
    return head + b"." + (b"B" if signature[:1] == b"A" else b"A") + signature[1:]


def _entry(told: Told, message: Message) -> dict[str, Any]:
    fingerprint = hashlib.sha256(message.value).hexdigest()
    unreadable = told.flaw is Flaw.NOT_JSON
    return {
        "source": f"urn:agency:{told.agency}:unreadable" if unreadable else source_of(told.agency),
        "id": fingerprint if unreadable else told.id,
        "event": told.id,
        "fate": told.fate.value,
        "topic": message.topic,
        "children": [list(one) for one in told.children],
        "person": "A-1" if told.fate is Fate.PERSON else None,
        "headline": told.data["headline"],
        "sha256": fingerprint,
    }
