"""What waits is worked by people of the front door: seen as far as each may see it, filed, or closed with a reason."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders.intake import CARE, HOSPITAL, POLICE, SCHOOL, event, example, nhs_number, told_child, withheld_from
from builders.worklists import DUTY_MANAGER, MANAGER, MASH, SOCIAL_WORKER, TEACHER, FrontDoor

from exchange import ReceiptOutcome, generate_signing_key

ROWAN = told_child(nhs=nhs_number(0), postcode="NX4 7QL")
NAMESAKE = told_child("P-2", given_names="Rowan")
UPN = "H801200001001"
ELSEWHERE = told_child("P-6", postcode="NX4 9ZZ")
NAMELESS = {"local_ref": "P-9", "description": "a boy in a red coat", "approximate_age": {"from": 5, "to": 7}}
BROKEN = {name: told for name, told in event("concern-raised", ROWAN).items() if name != "narrative"}
UNDATED = event("concern-raised", {**ROWAN, "date_of_birth": "the fourteenth"})


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    with FrontDoor(tmp_path) as made:
        yield made


def known(door: FrontDoor, event_id: str = "known", **told: Any) -> str:
    """A child whom the hub knows; gives the child's id."""
    door.intake.say(POLICE, "concern-raised", event("concern-raised", {**ROWAN, **told}), id=event_id)
    return door.child_of(event_id)


def held(door: FrontDoor, *children: Any, agency: str = SCHOOL, **told: Any) -> str:
    """A message that is held; gives its id in the list."""
    data = event("concern-raised", *(children or (NAMESAKE,)), **told)
    door.intake.say(agency, "concern-raised", data, id="held")
    (one,) = door.reviews(DUTY_MANAGER)
    return str(one["id"])


def decided(door: FrontDoor, item: str, user: str = MASH, **body: Any) -> Any:
    return door.post(user, f"/v1/identity/reviews/{item}/decide", **body)


def quarantined(door: FrontDoor, data: Any = UNDATED, agency: str = POLICE, **changes: Any) -> str:
    """A message that could not be accepted; gives its id in the list."""
    door.intake.say(agency, changes.pop("name", "concern-raised"), data, id="broken", **changes)
    (one,) = [one for one in door.quarantine(DUTY_MANAGER) if one["event_id"] == "broken"]
    return str(one["id"])


def test_who_the_message_says_the_child_is_stands_beside_whom_it_may_be(door: FrontDoor) -> None:
    child = known(door)
    held(door)
    (one,) = door.reviews()
    (asked,) = one["children"]
    (candidate,) = asked["candidates"]
    assert candidate["child_id"] == child
    likeness = {line["part"]: line["likeness"] for line in candidate["likeness"]}
    assert likeness["date_of_birth"] == likeness["family_name"] == "same"
    assert likeness["nhs-number"] == "missing"


def test_a_held_message_is_filed_on_the_child_who_is_meant_under_the_entry_id_that_was_promised(
    door: FrontDoor,
) -> None:
    child = known(door)
    item = held(door)
    promised = door.intake.receipt(SCHOOL, "held")
    answer = decided(door, item, child_id=child)
    assert (answer.status_code, answer.json()["state"]) == (200, "filed")
    assert answer.json()["entries"] == [entry.id for entry in promised.entries]
    assert door.intake.origins() == [["known", "held"]]
    assert door.intake.receipt(SCHOOL, "held") == promised
    assert door.reviews() == []


def test_a_held_message_about_a_child_unknown_so_far_begins_a_record(door: FrontDoor) -> None:
    known(door)
    decided(door, held(door), new=True)
    assert door.intake.origins() == [["known"], ["held"]]


def test_a_concern_about_a_child_whose_name_nobody_knows_is_filed_on_a_child_found_by_other_means(
    door: FrontDoor,
) -> None:
    child = known(door)
    item = held(door, NAMELESS)
    assert door.reviews()[0]["children"][0]["candidates"] == []
    assert decided(door, item, child_id=child).status_code == 200
    assert door.intake.origins() == [["known", "held"]]


