"""What people enter on the hub's pages goes the one way in: sealed, signed by the hub's own agency, on its topic."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventsourcing.persistence import IntegrityError

from exchange import Envelope, Message, compose, for_agency, public_part, signature_of
from exchange.schemas import EventSchemas
from exchange.telemetry import begin, current
from exchange.topic_log.port import TopicLog
from hub.bootstrap.sending import Submission
from hub.cli import Store
from hub.cli.joining import make_topics
from hub.domain.chronology import SourceRef
from hub.domain.errors import Conflict, Fault, Invalid
from hub.domain.vocabulary import AgencyType
from hub.keys import Secret, keyed_hash
from hub.record.agencies import is_registered, register_agency

SYSTEM = "pages"


def register_own_agency(store: Store, log: TopicLog) -> None:
    """Register the hub as an agency of its own, once, and make its topics; another process may do the same."""
    settings = store.settings
    make_topics(log, settings.id, settings.partitions)
    if is_registered(store.record, settings.id):
        return
    with suppress(Conflict, IntegrityError):
        register_agency(
            store.record,
            store.keys,
            agency_id=settings.id,
            agency_type=AgencyType.HUB,
            name=f"{settings.name}: entered on its pages",
            area=settings.area,
            duty_contact=settings.duty_line,
            public_jwk=public_part(store.keys.pages_key.as_dict(private=True)),
            at=store.clock(),
        )


@dataclass(frozen=True, slots=True)
class Entering:
    """Sends events for the hub's own agency."""

    store: Store
    submission: Submission
    schemas: EventSchemas

    def origin(self, event_id: str) -> SourceRef:
        """Return the identity that an event entered under this id has."""
        return SourceRef(f"urn:agency:{self.store.settings.id}:{SYSTEM}", event_id)

    def send(self, event_type: str, events: Mapping[str, Mapping[str, Any]], at: datetime) -> None:
        """Append events, by id, durably; the same ids, instant and data again are the same messages.

        Raises:
            Invalid: an event does not follow its schema, and none was sent.
            HubError: the topic does not take it; what was appended before stays, and is not doubled by a second try.
        """
        for data in events.values():
            self._require_valid(event_type, data)
        for message in [self._composed(event_type, name, data, at) for name, data in events.items()]:
            self.submission(self.store.settings.id, message.value, signature_of(message.headers))

    def _require_valid(self, event_type: str, data: Mapping[str, Any]) -> None:
        faults = self.schemas.validate(event_type, data)
        if faults:
            told: Sequence[Fault] = [Fault(fault.pointer, fault.detail) for fault in faults]
            raise Invalid("what was entered does not follow the schema of its type", tuple(told))

    def _composed(self, event_type: str, event_id: str, data: Mapping[str, Any], at: datetime) -> Message:
        hub_id, keys = self.store.settings.id, self.store.keys
        topics = for_agency(hub_id)
        envelope = Envelope(
            id=event_id,
            source=self.origin(event_id).source,
            type=event_type,
            time=at,
            subject=keyed_hash(keys.secret(Secret.ENTRY_ID), "pages-subject", event_id),
            topic=topics.urgent if self.schemas.annotations(event_type).lane == "urgent" else topics.events,
            audience=hub_id,
            traceparent=(current() or begin()).traceparent,
            data=dict(data),
        )
        opening, signing = keys.opening_key.as_dict(private=False), keys.pages_key.as_dict(private=True)
        return compose(envelope, seal_to=opening, sign_with=signing)
