"""An attendance or admission of a child becomes an event; all else is left out or refused, with its reason."""

from typing import Any

import pytest

from connectors.drafts import Draft, Item, LeftOut, Refused
from connectors.hl7.files import messages
from connectors.hl7.translate import translate
from exchange.schemas import load


def item(content: bytes) -> Item:
    (raw,) = messages(content)
    return translate(raw)


def draft(content: bytes) -> Draft:
    found = item(content)
    assert isinstance(found, Draft), found
    assert load().validate(found.type, found.data) == []
    return found


def child(content: bytes) -> dict[str, Any]:
    return draft(content).data["children"][0]


def refusal(content: bytes) -> str:
    found = item(content)
    assert isinstance(found, Refused), found
    return found.reasons[0].field


def reason(content: bytes) -> str:
    found = item(content)
    assert isinstance(found, LeftOut), found
    return found.reason


def test_a_childs_attendance_is_an_event_with_the_hospitals_ids(adt: Any) -> None:
    found = draft(adt())
    assert found.type == "safeguarding.emergency-department-attended.v1"
    assert (found.system, found.id, found.about) == ("northpas", "M-1", "H-1")
    assert found.data["occurred"] == {"from": "2026-01-18T19:43:00Z", "precision": "exact"}
    assert found.data["place"] == "ED, Northshire Hospital"


def test_the_child_is_named_and_numbered_as_the_message_does(adt: Any) -> None:
    found = child(adt())
    assert (found["given_names"], found["family_name"]) == ("Rowan Elise", "Ashdown")
    assert (found["date_of_birth"], found["sex"]) == ("2017-05-14", "female")
    assert found["identifiers"] == [{"system": "nhs-number", "value": "9990123454", "status": "claimed"}]
    assert found["addresses"] == [
        {"lines": ["4 Larch Close", "Northbridge"], "postcode": "NX4 7QL", "protected": False}
    ]


def test_an_nhs_number_is_verified_only_where_its_status_says_so(adt: Any) -> None:
    traced = "|" * 21 + "NSTS01"
    assert child(adt(pid_tail=traced))["identifiers"][0]["status"] == "verified"
    assert child(adt(pid_tail="|" * 21 + "NSTS02"))["identifiers"][0]["status"] == "claimed"


def test_an_nhs_number_that_fails_its_check_is_left_off_and_said(adt: Any) -> None:
    found = draft(adt(numbers="H-1^^^NSH^MR~9990123455^^^NHS^NH"))
    assert "identifiers" not in found.data["children"][0]
    assert [remark.field for remark in found.remarks] == ["PID-3"]
    assert "9990123455" not in found.remarks[0].text


def test_a_protected_address_is_said_to_be_protected(adt: Any) -> None:
    assert child(adt(more=("PD1||||||||||||Y",)))["addresses"][0]["protected"] is True


def test_a_house_number_that_comes_apart_from_its_street_stands_before_it(adt: Any) -> None:
    content = adt().replace(b"4 Larch Close", b"4&Larch Close")
    assert child(content)["addresses"][0]["lines"] == ["4 Larch Close", "Northbridge"]


def test_a_visit_to_a_ward_is_a_health_contact(adt: Any) -> None:
    found = draft(adt(trigger="ADT^A01", visit="PV1||I|WARD 4"))
    assert found.type == "safeguarding.health-contact.v1"
    assert found.data["contact_kind"] == "admission"


@pytest.mark.parametrize("visit", ["PV1||E", "PV1||EMERGENCY", "PV1||O|A\\T\\E", "PV1||O|X|||||||180"])
def test_an_emergency_department_is_known_by_class_place_or_service(adt: Any, visit: str) -> None:
    assert draft(adt(visit=visit)).type.startswith("safeguarding.emergency-department")


def test_the_narrative_holds_the_coded_facts_and_nothing_else(adt: Any) -> None:
    pv2 = "PV2|||^Swollen wrist" + "|" * 35 + "C"
    content = adt(more=(pv2, "DG1|1||S52.5^Fracture of radius^ICD-10"))
    told = draft(content).data
    assert told["narrative"] == "Reason for visit: Swollen wrist. Arrived by: Car. Diagnosis: Fracture of radius."
    assert told["diagnoses"] == [{"code": "S52.5", "system": "ICD-10", "text": "Fracture of radius"}]


def test_a_message_that_codes_no_fact_has_no_narrative(adt: Any) -> None:
    assert "narrative" not in draft(adt()).data


def test_the_visits_own_time_is_preferred_even_if_only_a_day(adt: Any) -> None:
    found = draft(adt(visit="PV1||E|ED" + "|" * 41 + "20260117"))
    assert found.data["occurred"] == {"from": "2026-01-17", "precision": "day"}


def test_who_entered_it_is_the_author(adt: Any) -> None:
    found = draft(adt(event="EVN||20260118194300|||ed-cole^Cole^Jordan"))
    assert found.data["author"] == {"staff_id": "ed-cole", "name": "Jordan Cole", "role": "administrator"}


@pytest.mark.parametrize("born", ["20080118", "19400101", "2007", "200712"])
def test_an_adult_is_left_out(adt: Any, born: str) -> None:
    assert reason(adt(born=born)) == "an adult"


def test_the_day_before_the_eighteenth_birthday_is_a_childs(adt: Any) -> None:
    assert child(adt(born="20080119"))["date_of_birth"] == "2008-01-19"


@pytest.mark.parametrize("born", ["", "2008", "200801", "196203520", "unknown", "2015"])
def test_a_birth_date_that_does_not_tell_is_refused_and_never_guessed(adt: Any, born: str) -> None:
    assert refusal(adt(born=born)) == "PID-7"


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        ("ADT^A02", "nothing of interest (A02)"),
        ("ADT^A08", "about a visit that was not told (A08)"),
        ("ADT^A31", "nothing of interest (A31)"),
        ("ADT^A40^ADT_A39", "a merge of numbers that were not told (A40)"),
        ("ADT^A11", "about a visit that was not told (A11)"),
        ("ADT^A12", "a cancellation of what is never told (A12)"),
        ("ADT^A45", "a merge or move of numbers, which is not taken over (A45)"),
        ("ORU^R01", "not about an admission or attendance (ORU)"),
    ],
)
def test_other_messages_are_left_out_with_their_reason(adt: Any, trigger: str, said: str) -> None:
    assert reason(adt(trigger=trigger, more=("MRG|H-0^^^NSH^MR",))) == said


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"trigger": ""}, "MSH-9"),
        ({"trigger": "${msh9}"}, "MSH-9"),
        ({"trigger": "ADT"}, "MSH-9"),
        ({"control": ""}, "MSH-10"),
        ({"name": ""}, "PID-5"),
        ({"name": "Ashdown"}, "PID-5"),
        ({"numbers": ""}, "PID-3"),
        ({"header": "MSH|^~\\&|NORTHPAS|NSH|HUB|N|", "event": "EVN"}, "EVN-2"),
    ],
)
def test_a_message_that_lacks_what_is_needed_names_the_field(adt: Any, changed: dict[str, str], field: str) -> None:
    assert refusal(adt(**changed)) == field


def test_a_message_without_a_patient_is_refused(adt: Any) -> None:
    content = b"\r".join(line for line in adt().split(b"\r") if not line.startswith(b"PID"))
    assert refusal(content) == "PID"


def test_the_trigger_may_stand_in_the_event_segment_alone(adt: Any) -> None:
    assert draft(adt(trigger="ADT", event="EVN|A04|20260118194300")).id == "M-1"
