"""A suspect event lets nobody in; the front door asks its agency, and notes what that said."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from builders.intake import CARE, POLICE, SampleIntake, event, nhs_number, source_of, told_child, withheld_from
from builders.worklists import MANAGER, MASH, SOCIAL_WORKER, FrontDoor
from httpx2 import Response

from hub.audit import Action
from hub.cli.agency_keys import accepted_since
from hub.record.agencies import revoke_key
from hub.views.rebuild import rebuild
from hub.views.rows import Rows

ROWAN = told_child(nhs=nhs_number(0))
SAID = {"told_by": "Inspector Vance, on duty", "reason": "found in the force's own log of what it sent"}


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    """A hub that knows a child by a concern of the police."""
    with FrontDoor(tmp_path / "hub") as front:
        concern(front.intake, "sound")
        yield front


def concern(hub: SampleIntake, name: str, **told: Any) -> datetime:
    data = event("concern-raised", ROWAN, headline=name, **told)
    return hub.say(POLICE, "concern-raised", data, id=name).recorded


def allocation(hub: SampleIntake, name: str, worker: str = SOCIAL_WORKER) -> datetime:
    """Have a worker allocated by a message that social care's key signed; returns when the hub logged it."""
    allocated = {"agency": CARE, "staff_id": worker, "name": "Amara", "role": "social-worker"}
    told = event("worker-allocated", ROWAN, practitioner=allocated, since="2026-03-01")
    return hub.say(CARE, "worker-allocated", told, id=name).recorded


def amends(hub: SampleIntake, kind: str, target: str, agency: str = POLICE) -> datetime:
    named = {"source": source_of(agency), "id": target}
    data = event(kind, ROWAN, headline="said later", corrects=named, reason="sent in error")
    return hub.say(agency, kind, data, id=f"{kind} {target}").recorded


def revoke(hub: SampleIntake, since: datetime, agency: str) -> None:
    kid = hub.keys[agency]["kid"]
    revoke_key(hub.store.record, agency, kid, compromised_since=since, at=hub.clock())


def reads(door: FrontDoor, user: str = SOCIAL_WORKER) -> dict[str, Any]:
    """The entries that the worker reads, by the id of their events' headline; none where nothing opens."""
    answer = door.get(user, f"/v1/children/{door.child_of('sound')}/chronology", purpose="plan-and-core-group")
    entries = answer.json().get("entries", []) if answer.status_code == 200 else []
    return {one.get("headline", one["id"]): one for one in entries}


def suspects(door: FrontDoor) -> list[Any]:
    children = door.get(MASH, "/v1/suspects").json()["children"]
    return [entry for child in children for entry in child["entries"]]


def judged(door: FrontDoor, entry_id: str, act: str, user: str = MASH) -> Response:
    return door.client.post(f"/v1/suspects/{entry_id}/{act}", json=SAID, headers=door.headers(user))


def test_a_worker_who_was_allocated_by_a_suspect_message_reads_nothing_by_it(door: FrontDoor) -> None:
    since = allocation(door.intake, "forged")
    assert "sound" in reads(door)
    revoke(door.intake, since, CARE)
    assert reads(door) == {}
    (entry,) = suspects(door)
    assert (entry["set_aside"], entry["still_counts"]) == (["standing"], [])


def test_what_the_agency_confirms_counts_again_and_is_marked_no_more(door: FrontDoor) -> None:
    revoke(door.intake, allocation(door.intake, "allocated"), CARE)
    (entry,) = suspects(door)
    assert judged(door, entry["id"], "confirm").json() == {"id": entry["id"], "finding": "genuine"}
    told = reads(door)
    assert "sound" in told
    assert not any(one.get("suspect") for one in told.values())
    assert suspects(door) == []


def test_what_the_agency_disowns_is_withdrawn_and_stays_in_the_record(door: FrontDoor) -> None:
    allocation(door.intake, "allocated")
    since = concern(door.intake, "forged")
    revoke(door.intake, since, POLICE)
    (entry,) = suspects(door)
    assert judged(door, entry["id"], "reject").json()["finding"] == "forged"
    shown = reads(door)["forged"]
    assert (shown["state"], shown["finding"], shown.get("suspect")) == ("withdrawn", "forged", None)
    assert shown["narrative"]
    assert suspects(door) == []


def test_before_the_finding_the_record_reads_as_it_did_then(door: FrontDoor) -> None:
    allocation(door.intake, "allocated")
    since = concern(door.intake, "forged")
    revoke(door.intake, since, POLICE)
    door.intake.clock.forward()
    judged(door, suspects(door)[0]["id"], "reject")
    path = f"/v1/children/{door.child_of('sound')}/chronology?as_known_at={since.isoformat().replace('+00:00', 'Z')}"
    entries = door.get(SOCIAL_WORKER, path, purpose="plan-and-core-group").json()["entries"]
    assert {one["headline"]: one["state"] for one in entries if "headline" in one}["forged"] == "confirmed"


