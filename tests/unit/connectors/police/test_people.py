"""Children are told by their age on the day, adults by how they stand to each child, and everybody by their part."""

from typing import Any

import pytest
from builders.police import DANA, LEE, ROWAN, event, link

FINN = {"id": "P-1043", "given_names": "Finn", "family_name": "Ashdown", "born": "2023-11-02", "sex": "male"}


def part_of(found: Any, reference: str) -> list[str]:
    return [person["part"] for person in found.data["persons"] if person["reference"] == reference]


def relations_of(found: Any, reference: str) -> dict[str, str]:
    person = next(person for person in found.data["persons"] if person["reference"] == reference)
    return {one["child"]: one["relation"] for one in person["relations"]}


@pytest.mark.parametrize(("born", "children"), [("2008-02-28", 1), ("2008-02-27", 0), ("2026-05-01", 1)])
def test_who_is_under_eighteen_on_the_day_is_a_child(said: Any, born: str, children: int) -> None:
    found = said(persons=[{**ROWAN, "born": born}, DANA, LEE])
    assert len(found.data["children"]) == children


def test_the_day_is_the_day_in_london(said: Any) -> None:
    parts = {"P-1042": "present", "A-311": "victim", "N-5501": "suspect"}
    late = {"from": "2026-06-30T23:30:00Z"}
    found = said(persons=[{**ROWAN, "born": "2008-07-01"}, DANA, LEE], events=[event(parts, **late)])
    assert found.data["children"] == []


@pytest.mark.parametrize(
    ("age", "children"), [({"from": 16, "to": 20}, 1), ({"from": 18, "to": 25}, 0), ({"from": 17, "to": 40}, 1)]
)
def test_who_may_be_under_eighteen_is_told_of_as_a_child(said: Any, age: Any, children: int) -> None:
    found = said(persons=[{"id": "P-1042", "approximate_age": age, "description": "A boy in red"}, DANA, LEE])
    assert len(found.data["children"]) == children


def test_a_child_without_a_date_of_birth_is_described(said: Any) -> None:
    nobody_knows = {"id": "P-1042", "given_names": "Rowan", "approximate_age": {"from": 8, "to": 8}}
    (child,) = said(persons=[nobody_knows, DANA, LEE]).data["children"]
    assert child["description"] == "Date of birth not known."
    assert child["approximate_age"] == {"from": 8, "to": 8}


def test_a_child_without_a_full_name_keeps_the_date_of_birth(said: Any) -> None:
    (child,) = said(persons=[{"id": "P-1042", "born": "2017-05-14"}, DANA, LEE]).data["children"]
    assert (child["date_of_birth"], child["approximate_age"]) == ("2017-05-14", {"from": 8, "to": 8})


def test_a_child_not_yet_born_is_expected(said: Any) -> None:
    unborn = {"id": "P-1042", "family_name": "Ashdown", "expected": "2026-06-01"}
    (child,) = said(persons=[unborn, DANA, LEE]).data["children"]
    assert child["expected_date_of_birth"] == "2026-06-01"


def test_who_has_no_age_is_told_of_as_an_adult_and_the_sender_is_told(said: Any) -> None:
    found = said(persons=[ROWAN, DANA, {"id": "N-5501"}])
    assert [(remark.field, remark.text) for remark in found.remarks] == [
        ("/persons/2", "has neither `born` nor `approximate_age`, and was told of as an adult")
    ]
    assert part_of(found, "N-5501") == ["suspect"]


def test_who_is_spoken_of_as_a_child_without_an_age_is_refused_rather_than_told_as_an_adult(refusal: Any) -> None:
    spoken_of = {"id": "P-1042", "given_names": "Rowan", "impact_on_child": "Awake and crying."}
    assert list(refusal(persons=[spoken_of, DANA, LEE])) == ["/persons/0"]


def test_victim_and_suspect_are_told_apart(said: Any) -> None:
    found = said()
    assert (part_of(found, "A-311"), part_of(found, "N-5501")) == (["victim"], ["suspect"])


def test_who_took_two_parts_is_told_with_both(said: Any) -> None:
    second = event({"N-5501": "victim", "A-311": "suspect"})
    found = said(events=[event({"P-1042": "present", "A-311": "victim", "N-5501": "suspect"}), second])
    assert part_of(found, "N-5501") == ["victim", "suspect"]


