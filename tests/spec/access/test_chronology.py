"""What a chronology shows to whom, and what is on record before it is shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from builders.access import (
    AT_SCHOOL,
    CHILD,
    DETECTIVE,
    ENQUIRY,
    MANAGER,
    NOBODY,
    NOW,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    STRANGER,
    TEACHER,
    SampleHub,
    entry,
    ids_in,
    involved,
    opening,
    withheld,
)

from hub.access import Asked, Filters, Viewer
from hub.domain.errors import AuditError, Invalid, NotFound, PolicyError, Refused
from hub.domain.vocabulary import Mode, WithholdingState
from hub.domain.withholding import Audience

FROM_SCHOOLS = Audience(agency_types=frozenset({"school"}))
FROM_THE_WORKER = Audience(persons=frozenset({"u-sw"}))


def test_the_allocated_social_worker_reads_entries_of_all_agencies_in_the_order_they_happened(hub: SampleHub) -> None:
    hub.given(
        entry("e-late", "northshire-police", happened="2026-02-20"),
        opening(),
        entry("e-early", "oakfield-school", happened="2026-02-01"),
    )
    assert ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)) == ["e-open", "e-early", "e-late"]


def test_an_entry_has_the_fields_of_the_contract(hub: SampleHub) -> None:
    hub.given(opening())
    shown = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["entries"][0]
    assert shown["occurred"] == {"from": "2026-01-05", "precision": "day"}
    assert shown["recorded"] == "2026-01-05T09:00:00Z"
    assert shown["shown"] == "full"
    assert shown["narrative"] == "narrative of e-open"
    assert shown["because"]


def test_identity_stands_once_above_the_entries_and_in_none(hub: SampleHub) -> None:
    hub.given(opening())
    answer = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer
    assert answer["identity"]["family_name"] == "Sample"
    assert "identity" not in answer["entries"][0]


def test_a_silently_withheld_entry_leaves_no_trace(hub: SampleHub) -> None:
    hidden = entry("e-hidden", "northshire-police", withholdings=[withheld(FROM_THE_WORKER)])
    without = hub.given(opening()).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer
    assert hub.given(opening(), hidden).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer == without


def test_what_is_withheld_is_never_opened(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-hidden", withholdings=[withheld(FROM_THE_WORKER)]))
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    assert hub.reader.opened == ["e-open"]


def test_an_overdue_withholding_still_hides(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-hidden", withholdings=[withheld(FROM_THE_WORKER)]))
    hub.now = datetime(2027, 1, 1, tzinfo=UTC)
    assert ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)) == ["e-open"]


def test_a_released_withholding_hides_nothing(hub: SampleHub) -> None:
    released = withheld(FROM_THE_WORKER, state=WithholdingState.RELEASED)
    hub.given(opening(), entry("e-shown", withholdings=[released]))
    assert ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)) == ["e-open", "e-shown"]


def test_an_unapproved_withholding_is_held_narrow_even_from_those_outside_its_audience(hub: SampleHub) -> None:
    narrow = withheld(FROM_SCHOOLS, state=WithholdingState.HELD_NARROW)
    hub.given(opening(), entry("e-narrow", "northshire-police", withholdings=[narrow]))
    assert ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)) == ["e-open"]


def test_what_an_agency_holds_narrow_of_another_agencys_entry_it_goes_on_seeing(hub: SampleHub) -> None:
    narrow = replace(withheld(FROM_SCHOOLS, state=WithholdingState.HELD_NARROW), agency="northshire-police")
    hub.given(opening(), entry("e-narrow", "oakfield-school", withholdings=[narrow]))
    seen = {
        who.role: "e-narrow" in ids_in(hub.access.chronology(who, asked, CHILD))
        for who, asked in ((DETECTIVE, ENQUIRY), (SOCIAL_WORKER, ENQUIRY), (SCHOOL_LEAD, AT_SCHOOL))
    }
    assert seen == {DETECTIVE.role: True, SOCIAL_WORKER.role: False, SCHOOL_LEAD.role: False}


def test_a_marked_entry_is_listed_first_as_a_fixed_line(hub: SampleHub) -> None:
    marked = withheld(FROM_THE_WORKER, mode=Mode.MARKED)
    hub.given(opening(), entry("e-1", withholdings=[marked]), entry("e-2", withholdings=[marked]))
    listed = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["entries"]
    assert [one["shown"] for one in listed] == ["marked", "full"]
    assert set(listed[0]) == {"id", "shown", "text", "contact"}


def test_a_mark_has_the_same_id_each_time_and_another_for_another_reader(hub: SampleHub) -> None:
    audience = Audience(agency_types=frozenset({"childrens-social-care", "police"}))
    hub.given(opening(), entry("e-1", "oakfield-school", withholdings=[withheld(audience, mode=Mode.MARKED)]))
    first, again = (ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD))[0] for _ in range(2))
    assert first == again
    assert first != ids_in(hub.access.chronology(DETECTIVE, ENQUIRY, CHILD))[0]


def test_a_silently_withheld_field_is_neither_shown_nor_named_as_masked(hub: SampleHub) -> None:
    hidden = withheld(FROM_THE_WORKER, fields=frozenset({"narrative"}))
    hub.given(opening(), entry("e-1", withholdings=[hidden]))
    shown = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["entries"][1]
    assert "narrative" not in shown
    assert shown["masks"] == []
    assert shown["headline"] == "headline of e-1"


def test_a_relationship_learned_from_a_withheld_entry_does_not_count(hub: SampleHub) -> None:
    hub.given(
        entry(
            "e-hidden",
            "northshire-police",
            withholdings=[withheld(FROM_SCHOOLS)],
            involvements=[involved("e-hidden", "oakfield-school", "enrolled")],
        ),
        entry("e-plain", "oakfield-school"),
    )
    with pytest.raises(Refused):
        hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)


def test_a_child_of_whom_nothing_is_visible_is_as_one_who_is_not_there(hub: SampleHub) -> None:
    hidden = withheld(Audience(agency_types=frozenset({"childrens-social-care"})))
    hub.given(entry("e-hidden", "northshire-police", withholdings=[hidden]))
    with pytest.raises(NotFound) as of_hidden:
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    with pytest.raises(NotFound) as of_nobody:
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, NOBODY)
    assert str(of_hidden.value) == str(of_nobody.value)


def test_a_stranger_is_refused_alike_for_a_child_and_for_nobody(hub: SampleHub) -> None:
    hub.given(opening())
    with pytest.raises(Refused) as of_child:
        hub.access.chronology(STRANGER, Asked("looked-after-care", "wants to read about a neighbour"), CHILD)
    with pytest.raises(Refused) as of_nobody:
        hub.access.chronology(STRANGER, Asked("looked-after-care", "wants to read about a neighbour"), NOBODY)
    assert of_child.value == of_nobody.value


def test_a_class_teacher_is_refused_with_the_rule(hub: SampleHub) -> None:
    hub.given(opening())
    with pytest.raises(Refused) as refusal:
        hub.access.chronology(TEACHER, AT_SCHOOL, CHILD)
    assert "role-reads-no-entries" in refusal.value.rules


def test_a_purpose_that_is_not_on_the_list_is_refused_and_recorded(hub: SampleHub) -> None:
    hub.given(opening())
    with pytest.raises(Refused):
        hub.access.chronology(SOCIAL_WORKER, Asked("curiosity", "just wanted to have a look"), CHILD)
    assert [(one.outcome, one.purpose) for one in hub.audited()] == [("refuse", "curiosity")]


def test_each_answer_is_on_record_with_what_it_disclosed(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-hidden", withholdings=[withheld(FROM_THE_WORKER)]))
    answer = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    (record,) = hub.audited()
    assert record.audit_id == answer.audit_id
    assert (record.action, record.outcome, record.child_id) == ("chronology", "allow", CHILD)
    assert [one.entry_id for one in record.disclosed] == ["e-open"]
    assert record.policy == answer.answer["policy"]


def test_refusals_and_misses_are_on_record_too(hub: SampleHub) -> None:
    hub.given(opening())
    with pytest.raises(Refused):
        hub.access.chronology(TEACHER, AT_SCHOOL, CHILD)
    with pytest.raises(NotFound):
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, NOBODY)
    assert [record.outcome for record in hub.audited()] == ["not-found", "refuse"]


def test_nothing_is_shown_when_the_access_cannot_be_recorded(hub: SampleHub) -> None:
    hub.given(opening())
    with hub.database.write() as cursor:
        cursor.execute("DROP TABLE audit_leaf")
    with pytest.raises(AuditError):
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)


def test_nothing_is_shown_when_the_policy_gives_no_answer(hub: SampleHub, tmp_path) -> None:
    class Silent:
        digest = "sha256:" + "0" * 64

        def decide(self, _document):
            return {}

    mute = SampleHub(tmp_path / "mute", Silent()).given(opening())
    with pytest.raises(PolicyError):
        mute.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)


def test_every_chronology_says_that_it_may_not_be_complete(hub: SampleHub) -> None:
    answer = hub.given(opening()).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer
    assert answer["notice"].startswith("This view may not be complete.")
    assert hub.settings.duty_line in answer["notice"]


def test_the_front_door_is_told_that_a_message_is_missing_once_it_is_no_longer_merely_late(hub: SampleHub) -> None:
    hub.given(opening()).reader.missing = {"northshire-police": NOW - timedelta(minutes=15)}
    assert "missing_since" not in police_line(hub, MANAGER)
    hub.reader.missing = {"northshire-police": NOW - timedelta(minutes=16)}
    assert police_line(hub, MANAGER)["missing_since"] == "2026-03-02T09:44:00Z"


def test_nobody_else_is_told_that_a_message_is_missing_since_it_may_be_about_what_is_withheld(hub: SampleHub) -> None:
    hub.given(opening())
    whole = [police_line(hub, reader) for reader in (SOCIAL_WORKER, DETECTIVE)]
    hub.reader.missing = {"northshire-police": NOW - timedelta(days=1)}
    assert [police_line(hub, reader) for reader in (SOCIAL_WORKER, DETECTIVE)] == whole


def police_line(hub: SampleHub, reader: Viewer) -> Any:
    """What the coverage of the child's chronology tells of the police's feed."""
    coverage: Any = hub.access.chronology(reader, ENQUIRY, CHILD).answer["coverage"]
    return next(line for line in coverage if line["agency"] == "northshire-police")


def test_coverage_tells_connected_from_not_connected_whatever_entries_there_are(hub: SampleHub) -> None:
    few = hub.given(opening()).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["coverage"]
    more = hub.given(opening(), entry("e-1")).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["coverage"]
    assert few == more
    assert {line["agency"]: line["connected"] for line in few}["oakfield-school"] is False


def test_filters_keep_what_matches_among_the_visible(hub: SampleHub) -> None:
    hub.given(
        opening(),
        entry("e-police", "northshire-police", happened="2026-02-10", significant=True, category="crime-recorded"),
        entry("e-school", "oakfield-school", happened="2026-02-20"),
    )
    chosen = {
        "agency": Filters(agency="oakfield-school"),
        "category": Filters(category="crime-recorded"),
        "significant": Filters(significant_only=True),
        "period": Filters(first=date(2026, 2, 10), last=date(2026, 2, 19)),
    }
    found = {name: ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, one)) for name, one in chosen.items()}
    assert found == {
        "agency": ["e-school"],
        "category": ["e-police"],
        "significant": ["e-police"],
        "period": ["e-police"],
    }


def test_as_known_at_leaves_out_what_was_learned_later(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-later", recorded=datetime(2026, 2, 28, tzinfo=UTC)))
    earlier = Filters(as_known_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, earlier)) == ["e-open"]


def test_pages_follow_one_another_without_gap_or_repetition(hub: SampleHub) -> None:
    hub.given(opening(), *(entry(f"e-{day:02}", happened=f"2026-02-{day:02}") for day in range(1, 8)))
    found: list[object] = []
    cursor = None
    while True:
        page = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(limit=3, cursor=cursor))
        found += ids_in(page)
        cursor = page.answer["next_cursor"]
        if cursor is None:
            break
    assert found == ["e-open", *(f"e-{day:02}" for day in range(1, 8))]


def test_a_cursor_that_was_not_given_out_is_said_to_be_unknown(hub: SampleHub) -> None:
    hub.given(opening())
    with pytest.raises(Invalid):
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(cursor="made-up"))


def test_a_protective_instruction_reaches_the_professional_from_whom_its_reason_is_kept(hub: SampleHub) -> None:
    placed = withheld(FROM_SCHOOLS, protective_instruction="Ring the duty desk before any home visit.")
    hub.given(opening(), entry("e-hidden", "northshire-police", withholdings=[placed]))
    answer = hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD).answer
    assert answer["instructions"] == ["Ring the duty desk before any home visit."]


def test_a_person_excluded_by_name_is_told_of_no_instruction(hub: SampleHub) -> None:
    placed = withheld(FROM_THE_WORKER, protective_instruction="Ring the duty desk before any home visit.")
    hub.given(opening(), entry("e-hidden", "northshire-police", withholdings=[placed]))
    assert hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["instructions"] == []


def test_of_entries_that_tell_the_same_of_who_the_child_is_one_is_opened(hub: SampleHub) -> None:
    days = [f"2026-02-{day:02}" for day in range(1, 28)]
    told = [entry(f"e-{day}", happened=day) for day in days]
    same = [replace(one, labels=replace(one.labels, identity="same")) for one in told]
    hub.given(opening(), *same)
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(limit=1))
    assert sorted(hub.reader.opened) == ["e-2026-02-27", "e-open"]


def test_an_instruction_is_for_those_whom_the_withholding_binds_unless_its_placer_says_otherwise(
    hub: SampleHub,
) -> None:
    bound = withheld(FROM_SCHOOLS, protective_instruction="Ring the duty desk.")
    hub.given(opening(), entry("e-2", "northshire-police", withholdings=[bound]))
    assert hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["instructions"] == []
    to_care = replace(bound, instruction_for=Audience(agency_types=frozenset({"childrens-social-care"})))
    hub.given(opening(), entry("e-2", "northshire-police", withholdings=[to_care]))
    assert hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["instructions"] == ["Ring the duty desk."]
    assert hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD).answer["instructions"] == []


def test_an_entry_whose_agencys_clock_was_ahead_says_so(hub: SampleHub) -> None:
    recorded = datetime(2026, 2, 27, 12, tzinfo=UTC)
    ahead = entry("e-ahead", recorded=recorded, said=recorded + timedelta(minutes=6))
    hub.given(opening(), ahead, entry("e-right", recorded=recorded))
    told: Any = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["entries"]
    assert {one["id"]: one.get("noted_ahead", False) for one in told} == {
        "e-open": False,
        "e-ahead": True,
        "e-right": False,
    }


def test_an_entry_is_marked_suspect_for_whoever_sees_it_and_no_other_entry_is(hub: SampleHub) -> None:
    hidden = entry("e-hidden", "northshire-police", withholdings=[withheld(FROM_THE_WORKER)])
    hub.given(opening(), replace(entry("e-1"), is_suspect=True), entry("e-2"), replace(hidden, is_suspect=True))
    told: Any = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer["entries"]
    assert {one["id"]: one.get("suspect") for one in told} == {"e-open": None, "e-1": True, "e-2": None}