def test_a_forged_withdrawal_closes_what_it_closed_until_it_is_disowned(door: FrontDoor) -> None:
    allocation(door.intake, "allocated")
    since = amends(door.intake, "entry-withdrawn", "allocated", CARE)
    revoke(door.intake, since, CARE)
    assert reads(door) == {}
    (entry,) = suspects(door)
    assert entry["still_counts"] == ["withdrawal"]
    (amendment,) = [one for one in entry["amendments"] if one.get("suspect")]
    assert judged(door, amendment["id"], "reject").status_code == 200
    assert "sound" in reads(door)


def test_what_a_suspect_message_withheld_stays_withheld_whatever_the_agency_says(door: FrontDoor) -> None:
    allocation(door.intake, "allocated")
    hidden = withheld_from({"persons": [SOCIAL_WORKER]})
    since = concern(door.intake, "hidden", handling=hidden)
    revoke(door.intake, since, POLICE)
    assert "hidden" not in reads(door)
    (entry,) = suspects(door)
    judged(door, entry["id"], "reject")
    assert "hidden" not in reads(door)


def test_a_finding_may_be_mended_and_the_last_one_stands(door: FrontDoor) -> None:
    revoke(door.intake, allocation(door.intake, "allocated"), CARE)
    (entry,) = suspects(door)
    judged(door, entry["id"], "confirm")
    judged(door, entry["id"], "reject")
    assert reads(door) == {}
    judged(door, entry["id"], "confirm")
    assert "sound" in reads(door)


def test_the_act_is_on_record_with_who_asked_and_why(door: FrontDoor) -> None:
    revoke(door.intake, allocation(door.intake, "allocated"), CARE)
    audit_id = judged(door, suspects(door)[0]["id"], "confirm").headers["Hub-Audit"]
    store = door.intake.store
    with store.record.database.read() as cursor:
        records = store.audit.records(cursor, limit=20).records
    (record,) = [one for one in records if one.audit_id == audit_id]
    assert (record.action, record.viewer_id, record.reason) == (Action.SUSPECT_CONFIRMED, MASH, SAID["reason"])
    (finding,) = store.record.child(door.child_of("sound")).findings.values()
    assert (finding.told_by, finding.by, finding.agency) == (SAID["told_by"], MASH, CARE)


def test_nobody_confirms_what_lets_them_in(door: FrontDoor) -> None:
    since = allocation(door.intake, "of a manager", MANAGER)
    allocation(door.intake, "of a worker whom the manager covers")
    revoke(door.intake, since, CARE)
    entries = suspects(door)
    assert [judged(door, entry["id"], "confirm", MANAGER).status_code for entry in entries] == [403, 403]
    assert judged(door, entries[0]["id"], "reject", MANAGER).status_code == 200
    assert judged(door, entries[1]["id"], "confirm").status_code == 200


def test_what_is_not_suspect_is_not_there_nor_what_is_withheld_nor_what_never_was(door: FrontDoor) -> None:
    hidden = withheld_from({"agency_types": ["childrens-social-care"]})
    revoke(door.intake, concern(door.intake, "hidden", handling=hidden), POLICE)
    (file,) = door.intake.files()
    known = {row.labels.origin.id: row.labels.entry_id for row in file.entries}
    answers = [judged(door, name, "confirm") for name in (known["sound"], known["hidden"], "e-none")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1


def test_nobody_but_the_front_door_says_so(door: FrontDoor) -> None:
    revoke(door.intake, allocation(door.intake, "allocated"), CARE)
    assert judged(door, suspects(door)[0]["id"], "confirm", SOCIAL_WORKER).status_code == 403


def test_it_is_said_who_at_the_agency_was_asked_and_how_they_know(door: FrontDoor) -> None:
    too_little = ({"reason": SAID["reason"]}, {"told_by": SAID["told_by"]}, {**SAID, "reason": "yes"})
    headers = door.headers(MASH)
    answers = [door.client.post("/v1/suspects/e-1/confirm", json=told, headers=headers) for told in too_little]
    assert [one.status_code for one in answers] == [400, 400, 400]


def test_the_rows_are_the_same_when_they_are_written_again_from_the_events(door: FrontDoor) -> None:
    revoke(door.intake, allocation(door.intake, "allocated"), CARE)
    judged(door, suspects(door)[0]["id"], "confirm")
    before = [(row.labels, row.finding) for file in door.intake.files() for row in file.entries]
    store = door.intake.store
    rebuild(store.record, Rows(store.keys))
    assert [(row.labels, row.finding) for file in door.intake.files() for row in file.entries] == before


def test_an_operator_sees_of_which_messages_the_agency_was_asked_and_not_what_they_say(door: FrontDoor) -> None:
    since = concern(door.intake, "sent")
    for name in ("forged", "open"):
        concern(door.intake, name)
    revoke(door.intake, since, POLICE)
    listed = {entry["headline"]: entry["id"] for entry in suspects(door)}
    judged(door, listed["sent"], "confirm")
    judged(door, listed["forged"], "reject")
    rows = accepted_since(door.intake.store, door.intake.keys[POLICE]["kid"], since)
    assert {row["id"]: row["finding"] for row in rows} == {
        "sent": "genuine",
        "forged": "forged",
        "open": "not asked yet",
    }
    assert set(rows[0]) == {"source", "id", "outcome", "recorded", "finding"}