@pytest.mark.parametrize("part", ["victim", "suspect", "witness"])
def test_a_child_who_was_hurt_is_told_apart_from_one_who_hurt(said: Any, part: str) -> None:
    found = said(events=[event({"P-1042": part, "A-311": "carer", "N-5501": "suspect"})])
    assert part_of(found, "P-1042") == [part]


def test_a_child_whose_identity_is_protected_is_told_by_reference_alone(said: Any) -> None:
    found = said(
        persons=[{**ROWAN, "protected": True}, DANA, LEE],
        events=[event({"P-1042": "victim", "A-311": "carer", "N-5501": "suspect"})],
    )
    (told,) = [person for person in found.data["persons"] if person["reference"] == "P-1042"]
    assert told == {"reference": "P-1042", "protected": True, "part": "victim"}


def test_a_child_who_was_only_there_is_present_and_no_person_beside(said: Any) -> None:
    found = said()
    assert found.data["children"][0]["presence"] == "present"
    assert part_of(found, "P-1042") == []


@pytest.mark.parametrize(
    ("links", "relation"),
    [
        ([link("A-311", "mother-of", "P-1042")], "mother"),
        ([link("A-311", "parent-of", "P-1042")], "mother"),
        ([link("P-1042", "child-of", "A-311")], "mother"),
        ([link("P-1042", "sibling-of", "A-311")], "sibling"),
        ([link("A-311", "sibling-of", "P-1042")], "sibling"),
        ([link("A-311", "grandparent-of", "P-1042")], "grandparent"),
        ([link("P-1042", "grandparent-of", "A-311")], "unknown"),
        ([link("A-311", "carer-of", "P-1042")], "carer"),
        ([link("A-311", "no-relation-to", "P-1042")], "none"),
        ([link("A-311", "partner-of", "N-5501")], "unknown"),
        ([link("A-311", "partner-of", "N-5501"), link("N-5501", "father-of", "P-1042")], "partner-of-parent"),
        ([link("N-5501", "partner-of", "A-311"), link("P-1042", "child-of", "N-5501")], "partner-of-parent"),
        ([], "unknown"),
        (None, "unknown"),
    ],
)
def test_an_adult_stands_to_the_child_as_the_links_say(said: Any, links: Any, relation: str) -> None:
    assert relations_of(said(links=links), "A-311") == {"P-1042": relation}


def test_a_parent_whose_sex_is_not_known_is_no_mother_and_no_father(said: Any) -> None:
    parent = {name: value for name, value in DANA.items() if name != "sex"}
    found = said(persons=[ROWAN, parent, LEE], links=[link("A-311", "parent-of", "P-1042")])
    assert relations_of(found, "A-311") == {"P-1042": "other"}


def test_each_child_has_its_own_relation_to_an_adult(said: Any) -> None:
    found = said(
        persons=[ROWAN, FINN, DANA, LEE],
        links=[link("A-311", "mother-of", "P-1042"), link("N-5501", "partner-of", "A-311"),
               link("N-5501", "father-of", "P-1043")],
        events=[event({"P-1042": "present", "P-1043": "present", "A-311": "victim", "N-5501": "suspect"})],
    )  # fmt: skip
    assert relations_of(found, "N-5501") == {"P-1042": "partner-of-parent", "P-1043": "father"}
    assert relations_of(found, "A-311") == {"P-1042": "mother", "P-1043": "partner-of-parent"}


def test_a_professional_is_one_to_each_child(said: Any) -> None:
    nurse = {**LEE, "agency": "northshire-hospital", "role": "school-nurse"}
    found = said(persons=[ROWAN, DANA, nurse], links=None,
                 events=[event({"P-1042": "present", "A-311": "victim", "N-5501": "professional"})])  # fmt: skip
    assert relations_of(found, "N-5501") == {"P-1042": "professional"}


def test_identifiers_are_carried_if_they_pass_their_check(said: Any) -> None:
    numbers = [{"system": "nhs-number", "value": "999 012 3455"}, {"system": "pnc-id", "value": "12/345A"}]
    found = said(persons=[{**ROWAN, "identifiers": numbers}, DANA, LEE])
    assert found.data["children"][0]["identifiers"] == [{"system": "pnc-id", "value": "12/345A", "status": "claimed"}]
    assert [remark.field for remark in found.remarks] == ["/persons/0/identifiers/0"]


def test_what_is_said_of_a_child_only_is_left_off_an_adult_with_a_remark(said: Any) -> None:
    found = said(persons=[ROWAN, {**DANA, "impact_on_child": "x"}, LEE])
    assert [remark.field for remark in found.remarks] == ["/persons/1"]
