"""The acts that a restore must not undo: written with the event that they are, sealed, under a name that is the same
when the act is taken again.

What was withheld in an agency's message comes back with the message; what a person did here comes back from these.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Mapper, StoredEvent

from hub.domain.agency import Agency
from hub.domain.child import Child
from hub.keys import KeyProvider, Secret, keyed_hash, open_sealed, seal
from hub.record.children import ChildRecord, DomainEvent
from hub.record.database import Cursor
from hub.witness.veil import KEY

CREATE = (
    "CREATE TABLE IF NOT EXISTS witness_act ("
    "n {int} PRIMARY KEY, act TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, body {bytes} NOT NULL)",
)
_INSERT = "INSERT INTO witness_act VALUES (?,?,?,?) ON CONFLICT (act) DO NOTHING"
Json = dict[str, Any]


class Kind(StrEnum):
    """What an act is about, told to nobody but the hub.

    `finding`: what an agency said of a suspect message. `loss`: a named operator accepted that others are gone;
    `witness`: where acts are kept.
    """

    WITHHOLDING = "withholding"
    FINDING = "finding"
    AGENCY = "agency"
    POLICY = "policy"
    ERASURE = "erasure"
    LOSS = "loss"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `name` is a keyed hash (64 hex digits), `body` is sealed to name and kind."""

    name: str
    kind: Kind
    body: bytes


class Acts:
    """Makes, seals, opens and stores acts; as a writer of rows it keeps those that domain events are."""

    def __init__(self, record: ChildRecord, keys: KeyProvider) -> None:
        self._record = record
        self._keys = keys
        self._mapper: Mapper[Any] = Mapper(record.mapper.transcoder)
        keys.make([KEY])
        record.database.create(CREATE)

    def __call__(self, cursor: Cursor, events: Sequence[DomainEvent]) -> None:
        """Keep the acts among events that are being saved, within the save's transaction."""
        store(cursor, [act for event in events for act in self._of_event(event)])

    def make(self, kind: Kind, told: Json, *place: str) -> Act:
        """Return the act that `place` names among those of its kind."""
        name = keyed_hash(self._keys.secret(Secret.AUDIT), "witness", kind, *place)
        return Act(name, kind, seal(self._keys.cipher(KEY), json.dumps(told).encode(), "act", name, kind))

    def opened(self, act: Act) -> Json:
        """Return what an act says; Tampered if it was changed or moved."""
        told: Json = json.loads(open_sealed(self._keys.cipher(KEY), act.body, "act", act.name, act.kind))
        return told

    def event_of(self, told: Json) -> DomainEvent | None:
        """Return the domain event that an act is, or None for one that comes back with an agency's message."""
        if "topic" not in told:
            return None
        return self._mapper.to_domain_event(
            StoredEvent(UUID(told["of"]), told["version"], told["topic"], told["state"].encode())
        )

    def keep(self, acts: Sequence[Act]) -> None:
        """Store acts that are no domain events, in a transaction of their own."""
        with self._record.database.write() as cursor:
            self._record.database.hold_writers(cursor, "witness_act")
            store(cursor, acts)

    def _of_event(self, event: DomainEvent) -> Iterator[Act]:
        if isinstance(event, Child.EntryRecorded):
            born = (placed.withholding.id for placed in event.placed)
            yield from (self.make(Kind.WITHHOLDING, {}, "placed", name) for name in born)
        elif type(event) in _PLACES:
            kind, place = _PLACES[type(event)]
            yield self.make(kind, self._told(event), *place(event))

    def _told(self, event: DomainEvent) -> Json:
        plain = self._mapper.to_stored_event(event)
        which = {"of": str(plain.originator_id), "version": plain.originator_version}
        return which | {"topic": plain.topic, "state": plain.state.decode()}


def store(cursor: Cursor, acts: Sequence[Act]) -> None:
    """Number acts and insert those that are not there yet; the caller keeps other writers out."""
    if not acts:
        return
    cursor.execute("SELECT COALESCE(MAX(n), 0) AS last FROM witness_act")
    row = cursor.fetchone()
    last = int(row["last"]) if row else 0
    rows = [(last + place, act.name, act.kind.value, act.body) for place, act in enumerate(acts, 1)]
    cursor.executemany(_INSERT, rows)


def stored_after(cursor: Cursor, n: int) -> list[tuple[int, Act]]:
    """Return the stored acts with a number above `n`, in order."""
    cursor.execute("SELECT * FROM witness_act WHERE n > ? ORDER BY n", (n,))
    return [(int(row["n"]), Act(row["act"], Kind(row["kind"]), bytes(row["body"]))) for row in cursor.fetchall()]


def _on_withholding(step: str) -> tuple[Kind, Callable[[Any], tuple[str, ...]]]:
    return Kind.WITHHOLDING, lambda event: (step, event.withholding_id, event.timestamp.isoformat())


_PLACES: dict[type, tuple[Kind, Callable[[Any], tuple[str, ...]]]] = {
    Child.WithholdingPlaced: (Kind.WITHHOLDING, lambda event: ("placed", event.placed.withholding.id)),
    Child.WithholdingReviewed: _on_withholding("reviewed"),
    Child.WithholdingApproved: _on_withholding("approved"),
    Child.WithholdingDeclined: _on_withholding("declined"),
    Child.WithholdingReleased: _on_withholding("released"),
    Child.SuspectJudged: (
        Kind.FINDING,
        lambda event: ("judged", event.origin.source, event.origin.id, event.timestamp.isoformat()),
    ),
    Agency.Created: (Kind.AGENCY, lambda event: ("joined", event.agency_id)),
    Agency.KeyAdded: (Kind.AGENCY, lambda event: ("added", event.key.kid)),
    Agency.KeyRetired: (Kind.AGENCY, lambda event: ("retired", event.kid)),
    Agency.KeyRevoked: (Kind.AGENCY, lambda event: ("revoked", event.kid, event.compromised_since.isoformat())),
}
"""The events of one act about several children have the same place, and so are one act."""
