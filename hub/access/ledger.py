"""What the log of accesses tells a withholding's owner: who had seen an entry, and who has read without it since."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from hub.access.answering import Held
from hub.access.asked import Viewer
from hub.access.door import Door
from hub.access.known import as_reader, is_bound
from hub.access.order import Json, in_json
from hub.audit import AccessOutcome, AccessRecord
from hub.domain.vocabulary import Shown
from hub.domain.withholding import Audience, Saw, binds
from hub.views.model import AgencyRow

MOST_RECORDS = 10_000
"""As far back as the log of one child is read, newest first."""

TOLD = frozenset({Shown.FULL, Shown.MASKED, Shown.SUMMARY, Shown.POINTER})


def accesses(door: Door, child_id: str) -> Sequence[AccessRecord]:
    """Return the accesses to one child that were allowed, oldest first."""
    with door.database.read() as cursor:
        found = door.audit.records(cursor, child_id=child_id, limit=MOST_RECORDS).records
    return [record for record in reversed(found) if record.outcome == AccessOutcome.ALLOW]


def who_saw(records: Iterable[AccessRecord], entry_ids: Iterable[str]) -> tuple[Saw, ...]:
    """Return who was shown any of these entries, each reader and entry once, in order."""
    wanted = set(entry_ids)
    found = {
        (record.agency, record.viewer_id, entry.entry_id)
        for record in records
        for entry in record.disclosed
        if entry.entry_id in wanted and entry.shown in TOLD
    }
    return tuple(Saw(*one) for one in sorted(found))


def seen_by(
    records: Sequence[AccessRecord],
    entry_ids: Iterable[str],
    audience: Audience,
    agencies: Mapping[str, AgencyRow],
    apart_from: Viewer,
) -> list[Json]:
    """Return who has been shown any of these entries, when last, and whether the audience would keep them from it."""
    saw = {(one.agency, one.person) for one in who_saw(records, entry_ids)} - {(apart_from.agency, apart_from.id)}
    latest = {(record.agency, record.viewer_id): record for record in records}
    readers = [latest[one] for one in sorted(saw)]
    return [_line(record, agencies) | {"withheld_from_them": _binds(audience, record)} for record in readers]


def kept_from(records: Iterable[AccessRecord], one: Held, agencies: Mapping[str, AgencyRow]) -> list[Json]:
    """Return who has read of the child since the placing without what is withheld from them.

    It tells what the log of accesses knows, no more: who looked, not what they did (`design.md` decision 12).
    """
    since = one.withholding.placed_at
    latest = {
        (record.agency, record.viewer_id): record
        for record in records
        if _is_since(record, since) and record.disclosed and _was_kept(record, one)
    }
    return [_line(latest[reader], agencies) for reader in sorted(latest)]


def _is_since(record: AccessRecord, since: datetime | None) -> bool:
    return since is None or record.at >= since


def _was_kept(record: AccessRecord, one: Held) -> bool:
    """Say whether the reader was kept from an entry that this access did not show, or from fields of one it did."""
    shown = {entry.entry_id for entry in record.disclosed if entry.shown in TOLD}
    hidden = [one_of for one_of in one.covered if one.withholding.fields is not None or one_of.entry_id not in shown]
    viewer = _viewer(record)
    return any(is_bound(one.withholding, labels, viewer) for labels in hidden)


def _binds(audience: Audience, record: AccessRecord) -> bool:
    return binds(audience, as_reader(_viewer(record)))


def _viewer(record: AccessRecord) -> Viewer:
    return Viewer(record.viewer_id, record.viewer_name or "", record.agency, record.agency_type, "", record.role)


def _line(record: AccessRecord, agencies: Mapping[str, AgencyRow]) -> Json:
    agency = agencies.get(record.agency)
    return {
        "id": record.viewer_id,
        "name": record.viewer_name or record.viewer_id,
        "agency": record.agency,
        "agency_name": agency.name if agency else record.agency,
        "role": record.role,
        "last_read": in_json(record.at),
    }
