"""The sample day tells one story, the same for the same day, in files that the connectors take whole."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.catalogue import Connector, reader_of
from connectors.drafts import Draft, Item, LeftOut
from demo.story import Batch, agencies, users, write
from exchange.schemas import load
from hub.domain.vocabulary import AgencyType, Role

TODAY = date(2026, 3, 16)
WITHOUT_A_SYSTEM = "harbour-youth"
"""Its practitioners raise concerns on the hub's page."""


@pytest.fixture
def batches(tmp_path: Path) -> tuple[Batch, ...]:
    return write(tmp_path, TODAY)


def items(batches: tuple[Batch, ...]) -> Iterator[tuple[str, Item]]:
    for batch in batches:
        reader = reader_of(Connector(batch.connector), None)
        for file in reader.files(batch.folder):
            for item in reader.read(file):
                yield batch.agency_id, item


def drafts(batches: tuple[Batch, ...]) -> list[tuple[str, Draft]]:
    return [(agency, item) for agency, item in items(batches) if isinstance(item, Draft)]


def named(batches: tuple[Batch, ...], given: str) -> list[tuple[str, Draft]]:
    return [(agency, d) for agency, d in drafts(batches) if any(c["given_names"] == given for c in d.data["children"])]


def withheld(batches: tuple[Batch, ...]) -> list[dict[str, Any]]:
    return [w for _, d in drafts(batches) for w in d.data.get("handling", {}).get("withholdings", [])]


@pytest.mark.parametrize("today", [TODAY + timedelta(days=7 * number + number) for number in range(6)])
def test_nothing_in_it_is_refused_whatever_the_day(tmp_path: Path, today: date) -> None:
    for _, item in items(write(tmp_path, today)):
        assert isinstance(item, Draft | LeftOut), item
        assert not isinstance(item, Draft) or load().validate(item.type, item.data) == []


def test_no_record_is_told_twice(batches: tuple[Batch, ...]) -> None:
    told = [(agency, draft.system, draft.id) for agency, draft in drafts(batches)]
    assert len(set(told)) == len(told)


def test_the_same_day_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(first, TODAY)
    write(second, TODAY)
    files = [path.relative_to(first) for path in sorted(first.rglob("*")) if path.is_file()]
    assert [(first / path).read_bytes() for path in files] == [(second / path).read_bytes() for path in files]


def test_another_seed_tells_of_other_background_children(tmp_path: Path) -> None:
    (*_, school, _) = write(tmp_path / "a", TODAY)
    (*_, other, _) = write(tmp_path / "b", TODAY, seed=7)
    assert (school.folder / "roll.csv").read_bytes() != (other.folder / "roll.csv").read_bytes()


def test_everything_was_recorded_before_today(batches: tuple[Batch, ...]) -> None:
    assert all(draft.time.date() < TODAY for _, draft in drafts(batches))


def test_four_agencies_tell_of_the_schoolchild_and_three_of_her_brother(batches: tuple[Batch, ...]) -> None:
    senders = {agency["id"] for agency in agencies()} - {WITHOUT_A_SYSTEM}
    assert {agency for agency, _ in named(batches, "Rowan")} == senders
    assert {agency for agency, _ in named(batches, "Finn")} == senders - {"meadow-primary"}


def test_there_are_a_dozen_other_children(batches: tuple[Batch, ...]) -> None:
    children = {c["given_names"] for _, d in drafts(batches) for c in d.data["children"]}
    assert len(children - {"Rowan", "Finn"}) == 12


def test_the_planned_arrest_is_born_withheld_from_school_and_family_in_silence(batches: tuple[Batch, ...]) -> None:
    silent = [found for found in withheld(batches) if found["mode"] == "silent"]
    assert [found["ground"] for found in silent] == ["police-investigation"]
    assert silent[0]["audience"]["agency_types"] == ["school"]
    assert silent[0]["audience"]["family"] is True


def test_one_entry_is_marked(batches: tuple[Batch, ...]) -> None:
    assert [found["mode"] for found in withheld(batches)].count("marked") == 1


def test_one_incident_of_domestic_abuse_is_linked_to_both_children(batches: tuple[Batch, ...]) -> None:
    (incident,) = [d for _, d in drafts(batches) if d.type == "safeguarding.domestic-abuse-incident.v1"]
    assert [child["given_names"] for child in incident.data["children"]] == ["Rowan", "Finn"]


def test_one_event_is_of_an_adult_only(batches: tuple[Batch, ...]) -> None:
    assert [draft.id for _, draft in drafts(batches) if not draft.data["children"]] == ["NP-88041"]


def test_the_hospital_feed_holds_what_is_left_out_too(batches: tuple[Batch, ...]) -> None:
    assert {item.reason for _, item in items(batches) if isinstance(item, LeftOut)} == {
        "an adult",
        "about a visit that was not told (A08)",
    }


def test_the_social_worker_is_allocated_under_the_id_that_she_signs_in_with(batches: tuple[Batch, ...]) -> None:
    (allocated,) = [d for _, d in drafts(batches) if d.type == "safeguarding.worker-allocated.v1"]
    assert allocated.data["practitioner"]["staff_id"] in {user["id"] for user in users()}


def test_the_agencies_and_users_are_of_the_hubs_vocabulary() -> None:
    assert {AgencyType(agency["type"]) for agency in agencies()} == {
        AgencyType.CHILDRENS_SOCIAL_CARE, AgencyType.POLICE, AgencyType.HEALTH, AgencyType.SCHOOL,
        AgencyType.VOLUNTARY,
    }  # fmt: skip
    assert all(Role(user["role"]) and user["agency"] in {agency["id"] for agency in agencies()} for user in users())
    named = {"sw-asha", "dsl-morgan", "det-kaur", "ig-okafor", "hv-bell", "mash-hall", "vw-hale"}
    assert {user["id"] for user in users()} >= named
    assert all(user["about"] for user in users())


def test_telephone_numbers_are_of_the_range_kept_for_drama(batches: tuple[Batch, ...]) -> None:
    contacts = [d.data["author"].get("contact", "01632 960") for _, d in drafts(batches)]
    assert all("01632 960" in contact for contact in [*contacts, *(agency["duty_contact"] for agency in agencies())])


def test_the_documents_are_plain_json(batches: tuple[Batch, ...]) -> None:
    for batch in batches:
        for file in batch.folder.glob("*.json"):
            assert json.loads(file.read_text(encoding="utf-8"))["id"]
