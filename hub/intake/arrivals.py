"""The gate: is a message truly its agency's, readable, and well-formed? If not, what exactly is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from typing import Any

from exchange import content, envelope_reading, messages
from exchange.envelope import Envelope, require_route
from exchange.errors import EnvelopeMalformed, ExchangeError, Fault, Malformed
from exchange.keys import Jwk
from exchange.receipts import Problem
from exchange.schemas import Annotations, EventSchemas
from exchange.signing import key_id, verify
from exchange.topic_log.port import Record
from exchange.topics import agency_of_topic
from hub.domain.chronology import SourceRef
from hub.domain.vocabulary import AmendmentKind
from hub.failpoints import Point, reach
from hub.intake.placing_staff import others_staff, places_of
from hub.intake.registry import Registry
from hub.intake.voice import is_own_pages, voice_of
from hub.views.model import AgencyRow

PROBLEMS = "urn:safeguarding:problem:"
"""What a problem's `type` begins with; the rest is the code that the integrators' page explains."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that passed the gate: who said it, what, and the digest that tells a copy from a contradiction.

    `agency` sent it and gets the receipt. `voice` is the agency whose word it is: the same, but for what a practitioner
    entered on the hub's own pages (see `hub.intake.voice`). Labels and rights are the voice's.
    `kid` is the key that signed it, `logged` when the hub logged it: the key is judged as of then.
    `places` are the agencies whose staff it may say are at work with a child (see `hub.intake.placing_staff`).
    """

    record: Record
    agency: AgencyRow
    voice: AgencyRow
    envelope: Envelope
    data: Mapping[str, Any]
    digest: str
    notes: Annotations
    kid: str
    logged: datetime
    places: frozenset[str] = frozenset()

    @property
    def origin(self) -> SourceRef:
        """The source and id by which its agency names it."""
        return SourceRef(intern(self.envelope.source), self.envelope.id)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A message that did not pass. `envelope` is there where it could be read and names the topic's own agency.

    `is_signed`: a key of the agency's that counts signed it, so that what its envelope says is the agency's word.
    """

    record: Record
    agency_id: str
    envelope: Envelope | None
    problem: Problem
    is_signed: bool = False


class Gate:
    """Judges one message at a time. Nothing here writes."""

    def __init__(self, hub_id: str, opening_key: Jwk, schemas: EventSchemas, area: str) -> None:
        self._hub_id = hub_id
        self._opening_key = opening_key
        self._schemas = schemas
        self._area = area

    def judge(self, record: Record, registry: Registry, logged: datetime) -> Arrival | Rejection:
        """Return the arrival, or what is wrong, in the order verify, route, allow, open, validate."""
        kid = None
        try:
            kid = self._signer(record, registry, logged)
            return self._admit(record, registry, kid, logged)
        except ExchangeError as error:
            agency_id, is_signed = agency_of_topic(record.topic), kid is not None
            return Rejection(record, agency_id, readable(record), problem_of(error), is_signed)

    def _signer(self, record: Record, registry: Registry, logged: datetime) -> str:
        """Return the key of the topic's agency that signed a message, and that counted when it was logged."""
        agency = registry.agency(agency_of_topic(record.topic))
        messages.require_size(record.value, record.headers)
        jws = messages.signature_of(record.headers)
        kid = key_id(jws)
        reach(Point.BEFORE_SIGNATURE)
        verify(record.value, jws, registry.key(agency.agency_id, kid, logged))
        reach(Point.AFTER_SIGNATURE)
        return kid

    def _admit(self, record: Record, registry: Registry, kid: str, logged: datetime) -> Arrival:
        agency = registry.agency(agency_of_topic(record.topic))
        envelope = envelope_reading.decode(record.value)
        reach(Point.AFTER_PARSE)
        require_route(envelope, record.topic, self._hub_id)
        registry.require_may_sign(agency.agency_id, kid, envelope.type)
        _require_key(record, envelope)
        notes = self._notes(agency, envelope.type)
        data = self._open(envelope)
        reach(Point.AFTER_OPENING)
        self._require_valid(envelope.type, data)
        voice = voice_of(agency, data, registry, self._hub_id)
        if voice is not agency:
            _require_sender(voice, notes)
        places = self._places(voice, data, registry)
        _require_own_words(agency, notes, data)
        digest = content.content_digest(envelope, data)
        return Arrival(record, agency, voice, envelope, data, digest, notes, kid, logged, places)

    def _notes(self, agency: AgencyRow, event_type: str) -> Annotations:
        """Return what is noted of the event's type; TypeNotAllowed where this agency's type does not send it."""
        notes = self._schemas.annotations(event_type)
        if not is_own_pages(agency, self._hub_id):
            _require_sender(agency, notes)
        return notes

    def _places(self, voice: AgencyRow, data: Mapping[str, Any], registry: Registry) -> frozenset[str]:
        """Return the agencies whose staff's standing the event may tell of; DataInvalid where it tells of others'."""
        if faults := others_staff(voice, data, registry, self._area):
            raise DataInvalid("it tells of another agency's staff", tuple(faults))
        return places_of(voice, data, registry, self._area)

    def _open(self, envelope: Envelope) -> dict[str, Any]:
        try:
            return messages.open_data(envelope, self._opening_key)
        except Malformed as error:
            error.faults = _inside(error.faults)
            raise

    def _require_valid(self, event_type: str, data: Mapping[str, Any]) -> None:
        faults = self._schemas.validate(event_type, data)
        if not faults and not data["children"] and not data.get("persons"):
            faults = [Fault("/children", "is empty and no person is named: say whom it is about")]
        faults = faults or _told_twice(data["children"])
        if faults:
            raise DataInvalid("the data does not follow the schema of its type", _inside(faults))