def test_each_child_in_question_is_decided_and_no_other(door: FrontDoor) -> None:
    first, second = known(door, "one"), known(door, "two", **told_child("P-3", nhs=nhs_number(1), given_names="Ash"))
    item = held(door, NAMESAKE, told_child("P-4", given_names="Ash"))
    assert decided(door, item, child_id=first).status_code == 400
    both = [{"place": 0, "child_id": first}, {"place": 1, "child_id": second}]
    assert decided(door, item, children=[*both, {"place": 2, "new": True}]).status_code == 400
    same = [{"place": 0, "child_id": first}, {"place": 1, "child_id": first}]
    assert decided(door, item, children=same).status_code == 400
    assert decided(door, item, children=both).status_code == 200
    assert door.intake.origins() == [["one", "held"], ["two", "held"]]


def test_a_child_of_the_message_who_is_in_no_doubt_is_filed_as_ever(door: FrontDoor) -> None:
    first = known(door)
    item = held(door, NAMESAKE, told_child("P-4", nhs=nhs_number(3), given_names="Wren"))
    (one,) = door.reviews()
    assert [child["place"] for child in one["children"]] == [0]
    decided(door, item, child_id=first)
    assert sorted(door.intake.origins()) == [["held"], ["known", "held"]]


def test_a_decision_teaches_the_index_nothing_that_belongs_to_another_child(door: FrontDoor) -> None:
    first = known(door)
    second = known(door, "two", **told_child("P-3", nhs=nhs_number(1), given_names="Ash", postcode="NX4 8AA"))
    mistyped = told_child("P-5", nhs=nhs_number(1))
    item = held(door, {**mistyped, "date_of_birth": "2017-05-15"})
    decided(door, item, child_id=first)
    door.intake.say(
        SCHOOL,
        "concern-raised",
        event("concern-raised", told_child("X", nhs=nhs_number(1), given_names="Ash")),
        id="after",
    )
    assert door.child_of("after") == second


def test_what_a_person_decided_is_known_the_next_time(door: FrontDoor) -> None:
    child = known(door)
    told = {**NAMESAKE, "identifiers": [{"system": "upn", "value": UPN, "status": "verified"}]}
    decided(door, held(door, told), child_id=child)
    door.intake.say(SCHOOL, "concern-raised", event("concern-raised", {**told, "local_ref": "Z"}), id="next")
    assert door.child_of("next") == child


def test_what_is_born_withheld_is_in_force_the_moment_it_is_filed(door: FrontDoor) -> None:
    child = known(door)
    audience = {"roles": ["social-worker"]}
    item = held(door, agency=POLICE, handling=withheld_from(audience))
    decided(door, item, child_id=child)
    path = f"/v1/children/{child}/chronology"
    of_worker = door.get(SOCIAL_WORKER, path).json()
    of_manager = door.get(MANAGER, path).json()
    assert [len(of_worker["entries"]), len(of_manager["entries"])] == [1, 2]


def test_a_message_whose_withholding_binds_the_reader_is_not_there_for_them(door: FrontDoor) -> None:
    child = known(door)
    item = held(door, agency=POLICE, handling=withheld_from({"roles": ["mash-practitioner"]}))
    assert door.reviews(MASH) == []
    assert [one["id"] for one in door.reviews(DUTY_MANAGER)] == [item]
    unheard = decided(door, "h-" + "0" * 32, child_id=child)
    unseen = decided(door, item, child_id=child)
    assert (unseen.status_code, unseen.content) == (unheard.status_code, unheard.content) == (404, unheard.content)


def test_a_refused_message_that_asks_for_withholding_is_listed_to_those_alone_who_may_know(door: FrontDoor) -> None:
    handling = withheld_from({"roles": ["mash-practitioner"]})
    quarantined(door, {**BROKEN, "handling": handling})
    assert door.quarantine(MASH) == []


def test_where_nobody_can_read_from_whom_it_is_withheld_the_duty_manager_alone_is_told(door: FrontDoor) -> None:
    quarantined(door, {**UNDATED, "handling": withheld_from({"roles": ["teacher"]})})
    assert [len(door.quarantine(user)) for user in (MASH, MANAGER, DUTY_MANAGER)] == [0, 0, 1]


