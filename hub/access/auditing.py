"""What an information governance lead sees of the log of accesses: who, what, why and by which rule, never content."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hub.access.asked import Asked, Disclosed, Viewer
from hub.access.door import Door
from hub.access.grant import known_purpose, refuse
from hub.access.known import as_reader, binding_whole
from hub.access.log import Act, keep
from hub.access.order import Json, in_json
from hub.audit import AccessOutcome, AccessRecord, Action, DisclosedEntry
from hub.domain.chronology import Labels
from hub.domain.vocabulary import AgencyType, Mode, Purpose, Role
from hub.domain.withholding import binds
from hub.record.database import Cursor
from hub.views.model import ChildFile

FOR_IG_LEADS = "audit-for-ig-leads-of-the-agency"
BUCKETS = ((0, "none"), (9, "1 to 9"), (99, "10 to 99"))
LARGEST = "100 or more"
RESTRICTED: Json = {"shown": "restricted entry"}


def audit_records(
    door: Door, viewer: Viewer, asked: Asked, *, person: str | None, cursor: str | None, limit: int
) -> Disclosed:
    """Return accesses by the viewer's own agency, newest first; to police also those of police-owned entries.

    The query itself is put on record first. Raises: Refused for anyone but an IG lead asking for `audit`.
    Source: `security.md` 3.15.
    """
    known_purpose(door, viewer, asked, Action.AUDIT_READ, None)
    if viewer.role != Role.IG_LEAD or asked.purpose != Purpose.AUDIT:
        refuse(door, viewer, asked, Act(Action.AUDIT_READ, AccessOutcome.REFUSE, rules=(FOR_IG_LEADS,)))
    audit_id = keep(door, viewer, asked, Act(Action.AUDIT_READ, AccessOutcome.ALLOW, rules=(FOR_IG_LEADS,)))
    agency = None if viewer.agency_type == AgencyType.POLICE else viewer.agency
    with door.database.read() as reading:
        hidden = HiddenFromLead(door, reading, viewer)
        page = door.audit.records(
            reading,
            agency=agency,
            viewer_id=person,
            before=cursor,
            limit=limit,
            visible=lambda record: may_see(viewer, record) and not hidden.hides_all_of(record),
        )
        known = [hidden.without(record) for record in page.records]
    lines = [line(door, viewer, record) for record in known]
    return Disclosed(audit_id, {"records": lines, "next_cursor": page.next_cursor})


class HiddenFromLead:
    """What is silently withheld from the lead themselves, so that the log tells them no more than the record would.

    An entry that binds the lead is left out of an access as if it had never been; an access that disclosed nothing else
    is left out too (`security.md` 3.15: the auditor is just another reader).
    """

    def __init__(self, door: Door, cursor: Cursor, viewer: Viewer) -> None:
        self._door = door
        self._cursor = cursor
        self._viewer = viewer
        self._hidden: dict[str, frozenset[str]] = {}

    def without(self, record: AccessRecord) -> AccessRecord:
        """Return the access with only what this lead may know was disclosed."""
        hidden = self._of(record)
        return replace(record, disclosed=tuple(one for one in record.disclosed if one.entry_id not in hidden))

    def hides_all_of(self, record: AccessRecord) -> bool:
        return bool(record.disclosed) and not self.without(record).disclosed

    def _of(self, record: AccessRecord) -> frozenset[str]:
        if record.child_id is None or not record.disclosed:
            return frozenset()
        if record.child_id not in self._hidden:
            self._hidden[record.child_id] = self._silent(record.child_id)
        return self._hidden[record.child_id]

    def _silent(self, child_id: str) -> frozenset[str]:
        file = self._door.reader.child(self._cursor, child_id)
        labels = [row.labels for row in file.entries] if file is not None else []
        return frozenset(one.entry_id for one in labels if file is not None and self._is_silent(file, one))

    def _is_silent(self, file: ChildFile, labels: Labels) -> bool:
        """Held narrow binds everybody outside, yet a lead answers for readings in their own agency all the same."""
        bound = binding_whole(file, labels, self._viewer)
        reader = as_reader(self._viewer)
        return any(one.mode is not Mode.MARKED and binds(one.audience, reader) for one in bound)


def may_see(viewer: Viewer, record: AccessRecord) -> bool:
    """Say whether an IG lead may see that an access took place."""
    if record.agency == viewer.agency:
        return True
    is_of_own_entries = any(entry.agency == viewer.agency for entry in record.disclosed)
    return not record.sealed_class and viewer.agency_type == AgencyType.POLICE and is_of_own_entries


def line(door: Door, viewer: Viewer, record: AccessRecord) -> Json:
    """Return one access. Of sealed entries of others it says only that there was a restricted one: no id, no count."""
    open_to = [entry for entry in record.disclosed if _is_open(viewer, record, entry)]
    withheld = any(entry.sealed and entry.agency != viewer.agency for entry in record.disclosed)
    return {
        "audit_id": record.audit_id,
        "at": in_json(record.at),
        "viewer": {"id": record.viewer_id, "name": record.viewer_name, "agency": record.agency, "role": record.role},
        "action": record.action,
        "child": _child_token(door, viewer, record),
        "purpose": record.purpose,
        "reason": None if withheld else record.reason,
        "basis": record.basis,
        "threshold": record.threshold,
        "case": None if withheld else record.case,
        "channel": record.channel,
        "outcome": record.outcome,
        "rules": list(record.rules),
        "policy": record.policy,
        "size": size(len(open_to)),
        "entries": [*(_entry(entry) for entry in open_to), *([RESTRICTED] if withheld else [])],
    }


def size(count: int) -> str:
    """Return how many entries were disclosed, as a bucket."""
    return next((name for most, name in BUCKETS if count <= most), LARGEST)


def _is_open(viewer: Viewer, record: AccessRecord, entry: DisclosedEntry) -> bool:
    if entry.agency == viewer.agency:
        return True
    return record.agency == viewer.agency and not entry.sealed


def _entry(entry: DisclosedEntry) -> Mapping[str, Any]:
    return {
        "entry": entry.entry_id,
        "agency": entry.agency,
        "category": entry.category,
        "tier": entry.tier,
        "shown": entry.shown,
        "masks": list(entry.masks),
        "rules": list(entry.rules),
    }


def _child_token(door: Door, viewer: Viewer, record: AccessRecord) -> str | None:
    """A child by another name for each auditor and year."""
    if record.child_id is None:
        return None
    return door.token("audited-child", viewer.id, str(record.at.year), record.child_id)
