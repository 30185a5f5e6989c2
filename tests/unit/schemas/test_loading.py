"""The loader's answers: which types it knows, what is noted of them, and what it says of data that is wrong."""

import copy
import json
from typing import Any

import pytest

from exchange.errors import EnvelopeMalformed, Fault
from exchange.schema_faults import MOST_FAULTS, MOST_VALUES
from exchange.schemas import Schemas

CONCERN = "safeguarding.concern-raised.v1"
POLICE = "safeguarding.police-notification.v1"
MISSING = object()


def example(schemas: Schemas, event_type: str = CONCERN) -> dict[str, Any]:
    return copy.deepcopy(schemas.documents[event_type]["examples"][0])


def changed(document: dict[str, Any], pointer: str, value: object) -> dict[str, Any]:
    """The document with one place set, or taken away."""
    *steps, last = [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]
    target: Any = document
    for step in steps:
        target = target[step]
    if value is MISSING:
        del target[last]
    else:
        target[last] = value
    return document


@pytest.mark.parametrize(
    ("pointer", "value", "said"),
    [
        ("/headline", MISSING, "is required"),
        ("/author", MISSING, "is required"),
        ("/children", MISSING, "is required"),
        ("/occurred/precision", MISSING, "is required"),
        ("/headline", "ab", "is too short"),
        ("/headline", "a" * 201, "is too long"),
        ("/narrative", "a" * 20_001, "is too long"),
        ("/occurred/precision", "roughly", "is not one of the allowed values"),
        ("/how_known", "guessed", "is not one of the allowed values"),
        ("/verified", "yes", "is of the wrong type"),
        ("/children", [{"local_ref": "x"}] * 21, "has too many items"),
        ("/children/0/date_of_birth", "14/05/2017", "is not written in the required format"),
        ("/children/0/identifiers/0/status", "probably", "is not one of the allowed values"),
        ("/children/0/nickname", "Ro", "is not a field of this document"),
        ("/handling/classification", "SECRET", "is not one of the allowed values"),
        ("/persons/0/part", MISSING, "is required"),
        ("/derived_from", [{"source": "elsewhere", "id": "1"}], "is not written in the required form"),
    ],
)
def test_a_fault_names_its_place(schemas: Schemas, pointer: str, value: object, said: str) -> None:
    faults = schemas.validate(CONCERN, changed(example(schemas), pointer, value))
    places = [fault.pointer for fault in faults if fault.detail == said]
    assert any(place.startswith(pointer) for place in places), faults


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-01", "2026-03-02T10:00:00", "02/03/2026", ""])
def test_a_moment_is_a_date_or_an_instant_with_an_offset(schemas: Schemas, moment: str) -> None:
    (fault,) = schemas.validate(CONCERN, changed(example(schemas), "/occurred/from", moment))
    assert fault.pointer == "/occurred/from"
    assert fault.detail.startswith("must be a date such as 2026-03-02")


@pytest.mark.parametrize("moment", ["2026-03-02", "2026-03-02T10:00:00Z", "2026-03-02T10:00:00.25+01:00"])
def test_both_forms_of_a_moment_are_taken(schemas: Schemas, moment: str) -> None:
    assert schemas.validate(CONCERN, changed(example(schemas), "/occurred/from", moment)) == []


def test_a_child_whose_name_nobody_knows_is_taken_by_description(schemas: Schemas) -> None:
    child = {"local_ref": "u-1", "description": "A girl in a red coat", "approximate_age": {"from": 6, "to": 8}}
    assert schemas.validate(CONCERN, changed(example(schemas), "/children", [child])) == []


def test_a_child_not_yet_born_is_taken_by_the_date_it_is_expected(schemas: Schemas) -> None:
    child = {"local_ref": "u-2", "family_name": "Ashdown", "expected_date_of_birth": "2026-07-01"}
    assert schemas.validate(CONCERN, changed(example(schemas), "/children", [child])) == []


@pytest.mark.parametrize(
    "child",
    [
        {"local_ref": "x"},
        {"local_ref": "x", "description": "A girl in a red coat"},
        {"local_ref": "x", "given_names": "Rowan", "family_name": "Ashdown"},
        {"local_ref": "x", "given_names": "Rowan", "date_of_birth": "2017-05-14"},
    ],
)
def test_a_child_neither_named_nor_described_is_refused(schemas: Schemas, child: dict[str, str]) -> None:
    faults = schemas.validate(CONCERN, changed(example(schemas), "/children", [child]))
    assert faults
    assert all(fault.pointer.startswith("/children/0") for fault in faults)