@dataclass(eq=False)
class DataInvalid(ExchangeError):
    """The opened data does not follow its schema; `faults` name the places."""

    code = "data-invalid"


@dataclass(eq=False)
class TypeNotAllowed(ExchangeError):
    """The agency is not of a type that may send this event type."""

    code = "type-not-allowed"


def _told_twice(children: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """Return a fault for each child whose reference another child of the event has: their entries would be one."""
    references = [child["local_ref"] for child in children]
    detail = "is the reference of another child of this event"
    return [
        Fault(f"/children/{place}/local_ref", detail)
        for place, reference in enumerate(references)
        if reference in references[:place]
    ]


def _require_sender(agency: AgencyRow, notes: Annotations) -> None:
    """Refuse an event type that this agency's type does not send: its voice is another's (T4)."""
    if notes.senders is None or agency.agency_type in notes.senders:
        return
    raise _wrong_at(TypeNotAllowed, "/type", "is not of a kind that this agency's type sends")


def _require_own_words(agency: AgencyRow, notes: Annotations, data: Mapping[str, Any]) -> None:
    """Refuse a correction or withdrawal of another agency's event: it can be disputed, or judged anew (T4)."""
    anybodys = {AmendmentKind.DISPUTED, AmendmentKind.SIGNIFICANCE_CHANGED}
    if "corrects" not in data or notes.amends in anybodys:
        return
    if not data["corrects"]["source"].startswith(f"urn:agency:{agency.agency_id}:"):
        detail = "is another agency: only it corrects or withdraws what it said; dispute it instead"
        raise _wrong_at(DataInvalid, "/data/corrects/source", detail)


def _wrong_at(kind: type[ExchangeError], pointer: str, detail: str) -> ExchangeError:
    """Return an error of one place of the message."""
    return kind(f"{pointer} {detail}", (Fault(pointer, detail),))


def _inside(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return faults of the opened data as places of the message."""
    return tuple(Fault(f"/data{fault.pointer}", fault.detail) for fault in faults)


def _require_key(record: Record, envelope: Envelope) -> None:
    if record.key != envelope.subject.encode():
        raise _wrong_at(EnvelopeMalformed, "/subject", "is not the message key")


def readable(record: Record) -> Envelope | None:
    """Return the envelope of a message, if it can be read and names the topic's own agency."""
    try:
        envelope = envelope_reading.decode(record.value)
        own = envelope.source.startswith(f"urn:agency:{agency_of_topic(record.topic)}:")
    except ExchangeError:
        return None
    return envelope if own else None


def problem_of(error: ExchangeError) -> Problem:
    """Return what a receipt tells of an error: the code, the place, never a value."""
    title = error.code.replace("-", " ").capitalize()
    return Problem(PROBLEMS + error.code, title, error.detail, error.faults)
