"""What stands above a chronology: the whole for a picture, pointers by agency, persons; and what goes to paper."""

from dataclasses import replace
from typing import Any

from builders.access import (
    AT_SCHOOL,
    CHILD,
    ENQUIRY,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    SampleHub,
    entry,
    ids_in,
    opening,
    withheld,
)

from hub.access import Filters
from hub.domain.chronology import Status
from hub.domain.withholding import Audience

FROM_THE_WORKER = Audience(persons=frozenset({"u-sw"}))
DANA = {"reference": "p-1", "given_names": "Dana", "family_name": "Moss", "part": "victim"}


def overview(hub: SampleHub, **filters: Any) -> Any:
    return hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(overview=True, **filters)).answer["overview"]


def test_an_answer_has_an_overview_only_where_one_was_asked_for(hub: SampleHub) -> None:
    hub.given(opening())
    assert "overview" not in hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer


def test_the_picture_has_routine_entries_that_the_list_leaves_out(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-1", significant=True), entry("e-2", "oakfield-school"))
    answer = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(overview=True, without_routine=True))
    assert ids_in(answer) == ["e-1"]
    assert [mark["id"] for mark in answer.answer["overview"]["marks"]] == ["e-open", "e-1", "e-2"]


def test_a_mark_says_no_more_than_a_picture_needs(hub: SampleHub) -> None:
    hub.given(opening())
    assert set(overview(hub)["marks"][0]) == {"id", "agency", "occurred", "category", "significant"}


def test_what_is_withheld_changes_nothing_of_an_overview(hub: SampleHub) -> None:
    before = overview(hub.given(opening()))
    hidden = entry(
        "e-hidden",
        "northshire-police",
        content={"headline": "Arrest planned", "persons": [DANA]},
        withholdings=[withheld(FROM_THE_WORKER)],
        statuses=[Status("child-protection-plan", "2026-02-01", None, "e-hidden")],
    )
    assert overview(hub.given(opening(), hidden)) == before


def test_a_reader_of_pointers_is_told_what_each_agency_holds_and_whom_to_ring(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-1", "northshire-police", category="crime-recorded", happened="2026-02-10"))
    asked = Filters(overview=True, without_routine=True)
    answer = hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD, asked).answer
    held = {line["agency"]: line for line in answer["overview"]["held"]}
    assert held["northshire-police"]["contact"] == "police duty"
    assert held["northshire-police"]["occurred"] == [{"from": "2026-02-10", "precision": "day"}]
    assert answer["entries"] == []


def test_a_step_is_told_only_by_an_entry_of_which_more_than_a_pointer_is_shown(hub: SampleHub) -> None:
    step = Status("section-47-enquiry", "2026-02-10", None, "e-1")
    hub.given(opening(), entry("e-1", statuses=[step]))
    assert overview(hub)["steps"] == [{"name": "section-47-enquiry", "since": "2026-02-10"}]
    seen_by_school = hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD, Filters(overview=True)).answer
    assert seen_by_school["overview"]["steps"] == []


def test_persons_are_told_by_name_once_and_found_by_their_token(hub: SampleHub) -> None:
    again = {**DANA, "reference": "other-agency-7", "family_name": "MOSS"}
    hub.given(
        opening(),
        entry("e-1", content={"headline": "Seen", "persons": [DANA]}),
        entry("e-2", "oakfield-school", content={"headline": "Rang", "persons": [again, {"part": "witness"}]}),
    )
    (person,) = overview(hub)["people"]
    assert person["name"] == "Dana Moss"
    assert "moss" not in person["id"]
    named = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(person=person["id"]))
    assert ids_in(named) == ["e-1", "e-2"]


def test_everything_that_an_overview_tells_of_is_on_record(hub: SampleHub) -> None:
    plain = {"headline": "Seen"}
    hub.given(opening(), *(entry(f"e-{n}", content=plain) for n in range(4)))
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(overview=True, limit=1))
    assert {one.entry_id for one in hub.audited()[0].disclosed} == {"e-open", "e-0", "e-1", "e-2", "e-3"}


def test_filters_of_theme_and_state_ask_only_what_is_shown(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-1", category="neglect"))
    theme = Filters(categories=frozenset({"neglect", "missed-appointment"}))
    assert ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, theme)) == ["e-1"]
    assert ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(state="withdrawn"))) == []


def test_an_export_is_all_pages_at_once_under_one_record(hub: SampleHub) -> None:
    hub.given(opening(), *(entry(f"e-{n}") for n in range(5)))
    answer = hub.access.export(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(limit=2, cursor="ignored"))
    assert len(ids_in(answer)) == 6
    assert answer.answer["next_cursor"] is None
    (record,) = hub.audited()
    assert (record.action, len(record.disclosed)) == ("export", 6)


def test_the_newest_may_come_first_on_every_page(hub: SampleHub) -> None:
    hub.given(opening(), *(entry(f"e-{day}", happened=f"2026-02-1{day}") for day in range(3)))
    newest = Filters(limit=2, newest_first=True)
    first = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, newest)
    second = hub.access.chronology(
        SOCIAL_WORKER, ENQUIRY, CHILD, replace(newest, cursor=str(first.answer["next_cursor"]))
    )
    assert [*ids_in(first), *ids_in(second)] == ["e-2", "e-1", "e-0", "e-open"]