@pytest.mark.parametrize("field", ["ground", "mode", "audience", "owner", "reason", "review_by"])
def test_a_withholding_without_its_essentials_is_refused(schemas: Schemas, field: str) -> None:
    pointer = f"/handling/withholdings/0/{field}"
    assert schemas.validate(POLICE, changed(example(schemas, POLICE), pointer, MISSING)) == [
        Fault(pointer, "is required")
    ]


@pytest.mark.parametrize("value", [["school", "pub"], "school", [None]])
def test_an_audience_that_is_not_understood_is_refused(schemas: Schemas, value: object) -> None:
    pointer = "/handling/withholdings/0/audience/agency_types"
    faults = schemas.validate(POLICE, changed(example(schemas, POLICE), pointer, value))
    assert faults
    assert all(fault.pointer.startswith(pointer) for fault in faults)


def test_no_value_and_no_name_of_a_senders_own_is_repeated(schemas: Schemas) -> None:
    document = example(schemas)
    document["Mr Lee Marlow"] = "said so"
    document["extensions"] = {"Lee Marlow": 1}
    document["author"]["staff_id"] = ["Lee Marlow"]
    document["sex"] = "Lee Marlow"
    faults = schemas.validate(CONCERN, document)
    assert len(faults) == 3
    assert "Marlow" not in json.dumps([[fault.pointer, fault.detail] for fault in faults])


@pytest.mark.parametrize("document", [None, [], "text", 3, {}])
def test_what_is_no_event_at_all_has_faults(schemas: Schemas, document: object) -> None:
    assert schemas.validate(CONCERN, document)


def test_a_sender_is_told_of_so_many_faults_and_no_more(schemas: Schemas) -> None:
    document = example(schemas) | {f"field_{number}": 1 for number in range(200)}
    assert len(schemas.validate(CONCERN, document)) == MOST_FAULTS


def test_of_a_document_of_very_many_values_the_first_fault_alone_is_told(schemas: Schemas) -> None:
    document = example(schemas) | {"children": [{"local_ref": ""}] * MOST_VALUES}
    assert [fault.pointer for fault in schemas.validate(CONCERN, document)] == ["/children"]


def test_an_agencys_own_additions_are_taken(schemas: Schemas) -> None:
    assert schemas.validate(CONCERN, example(schemas) | {"extensions": {"form": {"version": 7}}}) == []


def test_an_unlisted_category_does_not_hold_a_concern_back(schemas: Schemas) -> None:
    assert schemas.validate(CONCERN, example(schemas) | {"category": "sextortion"}) == []


@pytest.mark.parametrize("event_type", ["safeguarding.weather-reported.v1", "safeguarding.concern-raised.v2", ""])
def test_an_unknown_type_is_said_to_be_unknown(schemas: Schemas, event_type: str) -> None:
    assert not schemas.known(event_type)
    with pytest.raises(EnvelopeMalformed) as caught:
        schemas.validate(event_type, {})
    assert caught.value.pointer == "/type"


def test_the_status_that_an_event_opens_is_noted(schemas: Schemas) -> None:
    assert schemas.annotations("safeguarding.referral-received.v1").opens == "referral"
    assert schemas.annotations(CONCERN).opens is None


def test_the_types_of_agency_that_may_send_an_event_are_noted(schemas: Schemas) -> None:
    assert schemas.annotations(POLICE).senders == ("police",)
    assert schemas.annotations(CONCERN).senders is None


@pytest.mark.parametrize(
    ("event", "kind", "kind_from", "of"),
    [
        ("concern-raised", "referrer", None, "agency"),
        ("worker-allocated", "allocated", None, "practitioner"),
        ("involvement-started", None, "kind", "practitioner"),
        ("involvement-ended", None, "kind", "practitioner"),
        ("worker-changed", "allocated", None, "practitioner"),
        ("plan-started", "core-group", None, "members"),
    ],
)
def test_the_standing_that_an_event_gives_is_noted(
    schemas: Schemas, event: str, kind: str | None, kind_from: str | None, of: str
) -> None:
    note = schemas.annotations(f"safeguarding.{event}.v1").involvement
    assert note is not None
    assert (note.kind, note.kind_from, note.of) == (kind, kind_from, of)


def test_joining_a_roll_starts_enrolment_and_leaving_ends_it(schemas: Schemas) -> None:
    note = schemas.annotations("safeguarding.school-roll-changed.v1").involvement
    assert note is not None
    assert (note.field, note.starts, note.ends) == ("change", "joined", "left")
