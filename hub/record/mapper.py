"""Events at rest: each sealed under its aggregate's key and bound to its place in history."""

from typing import Any
from uuid import UUID

from eventsourcing.persistence import Mapper, StoredEvent, Transcoder

from hub.keys import KeyProvider, open_sealed, seal


def aggregate_key(aggregate_id: UUID | str) -> str:
    """Return the name of the key under which an aggregate's events and contents are sealed."""
    return f"aggregate:{aggregate_id}"


class SealingMapper(Mapper[UUID]):
    """The library's mapper with a key per aggregate and the row's identity as associated data (decision 17)."""

    def __init__(self, transcoder: Transcoder, keys: KeyProvider) -> None:
        super().__init__(transcoder)
        self._keys = keys

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        plain = super().to_stored_event(domain_event)
        name = aggregate_key(plain.originator_id)
        sealed = seal(self._keys.cipher(name), plain.state, *_place(plain, name))
        return StoredEvent(plain.originator_id, plain.originator_version, plain.topic, sealed)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        name = aggregate_key(stored_event.originator_id)
        state = open_sealed(self._keys.cipher(name), stored_event.state, *_place(stored_event, name))
        return super().to_domain_event(
            StoredEvent(stored_event.originator_id, stored_event.originator_version, stored_event.topic, state)
        )


def _place(event: StoredEvent, key_name: str) -> tuple[str, ...]:
    return (str(event.originator_id), str(event.originator_version), event.topic, key_name)
