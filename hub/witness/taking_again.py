"""Taking acts again that a restore has undone, as they were: same ids, same moments, on whichever record stands now.

A child first heard of after the backup comes back under another id, so a withholding is placed by the events that it
covers, once those have come back.
"""

from collections.abc import Mapping
from typing import Any

from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import IntegrityError

from hub.access import RecordedWithholdings
from hub.access.recorded import again_after_a_conflict
from hub.access.recorded_findings import RecordedFindings
from hub.audit import AuditLog
from hub.domain.agency import Agency
from hub.domain.child import Child
from hub.domain.errors import Conflict, KeyMissing, NotFound, Tampered
from hub.keys import KeyProvider
from hub.record.children import ChildRecord, DomainEvent
from hub.record.mapper import aggregate_key
from hub.views.read import children_of
from hub.witness.acts import Act, Acts, Kind

_AGGREGATE = aggregate_key("")
_OF_EVENTS = (Kind.WITHHOLDING, Kind.FINDING, Kind.AGENCY)
_AGENCYS = (Agency.Created, Agency.KeyAdded, Agency.KeyRetired, Agency.KeyRevoked)


class TakingAgain:
    """Takes acts again; what cannot be taken yet is left for a later try."""

    def __init__(self, record: ChildRecord, keys: KeyProvider, audit: AuditLog, acts: Acts) -> None:
        self._record = record
        self._keys = keys
        self._audit = audit
        self._acts = acts

    def take(self, act: Act) -> bool:
        """Take one act again; False where what it is about has not come back yet, or this hub did not seal it."""
        try:
            told = self._acts.opened(act)
            if act.kind is Kind.ERASURE:
                self.erase(told["key"])
            if act.kind in _OF_EVENTS:
                return self._take_event(self._acts.event_of(told))
            self._acts.keep([act])
        except (AggregateNotFoundError, Conflict, IntegrityError, KeyMissing, NotFound, Tampered):
            return False
        return True

    def erase(self, name: str) -> None:
        """Destroy a key that a restored key store has again, and the salts of what it sealed."""
        self._keys.destroy(name)
        if name.startswith(_AGGREGATE):
            with self._record.database.write() as cursor:
                self._audit.erase(cursor, name.removeprefix(_AGGREGATE))

    def _take_event(self, event: DomainEvent | None) -> bool:
        """Take a person's act again; what was born with a message comes back with it."""
        if event is None:
            return False
        if isinstance(event, Child.WithholdingPlaced):
            return self._place(event)
        if isinstance(event, Child.SuspectJudged):
            RecordedFindings(self._record, self._keys).judge(event.origin, event.finding, [])
            return True
        if isinstance(event, _AGENCYS):
            return self._of_agency(event)
        return self._step(event)

    def _of_agency(self, event: DomainEvent) -> bool:
        """Let an agency join again, or change its keys again."""
        if isinstance(event, Agency.Created):
            self._keys.make([aggregate_key(event.originator_id)])
            self._record.save(_joined(event))
        else:
            agency: Agency = self._record.repository.get(event.originator_id)
            agency.trigger_event(type(event), **_stated(event))
            self._record.save(agency)
        return True

    def _step(self, event: DomainEvent) -> bool:
        """Take a step on a withholding again, on every child on whom it stands now."""
        holders = self._holders(event.withholding_id)
        if holders:
            self._change(holders, event)
        return bool(holders)

    def _place(self, event: Child.WithholdingPlaced) -> bool:
        child_id = self._child_of(event)
        if child_id is None:
            return False
        placed = event.placed
        commands = RecordedWithholdings(self._record, self._keys)
        commands.place_withholding(child_id, placed.withholding, placed.targets, event.timestamp, [])
        return True

    def _child_of(self, event: Child.WithholdingPlaced) -> str | None:
        """Return a child where every event stands that the withholding covers, None while one is not back."""
        origins = event.placed.targets.origins
        if not origins:
            return str(self._record.child(str(event.originator_id)).id)
        with self._record.database.read() as cursor:
            standing = [children_of(cursor, self._keys, origin) for origin in origins]
        return standing[0][0] if all(standing) else None

    def _holders(self, withholding_id: str) -> list[str]:
        with self._record.database.read() as cursor:
            cursor.execute("SELECT child_id FROM withholding_row WHERE withholding_id=?", (withholding_id,))
            return [row["child_id"] for row in cursor.fetchall()]

    @again_after_a_conflict
    def _change(self, holders: list[str], event: DomainEvent) -> None:
        self._record.change_children(holders, lambda child: child.trigger_event(type(event), **_stated(event)))


def _joined(event: Agency.Created) -> Agency:
    return Agency.register(
        agency_id=event.agency_id,
        agency_type=event.agency_type,
        name=event.name,
        area=event.area,
        duty_contact=event.duty_contact,
        at=event.timestamp,
    )


def _stated(event: DomainEvent) -> Mapping[str, Any]:
    """Return what an event says, without its place in a history that is gone."""
    return {name: value for name, value in vars(event).items() if name not in ("originator_id", "originator_version")}
