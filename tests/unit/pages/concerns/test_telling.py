"""The answers as events."""

from datetime import date
from typing import Any

import pytest
from builders.concern_form import filled, sibling

from exchange.schemas import load
from hub.access import Viewer
from hub.pages.concerns.answers import answers
from hub.pages.concerns.port import Concern
from hub.pages.concerns.telling import Telling
from hub.pages.forms import Wrong

TODAY = date(2026, 3, 2)
WORKER = Viewer("vw-1", "Jules Hale", "harbour-youth", "voluntary", "northshire", "voluntary-worker")


def told(**changed: str) -> Concern:
    faults: list[Wrong] = []
    said = answers(filled(**changed), TODAY, faults)
    assert faults == []
    concern = Telling("C-1", WORKER, said, TODAY).concern()
    for data in concern.events.values():
        assert load().validate("safeguarding.concern-raised.v1", data) == []
    return concern


def only(**changed: str) -> dict[str, Any]:
    (data,) = told(**changed).events.values()
    return dict(data)


def test_who_is_signed_in_is_the_author_for_their_own_agency() -> None:
    data = only()
    assert data["author"] == {
        "staff_id": "vw-1",
        "name": "Jules Hale",
        "role": "voluntary-worker",
        "contact": "01632 960 601",
    }
    assert data["on_behalf_of"] == "harbour-youth"


def test_a_named_child_is_told_with_what_finds_the_record() -> None:
    (child,) = only(c1_nhs_number="999 000 0018")["children"]
    assert (child["given_names"], child["date_of_birth"]) == ("Rowan", "2017-05-14")
    assert child["addresses"][0]["postcode"] == "NX4 7QL"


def test_a_number_that_a_person_typed_is_claimed_and_not_verified() -> None:
    (child,) = only(c1_nhs_number="999 000 0018", c1_upn="g815000016001")["children"]
    assert child["identifiers"] == [
        {"system": "nhs-number", "value": "9990000018", "status": "claimed"},
        {"system": "upn", "value": "G815000016001", "status": "claimed"},
    ]


def test_a_child_whom_nobody_can_name_is_told_of_in_an_event_of_its_own() -> None:
    concern = told(**sibling())
    assert list(concern.events) == ["C-1", "C-1.2"]
    (named,), (unnamed,) = (data["children"] for data in concern.events.values())
    assert "description" not in named
    assert (unnamed["description"], unnamed["approximate_age"]) == ("A toddler in a pushchair", {"from": 1, "to": 3})


def test_each_of_the_two_events_names_the_other_child_and_how_they_are_related() -> None:
    first, second = told(**sibling()).events.values()
    assert first["persons"][0]["description"] == "A toddler in a pushchair"
    assert first["persons"][0]["relations"] == [{"child": "C-1-child-1", "relation": "sibling"}]
    assert (second["persons"][0]["given_names"], second["persons"][0]["family_name"]) == ("Rowan", "Ashdown")
    assert second["persons"][0]["relations"] == [{"child": "C-1-child-2", "relation": "sibling"}]


def test_children_who_are_all_named_are_told_of_in_one_event() -> None:
    second = sibling(
        given_names="Finn", family_name="Ashdown", born_day="1", born_month="2", born_year="2024", description=""
    )
    assert len(only(**second)["children"]) == 2


def test_a_child_known_by_one_name_and_an_age_is_told_with_both() -> None:
    first_only = {"c1_family_name": "", "c1_born_day": "", "c1_born_month": "", "c1_born_year": "", "c1_age": "0"}
    (child,) = only(**first_only)["children"]
    assert (child["given_names"], child["description"]) == ("Rowan", "Known as Rowan")
    assert child["approximate_age"] == {"from": 0, "to": 1}


def test_a_baby_not_yet_born_is_told_with_the_date_expected() -> None:
    (child,) = only(c1_given_names="", c1_born_month="8", c1_born_year="2026")["children"]
    assert child["expected_date_of_birth"] == "2026-08-14"
    assert "date_of_birth" not in child


