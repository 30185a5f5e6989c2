"""Withholdings on a child: placed, reviewed, released, and what each covers."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from hub.domain.child import Child
from hub.domain.chronology import Labels, SourceRef
from hub.domain.errors import Conflict, NotFound
from hub.domain.targets import Placed, Targets
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Withholding


def origin(name: str) -> SourceRef:
    return SourceRef("urn:agency:police:niche", name)


def ids(child: Child, entry_id: str) -> list[str]:
    return [one.id for one in child.withholdings_of(entry_id)]


def test_a_withholding_born_with_an_entry_covers_it_from_its_first_moment(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding]
) -> None:
    record("1", placed=(Placed(withholding(), Targets(origins=(origin("1"),))),))
    assert ids(child, "e-1") == ["w-1"]


def test_a_withholding_covers_the_entries_it_names_and_no_other(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    record("1")
    record("2")
    child.place_withholding(withholding(), Targets(origins=(origin("1"),)), march)
    assert (ids(child, "e-1"), ids(child, "e-2")) == (["w-1"], [])


@pytest.mark.parametrize("targets", [Targets(categories=("crime-recorded",)), Targets(agencies=("met",))])
def test_a_withholding_of_a_category_or_an_agency_covers_what_comes_later(
    child: Child,
    record: Callable[..., Labels],
    withholding: Callable[..., Withholding],
    march: datetime,
    targets: Targets,
) -> None:
    child.place_withholding(withholding(), targets, march)
    record("1", category="crime-recorded", agency="met")
    record("2")
    assert (ids(child, "e-1"), ids(child, "e-2")) == (["w-1"], [])


def test_a_withholding_may_name_an_event_that_has_not_come_yet(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    child.place_withholding(withholding(), Targets(origins=(origin("1"),)), march)
    record("1")
    assert ids(child, "e-1") == ["w-1"]


def test_a_derived_entry_inherits_however_far_it_is_removed(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    record("1")
    record("2", derived_from=("1",))
    record("3", derived_from=("2",))
    child.place_withholding(withholding(), Targets(origins=(origin("1"),)), march)
    assert ids(child, "e-3") == ["w-1"]


def test_an_entry_inherits_what_is_withheld_by_the_category_of_its_source(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    record("1", category="crime-recorded")
    record("2", derived_from=("1",))
    child.place_withholding(withholding(), Targets(categories=("crime-recorded",)), march)
    assert ids(child, "e-2") == ["w-1"]


def test_a_source_does_not_inherit_from_what_is_derived_from_it(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    record("1")
    record("2", derived_from=("1",))
    child.place_withholding(withholding(), Targets(origins=(origin("2"),)), march)
    assert ids(child, "e-1") == []


def test_entries_that_derive_from_each_other_do_not_go_round_for_ever(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    record("1", derived_from=("2",))
    record("2", derived_from=("1",))
    child.place_withholding(withholding(), Targets(origins=(origin("1"),)), march)
    assert (ids(child, "e-1"), ids(child, "e-2")) == (["w-1"], ["w-1"])


def test_a_review_moves_the_date_and_approves_nothing(
    child: Child, withholding: Callable[..., Withholding], march: datetime
) -> None:
    narrow = withholding(state=WithholdingState.HELD_NARROW)
    child.place_withholding(narrow, Targets(origins=(origin("1"),)), march)
    child.review_withholding("w-1", review_by=date(2026, 4, 17), by="u-9", reason="trial is listed", at=march)
    now = child.placed["w-1"].withholding
    assert (now.review_by, now.state) == (date(2026, 4, 17), WithholdingState.HELD_NARROW)


def test_a_released_withholding_still_tells_that_it_was_there(
    child: Child, record: Callable[..., Labels], withholding: Callable[..., Withholding], march: datetime
) -> None:
    record("1", placed=(Placed(withholding(), Targets(origins=(origin("1"),))),))
    child.release_withholding("w-1", by="u-9", reason="charged", at=march)
    assert [one.state for one in child.withholdings_of("e-1")] == [WithholdingState.RELEASED]


def test_a_released_withholding_is_not_revived(
    child: Child, withholding: Callable[..., Withholding], march: datetime
) -> None:
    child.place_withholding(withholding(), Targets(), march)
    child.release_withholding("w-1", by="u-9", reason="charged", at=march)
    with pytest.raises(NotFound):
        child.review_withholding("w-1", review_by=date(2026, 5, 1), by="u-9", reason="again", at=march)
    with pytest.raises(NotFound):
        child.release_withholding("w-1", by="u-9", reason="again", at=march)
    with pytest.raises(Conflict):
        child.place_withholding(withholding(), Targets(), march)


def test_an_unknown_withholding_is_not_found(child: Child, march: datetime) -> None:
    with pytest.raises(NotFound):
        child.release_withholding("w-none", by="u-9", reason="charged", at=march)