def test_a_candidate_whom_the_reader_may_not_know_of_is_not_shown_and_nothing_tells_of_the_doubt(
    door: FrontDoor,
) -> None:
    handling = withheld_from({"roles": ["mash-practitioner"]})
    door.intake.say(POLICE, "concern-raised", event("concern-raised", ROWAN, handling=handling), id="hidden")
    item = held(door, ELSEWHERE)
    assert door.reviews(MASH) == []
    assert door.get(MASH, f"/v1/identity/reviews/{item}").status_code == 404
    assert len(door.reviews(DUTY_MANAGER)[0]["children"][0]["candidates"]) == 1


def test_a_child_whom_the_reader_may_not_know_of_cannot_be_chosen(door: FrontDoor) -> None:
    handling = withheld_from({"roles": ["mash-practitioner"]})
    wren = told_child("P-7", nhs=nhs_number(5), given_names="Wren")
    door.intake.say(POLICE, "concern-raised", event("concern-raised", wren, handling=handling), id="hidden")
    item = held(door, NAMELESS)
    hidden = decided(door, item, child_id=door.child_of("hidden"))
    nobody = decided(door, item, child_id="ffffffff-ffff-4fff-8fff-ffffffffffff")
    assert (hidden.status_code, hidden.content) == (nobody.status_code, nobody.content) == (404, nobody.content)


def test_context_that_is_held_tells_nobody_that_a_child_is_open_who_may_not_know_it(door: FrontDoor) -> None:
    opened = {"handling": withheld_from({"roles": ["mash-practitioner"]})}
    known(door)
    door.intake.say(CARE, "section-47-started", event("section-47-started", ROWAN, **opened), id="opened")
    missed = {**example("attendance-concern"), "children": [NAMESAKE]}
    door.intake.say(SCHOOL, "attendance-concern", missed, id="context")
    assert [len(door.reviews(user)) for user in (MASH, DUTY_MANAGER)] == [0, 1]


def test_the_second_of_two_deciders_is_told_and_changes_nothing(door: FrontDoor) -> None:
    child = known(door)
    item = held(door)
    decided(door, item, child_id=child)
    late = decided(door, item, DUTY_MANAGER, new=True)
    assert late.status_code == 409
    assert "somebody else has worked this message" in late.json()["detail"]
    assert door.intake.origins() == [["known", "held"]]


def test_the_same_decision_sent_again_by_the_same_person_is_answered_the_same(door: FrontDoor) -> None:
    child = known(door)
    item = held(door)
    first, again = (decided(door, item, child_id=child) for _ in range(2))
    assert (again.status_code, again.json()) == (200, first.json())
    assert door.intake.origins() == [["known", "held"]]


def test_a_message_is_judged_anew_after_the_key_was_registered(door: FrontDoor) -> None:
    kept = door.intake.keys[POLICE]
    late = generate_signing_key()
    door.intake.keys[POLICE] = late
    item = quarantined(door, event("concern-raised", ROWAN))
    door.intake.keys[POLICE] = kept
    assert door.post(MASH, f"/v1/quarantine/{item}/retry").json()["state"] == "still-waiting"
    door.intake.add_key(POLICE, late)
    answer = door.post(MASH, f"/v1/quarantine/{item}/retry")
    assert answer.json()["state"] == "accepted"
    assert door.intake.origins() == [["broken"]]
    receipt = door.intake.receipt(POLICE, "broken")
    assert (receipt.outcome, receipt.revision) == (ReceiptOutcome.ACCEPTED, 2)
    assert [one.revision for one in door.intake.delivered(POLICE)] == [2]


def test_judging_anew_what_was_resent_meanwhile_files_nothing_twice(door: FrontDoor) -> None:
    item = quarantined(
        door, event("concern-raised", ROWAN), type="safeguarding.concern-raised.v1", audience="another-hub"
    )
    door.intake.say(POLICE, "concern-raised", event("concern-raised", ROWAN), id="broken")
    assert door.post(MASH, f"/v1/quarantine/{item}/retry").json()["state"] == "still-waiting"
    assert door.intake.origins() == [["broken"]]


