"""Access rules beside the rows: conflicts, marks, silent fields, held narrow, missing labels, stale relationships."""

from typing import Any

import pytest
from builders.answers import Answers

from enginelab.oracle.questions import asking, entry, handling, relation, viewer, withholding

CSC, POLICE, HEALTH, SCHOOL = "childrens-social-care", "police", "health", "school"
SOCIAL_WORKER = viewer("social-worker", CSC)
ALLOCATED = relation("allocated", "northshire-csc")
S47 = asking("enquiry-s47", threshold="s47")


@pytest.fixture(scope="module")
def answer() -> Answers:
    return Answers()


@pytest.mark.parametrize("conflict", ["relative", "excluded", "named-in-allegation", "some-other"])
def test_a_conflicted_reader_reads_nothing(answer: Answers, conflict: str) -> None:
    reader = viewer("social-worker", CSC, conflicts=[conflict])
    answer.to(reader, S47, [ALLOCATED], entry(HEALTH, "health-contact"))
    assert (answer.outcome, answer.shown) == ("refuse", ["hidden"])


def test_a_marked_withholding_tells_that_something_is_held_and_no_more(answer: Answers) -> None:
    held = entry(POLICE, "crime-recorded", withholdings=[withholding("marked", persons=["u-1"])])
    answer.to(SOCIAL_WORKER, S47, [ALLOCATED], held)
    assert (answer.shown, answer.first["fields"], answer.first["masks"]) == (["marked"], [], [])


def test_a_marked_withholding_is_not_told_to_those_who_could_not_read_the_entry_anyway(answer: Answers) -> None:
    held = entry(HEALTH, "health-contact", withholdings=[withholding("marked", agency_types=["cafcass"])])
    answer.to(viewer("cafcass-officer", "cafcass"), asking("court-proceedings"), [], held)
    assert answer.shown == ["hidden"]


def test_silence_wins_over_a_mark(answer: Answers) -> None:
    both = [withholding("marked", persons=["u-1"]), withholding("silent", agency_types=[CSC])]
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], entry(POLICE, "crime-recorded", withholdings=both)).shown == [
        "hidden"
    ]


def test_a_field_withheld_in_silence_is_as_if_it_had_never_been_stated(answer: Answers) -> None:
    kept = entry(POLICE, "crime-recorded", withholdings=[withholding(fields=["persons"], persons=["u-1"])])
    bare = entry(POLICE, "crime-recorded", fields=["headline", "narrative", "action_taken"])
    answer.to(SOCIAL_WORKER, S47, [ALLOCATED], kept, bare)
    first, second = answer.document["decisions"]
    assert [first[part] for part in ("shown", "fields", "masks")] == [
        second[part] for part in ("shown", "fields", "masks")
    ]


def test_a_field_under_a_marked_withholding_is_named_as_masked(answer: Answers) -> None:
    kept = entry(POLICE, "crime-recorded", withholdings=[withholding("marked", fields=["persons"], persons=["u-1"])])
    answer.to(SOCIAL_WORKER, S47, [ALLOCATED], kept)
    assert (answer.shown, answer.first["masks"]) == (["masked"], ["persons"])


def test_an_unapproved_withholding_is_held_by_its_agency_and_the_authoritys_duty_manager_alone(answer: Answers) -> None:
    held = entry(POLICE, "crime-recorded", withholdings=[withholding("silent", "held-narrow", agency_types=[SCHOOL])])
    manager, officer = viewer("duty-manager", CSC), viewer("officer-in-charge", POLICE)
    area, involved = relation("area", "northshire-csc", person=None), relation("involved", "northshire-police")
    assert answer.to(manager, asking("immediate-protection"), [area], held).shown == ["full"]
    assert answer.to(officer, S47, [involved], held).shown == ["full"]
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], held).shown == ["hidden"]


def test_a_conditioned_code_without_a_readable_condition_is_for_the_originator_alone(answer: Answers) -> None:
    blank = entry(POLICE, "crime-recorded", handling=handling("3x5x2", "C", " ", "u-1"))
    officer, involved = viewer("officer-in-charge", POLICE), relation("involved", "northshire-police")
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], blank).shown == ["hidden"]
    assert answer.to(officer, S47, [involved], blank).shown == ["full"]


@pytest.mark.parametrize(
    "label",
    ["agency", "agency_type", "category", "tier", "sensitive", "handling", "fields", "withholdings", "derived_from"],
)
def test_an_entry_that_leaves_a_label_out_is_not_shown(answer: Answers, label: str) -> None:
    whole = entry(HEALTH, "health-contact")
    partial = {key: value for key, value in whole.items() if key != label}
    assert answer.to(SOCIAL_WORKER, S47, [ALLOCATED], partial).shown == ["hidden"]


def test_an_entry_that_does_not_say_whether_it_tells_of_others_has_them_masked(answer: Answers) -> None:
    gp, registered = viewer("gp", HEALTH), relation("registered", "northshire-nhs", person=None)
    unsaid = entry(POLICE, "domestic-abuse-incident", third_party=None)
    assert answer.to(gp, asking("direct-care"), [registered], unsaid).first["masks"] == ["persons"]


@pytest.mark.parametrize("purpose", ["curiosity", "statistics", "audit", "family-disclosure", ""])
def test_a_purpose_that_is_not_the_roles_is_refused(answer: Answers, purpose: str) -> None:
    answer.to(SOCIAL_WORKER, asking(purpose), [ALLOCATED], entry(HEALTH, "health-contact"))
    assert (answer.outcome, answer.shown) == ("refuse", ["hidden"])


@pytest.mark.parametrize("reason", ["", "too short", "x" * 501])
def test_a_request_without_a_proper_reason_is_refused(answer: Answers, reason: str) -> None:
    answer.to(SOCIAL_WORKER, asking("enquiry-s47", reason=reason), [ALLOCATED], entry(HEALTH, "health-contact"))
    assert answer.document["request"] == {"outcome": "refuse", "rules": ["reason-not-given"]}


@pytest.mark.parametrize(
    "stale",
    [
        {"until": "2026-03-01"},
        {"since": "2026-03-03"},
        {"person": "u-2"},
        {"agency": "southshire-csc"},
        {"since": None},
    ],
)
def test_a_relationship_that_is_not_the_readers_today_opens_nothing(answer: Answers, stale: dict[str, Any]) -> None:
    answer.to(SOCIAL_WORKER, S47, [ALLOCATED | stale], entry(HEALTH, "health-contact"))
    assert answer.document["request"] == {"outcome": "refuse", "rules": ["no-ground-to-read"]}


def test_a_role_of_another_kind_of_agency_is_not_believed(answer: Answers) -> None:
    reader = viewer("social-worker", SCHOOL)
    answer.to(reader, S47, [relation("allocated", "hill-school")], entry(HEALTH, "health-contact"))
    assert answer.outcome == "refuse"
