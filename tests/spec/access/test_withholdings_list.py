"""What a person answers for: to approve, to review, overdue first; and what its owner learns of readers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders.access import (
    AT_SCHOOL,
    CHILD,
    DETECTIVE,
    ENQUIRY,
    IG_LEAD,
    MANAGER,
    OTHER,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    SampleHub,
    entry,
    ids_in,
    opening,
    viewer,
    withheld,
)

from hub.access import Viewer, Wanted
from hub.domain.errors import Invalid, Refused
from hub.domain.vocabulary import Ground, Mode, WithholdingState
from hub.domain.withholding import Audience

INSPECTOR = viewer("northshire-police", "duty-inspector", "u-di")
OFFICER = viewer("northshire-police", "officer-in-charge", "u-oic")
FROM_SCHOOL = Audience(agencies=frozenset({"oakfield-school"}))
WANTED = Wanted(
    entries=("e-police",),
    ground=Ground.POLICE_INVESTIGATION,
    mode=Mode.SILENT,
    audience=FROM_SCHOOL,
    owner="duty-inspector",
    review_by=date(2026, 3, 16),
)


@pytest.fixture
def told(hub: SampleHub) -> SampleHub:
    return hub.given(opening(), entry("e-police", "northshire-police"))


def listed(hub: SampleHub, reader: Viewer) -> list[dict]:
    return hub.access.withholdings(reader, ENQUIRY).answer["withholdings"]


def place(hub: SampleHub, by: Viewer = INSPECTOR, **changed: object) -> str:
    return str(hub.access.place_withholding(by, ENQUIRY, CHILD, replace(WANTED, **changed)).answer["id"])


def test_the_owner_and_those_who_approve_have_it_on_their_list_and_nobody_else(told: SampleHub) -> None:
    name = place(told)
    assert [(one["id"], one["to_do"]) for one in listed(told, DETECTIVE)] == [(name, ["approve"])]
    assert [(one["id"], one["to_do"]) for one in listed(told, INSPECTOR)] == [(name, [])]
    for reader in (OFFICER, MANAGER, SOCIAL_WORKER, SCHOOL_LEAD, IG_LEAD):
        assert listed(told, reader) == []


def test_an_overdue_one_stands_first_and_asks_its_owner_to_review_it(hub: SampleHub) -> None:
    early = withheld(FROM_SCHOOL, "w-early", state=WithholdingState.IN_FORCE)
    late = replace(withheld(FROM_SCHOOL, "w-late"), review_by=date(2026, 3, 1))
    later = replace(withheld(FROM_SCHOOL, "w-a"), review_by=date(2026, 3, 10))
    hub.given(opening(), entry("e-police", "northshire-police", withholdings=[early, late, later]))
    ordered = [(one["id"], one["state"], one["to_do"]) for one in listed(hub, DETECTIVE)]
    assert ordered == [("w-late", "overdue", ["review"]), ("w-a", "in-force", []), ("w-early", "in-force", [])]


def test_a_released_one_is_on_no_list(told: SampleHub) -> None:
    name = place(told)
    told.access.release_withholding(INSPECTOR, ENQUIRY, CHILD, name)
    assert listed(told, INSPECTOR) == listed(told, DETECTIVE) == []


def test_one_that_stands_on_siblings_is_listed_once(hub: SampleHub) -> None:
    on_both = entry("e-police", "northshire-police", withholdings=[withheld(FROM_SCHOOL)])
    hub.given(opening(), on_both).given(opening(), on_both, child_id=OTHER)
    assert [one["id"] for one in listed(hub, DETECTIVE)] == ["w-1"]


def test_somebody_kept_from_it_does_not_have_it_on_their_list_whatever_their_role(hub: SampleHub) -> None:
    from_one = withheld(Audience(persons=frozenset({DETECTIVE.id})))
    hub.given(opening(), entry("e-police", "northshire-police", withholdings=[from_one]))
    assert listed(hub, DETECTIVE) == []
    assert [one["id"] for one in listed(hub, replace(DETECTIVE, id="u-sio-2"))] == ["w-1"]


def test_the_list_is_on_record_in_the_sealed_class(told: SampleHub) -> None:
    place(told)
    listed(told, DETECTIVE)
    record = told.audited()[0]
    assert (record.action, record.sealed_class, record.child_id) == ("withholdings-read", True, CHILD)


def test_a_purpose_that_is_not_on_the_list_is_refused(told: SampleHub) -> None:
    with pytest.raises(Refused):
        told.access.withholdings(DETECTIVE, replace(ENQUIRY, purpose="curiosity"))


def test_whoever_placed_it_reads_what_became_of_it_and_may_do_nothing_more(told: SampleHub) -> None:
    decided = {"decided_at": "strategy discussion of 2 March", "owner": "senior-investigating-officer"}
    name = place(told, OFFICER, **decided)
    assert told.access.withholding(OFFICER, ENQUIRY, CHILD, name).answer["may"] == []


def test_an_officer_carries_out_what_a_strategy_discussion_decided_and_nothing_else(told: SampleHub) -> None:
    with pytest.raises(Refused):
        place(told, OFFICER)
    with pytest.raises(Refused):
        place(told, viewer("northshire-police", "response-officer", "u-ro"), decided_at="strategy discussion")
    assert place(told, OFFICER, decided_at="strategy discussion of 2 March")


def test_placing_tells_who_has_seen_the_entry_and_whom_it_would_be_kept_from(told: SampleHub) -> None:
    told.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    told.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)
    answer = told.access.preview_withholding(INSPECTOR, ENQUIRY, CHILD, WANTED).answer
    assert [(one["id"], one["withheld_from_them"]) for one in answer["seen_by"]] == [("u-sw", False), ("u-dsl", True)]
    placed = told.access.place_withholding(INSPECTOR, ENQUIRY, CHILD, WANTED).answer
    assert placed["seen_by"] == answer["seen_by"]


@pytest.mark.parametrize(("ground", "keeps"), [(Ground.POLICE_INVESTIGATION, True), (Ground.SIGNIFICANT_HARM, False)])
def test_those_who_had_seen_it_keep_it_on_the_polices_ground_and_not_where_a_child_may_be_harmed(
    told: SampleHub, ground: Ground, keeps: bool
) -> None:
    told.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)
    lado = viewer("northshire-csc", "social-worker", "u-sw")
    by = INSPECTOR if ground is Ground.POLICE_INVESTIGATION else lado
    place(told, by, ground=ground, approved_by="u-other", owner="team-manager")
    assert ("e-police" in ids_in(told.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD))) is keeps
    colleague = replace(SCHOOL_LEAD, id="u-dsl-2")
    assert "e-police" not in ids_in(told.access.chronology(colleague, AT_SCHOOL, CHILD))


def test_the_owner_may_choose_otherwise(told: SampleHub) -> None:
    told.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)
    place(told, keep_for_those_who_saw=False)
    assert "e-police" not in ids_in(told.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD))


def test_the_owner_alone_learns_who_has_read_without_it(told: SampleHub) -> None:
    name = place(told, keep_for_those_who_saw=False)
    told.now += timedelta(hours=1)
    told.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)
    told.access.approve_withholding(DETECTIVE, ENQUIRY, CHILD, name)
    told.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    assert "readers_kept_from_it" not in told.access.withholding(DETECTIVE, ENQUIRY, CHILD, name).answer
    released = told.access.release_withholding(INSPECTOR, ENQUIRY, CHILD, name).answer
    assert [one["id"] for one in released["readers_kept_from_it"]] == ["u-dsl"]


def test_what_an_approver_does_not_read_is_pointed_at_unless_something_else_hides_it(hub: SampleHub) -> None:
    other = withheld(Audience(persons=frozenset({DETECTIVE.id})), "w-other")
    of_police = replace(withheld(FROM_SCHOOL), agency="northshire-police")
    hub.given(
        opening(),
        entry("e-1", "northshire-hospital", withholdings=[of_police]),
        entry("e-2", "northshire-hospital", withholdings=[of_police, other]),
    )
    unrelated = replace(ENQUIRY, purpose="direct-care")
    answer = hub.access.withholding(DETECTIVE, unrelated, CHILD, "w-1").answer
    assert (answer["entries"], len(answer["pointers"])) == ([], 1)
    assert [one["id"] for one in hub.access.withholding(DETECTIVE, ENQUIRY, CHILD, "w-1").answer["entries"]] == ["e-1"]


def test_an_instruction_is_never_for_the_family(told: SampleHub) -> None:
    with pytest.raises(Invalid, match="for professionals"):
        place(told, protective_instruction="Ring first.", instruction_for=Audience(family=True))