def test_a_message_without_its_narrative_is_filed_by_hand_and_its_receipt_revised(door: FrontDoor) -> None:
    child = known(door)
    item = quarantined(door, BROKEN)
    assert door.quarantine()[0]["can_be_filed"] is True
    assert door.post(MASH, f"/v1/quarantine/{item}/file", child_id=child).json()["state"] == "filed"
    receipt = door.intake.receipt(POLICE, "broken")
    assert (receipt.outcome, receipt.revision) == (ReceiptOutcome.ACCEPTED, 2)
    assert door.intake.origins() == [["known", "broken"]]
    assert door.quarantine() == []


def test_a_message_with_other_content_under_the_same_id_is_filed_beside_the_first(door: FrontDoor) -> None:
    child = known(door)
    door.intake.say(POLICE, "concern-raised", event("concern-raised", ROWAN, narrative="another"), id="known")
    (one,) = door.quarantine()
    assert one["problem"] == "content-conflict"
    before = door.intake.receipt(POLICE, "known")
    door.post(MASH, f"/v1/quarantine/{one['id']}/file", child_id=child)
    ((first, second),) = door.intake.origins()
    assert (first, second.startswith("known#q-")) == ("known", True)
    assert door.intake.receipt(POLICE, "known") == before


def test_other_content_under_an_id_that_is_withheld_is_withheld_with_it(door: FrontDoor) -> None:
    handling = withheld_from({"roles": ["social-worker"]})
    door.intake.say(POLICE, "concern-raised", event("concern-raised", ROWAN, handling=handling), id="known")
    door.intake.say(POLICE, "concern-raised", event("concern-raised", ROWAN, narrative="another"), id="known")
    (one,) = door.quarantine()
    door.post(MASH, f"/v1/quarantine/{one['id']}/file", child_id=door.child_of("known"))
    assert door.get(SOCIAL_WORKER, f"/v1/children/{door.child_of('known')}/chronology").status_code == 404


def test_an_event_of_another_agencys_kind_is_filed_as_words_that_open_and_grant_nothing(door: FrontDoor) -> None:
    child = known(door)
    opening = event("section-47-started", ROWAN)
    item = quarantined(door, opening, agency=SCHOOL, name="section-47-started")
    door.post(MASH, f"/v1/quarantine/{item}/file", child_id=child)
    (file,) = door.intake.files()
    assert (len(file.entries), file.statuses) == (2, ())


def test_what_is_not_certainly_the_agencys_is_never_filed_as_its_words(door: FrontDoor) -> None:
    child = known(door)
    door.intake.keys[POLICE], kept = door.intake.keys[SCHOOL], door.intake.keys[POLICE]
    item = quarantined(door, event("concern-raised", ROWAN))
    door.intake.keys[POLICE] = kept
    (one,) = door.quarantine()
    assert one["can_be_filed"] is False
    answer = door.post(MASH, f"/v1/quarantine/{item}/file", child_id=child)
    assert answer.status_code == 403
    assert "cannot be certain" in answer.json()["detail"]
    assert door.intake.origins() == [["known"]]


def test_what_is_only_context_is_not_kept_of_a_child_who_is_not_open_whoever_files_it(door: FrontDoor) -> None:
    child = known(door)
    data = {**example("health-contact"), "children": [ROWAN], "headline": ""}
    item = quarantined(door, data, agency=HOSPITAL, name="health-contact")
    answer = door.post(MASH, f"/v1/quarantine/{item}/file", child_id=child).json()
    assert answer == {"id": item, "state": "judged"}
    assert door.intake.receipt(HOSPITAL, "broken").outcome is ReceiptOutcome.NOT_ADMITTED
    assert door.intake.count("quarantine") == 0


def test_a_closed_message_tells_its_sender_the_reason(door: FrontDoor) -> None:
    item = quarantined(door)
    answer = door.post(MASH, f"/v1/quarantine/{item}/close", reason="A test message, your office says")
    assert answer.json()["state"] == "closed"
    receipt = door.intake.receipt(POLICE, "broken")
    assert (receipt.outcome, receipt.revision) == (ReceiptOutcome.CLOSED, 2)
    assert receipt.problem is not None
    assert receipt.problem.detail == "A test message, your office says"
    assert [one.outcome for one in door.intake.delivered(POLICE)] == [ReceiptOutcome.CLOSED]
    assert door.quarantine() == []