def test_immediate_danger_is_said_first_and_judged_significant() -> None:
    data = only(danger="yes")
    assert data["narrative"].startswith("Whoever raised this said that a child was in immediate danger")
    assert data["children"][0]["significance"]["level"] == "significant"


def test_what_must_be_kept_from_the_family_is_withheld_from_it_alone_and_is_to_be_reviewed() -> None:
    (withholding,) = only(withhold="yes", withhold_reason="May be punished.")["handling"]["withholdings"]
    assert withholding["audience"] == {"family": True}
    assert (withholding["ground"], withholding["mode"]) == ("significant-harm", "silent")
    assert (withholding["placed_by"], withholding["review_by"]) == ("vw-1", "2026-03-30")
    assert "approved_by" not in withholding


def test_what_is_not_to_be_kept_from_the_family_carries_no_withholding() -> None:
    assert "handling" not in only()


@pytest.mark.parametrize(
    ("parents", "words"),
    [("yes", "were told that this concern is raised. Upset."), ("unsafe", "may put somebody at risk. Upset.")],
)
def test_whether_the_parents_know_and_why_not_is_told(parents: str, words: str) -> None:
    assert words in only(parents=parents, parents_words="Upset.")["family_response"]


@pytest.mark.parametrize(
    ("changed", "occurred"),
    [
        ({}, {"from": "2026-03-01", "precision": "day"}),
        ({"clock": "14:30"}, {"from": "2026-03-01T14:30:00+00:00", "precision": "exact"}),
        ({"clock": "14:30", "precision": "about"}, {"from": "2026-03-01T14:30:00+00:00", "precision": "about"}),
        ({"precision": "month", "clock": "14:30"}, {"from": "2026-03-01", "precision": "month"}),
        (
            {"happened_day": "17", "happened_month": "2", "precision": "month"},
            {"from": "2026-02-01", "precision": "month"},
        ),
    ],
)
def test_when_it_happened_is_told_no_more_exactly_than_it_is_known(
    changed: dict[str, str], occurred: dict[str, str]
) -> None:
    assert only(**changed)["occurred"] == occurred


def test_the_child_s_own_words_the_place_and_the_school_are_kept() -> None:
    data = only(c1_voice="I want to stay.", c1_seen="alone", place="The club", c1_school="Meadow Primary")
    assert data["children"][0]["childs_voice"] == {
        "seen": True,
        "seen_alone": True,
        "wishes_and_feelings": "I want to stay.",
    }
    assert "Where: The club" in data["narrative"]
    assert "School or nursery of R. A.: Meadow Primary" in data["narrative"]


def test_whoever_else_was_there_is_told_with_their_part_and_relation() -> None:
    (person,) = only(p1_name="Dana Ashdown", p1_part="carer", p1_relation="mother")["persons"]
    assert (person["part"], person["family_name"]) == ("carer", "Dana Ashdown")
    assert person["relations"] == [{"child": "C-1-child-1", "relation": "mother"}]


def test_the_list_of_ones_own_concerns_holds_initials_only() -> None:
    assert told(**sibling()).about == "R. A., a child not named"


def test_the_longest_form_is_a_valid_event() -> None:
    longest = {
        "headline": "x" * 200, "narrative": "x" * 12_000, "told_by": "x" * 500, "place": "x" * 500,
        "action": "x" * 4000, "parents": "unsafe", "parents_words": "x" * 3500, "withhold": "yes",
        "withhold_reason": "x" * 4000, "contact": "x" * 200, "c1_description": "x" * 1000, "c1_voice": "x" * 4000,
        "c1_impact": "x" * 4000, "c1_school": "x" * 200, "c1_address": "\n".join(["x" * 74] * 8),
        "c1_given_names": "x" * 100, "c1_family_name": "x" * 100, "c1_upn": "x" * 20, "danger": "yes",
    }  # fmt: skip
    assert only(**longest)
