"""A draft becomes a sealed, signed message in the agency's outbox, once; what the schema refuses goes no further."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connectors.drafts import Draft, Item, Reason, Refused
from exchange.agency_folder import AgencyFolder
from exchange.envelope import Envelope
from exchange.errors import ExchangeError
from exchange.instants import format_instant
from exchange.keys import subject_for
from exchange.messages import Message, compose
from exchange.outbox import Outbox
from exchange.receipts import ReceiptOutcome
from exchange.schemas import Schemas
from exchange.strict_json import canonical
from exchange.telemetry import begin
from exchange.topics import for_agency

CHANGED = (
    "was sent before under this id and says something else now:"
    " give it a new id, and name the old one in `corrects` where it replaces it"
)
CORRECTABLE = (ReceiptOutcome.QUARANTINED, ReceiptOutcome.NOT_ADMITTED)
"""After these the id is not taken: a corrected record is sent again under it."""


class Put(StrEnum):
    """What became of a draft that nothing was wrong with."""

    SENT = "sent"
    SENT_BEFORE = "sent-before"


@dataclass(frozen=True, slots=True)
class Taken:
    """One item and, of a draft, what became of it; `put` decides how the item counts."""

    item: Item
    put: Put | Refused | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends for one agency, into its outbox."""

    folder: AgencyFolder
    outbox: Outbox
    schemas: Schemas

    def send(self, draft: Draft, now: datetime) -> Put | Refused:
        """Put a draft into the outbox unless it was put before; refuse what the hub would refuse.

        The same record read again is sent once: its identity is (source, id), and its content is compared. One that
        was put right after the hub quarantined it, or did not admit it, is sent again under its id.
        """
        try:
            if (refusal := self._not_ours(draft)) is not None:
                return refusal
            if faults := self.schemas.validate(draft.type, draft.data):
                return Refused(draft.place, tuple(Reason(fault.pointer or "/", fault.detail) for fault in faults))
            with self.outbox.together():
                return self._put(draft, now)
        except ExchangeError as error:
            return Refused(draft.place, _reasons(error))

    def source_of(self, draft: Draft) -> str:
        return f"urn:agency:{self.folder.agency_id}:{draft.system}"

    def _not_ours(self, draft: Draft) -> Refused | None:
        """Return the refusal of an event that the hub takes from other types of agency only (`x-senders`)."""
        senders = self.schemas.annotations(draft.type).senders
        if senders is None or self.folder.agency_type in senders:
            return None
        text = f"is not an event that an agency of type {self.folder.agency_type} sends, but: {', '.join(senders)}"
        return Refused(draft.place, (Reason("type", text),))

    def _put(self, draft: Draft, now: datetime) -> Put | Refused:
        source, fingerprint = self.source_of(draft), self._fingerprint(draft)
        before = self.outbox.find(source, draft.id)
        if before is not None and before.note == fingerprint:
            return Put.SENT_BEFORE
        if before is not None and before.outcome not in CORRECTABLE:
            return Refused(draft.place, (Reason("id", CHANGED),))
        message = self._composed(draft, source)
        if before is None:
            self.outbox.put(message, now=now, note=fingerprint)
        else:
            self.outbox.replace(message, now=now, note=fingerprint)
        return Put.SENT

    def _composed(self, draft: Draft, source: str) -> Message:
        envelope = self._envelope(draft, source, self.outbox.next_sequence(source))
        return compose(envelope, seal_to=self.folder.sealing_key, sign_with=self.folder.signing_key)

    def _envelope(self, draft: Draft, source: str, sequence: int) -> Envelope:
        topics = for_agency(self.folder.agency_id)
        urgent = self.schemas.annotations(draft.type).lane == "urgent"
        return Envelope(
            id=draft.id,
            source=source,
            type=draft.type,
            time=draft.time,
            subject=self.folder.subject_of(draft.about),
            topic=topics.urgent if urgent else topics.events,
            audience=self.folder.hub_id,
            sequence=sequence,
            traceparent=begin().traceparent,
            data=draft.data,
        )

    def _fingerprint(self, draft: Draft) -> str:
        """Return a keyed hash of what is said, so that the outbox's notes tell nothing of it."""
        said = {"type": draft.type, "time": format_instant(draft.time), "about": draft.about, "data": draft.data}
        return subject_for(self.folder.reference_key, canonical(said).decode("utf-8"))


def _reasons(error: ExchangeError) -> tuple[Reason, ...]:
    named = tuple(Reason(fault.pointer or "/", fault.detail) for fault in error.faults)
    return named or (Reason("/", error.detail),)
