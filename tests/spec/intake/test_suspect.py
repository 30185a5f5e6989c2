"""T3: a key is revoked in mid-run: all that was logged from the instant on is suspect, nothing before, none lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from builders.intake import CARE, POLICE, SCHOOL, SampleIntake, event, nhs_number, told_child, withheld_from
from builders.worklists import MASH, SOCIAL_WORKER, FrontDoor
from eventsourcing.persistence import StoredEvent

from exchange import generate_signing_key
from hub.domain.child import Child
from hub.keys import open_sealed, seal
from hub.record.agencies import retire_key, revoke_key
from hub.record.mapper import aggregate_key

ROWAN = told_child(nhs=nhs_number(0))
NAMED = [f"{part} concern" for part in ("first", "second", "third", "fourth")]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[FrontDoor]:
    """A hub with a social worker who is allocated to the child."""
    with FrontDoor(tmp_path / "hub") as front:
        allocated = {"agency": CARE, "staff_id": SOCIAL_WORKER, "name": "Amara", "role": "social-worker"}
        told = event("worker-allocated", ROWAN, practitioner=allocated, since="2026-03-01")
        front.intake.say(CARE, "worker-allocated", told, id="allocated")
        yield front


def concern(hub: SampleIntake, name: str, agency: str = POLICE, **told: Any) -> datetime:
    """Have a concern taken; returns when the hub logged it."""
    receipt = hub.say(agency, "concern-raised", event("concern-raised", ROWAN, headline=name, **told), id=name)
    return receipt.recorded


def revoke(hub: SampleIntake, since: datetime, agency: str = POLICE) -> None:
    kid = hub.keys[agency]["kid"]
    revoke_key(hub.store.record, agency, kid, compromised_since=since, at=hub.clock())


def chronology(door: FrontDoor, user: str = SOCIAL_WORKER) -> dict[str, bool]:
    """The headlines that a reader sees, each with whether it is marked."""
    answer = door.get(user, f"/v1/children/{door.child_of('allocated')}/chronology", purpose="enquiry-s47")
    assert answer.status_code == 200, answer.text
    return {one.get("headline", one["id"]): one.get("suspect", False) for one in answer.json()["entries"]}


def listed(door: FrontDoor, user: str = MASH) -> list[str]:
    """The headlines on the front door's list of what may not be genuine."""
    answer = door.get(user, "/v1/suspects")
    assert answer.status_code == 200, answer.text
    return [entry["headline"] for child in answer.json()["children"] for entry in child["entries"]]


def test_all_that_was_logged_from_the_instant_on_is_suspect_and_nothing_before(door: FrontDoor) -> None:
    logged = [concern(door.intake, name) for name in NAMED]
    assert not any(chronology(door).values())
    revoke(door.intake, logged[2])
    told = chronology(door)
    assert [told[name] for name in NAMED] == [False, False, True, True]
    assert listed(door) == NAMED[2:]


def test_an_agency_may_find_that_it_began_earlier(door: FrontDoor) -> None:
    logged = [concern(door.intake, name) for name in NAMED]
    revoke(door.intake, logged[3])
    assert listed(door) == NAMED[3:]
    revoke(door.intake, logged[1])
    assert listed(door) == NAMED[1:]


def test_what_another_key_or_another_agency_signed_is_not_suspect(door: FrontDoor) -> None:
    since = concern(door.intake, NAMED[0])
    concern(door.intake, NAMED[1], agency=SCHOOL)
    other = generate_signing_key()
    door.intake.add_key(POLICE, other)
    door.intake.keys[POLICE], misused = other, door.intake.keys[POLICE]
    concern(door.intake, NAMED[2])
    revoke_key(door.intake.store.record, POLICE, misused["kid"], compromised_since=since, at=door.intake.clock())
    assert listed(door) == [NAMED[0]]


def test_a_key_that_was_merely_retired_leaves_nothing_suspect(door: FrontDoor) -> None:
    since = concern(door.intake, NAMED[0])
    kid = door.intake.keys[POLICE]["kid"]
    retire_key(door.intake.store.record, POLICE, kid, retired=since, at=door.intake.clock())
    assert listed(door) == []


def test_what_was_filed_by_hand_is_judged_by_when_it_was_logged_and_not_by_when_it_was_filed(door: FrontDoor) -> None:
    broken = event("concern-raised", ROWAN, headline=NAMED[0], narrative="")
    door.intake.say(POLICE, "concern-raised", broken, id="early")
    since = concern(door.intake, NAMED[1])
    (item,) = door.quarantine()
    child = door.child_of("allocated")
    door.intake.clock.forward()
    path = f"/v1/quarantine/{item['id']}/file"
    assert door.post(MASH, path, children=[{"place": 0, "child_id": child}]).status_code == 200
    revoke(door.intake, since)
    assert listed(door) == [NAMED[1]]
    assert chronology(door) | {NAMED[0]: False, NAMED[1]: True} == chronology(door)


def test_what_comes_after_the_revocation_is_no_longer_accepted_at_all(door: FrontDoor) -> None:
    since = concern(door.intake, NAMED[0])
    revoke(door.intake, since)
    data = event("concern-raised", ROWAN, headline=NAMED[1])
    assert door.intake.say(POLICE, "concern-raised", data, id=NAMED[1]).outcome == "quarantined"


def test_a_withdrawal_by_the_misused_key_makes_the_row_suspect_that_it_struck_out(door: FrontDoor) -> None:
    concern(door.intake, NAMED[0])
    target = {"source": f"urn:agency:{POLICE}:system", "id": NAMED[0]}
    withdrawn = event("entry-withdrawn", ROWAN, headline="withdrawn", corrects=target, reason="sent in error")
    since = door.intake.say(POLICE, "entry-withdrawn", withdrawn, id="withdrawn").recorded
    revoke(door.intake, since)
    assert chronology(door)[NAMED[0]] is True


def test_nobody_but_the_front_door_has_the_list(door: FrontDoor) -> None:
    assert door.get(SOCIAL_WORKER, "/v1/suspects").status_code == 403


def test_what_is_withheld_from_a_reader_is_not_on_their_list(door: FrontDoor) -> None:
    since = concern(door.intake, NAMED[0])
    kept_back = withheld_from({"agency_types": ["childrens-social-care"]})
    concern(door.intake, NAMED[1], handling=kept_back)
    revoke(door.intake, since)
    assert listed(door) == [NAMED[0]]
    assert NAMED[1] not in chronology(door)


def test_what_was_recorded_before_signatures_were_kept_is_read_as_before(door: FrontDoor) -> None:
    concern(door.intake, NAMED[0])
    store = door.intake.store
    recorded = list(store.record.recorder.select_notifications(start=1, limit=100))
    event_rows = [one for one in recorded if one.topic == "Child.EntryRecorded"]
    old = [as_version_1(store.keys, one) for one in event_rows]
    read = [store.record.mapper.to_domain_event(one) for one in old]
    assert all(isinstance(one, Child.EntryRecorded) and one.signature is None for one in read)
    assert [one.labels for one in read] == [store.record.mapper.to_domain_event(one).labels for one in event_rows]


def as_version_1(keys: Any, stored: StoredEvent) -> StoredEvent:
    """A stored event as the hub wrote it before version 2: without a signature, and without a version."""
    name = aggregate_key(stored.originator_id)
    place = (str(stored.originator_id), str(stored.originator_version), stored.topic, name)
    state = json.loads(open_sealed(keys.cipher(name), stored.state, *place))
    del state["signature"], state["class_version"]
    return replace(stored, state=seal(keys.cipher(name), json.dumps(state).encode(), *place))
