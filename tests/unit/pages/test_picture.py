"""The picture of agencies over time: places, shapes, stretches, and the same in words."""

from datetime import date
from itertools import pairwise
from typing import Any

from hub.pages.picture import WIDTH, Picture, picture
from hub.pages.scale import scale, ticks

TODAY = date(2026, 3, 2)
POLICE = {"agency": "police", "name": "Northshire Police", "connected": True, "current_as_of": "2026-03-02T08:00:00Z"}
SCHOOL = {"agency": "school", "name": "Oakfield School", "connected": False}
NOTHING: dict[str, Any] = {"marks": [], "held": [], "steps": [], "involvement": [], "people": []}


def mark(day: str, agency: str = "police", *, significant: bool = False, **when: str) -> dict[str, Any]:
    occurred = {"from": day, "precision": "day", **when}
    return {"id": day, "agency": agency, "occurred": occurred, "category": "neglect", "significant": significant}


def drawn(first: str = "", last: str = "", **told: Any) -> Picture:
    made = picture({**NOTHING, **told}, [POLICE, SCHOOL], TODAY, first, last)
    assert made is not None
    return made


def test_where_nothing_is_told_nothing_is_drawn() -> None:
    assert picture(NOTHING, [POLICE, SCHOOL], TODAY) is None


def test_a_lane_is_drawn_for_each_agency_that_told_something_or_works_with_the_child() -> None:
    involvement = [{"agency": "school", "kind": "enrolled", "since": "2025-09-01", "contact": ""}]
    assert [lane.name for lane in drawn(marks=[mark("2026-01-10")]).lanes] == ["Northshire Police"]
    assert len(drawn(marks=[mark("2026-01-10")], involvement=involvement).lanes) == 2


def test_marks_stand_in_the_order_of_time_within_the_picture() -> None:
    (lane,) = drawn(marks=[mark("2026-01-10", significant=True), mark("2024-05-01")]).lanes
    assert [one.kind for one in lane.marks] == ["routine", "significant"]
    assert 0 <= lane.marks[0].x < lane.marks[1].x <= WIDTH


def test_entries_that_stand_close_are_one_mark_that_says_how_many() -> None:
    (lane,) = drawn(marks=[mark("2024-05-01"), mark("2026-01-10"), mark("2026-01-11", significant=True)]).lanes
    assert [(one.count, one.kind) for one in lane.marks] == [(1, "routine"), (2, "significant")]
    assert lane.marks[1].title == "2 entries, 1 significant, 10 January 2026 to 11 January 2026"


def test_a_range_and_a_date_known_to_the_month_are_as_long_as_they_may_have_been() -> None:
    (lane,) = drawn(marks=[mark("2025-06-01", precision="season"), mark("2026-01-05", to="2026-02-20")]).lanes
    assert all(one.width > 0 for one in lane.marks)
    assert lane.marks[0].title == "Routine, 1 June 2025 to 31 August 2025"


def test_a_pointer_is_neither_significant_nor_routine() -> None:
    held = [{"agency": "police", "occurred": [{"from": "2026-01-10", "precision": "day"}]}]
    assert drawn(held=held).lanes[0].marks[0].kind == "pointer"


def test_the_strip_counts_what_happened_in_each_stretch() -> None:
    columns = drawn(marks=[mark("2024-05-01"), mark("2026-01-10"), mark("2026-01-11", significant=True)]).columns
    assert [(column.height, column.significant_height) for column in columns] == [(18.0, 0.0), (36.0, 18.0)]


def test_what_was_not_read_of_a_feed_is_told_apart_from_silence() -> None:
    stale = {**POLICE, "current_as_of": "2026-02-01T08:00:00Z"}
    made = picture({**NOTHING, "marks": [mark("2026-01-10"), mark("2026-01-12", "school")]}, [stale, SCHOOL], TODAY)
    assert made is not None
    assert [lane.unread.title for lane in made.lanes if lane.unread] == ["Read up to 1 February 2026", "Not connected"]


def test_a_feed_that_was_read_today_has_nothing_unread() -> None:
    assert drawn(marks=[mark("2026-01-10")]).lanes[0].unread is None


def test_steps_and_involvement_last_until_today_or_until_their_end() -> None:
    steps = [
        {"name": "child-protection-plan", "since": "2025-10-01"},
        {"name": "section-47-enquiry", "since": "2025-08-01", "until": "2025-09-01"},
    ]
    plan, enquiry = drawn(marks=[mark("2025-07-01")], steps=steps).steps
    assert plan.title == "Child protection plan since 1 October 2025"
    assert enquiry.title == "Section 47 enquiry since 1 August 2025 until 1 September 2025"
    assert enquiry.x + enquiry.width < plan.x


def test_the_dates_filtered_by_are_how_far_the_picture_reaches() -> None:
    made = drawn("2026-01-01", "2026-01-31", marks=[mark("2024-05-01"), mark("2026-01-10")])
    assert [one.count for one in made.lanes[0].marks] == [1]
    assert made.today_x is None


def test_a_date_that_no_childhood_reaches_does_not_stretch_the_picture() -> None:
    made = drawn(marks=[mark("0001-01-01"), mark("9999-12-31", precision="year"), mark("2026-01-10")])
    assert made.first > ""
    assert [one.title for one in made.lanes[0].marks] == ["Routine, 10 January 2026"]


def test_the_same_stands_in_words() -> None:
    made = drawn(marks=[mark("2025-05-01"), mark("2026-01-10", significant=True)])
    assert made.summary == (
        "2 entries, 1 significant, 1 May 2025 to 10 January 2026. Northshire Police: 2 entries, 1 significant."
    )


def test_the_words_of_the_axis_never_meet() -> None:
    for years in (0, 1, 3, 8, 18):
        line = scale(date(2026 - years, 1, 5), date(2026, 3, 2), WIDTH)
        places = [tick.x for tick in ticks(line)]
        assert 1 <= len(places) <= 20
        assert all(later - earlier > 40 for earlier, later in pairwise(places))
