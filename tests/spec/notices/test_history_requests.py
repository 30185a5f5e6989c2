"""When a child is admitted, agencies are asked for what was not (design decision 7), by their own ids and no more."""

from datetime import timedelta
from typing import Any

import pytest
from builders.intake import (
    CARE,
    HOSPITAL,
    POLICE,
    SCHOOL,
    SampleIntake,
    bytes_of,
    event,
    nhs_number,
    source_of,
    told_child,
    withheld_from,
)
from builders.noticeboard import accesses, asked, composed, notices

from exchange import Receipt, ReceiptOutcome, subject_for
from exchange.history import KEPT_FOR

NUMBER = nhs_number(0)
ROWAN = told_child(nhs=NUMBER)
FROM_SCHOOLS = withheld_from({"agency_types": ["school"]})
OTHER_SUBJECT = subject_for(b"k" * 32, "another reference")


def refer(hub: SampleIntake, child: dict[str, Any] = ROWAN, name: str = "referral", **told: Any) -> Receipt:
    return hub.say(CARE, "referral-received", event("referral-received", child, **told), id=name)


def attend(hub: SampleIntake, name: str = "absent", child: dict[str, Any] = ROWAN, **changes: Any) -> Receipt:
    return hub.say(SCHOOL, "attendance-concern", event("attendance-concern", child), id=name, **changes)


def test_an_agency_is_asked_for_what_was_not_admitted_once_the_child_is_open(hub: SampleIntake) -> None:
    attend(hub)
    assert asked(hub, SCHOOL) == []
    refer(hub)
    assert asked(hub, SCHOOL) == [["absent"]]


def test_it_is_asked_once(hub: SampleIntake) -> None:
    attend(hub)
    refer(hub)
    assert asked(hub, SCHOOL) == asked(hub, SCHOOL) == [["absent"]]
    hub.say(CARE, "section-47-started", event("section-47-started", ROWAN), id="enquiry")
    assert asked(hub, SCHOOL) == [["absent"]]


def test_a_request_says_nothing_but_the_agencys_own_ids(hub: SampleIntake) -> None:
    attend(hub)
    refer(hub)
    asked(hub, SCHOOL)
    [notice] = notices(hub, SCHOOL)
    assert notice.data == {"messages": [{"source": source_of(SCHOOL), "id": "absent"}]}
    assert (notice.number, notice.subject) == (1, subject_for(b"k" * 32, SCHOOL))


def test_what_is_sent_again_is_judged_anew_and_stands_on_the_chronology(hub: SampleIntake) -> None:
    attend(hub)
    refer(hub)
    asked(hub, SCHOOL)
    receipt = attend(hub, extensions={"inreplyto": notices(hub, SCHOOL)[0].id})
    assert (receipt.outcome, receipt.revision) == (ReceiptOutcome.ACCEPTED, 2)
    assert hub.origins() == [["referral", "absent"]]
    assert hub.count("not_admitted") == 0


def test_agencies_that_sent_nothing_of_the_child_are_not_asked(hub: SampleIntake) -> None:
    attend(hub, child=told_child(nhs=nhs_number(1), given_names="Hazel"))
    hub.say(HOSPITAL, "health-contact", event("health-contact", ROWAN))
    refer(hub)
    assert asked(hub, SCHOOL) == []
    assert asked(hub, HOSPITAL) == [["m-1"]]
    assert notices(hub, POLICE) == []


def test_each_of_an_agencys_own_references_is_asked_for_apart(hub: SampleIntake) -> None:
    attend(hub, "absent-1")
    attend(hub, "absent-2")
    attend(hub, "absent-3", subject=OTHER_SUBJECT)
    refer(hub)
    assert asked(hub, SCHOOL) == [["absent-1", "absent-2"], ["absent-3"]]


def test_a_message_that_came_after_the_child_was_known_but_closed_is_asked_for_too(hub: SampleIntake) -> None:
    hub.say(POLICE, "concern-raised", event("concern-raised", ROWAN))
    attend(hub)
    assert asked(hub, SCHOOL) == []
    refer(hub)
    assert asked(hub, SCHOOL) == [["absent"]]


def test_a_child_known_by_another_identifier_is_found_by_what_the_entries_say_together(hub: SampleIntake) -> None:
    attend(hub, child=told_child(nhs=NUMBER))
    hub.say(POLICE, "concern-raised", event("concern-raised", told_child(nhs=NUMBER, postcode="NE1 4AA")))
    refer(hub, told_child(postcode="NE1 4AA"))
    assert asked(hub, SCHOOL) == [["absent"]]


