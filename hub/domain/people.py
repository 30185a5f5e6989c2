"""Adults: an event that names no child is kept with the person it is about, until a child is linked to them."""

from datetime import datetime
from typing import Self
from uuid import UUID

from eventsourcing.domain import Aggregate

from hub.domain.chronology import Labels
from hub.domain.errors import Conflict
from hub.domain.targets import Placed


class Person(Aggregate):
    """One adult as one agency knows them."""

    TOPIC = "Person"

    class Created(Aggregate.Created):
        """The hub first heard of the person."""

        TOPIC = "Person.Created"

    class EntryRecorded(Aggregate.Event):
        """An agency's event that names no child."""

        TOPIC = "Person.EntryRecorded"
        labels: Labels
        sealed: str
        wrapped_key: str
        compartment: str | None
        placed: tuple[Placed, ...]

        def apply(self, aggregate: "Person") -> None:
            aggregate.entries[self.labels.entry_id] = self.labels
            aggregate.placed.update({placed.withholding.id: placed for placed in self.placed})

    def __init__(self) -> None:
        self.entries: dict[str, Labels] = {}
        self.placed: dict[str, Placed] = {}

    @classmethod
    def register(cls, person_id: UUID, at: datetime) -> Self:
        """Begin a person's record under a random id."""
        return cls._create(cls.Created, id=person_id, timestamp=at)

    def record_entry(
        self, labels: Labels, *, sealed: str, wrapped_key: str, compartment: str | None, placed: tuple[Placed, ...]
    ) -> None:
        """Keep an event of this person."""
        if labels.entry_id in self.entries:
            raise Conflict(f"entry {labels.entry_id} is already kept with this person")
        self.trigger_event(
            self.EntryRecorded,
            timestamp=labels.recorded,
            labels=labels,
            sealed=sealed,
            wrapped_key=wrapped_key,
            compartment=compartment,
            placed=placed,
        )
