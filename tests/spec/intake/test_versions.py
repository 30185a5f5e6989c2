"""Event types and versions that come while the hub runs: nothing is dropped, and readers see one shape."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders.intake import CARE, POLICE, SampleIntake, event, nhs_number, told_child
from builders.versions import INCIDENT, INCIDENT_2, WEATHER, add_schema, incident_v2, weather

from exchange import ReceiptOutcome, schema_folder
from exchange.schemas import load
from hub.access import Asked, Viewer
from hub.bootstrap.engines import engine_of
from hub.bootstrap.store import open_desk
from hub.bootstrap.web import build_access
from hub.cli.quarantine import retried_all, waiting_for
from hub.intake.kept import record_from

ROWAN = told_child(nhs=nhs_number(0))
AMARA = Viewer("u-amara", "Amara", CARE, "childrens-social-care", "northshire", "social-worker")
ENQUIRY = Asked("enquiry-s47", "strategy discussion this afternoon", threshold="s47")
NAMES = ["first", "second", "third"]
OLD = {"crime_reference": "NP/1", "dash_grading": "high"}
NEW = {"crime_references": ["NP/2", "NP/3"], "risk_grading": "medium"}
AS_NEW = {"crime_references": ["NP/1"], "risk_grading": "very-high"}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SampleIntake]:
    """A hub whose operator has a folder for schemas, which is looked at each time; nothing is in it yet."""
    monkeypatch.setattr(schema_folder, "LOOK_AGAIN_S", 0.0)
    schemas = tmp_path / "schemas"
    (schemas / "events").mkdir(parents=True)
    sample = SampleIntake(tmp_path / "hub", schemas=schemas)
    yield sample
    sample.close()


def add(hub: SampleIntake, event_type: str, document: Any) -> None:
    assert hub.schemas is not None
    add_schema(hub.schemas, event_type, document)


def incident(hub: SampleIntake, name: str, event_type: str = INCIDENT, **told: Any) -> str:
    """What becomes of an incident of the police, by its receipt."""
    data = event("domestic-abuse-incident", ROWAN, headline=name, **told)
    receipt = hub.say(POLICE, "domestic-abuse-incident", data, id=name, type=event_type)
    return receipt.problem.code if receipt.problem else receipt.outcome.value


def retry_all(hub: SampleIntake, problem: str) -> dict[str, int]:
    items = [str(line["quarantine_id"]) for line in waiting_for(hub.store, problem, None)]
    return retried_all(hub.store, open_desk(hub.store), items, "its schema was added")


def details(hub: SampleIntake) -> dict[str, Any]:
    """The incidents' own fields as the child's social worker reads them, by headline."""
    allocated = {"agency": CARE, "staff_id": AMARA.id, "name": AMARA.name, "role": AMARA.role}
    hub.say(CARE, "worker-allocated", event("worker-allocated", ROWAN, practitioner=allocated, since="2026-03-01"))
    access = build_access(hub.store, engine_of(hub.store.settings))
    answer = access.chronology(AMARA, ENQUIRY, hub.files()[0].child_id).answer
    entries: Any = answer["entries"]
    return {one["headline"]: one.get("details") for one in entries if "incident" in str(one["category"])}


def test_a_message_of_an_unknown_type_is_kept_exactly_and_its_sender_told_what_it_is(hub: SampleIntake) -> None:
    message = hub.message(POLICE, "domestic-abuse-incident", event("x", ROWAN), type=WEATHER)
    hub.take(message)
    (kept,) = hub.quarantined()
    assert record_from(kept["record"]).value == message.value
    assert kept["problem"]["type"] == "urn:safeguarding:problem:unknown-type"
    assert kept["problem"]["errors"][0]["pointer"] == "/type"


def test_what_came_before_its_schema_is_filed_in_order_once_it_is_there(hub: SampleIntake) -> None:
    assert {incident(hub, name, WEATHER) for name in NAMES} == {"unknown-type"}
    assert retry_all(hub, "unknown-type") == {"still-waiting": 3}
    add(hub, WEATHER, weather())
    assert retry_all(hub, "unknown-type") == {"accepted": 3}
    assert hub.origins() == [NAMES]
    assert [hub.receipt(POLICE, name).outcome for name in NAMES] == [ReceiptOutcome.ACCEPTED] * 3
    assert [hub.receipt(POLICE, name).revision for name in NAMES] == [2, 2, 2]
    assert retry_all(hub, "unknown-type") == {}


def test_only_what_has_the_problem_is_judged_anew(hub: SampleIntake) -> None:
    incident(hub, "weather", WEATHER)
    assert incident(hub, "wrong", occurred="once") == "data-invalid"
    add(hub, WEATHER, weather())
    assert retry_all(hub, "unknown-type") == {"accepted": 1}
    assert [one["problem"]["title"] for one in hub.quarantined()] == ["Data invalid"]


def test_a_second_version_counts_without_a_restart_and_both_read_in_one_shape(hub: SampleIntake) -> None:
    assert incident(hub, "before", **OLD) == "accepted"
    assert incident(hub, "early", INCIDENT_2, **NEW) == "unknown-type"
    add(hub, INCIDENT_2, incident_v2())
    assert incident(hub, "after", **OLD) == "accepted"
    assert incident(hub, "new", INCIDENT_2, **NEW) == "accepted"
    assert retry_all(hub, "unknown-type") == {"accepted": 1}
    assert details(hub) == {"before": AS_NEW, "after": AS_NEW, "early": NEW, "new": NEW}


def test_what_was_sent_stays_as_it_was_sent(hub: SampleIntake) -> None:
    incident(hub, "before", **OLD)
    receipt, digests = hub.receipt(POLICE, "before"), hub.rows("message")
    add(hub, INCIDENT_2, incident_v2())
    details(hub)
    (file,) = hub.files()
    assert hub.contents(file)[0]["details"] == OLD
    assert hub.receipt(POLICE, "before") == receipt
    assert [row for row in hub.rows("message") if row in digests] == digests
    assert incident(hub, "before", **OLD) == "accepted"
    assert hub.delivered(POLICE)[-1].duplicate


def test_a_field_that_the_schema_learns_later_holds_a_message_back_only_until_then(hub: SampleIntake) -> None:
    assert incident(hub, "snowed", weather="snow") == "data-invalid"
    document = dict(load().documents[INCIDENT])
    document["properties"] = {**document["properties"], "weather": {"type": "string"}}
    add(hub, INCIDENT, document)
    assert retry_all(hub, "data-invalid") == {"accepted": 1}
    assert details(hub) == {"snowed": {"weather": "snow"}}
