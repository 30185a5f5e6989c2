"""What is typed on the form, checked."""

from datetime import date, time

import pytest
from builders.concern_form import filled, sibling

from hub.pages.concerns.answers import Answers, answers
from hub.pages.concerns.children import Child
from hub.pages.concerns.questions import ParentsTold
from hub.pages.forms import Wrong

TODAY = date(2026, 3, 2)


def read(**changed: str) -> Answers:
    faults: list[Wrong] = []
    said = answers(filled(**changed), TODAY, faults)
    assert faults == []
    return said


def faults_of(**changed: str) -> set[str]:
    faults: list[Wrong] = []
    answers(filled(**changed), TODAY, faults)
    return {fault.field for fault in faults}


def child(**changed: str) -> Child:
    return read(**changed).children[0]


def test_a_whole_form_has_no_fault() -> None:
    said = read()
    assert (said.headline, said.day, said.parents) == ("Did not want to go home", date(2026, 3, 1), ParentsTold.YES)
    assert said.withhold_reason is None


def test_an_empty_form_is_told_of_each_thing_that_is_needed() -> None:
    faults: list[Wrong] = []
    answers({}, TODAY, faults)
    assert [fault.field for fault in faults] == [
        "danger", "c1_given_names", "c1_age", "headline", "narrative", "how_known", "happened_day", "action",
        "parents", "withhold", "contact",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"c1_born_day": "31", "c1_born_month": "2"}, "c1_born_day"),
        ({"c1_born_year": "1980"}, "c1_born_day"),
        ({"c1_born_year": "2028"}, "c1_born_day"),
        ({"c1_age": "about two"}, "c1_age"),
        ({"c1_age": "26"}, "c1_age"),
        ({"c1_nhs_number": "999 000"}, "c1_nhs_number"),
        ({"c1_voice": "x" * 4001}, "c1_voice"),
        ({"narrative": "x" * 12_001}, "narrative"),
        ({"happened_year": "2027"}, "happened_day"),
        ({"clock": "half past two"}, "clock"),
        ({"clock": "25:00"}, "clock"),
        ({"p1_name": "Somebody"}, "p1_part"),
        ({"parents": "unsafe"}, "parents_words"),
        ({"parents": "not-yet"}, "parents_words"),
        ({"withhold": "yes"}, "withhold_reason"),
        ({"danger": "perhaps"}, "danger"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(changed: dict[str, str], field: str) -> None:
    assert faults_of(**changed) == {field}


def test_a_child_without_a_date_of_birth_is_taken_with_about_how_old_they_are() -> None:
    without = {"c1_born_day": "", "c1_born_month": "", "c1_born_year": ""}
    assert faults_of(**without) == {"c1_age"}
    assert child(**without, c1_age="8").age == 8


def test_a_child_whose_name_nobody_knows_is_described() -> None:
    unnamed = {"c1_given_names": "", "c1_family_name": ""}
    assert faults_of(**unnamed) == {"c1_given_names"}
    assert not child(**unnamed, c1_description="A girl with a red bicycle").is_known_by_name


def test_further_children_are_taken_and_a_block_left_empty_is_passed_over() -> None:
    assert len(read(**sibling()).children) == 2
    assert len(read(children="3", c3_given_names="Bee", c3_age="2", c2_relation="sibling").children) == 2


@pytest.mark.parametrize("told", ["0", "-1", "many", "²", ""])
def test_a_number_of_children_that_is_none_shows_one(told: str) -> None:
    assert len(read(children=told).children) == 1


def test_the_time_and_the_people_are_read() -> None:
    said = read(clock="14.30", p2_name="Dana", p2_part="carer", p2_relation="mother")
    assert said.clock == time(14, 30)
    assert [(one.name, one.part, one.relation) for one in said.others] == [("Dana", "carer", "mother")]


def test_a_choice_that_nobody_offers_is_as_not_given() -> None:
    said = read(kind="spell", precision="never", c1_seen="maybe")
    assert (said.kind, said.precision, said.children[0].seen) == ("", "day", "")
