"""The referrer learns what became of what they raised, and nothing else (Working Together 2013, 1.21)."""

from dataclasses import replace
from typing import Any

from builders.access import (
    CHILD,
    OTHER,
    SCHOOL_LEAD,
    TEACHER,
    SampleHub,
    Told,
    entry,
    involved,
    opening,
    withheld,
)

from hub.access import Asked, Viewer
from hub.domain.chronology import SourceRef
from hub.domain.withholding import Audience

ORIGIN = SourceRef("urn:agency:hub-northshire:pages", "C-1")
RAISED = {"C-1": (ORIGIN,)}
ASKED = Asked("referral-decision", "What became of a concern that I raised", channel="page")
DECIDED = {
    "headline": "Assessment started",
    "outcome": "A social worker will see the child.",
    "narrative": "All of it.",
}
FROM_SCHOOLS = Audience(agency_types=frozenset({"school"}))


def concern() -> Told:
    told = entry("e-concern", "oakfield-school", involvements=[involved("e-concern", "oakfield-school", "referrer")])
    return replace(told, labels=replace(told.labels, origin=ORIGIN))


def outcome(entry_id: str = "e-decided", category: str = "referral-decided", **told: Any) -> Told:
    made = entry(entry_id, "northshire-csc", category=category, content=DECIDED, **told)
    return replace(made, labels=replace(made.labels, derived_from=(ORIGIN,)))


def told(hub: SampleHub, viewer: Viewer = SCHOOL_LEAD) -> list[Any]:
    return list(hub.access.feedback(viewer, ASKED, RAISED).answer["outcomes"]["C-1"])


def test_the_referrer_is_told_what_was_decided_in_summary(hub: SampleHub) -> None:
    (line,) = told(hub.given(opening(), concern(), outcome()))
    assert line["outcome"] == "A social worker will see the child."
    assert "narrative" not in line
    assert CHILD not in str(line)


def test_the_outcomes_are_told_oldest_first_and_each_once_though_it_stands_on_two_children(hub: SampleHub) -> None:
    both = [outcome(), outcome("e-acknowledged", "referral-acknowledged", happened="2026-02-26")]
    hub.given(opening(), concern(), *both).given(opening(), concern(), *both, child_id=OTHER)
    assert [line["category"] for line in told(hub)] == ["referral-acknowledged", "referral-decided"]


def test_nothing_else_of_the_child_is_told_though_it_names_the_concern(hub: SampleHub) -> None:
    assert told(hub.given(opening(), concern(), outcome("e-visit", "child-visited"))) == []


def test_an_outcome_that_is_withheld_from_the_referrer_is_as_one_that_nobody_gave(hub: SampleHub) -> None:
    hidden = hub.given(opening(), concern(), outcome(withholdings=[withheld(FROM_SCHOOLS)]))
    with_it = hidden.access.feedback(SCHOOL_LEAD, ASKED, RAISED).answer
    assert with_it == hub.given(opening(), concern()).access.feedback(SCHOOL_LEAD, ASKED, RAISED).answer
    assert [record.outcome for record in hub.audited()] == ["not-found", "not-found"]
    assert {record.child_id for record in hub.audited()} == {None}


def test_a_role_that_reads_nothing_is_told_nothing(hub: SampleHub) -> None:
    assert told(hub.given(opening(), concern(), outcome()), TEACHER) == []


def test_a_concern_of_which_the_hub_has_filed_nothing_yet_has_no_outcome(hub: SampleHub) -> None:
    assert told(hub) == []


def test_what_is_told_is_on_record_with_the_child_and_the_entry(hub: SampleHub) -> None:
    told(hub.given(opening(), concern(), outcome()))
    (record,) = hub.audited()
    assert (record.action, record.child_id, record.channel) == ("feedback", CHILD, "page")
    assert [one.entry_id for one in record.disclosed] == ["e-decided"]


def test_the_answer_to_a_referral_is_the_answer_to_the_concern_that_the_referral_was_made_from(hub: SampleHub) -> None:
    referral = entry("e-referral", "northshire-csc", category="referral-received")
    referral = replace(referral, labels=replace(referral.labels, derived_from=(ORIGIN,)))
    decided = entry("e-decided", "northshire-csc", category="referral-decided", content=DECIDED)
    decided = replace(decided, labels=replace(decided.labels, answers=referral.labels.origin))
    (line,) = told(hub.given(opening(), concern(), referral, decided))
    assert line["id"] == "e-decided"
    hidden = replace(referral, withholdings=(withheld(FROM_SCHOOLS),))
    assert told(hub.given(opening(), concern(), hidden, decided)) == []
