"""How an envelope is read: every attribute judged, every fault named by JSON pointer, no value repeated."""

import re
from datetime import UTC, datetime
from types import MappingProxyType

from exchange.envelope import OPEN, SEALED, Envelope, Extension
from exchange.errors import EnvelopeMalformed, Fault
from exchange.instants import parse_instant
from exchange.names import ANY_SOURCE, AUDIENCE, EVENT_TYPE, MESSAGE_ID, SUBJECT, is_from_hub
from exchange.strict_json import JsonObject, loads_object, step
from exchange.telemetry.tracing import WELL_FORMED
from exchange.topics import ANY_TOPIC

_COMPACT_JWE = re.compile(r"[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+", re.ASCII)
_SEQUENCE = re.compile(r"[0-9]{1,20}", re.ASCII)
_EXTENSION_NAME = re.compile(r"[a-z0-9]{1,20}", re.ASCII)
_LARGEST_SEQUENCE = 2**53 - 1
_LARGEST_EXTENSION_INTEGER = 2**31 - 1
_LONGEST_EXTENSION = 1_024
_NOWHEN = datetime.min.replace(tzinfo=UTC)
_KNOWN = frozenset(
    {"specversion", "datacontenttype", "id", "source", "type", "time", "subject", "topic", "audience", "sequence"}
    | {"traceparent", "data", "data_base64"}
)


def decode(raw: bytes) -> Envelope:
    """Return the envelope in a message value.

    Raises:
        EnvelopeMalformed: with one fault per attribute that is missing or wrong.
        JsonMalformed, DuplicateKey, TooLarge: as `strict_json.loads`.
    """
    return _Reader(loads_object(raw)).envelope()


class _Reader:
    """One reading of one document: attributes that are null count as absent (CloudEvents JSON format 2.2)."""

    def __init__(self, document: JsonObject) -> None:
        self._document = {name: value for name, value in document.items() if value is not None}
        self._faults: list[Fault] = []

    def envelope(self) -> Envelope:
        self._specversion()
        source = self._text("source", ANY_SOURCE, "urn:agency:<agency_id>:<system> or urn:hub:<hub_id>")
        envelope = Envelope(
            id=self._text("id", MESSAGE_ID, "1 to 256 printable ASCII characters"),
            source=source,
            type=self._text("type", EVENT_TYPE, "safeguarding.<event-name>.v<major>"),
            time=self._time(),
            subject=self._text("subject", SUBJECT, "a keyed hash in hex or base64"),
            topic=self._text("topic", ANY_TOPIC, "agency.<agency_id>.<lane>"),
            audience=self._text("audience", AUDIENCE, "the id of whom the message is for"),
            sequence=self._sequence(),
            traceparent=self._traceparent(),
            data=self._data(sealed=not is_from_hub(source)),
            extensions=MappingProxyType(self._extensions()),
        )
        if self._faults:
            raise EnvelopeMalformed(_summary(self._faults), tuple(self._faults))
        return envelope

    def _fault(self, name: str, detail: str) -> None:
        self._faults.append(Fault(f"/{step(name)}", detail))

    def _text(self, name: str, pattern: re.Pattern[str], wanted: str) -> str:
        value = self._document.get(name)
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        self._fault(name, f"must be {wanted}" if name in self._document else f"is missing: {wanted}")
        return ""

    def _specversion(self) -> None:
        if self._document.get("specversion") != "1.0":
            self._fault("specversion", 'must be "1.0"')

    def _time(self) -> datetime:
        value = self._document.get("time")
        try:
            return parse_instant(value if isinstance(value, str) else "")
        except ValueError:
            self._fault("time", "must be an RFC 3339 instant with an offset, such as 2026-03-02T10:00:00Z")
            return _NOWHEN

    def _sequence(self) -> int | None:
        """Read digits, or a JSON integer from a sender whose library writes it so.

        Without one no gap can be seen, but a concern is not held back for that.
        """
        value = self._document.get("sequence")
        if value is None:
            return None
        text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if _SEQUENCE.fullmatch(text) and 1 <= int(text) <= _LARGEST_SEQUENCE:
            return int(text)
        self._fault("sequence", "must be the number of this message from its source, in digits, from 1")
        return None

    def _traceparent(self) -> str | None:
        """An ill-formed trace is dropped, as W3C Trace Context 3.2.2 says: tracing never holds a concern back."""
        value = self._document.get("traceparent")
        return value if isinstance(value, str) and WELL_FORMED.fullmatch(value) else None

    def _data(self, *, sealed: bool) -> str | JsonObject:
        wanted = SEALED if sealed else OPEN
        if self._document.get("datacontenttype") != wanted:
            self._fault("datacontenttype", f"must be {wanted}")
        if "data_base64" in self._document:
            self._fault("data_base64", "must not be used: put the content in data")
        data = self._document.get("data")
        if sealed and isinstance(data, str) and _COMPACT_JWE.fullmatch(data):
            return data
        if not sealed and isinstance(data, dict):
            return data
        self._fault("data", "must be a compact JWE (ECDH-ES)" if sealed else "must be a JSON object")
        return ""

    def _extensions(self) -> dict[str, Extension]:
        unknown = {name: value for name, value in self._document.items() if name not in _KNOWN}
        for name, value in unknown.items():
            if not _EXTENSION_NAME.fullmatch(name):
                self._fault(name, "is no attribute name: 1 to 20 of a-z and 0-9")
            elif not _is_extension_value(value):
                self._fault(name, "must be text of at most 1,024 characters, a 32-bit integer, or true or false")
        return dict(sorted(unknown.items()))


def _is_extension_value(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST_EXTENSION
    return isinstance(value, int) and abs(value) <= _LARGEST_EXTENSION_INTEGER


def _summary(faults: list[Fault]) -> str:
    shown = "; ".join(f"{fault.pointer} {fault.detail}" for fault in faults[:3])
    return f"the envelope is malformed: {shown}" + (f"; and {len(faults) - 3} more" if len(faults) > 3 else "")
