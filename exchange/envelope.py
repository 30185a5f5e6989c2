"""The CloudEvents 1.0 envelope around everything on the wire, in structured JSON: what it is and how it is written.

An agency's `data` is a compact JWE (`application/jose`); the hub's receipts and notices carry plain JSON. An
Envelope whose `data` is an object is open, one whose `data` is text is sealed. This module knows the attributes
and nothing of keys; `envelope_reading.py` reads it, `messages.py` seals and signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from exchange.errors import Fault, RouteMismatch
from exchange.instants import format_instant
from exchange.names import agency_of, is_from_hub
from exchange.strict_json import JsonObject, canonical
from exchange.topics import agency_of_topic

CONTENT_TYPE = "application/cloudevents+json"
SEALED = "application/jose"
OPEN = "application/json"

Extension = str | int | bool


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is said of one message, and the message itself.

    `time` is an aware UTC instant; `sequence` counts the messages of one source, from 1, without a gap (None where
    the sender does not count); `subject` is the keyed hash that is the message key too; `audience` is whom it is for.
    """

    id: str
    source: str
    type: str
    time: datetime
    subject: str
    topic: str
    audience: str
    data: str | JsonObject
    sequence: int | None = None
    traceparent: str | None = None
    extensions: Mapping[str, Extension] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_sealed(self) -> bool:
        return isinstance(self.data, str)


def encode(envelope: Envelope) -> bytes:
    """Return the message value: canonical JSON (RFC 8785), so that one envelope has one spelling.

    Whoever sends reads it back by `decode` first (`messages.py` does), and so learns of faults before signing.
    """
    document: JsonObject = {**attributes_of(envelope), "data": envelope.data}
    if envelope.traceparent is not None:
        document["traceparent"] = envelope.traceparent
    return canonical(document)


def attributes_of(envelope: Envelope) -> dict[str, Any]:
    """Return what the sender says of the message: every attribute but `data` and `traceparent`.

    `sequence` is written as CloudEvents' sequence extension wants it: text that sorts as the numbers do.
    """
    attributes: dict[str, Any] = {
        **envelope.extensions,
        "specversion": "1.0",
        "datacontenttype": SEALED if envelope.is_sealed else OPEN,
        "time": format_instant(envelope.time),
        **{name: getattr(envelope, name) for name in ("id", "source", "type", "subject", "topic", "audience")},
    }
    if envelope.sequence is not None:
        attributes["sequence"] = str(envelope.sequence).zfill(20)
    return attributes


def require_route(envelope: Envelope, topic: str, audience: str) -> None:
    """Raise RouteMismatch unless the envelope is on its own topic, of its own agency, for this hub (security.md T4)."""
    checks = (
        ("/topic", "names another topic than the one it came on", envelope.topic == topic),
        ("/source", "is not of the agency whose topic this is", _is_of(envelope.source, topic)),
        ("/audience", "names another hub", envelope.audience == audience),
    )
    faults = tuple(Fault(pointer, detail) for pointer, detail, holds in checks if not holds)
    if faults:
        raise RouteMismatch("the envelope does not belong here: " + ", ".join(f.pointer for f in faults), faults)


def _is_of(source: str, topic: str) -> bool:
    return not is_from_hub(source) and agency_of(source) == agency_of_topic(topic)