def test_closing_a_forged_copy_leaves_the_receipt_of_what_was_accepted(door: FrontDoor) -> None:
    known(door)
    before = door.intake.receipt(POLICE, "known")
    forged = door.intake.signed(
        door.intake.envelope(POLICE, "concern-raised", event("concern-raised", ROWAN), id="known"),
        door.intake.keys[SCHOOL],
    )
    door.intake.take(forged)
    (one,) = door.quarantine()
    door.post(MASH, f"/v1/quarantine/{one['id']}/close")
    assert door.intake.receipt(POLICE, "known") == before


def test_a_closed_message_can_be_filed_from_a_copy_that_came_after_it(door: FrontDoor) -> None:
    first = quarantined(door)
    door.post(MASH, f"/v1/quarantine/{first}/close")
    door.intake.say(POLICE, "concern-raised", event("concern-raised", ROWAN), id="broken")
    (one,) = door.quarantine()
    assert one["problem"] == "content-conflict"
    door.post(MASH, f"/v1/quarantine/{one['id']}/file", new=True)
    assert door.intake.receipt(POLICE, "broken").outcome is ReceiptOutcome.ACCEPTED
    assert door.intake.receipt(POLICE, "broken").revision == 3
    assert door.intake.origins() == [["broken"]]


def test_what_is_to_be_looked_at_first_stands_first_with_its_age(door: FrontDoor) -> None:
    door.intake.say(HOSPITAL, "health-contact", {"headline": ""}, id="ordinary")
    door.intake.clock.forward(60)
    door.intake.say(POLICE, "concern-raised", UNDATED, id="urgent")
    door.intake.clock.forward(90)
    first, second = door.quarantine()
    assert (first["event_id"], first["overdue"], first["age_minutes"]) == ("urgent", True, 90)
    assert (second["event_id"], second["overdue"], second["urgent"]) == ("ordinary", False, False)
    assert second["due"] == "2026-03-04T00:00:00Z"


def test_the_lists_are_filtered_by_agency(door: FrontDoor) -> None:
    quarantined(door)
    held(door, NAMELESS)
    assert len(door.quarantine(query=f"?agency={POLICE}")) == len(door.reviews(query=f"?agency={SCHOOL}")) == 1
    assert door.quarantine(query=f"?agency={SCHOOL}") == door.reviews(query=f"?agency={POLICE}") == []


@pytest.mark.parametrize("user", [SOCIAL_WORKER, TEACHER, "u-leon", "u-farid"])
def test_only_the_front_door_works_what_waits(door: FrontDoor, user: str) -> None:
    assert door.get(user, "/v1/quarantine").status_code == 403
    assert door.get(user, "/v1/identity/reviews").status_code == 403


def test_every_list_opening_and_act_is_on_record_with_the_reason(door: FrontDoor) -> None:
    child = known(door)
    item = held(door)
    door.get(MASH, f"/v1/identity/reviews/{item}")
    answer = decided(door, item, child_id=child, reason="same school and same grandmother")
    with door.intake.store.record.database.read() as cursor:
        newest, *earlier = door.intake.store.audit.records(cursor, limit=100).records
    assert answer.headers["hub-audit"] == newest.audit_id
    assert (newest.action, newest.child_id) == ("identity-decided", child)
    assert newest.reason == "same school and same grandmother"
    assert "identity-review-read" in {one.action for one in earlier}


def test_nothing_is_done_where_the_act_cannot_be_recorded(door: FrontDoor) -> None:
    child = known(door)
    item = held(door)
    with door.intake.store.record.database.write() as cursor:
        cursor.execute("DROP TABLE audit_leaf")
    assert decided(door, item, child_id=child).status_code >= 500
    assert door.intake.origins() == [["known"]]


def test_the_clock_of_the_list_is_the_hubs(door: FrontDoor) -> None:
    quarantined(door)
    assert datetime.fromisoformat(door.quarantine()[0]["due"]) - door.intake.clock.now <= timedelta(hours=1)
    assert door.intake.clock.now.tzinfo is UTC
