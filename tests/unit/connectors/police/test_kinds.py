"""Each kind of record becomes its event, with what that event asks for under the event's own names."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders.police import event

import connectors.police
from connectors.police.document import FORMAT
from connectors.police.kinds import KINDS
from exchange.schemas import load

SCHEMA = json.loads(FORMAT.read_text(encoding="utf-8"))
SCHEMAS = load()
PARTS = {"P-1042": "subject", "A-311": "carer", "N-5501": "suspect"}
PLAIN = ("public-protection-notice", "domestic-abuse")
TOLD = [kind for kind in KINDS if kind not in PLAIN]


def details_of(kind: str) -> dict[str, Any]:
    """Return what the example of the kind's event says of what the format has under `details`."""
    names = SCHEMA["$defs"][KINDS[kind].event]["properties"]
    example = SCHEMAS.documents[KINDS[kind].type]["examples"][0]
    return {name: value for name, value in example.items() if name in names}


def test_the_format_knows_the_kinds_that_can_be_told() -> None:
    assert SCHEMA["properties"]["kind"]["enum"] == list(KINDS)


@pytest.mark.parametrize("kind", TOLD)
def test_each_kind_becomes_its_event_and_nothing_it_says_is_lost(said: Any, kind: str) -> None:
    details = details_of(kind)
    found = said(kind=kind, details=details, crime_reference="NP/2026/1", events=[event(PARTS)])
    assert found.type == f"safeguarding.{KINDS[kind].event}.v1"
    assert {name: found.data[name] for name in details} == details


@pytest.mark.parametrize("kind", TOLD)
def test_the_format_asks_for_each_field_that_the_event_asks_for(kind: str) -> None:
    schema = SCHEMAS.documents[KINDS[kind].type]
    given = SCHEMA["$defs"][KINDS[kind].event]
    shared = {"headline", "occurred", "author", "children", "persons", "crime_reference"}
    assert set(given["required"]) == set(schema["required"]) - shared
    elsewhere = {KINDS[kind].place, KINDS[kind].reference}
    plain = SCHEMAS.documents["safeguarding.police-notification.v1"]["properties"]
    assert set(given["properties"]) == set(schema["properties"]) - set(plain) - elsewhere


def test_where_a_child_was_last_seen_is_where_the_episode_began(said: Any) -> None:
    found = said(kind="missing", details=details_of("missing"), crime_reference="NP/1", events=[event(PARTS)])
    assert found.data["last_seen_at"] == "4 Larch Close, Northbridge"
    assert found.data["incident_reference"] == "NP/1"
    assert "place" not in found.data


def test_what_an_event_has_no_place_for_is_left_off_with_a_remark(said: Any) -> None:
    found = said(kind="investigation", details=details_of("investigation"), crime_reference="NP/1")
    assert [remark.field for remark in found.remarks] == ["/events", "/crime_reference"]


def test_what_a_kind_asks_for_is_named_where_it_is_missing(refusal: Any) -> None:
    assert set(refusal(kind="missing", details={})) == {"/details/reported", "/details/missing_from"}
    assert set(refusal(kind="crime")) == {"/details", "/crime_reference"}


def test_a_detail_of_another_kind_is_refused(refusal: Any) -> None:
    details = {**details_of("crime"), "wearing": "a red coat"}
    assert set(refusal(kind="crime", details=details, crime_reference="NP/1")) == {"/details/wearing"}
    assert set(refusal(kind="domestic-abuse", details={"wearing": "a red coat"})) == {"/details"}


def test_the_integrators_page_names_each_kind_with_its_event() -> None:
    page = (Path(__file__).parents[4] / "docs" / "connectors" / "police.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"| `{kind}` | {KINDS[kind].event} |" not in page] == []


def test_there_is_a_sample_of_what_most_forces_send_first() -> None:
    samples = Path(connectors.police.__file__).with_name("samples").glob("*.json")
    kinds = {json.loads(sample.read_text(encoding="utf-8"))["kind"] for sample in samples}
    assert {*PLAIN, "missing", "missing-return", "crime", "arrest", "investigation"} <= kinds
