"""An occurrence becomes one event that says what happened; what cannot be told is named by its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders.police import DANA, LARCH_CLOSE, LEE, ROWAN, event

import connectors.police
from connectors.drafts import Draft
from exchange.schemas import load

SAMPLES = Path(connectors.police.__file__).with_name("samples")
PARTS = {"P-1042": "present", "A-311": "victim", "N-5501": "suspect"}


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.name)
def test_each_sample_becomes_an_event_that_follows_its_schema(sample: Path) -> None:
    (found,) = connectors.police.read(sample, ())
    assert isinstance(found, Draft)
    assert load().validate(found.type, found.data) == []
    assert found.remarks == ()


def test_the_record_on_the_integrators_page_can_be_sent(tmp_path: Path) -> None:
    page = Path(__file__).parents[4] / "docs" / "connectors" / "police.md"
    record = tmp_path / "record.json"
    record.write_text(page.read_text(encoding="utf-8").split("```json")[1].split("```")[0], encoding="utf-8")
    (found,) = connectors.police.read(record, ())
    assert isinstance(found, Draft)
    assert load().validate(found.type, found.data) == []


def test_the_event_is_named_timed_and_referred_to_as_the_record_is(said: Any) -> None:
    found = said()
    assert found.type == "safeguarding.domestic-abuse-incident.v1"
    assert (found.system, found.id, found.about) == ("police-records", "NP-87990", "P-1042")
    assert (found.time.isoformat(), found.data["record_ref"]) == ("2026-02-28T01:30:00+00:00", "NP-87990")


def test_a_record_of_an_adult_only_is_about_itself(said: Any) -> None:
    found = said(kind="public-protection-notice", persons=[LEE], links=None, events=[event({"N-5501": "suspect"})])
    assert (found.type, found.about) == ("safeguarding.police-notification.v1", "NP-87990")
    assert found.data["children"] == []


def test_one_event_is_told_as_it_is_given(said: Any) -> None:
    found = said(events=[event(PARTS, **{"from": "2026-02-01", "to": "2026-02-14", "precision": "about"})])
    assert found.data["occurred"] == {"from": "2026-02-01", "to": "2026-02-14", "precision": "about"}


def test_several_events_are_told_from_the_first_to_the_last_as_exactly_as_the_least_exact(said: Any) -> None:
    second = event({"N-5501": "suspect"}, **{"from": "2026-02-20", "precision": "day", "what": "A threat was sent."})
    found = said(events=[event(PARTS, what="Shouting was heard."), second])
    assert found.data["occurred"] == {"from": "2026-02-20", "to": "2026-02-27T22:15:00Z", "precision": "day"}
    assert found.data["narrative"].split("\n\n") == [
        "A neighbour rang.", "27 February 2026, 22:15: Shouting was heard.", "20 February 2026: A threat was sent.",
    ]  # fmt: skip


def test_an_event_that_ends_before_it_begins_is_refused(refusal: Any) -> None:
    assert refusal(events=[event(PARTS, to="2026-02-27T22:00:00Z")]) == {"/events/0/to": "is before `from`"}


def test_things_are_told_of_while_their_numbers_are_kept_unshown(said: Any) -> None:
    knife = {"id": "O-1", "kind": "weapon", "description": "kitchen knife", "identifier": "EX/1"}
    found = said(objects=[knife, {"id": "O-2", "kind": "vehicle"}], events=[event(PARTS, objects=["O-1", "O-2"])])
    assert found.data["narrative"].endswith("Objects recorded: weapon (kitchen knife); vehicle.")
    assert found.data["extensions"]["police_objects"] == [{"kind": "weapon", "identifier": "EX/1"}]


def test_where_it_happened_and_where_people_live_is_told(said: Any) -> None:
    found = said()
    assert found.data["place"] == "4 Larch Close, Northbridge"
    assert found.data["children"][0]["addresses"] == [
        {"lines": ["4 Larch Close", "Northbridge"], "postcode": "NX4 7QL", "protected": False}
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"locations": [{**LARCH_CLOSE, "protected": True}]},
        {"persons": [{**ROWAN, "protected": True}, DANA, LEE]},
    ],
)
def test_a_protected_place_is_no_place_of_the_event_and_stays_marked(said: Any, changes: Any) -> None:
    found = said(**changes)
    assert "place" not in found.data
    assert found.data["children"][0]["addresses"][0]["protected"] is True
    assert [remark.field for remark in found.remarks] == ["/events"]


def test_a_withholding_travels_with_the_event(said: Any) -> None:
    withheld = {
        "ground": "police-investigation", "mode": "silent", "from": {"agency_types": ["school"], "family": True},
        "why": "Evidence would be destroyed.", "owner": "officer-in-charge", "placed_by": "det-kaur",
        "approved_by": "di-hale", "approved_at": "2026-03-02T11:00:00Z", "review_by": "2026-03-05",
    }  # fmt: skip
    (told,) = said(withhold=[withheld]).data["handling"]["withholdings"]
    assert told["audience"] == {"agency_types": ["school"], "family": True}
    assert told["reason"] == "Evidence would be destroyed."
    assert {name: told[name] for name in told if name not in ("audience", "reason")} == {
        name: withheld[name] for name in withheld if name not in ("from", "why")
    }


def test_a_withholding_from_nobody_or_without_a_reason_is_refused(refusal: Any) -> None:
    bare = {"ground": "police-investigation", "mode": "silent", "owner": "officer-in-charge", "review_by": "2026-03-05"}
    assert set(refusal(withhold=[{**bare, "from": {}}])) == {"/withhold/0/from", "/withhold/0/why"}


def test_the_grading_of_domestic_abuse_is_told_of_it_alone(said: Any, refusal: Any) -> None:
    assert said(risk={"dash": "high"}).data["dash_grading"] == "high"
    assert "/risk/dash" in refusal(kind="public-protection-notice", risk={"dash": "high"})


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"format": "pole.v2"}, "/format"),
        ({"kind": "parking"}, "/kind"),
        ({"reference": ""}, "/reference"),
        ({"recorded": "28/02/2026"}, "/recorded"),
        ({"persons": []}, "/persons"),
        ({"persons": [ROWAN, ROWAN, DANA, LEE]}, "/persons/0/id"),
        ({"persons": [ROWAN, DANA, LEE, {"id": "N-9"}]}, "/persons/3"),
        ({"events": [event({"P-1042": "present", "X": "victim"})]}, "/events/0/parts/1/person"),
        ({"events": [event({**PARTS, "A-311": "guilty"})]}, "/events/0/parts/1/part"),
        ({"events": [event(PARTS, location="L-9")]}, "/events/0/location"),
        ({"events": [event(PARTS, objects=["O-9"])]}, "/events/0/objects/0"),
        ({"links": [{"person": "A-311", "relation": "mother-of", "to": "X"}]}, "/links/0/to"),
        ({"locations": None}, "/persons/0/addresses/0/location"),
        ({"mood": "bad"}, "/mood"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(refusal: Any, changes: Any, place: str) -> None:
    assert place in refusal(**changes)


def test_no_reason_repeats_what_was_sent(refusal: Any) -> None:
    reasons = refusal(kind="Zebediah", headline="", officer={"name": "Zebediah", "role": "ZEBEDIAH"})
    assert "zebediah" not in json.dumps(reasons).lower()
