"""The AsyncAPI 3 description of the wire: topics, envelope, headers, and each event's data; written from the code.

`python -m exchange.asyncapi` writes `schemas/asyncapi.json`. Patterns, limits and outcomes are those by which the hub
reads, and each event's data is referred to where its schema stands, so that the description cannot say other things.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from exchange.envelope import CONTENT_TYPE, OPEN, SEALED
from exchange.limits import MAX_MESSAGE_BYTES, MAX_SIGNATURE_CHARACTERS
from exchange.names import AGENCY_SOURCE, AUDIENCE, EVENT_TYPE, HUB_SOURCE, MESSAGE_ID, SUBJECT
from exchange.notices import NoticeType
from exchange.receipts import RECEIPT_TYPE, ReceiptOutcome
from exchange.schemas import Schemas, load, shipped
from exchange.topics import AGENCY_ID, ANY_TOPIC, Lane

Json = dict[str, Any]

ABOUT = {
    Lane.EVENTS: "Events of an agency that need nobody within minutes.",
    Lane.URGENT: "Events of an agency that a person must see within minutes. No order holds between this and `events`.",
    Lane.RECEIPTS: "The hub's signed answer to each message of the agency, delivered at least once.",
    Lane.NOTICES: "What the hub tells the agency unasked, numbered from 1 and delivered at least once.",
}
NOTICES = {"history-requested": NoticeType.HISTORY_REQUESTED, "day-stated": NoticeType.DAY_STATED}
REQUIRED = ["specversion", "id", "source", "type", "time", "subject", "topic", "audience", "datacontenttype", "data"]
"""The attributes without which the hub takes no envelope."""


def document(schemas: Schemas) -> Json:
    """Return the whole document; references are relative to the folder of schemas."""
    names = {event_type.split(".")[1]: event_type for event_type in schemas.types()}
    lanes = {name: schemas.annotations(event_type).lane for name, event_type in names.items()}
    carried: dict[Lane, list[str]] = {Lane.RECEIPTS: ["receipt"], Lane.NOTICES: [*NOTICES]}
    carried |= {lane: [name for name in names if lanes[name] == lane] for lane in (Lane.EVENTS, Lane.URGENT)}
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": CONTENT_TYPE,
        "servers": {"kafka": _server()},
        "channels": {str(lane): _channel(lane, carried[lane]) for lane in Lane},
        "operations": {str(lane): _operation(lane) for lane in Lane},
        "components": {
            "messages": {**{name: _event(schemas, event_type) for name, event_type in names.items()}, **_answers()},
            "schemas": {"headers": _headers(), "envelope": _envelope(), "receipt": _receipt()},
        },
    }


def written() -> str:
    """Return the text of `schemas/asyncapi.json`."""
    return json.dumps(document(load()), indent=2) + "\n"


def _info() -> Json:
    return {
        "title": "Safeguarding hub: the wire",
        "version": "1.0.0",
        "description": (
            "Four topics for each agency. A value is a CloudEvents 1.0 object in structured JSON, signed over its exact"
            f" bytes; value and headers together take at most {MAX_MESSAGE_BYTES:,} bytes. An event's `data` is a"
            " compact JWE to the hub's key, so a broker's disk holds no narrative and no identifier."
            " `docs/integrators.md` says how to begin."
        ),
    }


def _server() -> Json:
    return {
        "host": "{broker}",
        "protocol": "kafka-secure",
        "description": (
            "The hub's Kafka. An agency's principal writes its own events and urgent topics and reads its own receipts"
            " and notices, and nothing else. The same messages are taken by HTTP at POST /v1/events."
        ),
        "variables": {"broker": {"description": "Host and port, as the hub's operator gives them."}},
    }


def _channel(lane: Lane, messages: list[str]) -> Json:
    return {
        "address": f"agency.{{agency_id}}.{lane}",
        "description": ABOUT[lane],
        "parameters": {"agency_id": {"description": f"The agency's id at the hub: {_plain(AGENCY_ID)}"}},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
    }


def _operation(lane: Lane) -> Json:
    from_agency = lane in (Lane.EVENTS, Lane.URGENT)
    return {
        "action": "receive" if from_agency else "send",
        "channel": {"$ref": f"#/channels/{lane}"},
        "summary": f"The hub {'reads what an agency says' if from_agency else 'writes to an agency'}.",
    }


def _event(schemas: Schemas, event_type: str) -> Json:
    notes, schema = schemas.annotations(event_type), schemas.documents[event_type]
    senders = "any agency" if notes.senders is None else ", ".join(notes.senders)
    sealed = {
        "type": "string",
        "description": "A compact JWE (ECDH-ES with X25519, A256GCM); its plaintext follows `contentSchema`.",
        "contentMediaType": SEALED,
        "contentSchema": {"$ref": f"events/{event_type.removeprefix('safeguarding.')}.json"},
    }
    said = {"type": {"const": event_type}, "datacontenttype": {"const": SEALED}, "data": sealed}
    return _message(event_type, notes.title, said) | {
        "summary": schema["description"],
        "description": f"Sent by: {senders}. Admitted: {notes.admission}.",
    }


def _answers() -> Mapping[str, Json]:
    said = {"datacontenttype": {"const": OPEN}}
    receipt = {"type": {"const": RECEIPT_TYPE}, "data": {"$ref": "#/components/schemas/receipt"}}
    return {
        "receipt": _message(RECEIPT_TYPE, "Receipt", said | receipt),
        **{name: _notice(name, NOTICES[name], said) for name in NOTICES},
    }


def _notice(name: str, type: NoticeType, said: Json) -> Json:
    told = {"type": {"const": type.value}, "data": {"$ref": f"notices/{name}.v1.json"}}
    return _message(type, name.replace("-", " ").capitalize(), said | told)


def _message(name: str, title: str, said: Json) -> Json:
    return {
        "name": name,
        "title": title,
        "contentType": CONTENT_TYPE,
        "headers": {"$ref": "#/components/schemas/headers"},
        "payload": {"allOf": [{"$ref": "#/components/schemas/envelope"}, {"type": "object", "properties": said}]},
        "bindings": {"kafka": {"key": {"type": "string", "description": "The envelope's `subject`."}}},
    }


def _headers() -> Json:
    jws = "A detached JWS over the exact bytes of the value: alg Ed25519 (EdDSA is taken), kid protected."
    return {
        "type": "object",
        "required": ["content-type", "jws"],
        "properties": {
            "content-type": {"type": "string", "const": CONTENT_TYPE},
            "jws": {"type": "string", "maxLength": MAX_SIGNATURE_CHARACTERS, "description": jws},
        },
    }


def _envelope() -> Json:
    source = f"{_plain(AGENCY_SOURCE)} or {_plain(HUB_SOURCE)}"
    return {
        "type": "object",
        "description": "CloudEvents 1.0 in structured JSON; topic, audience, sequence and traceparent are extensions.",
        "required": [*REQUIRED],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": _text(MESSAGE_ID, "Unique in its source. The same id with the same content is the same event."),
            "source": {"type": "string", "description": f"Which system of which agency: {source}"},
            "type": _text(EVENT_TYPE, "The event's type and major version."),
            "time": {"type": "string", "format": "date-time", "description": "When the source system recorded it."},
            "subject": _text(SUBJECT, "A keyed hash of the agency's own reference; the message key too."),
            "topic": _text(ANY_TOPIC, "The topic it is on."),
            "audience": _text(AUDIENCE, "Whom it is for: the hub's id, or the agency's in an answer."),
            "sequence": {"type": "string", "pattern": "^[0-9]{1,20}$", "description": "Counts a source's messages."},
            "traceparent": {"type": "string", "description": "W3C Trace Context."},
            "datacontenttype": {"enum": [SEALED, OPEN]},
        },
    }


def _receipt() -> Json:
    fault = {"type": "object", "required": ["pointer", "detail"], "properties": _texts("pointer", "detail")}
    problem = {**_texts("type", "title", "detail"), "errors": {"type": "array", "items": fault}}
    entry = {"type": "object", "required": ["id"], "properties": _texts("id")}
    return {
        "type": "object",
        "required": ["source", "id", "revision", "outcome", "duplicate", "recorded", "entries"],
        "properties": {
            **_texts("source", "id"),
            "revision": {"type": "integer", "minimum": 1, "description": "Rises when the outcome changes."},
            "outcome": {"enum": [outcome.value for outcome in ReceiptOutcome]},
            "duplicate": {"type": "boolean", "description": "True where the hub has answered this event before."},
            "recorded": {"type": "string", "format": "date-time"},
            "entries": {"type": "array", "items": entry, "description": "In the order of the event's `children`."},
            "problem": {"type": "object", "required": ["type", "title"], "properties": problem},
        },
    }


def _texts(*names: str) -> Json:
    return {name: {"type": "string"} for name in names}


def _text(pattern: re.Pattern[str], description: str) -> Json:
    return {"type": "string", "pattern": f"^(?:{pattern.pattern})$", "description": description}


def _plain(pattern: re.Pattern[str]) -> str:
    return re.sub(r"[()]", "", pattern.pattern)


if __name__ == "__main__":
    (shipped() / "asyncapi.json").write_text(written(), encoding="utf-8")
