"""A child's record: what lands on it, and whether the child is open as far as an agency may know."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime
from uuid import UUID

import pytest

from hub.domain.child import Child
from hub.domain.chronology import Involvement, Labels, SourceRef, Status
from hub.domain.errors import Conflict
from hub.domain.people import Person
from hub.domain.targets import Placed, Targets
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Audience, Withholding

REFERRED = Status("referral", "2026-03-01", None, "e-1")


def test_an_entry_lands_on_a_child_once(child: Child, record: Callable[..., Labels]) -> None:
    told = record("1")
    with pytest.raises(Conflict):
        record("1")
    assert child.entries == {"e-1": told}


def test_an_entry_is_found_by_the_event_it_came_from(child: Child, record: Callable[..., Labels]) -> None:
    told = record("1")
    assert child.entry_of(told.origin) == told
    assert child.entry_of(SourceRef("urn:agency:police:niche", "2")) is None


def test_an_entry_brings_who_is_involved_and_what_state_the_child_is_in(
    child: Child, labels: Callable[..., Labels]
) -> None:
    involved = Involvement("referrer", "police", None, "2026-03-01", None, "e-1")
    child.record_entry(
        labels(), sealed="", wrapped_key="", compartment=None, involvements=(involved,), statuses=(REFERRED,)
    )
    assert (child.involvements, child.statuses) == ([involved], [REFERRED])


def test_a_child_with_a_status_that_has_not_ended_is_open(child: Child, record: Callable[..., Labels]) -> None:
    assert not child.is_open_to("school-a", "school")
    record("1", statuses=(REFERRED,))
    assert child.is_open_to("school-a", "school")


def test_a_child_whose_every_status_has_ended_is_not_open(child: Child, record: Callable[..., Labels]) -> None:
    record("1", statuses=(Status("referral", "2026-03-01", "2026-03-09", "e-1"),))
    assert not child.is_open_to("school-a", "school")


def test_a_child_is_not_open_to_an_agency_from_which_the_opening_is_withheld(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    told = record("1", statuses=(REFERRED,))
    child.place_withholding(withholding(), Targets(origins=(told.origin,)), march)
    assert not child.is_open_to("school-a", "school")
    assert child.is_open_to("hospital-a", "health")


def test_an_opening_withheld_from_one_person_closes_the_child_to_the_whole_agency(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    told = record("1", statuses=(REFERRED,))
    from_one = withholding(audience=Audience(persons=frozenset({"u-1"})))
    child.place_withholding(from_one, Targets(origins=(told.origin,)), march)
    assert not child.is_open_to("school-a", "school")


def test_a_withheld_field_of_the_opening_leaves_the_child_open(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    told = record("1", statuses=(REFERRED,))
    narrative = withholding(fields=frozenset({"narrative"}))
    child.place_withholding(narrative, Targets(origins=(told.origin,)), march)
    assert child.is_open_to("school-a", "school")


def test_an_opening_that_is_held_narrow_opens_the_child_to_its_own_agency_only(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    told = record("1", statuses=(REFERRED,))
    narrow = withholding(state=WithholdingState.HELD_NARROW)
    child.place_withholding(narrow, Targets(origins=(told.origin,)), march)
    assert child.is_open_to("police", "police")
    assert not child.is_open_to("hospital-a", "health")


def test_a_child_is_open_again_once_the_withholding_is_released(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    told = record("1", statuses=(REFERRED,), placed=())
    child.place_withholding(withholding(), Targets(origins=(told.origin,)), march)
    child.release_withholding("w-1", by="u-9", reason="arrest made", at=march)
    assert child.is_open_to("school-a", "school")


def test_a_second_opening_that_is_not_withheld_keeps_the_child_open(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding]
) -> None:
    origin = SourceRef("urn:agency:police:niche", "1")
    record("1", statuses=(REFERRED,), placed=(Placed(withholding(), Targets(origins=(origin,))),))
    record("2", statuses=(Status("child-in-need", "2026-03-02", None, "e-2"),))
    assert child.is_open_to("school-a", "school")


def test_a_copy_of_a_child_shares_nothing_that_can_change(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    told = record("1")
    twin = deepcopy(child)
    record("2", statuses=(REFERRED,))
    child.place_withholding(withholding(), Targets(origins=(told.origin,)), march)
    child.review_withholding("w-1", review_by=date(2026, 5, 1), by="u-9", reason="trial", at=march)
    assert (list(twin.entries), twin.placed, twin.statuses, twin.version) == (["e-1"], {}, [], 2)
    assert len(list(twin.pending_events)) == 2


def test_a_child_is_the_same_from_its_events_as_it_was_when_they_happened(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    told = record("1", statuses=(REFERRED,))
    child.place_withholding(withholding(), Targets(origins=(told.origin,)), march)
    folded: Child | None = None
    for happened in child.pending_events:
        folded = happened.mutate(folded)
    assert folded is not None
    assert (folded.entries, folded.placed, folded.statuses) == (child.entries, child.placed, child.statuses)


def test_an_entry_lands_on_a_person_once(labels: Callable[..., Labels], march: datetime) -> None:
    person = Person.register(UUID(int=2), march)
    person.record_entry(labels(), sealed="", wrapped_key="", compartment=None, placed=())
    with pytest.raises(Conflict):
        person.record_entry(labels(), sealed="", wrapped_key="", compartment=None, placed=())