def test_a_namesake_is_not_asked_for(hub: SampleIntake) -> None:
    attend(hub, child=told_child())
    refer(hub)
    assert asked(hub, SCHOOL) == []


def test_what_was_admitted_meanwhile_is_not_asked_for(hub: SampleIntake) -> None:
    attend(hub)
    refer(hub)
    attend(hub)
    assert asked(hub, SCHOOL) == []


def test_after_a_year_nothing_is_asked_for_and_nothing_is_kept_to_ask_by(hub: SampleIntake) -> None:
    attend(hub)
    hub.clock.now += KEPT_FOR + timedelta(minutes=2)
    refer(hub)
    assert asked(hub, SCHOOL) == []
    assert hub.count("not_admitted") == 0


@pytest.mark.parametrize(
    "audience",
    [
        {"agency_types": ["school"]},
        {"agencies": [SCHOOL]},
        {"roles": ["teacher"]},
        {"persons": ["s-1"]},
        {"everyone_but": ["northshire-csc", "northshire-police", "northshire-hospital"]},
    ],
)
def test_a_hidden_admission_asks_nobody_from_whom_it_is_hidden(hub: SampleIntake, audience: dict[str, Any]) -> None:
    attend(hub)
    hub.say(HOSPITAL, "health-contact", event("health-contact", ROWAN))
    refer(hub, handling=withheld_from(audience))
    assert asked(hub, SCHOOL) == []
    assert asked(hub, HOSPITAL) == ([["m-1"]] if "persons" not in audience else [])


def test_once_a_visible_event_opens_the_child_the_agency_is_asked_as_if_there_had_been_no_other(
    hub: SampleIntake, another_hub: SampleIntake
) -> None:
    for one in (hub, another_hub):
        attend(one)
    refer(hub, name="hidden", handling=FROM_SCHOOLS)
    another_hub.clock.forward()
    for one in (hub, another_hub):
        assert asked(one, SCHOOL) == []
        refer(one)
        assert asked(one, SCHOOL) == [["absent"]]
    told = [
        [(one.number, one.made, one.subject, one.data) for one in notices(each, SCHOOL)] for each in (hub, another_hub)
    ]
    assert told[0] == told[1]


def test_who_the_child_is_follows_only_from_what_the_agency_may_know(
    hub: SampleIntake, another_hub: SampleIntake
) -> None:
    """The hidden entry ties the number to the address by which the visible one names the child."""
    attend(hub)
    attend(another_hub)
    tying = told_child(nhs=NUMBER, postcode="NE1 4AA")
    hub.say(POLICE, "concern-raised", event("concern-raised", tying, handling=FROM_SCHOOLS), id="hidden")
    for one in (hub, another_hub):
        refer(one, told_child(postcode="NE1 4AA"))
        assert asked(one, SCHOOL) == []


def test_a_request_follows_when_the_withholding_ends(hub: SampleIntake) -> None:
    attend(hub)
    refer(hub, handling=FROM_SCHOOLS)
    assert asked(hub, SCHOOL) == []
    [file] = hub.files()
    [withholding] = next(iter(file.withholdings.values()))
    child = hub.store.record.child(file.child_id)
    child.release_withholding(withholding.id, by="u-sio", reason="arrest was made", at=hub.clock())
    hub.store.record.save(child)
    assert asked(hub, SCHOOL) == [["absent"]]


def test_each_request_is_on_the_record_of_disclosures(hub: SampleIntake) -> None:
    attend(hub)
    refer(hub)
    before = len(accesses(hub))
    asked(hub, SCHOOL)
    [*_, record] = [one for one in accesses(hub) if one["action"] == "history-requested"]
    assert len(accesses(hub)) == before + 1
    assert (record["agency"], record["child_id"], record["channel"]) == (SCHOOL, hub.files()[0].child_id, "notice")


def test_at_rest_a_notice_is_sealed(hub: SampleIntake) -> None:
    attend(hub)
    refer(hub)
    asked(hub, SCHOOL)
    at_rest = bytes_of({"notice": hub.rows("notice"), "not_admitted": hub.rows("not_admitted")})
    assert b"absent" not in at_rest
    assert source_of(SCHOOL).encode() not in at_rest
    assert b'"absent"' in composed(hub, SCHOOL)[0].value
