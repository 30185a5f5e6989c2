"""A range that was lost is noted once, with the offset that moves past it, and closed by a person with a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.intake import NOON, SampleIntake

from exchange.errors import OffsetLost
from hub.domain.errors import HubError, Invalid, NotFound
from hub.intake.incidents import Incident, IncidentKind, close_incident, go_on_after, incidents
from hub.intake.offsets import moved, stored_offsets

PLACE = ("agency.northshire-police.events", 2)
REASON = "the police connector sent all of it again"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SampleIntake]:
    hub = SampleIntake(tmp_path)
    yield hub
    hub.close()


def lost(wanted: int, beginning: int) -> OffsetLost:
    return OffsetLost("gone", (), *PLACE, wanted, beginning)


def taken_to(hub: SampleIntake, offset: int) -> None:
    with hub.store.record.database.write() as cursor:
        assert moved(cursor, PLACE, None, offset)


def note(hub: SampleIntake, what: OffsetLost) -> tuple[int, Incident | None]:
    with hub.store.record.database.write() as cursor:
        return go_on_after(cursor, what, NOON)


def listed(hub: SampleIntake, *, closed: bool = False) -> list[Incident]:
    with hub.store.record.database.read() as cursor:
        return incidents(cursor, closed=closed)


def offset(hub: SampleIntake) -> int:
    with hub.store.record.database.read() as cursor:
        return stored_offsets(cursor, [PLACE])[PLACE]


def test_a_lost_range_is_from_where_the_hub_had_come_to_where_the_log_begins(hub: SampleIntake) -> None:
    taken_to(hub, 7)
    following, incident = note(hub, lost(7, 20))
    assert (following, offset(hub)) == (20, 20)
    assert incident is not None
    assert (incident.kind, incident.partition, incident.first, incident.last) == (IncidentKind.LOST_RANGE, PLACE, 7, 19)
    assert incident.range == "offsets 7 to 19"
    assert listed(hub) == [incident]


def test_what_was_deleted_before_the_hub_first_read_a_partition_is_lost_from_its_start(hub: SampleIntake) -> None:
    _, incident = note(hub, lost(0, 5))
    assert incident is not None
    assert (incident.first, incident.last, offset(hub)) == (0, 4, 5)


def test_a_range_is_noted_once_by_whoever_comes_first(hub: SampleIntake) -> None:
    taken_to(hub, 7)
    note(hub, lost(7, 20))
    assert note(hub, lost(7, 20)) == (20, None)
    assert len(listed(hub)) == 1


def test_a_late_consumer_loses_nothing_that_another_has_taken(hub: SampleIntake) -> None:
    taken_to(hub, 30)
    assert note(hub, lost(7, 20)) == (30, None)
    assert listed(hub) == []


def test_a_log_that_was_made_anew_is_read_from_its_beginning(hub: SampleIntake) -> None:
    taken_to(hub, 40)
    following, incident = note(hub, lost(40, 0))
    assert (following, offset(hub)) == (0, 0)
    assert incident is not None
    assert (incident.kind, incident.range) == (IncidentKind.LOG_MADE_ANEW, "offset 40 and after")
    assert note(hub, lost(40, 0)) == (0, None)


def test_a_closed_incident_says_who_closed_it_and_why_and_is_no_longer_open(hub: SampleIntake) -> None:
    _, incident = note(hub, lost(0, 5))
    assert incident is not None
    with hub.store.record.database.write() as cursor:
        close_incident(cursor, incident.incident_id, "u-op", REASON, NOON)
    assert listed(hub) == []
    [closed] = listed(hub, closed=True)
    assert (closed.closed_by, closed.reason, closed.closed_at) == ("u-op", REASON, NOON)


@pytest.mark.parametrize(
    ("incident_id", "by", "reason", "error"),
    [
        ("i-none", "u-op", REASON, NotFound),
        ("", " ", REASON, Invalid),
        ("", "u-op", "done", Invalid),
        ("", "u-op", "x" * 501, Invalid),
    ],
)
def test_an_incident_is_not_closed_by_nobody_or_without_a_reason(
    hub: SampleIntake, incident_id: str, by: str, reason: str, error: type[HubError]
) -> None:
    _, incident = note(hub, lost(0, 5))
    assert incident is not None
    with pytest.raises(error), hub.store.record.database.write() as cursor:
        close_incident(cursor, incident_id or incident.incident_id, by, reason, NOON)
    assert len(listed(hub)) == 1
