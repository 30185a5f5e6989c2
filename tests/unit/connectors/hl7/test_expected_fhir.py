"""What is read of a message, beside the FHIR resources that another project expects of the same message.

Every difference is listed with its reason: a new one fails, and so does one that is listed and gone.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.hl7 import patient, visit
from connectors.hl7.files import messages
from connectors.hl7.message import Message, parse
from exchange.instants import format_instant

Values = dict[str, Any]

PAIRS, VALUES = 31, 382

DIFFERENCES: dict[str, tuple[str, set[str]]] = {
    "address": (
        "The number and the name of the street (XAD.1) stand on one line, as they would be posted; the addressee"
        " (XAD.19) is not carried.",
        {
            f"ADT-{name}"
            for name in (
                "A01-02",
                "A02-01",
                "A03-02",
                "A04-01",
                "A04-02",
                "A08-02",
                "A11-02",
                "A14-01",
                "A14-02",
                "A15-01",
                "A15-02",
                "A25-01",
                "A25-02",
                "A26-01",
                "A26-02",
                "A27-01",
                "A27-02",
                "A28-02",
                "A29-02",
                "A60-01",
                "A60-02",
            )
        },
    ),
    "began": (
        "Only PV1-44 says when a visit began; the other project also takes PV2-8, when one is expected.",
        {"ADT-A14-01", "ADT-A27-01"},
    ),
    "ended": (
        "Only PV1-45 says when a visit ended; the other project also takes PV2-9, when an end is expected, and of a"
        " cancelled pending discharge (A25, which nothing is told of) it leaves the end away.",
        {"ADT-A04-01", "ADT-A14-01", "ADT-A25-02", "ADT-A27-01"},
    ),
    "diagnoses": (
        "Only DG1 gives diagnoses; the other project also takes the cause of death (PDA-1), which no visit tells.",
        {"ADT-A02-01", "ADT-A04-01"},
    ),
}
"""By field: why what is read is not what is expected, and of which messages."""


def pairs(shared_data: Path) -> Iterator[tuple[str, Message, list[Values]]]:
    """Each message's name, the message, and the resources expected of it."""
    folder = shared_data / "hl7v2-adt"
    lines = (folder / "ms-fhir-converter.jsonl").read_text(encoding="utf-8").splitlines()
    for entry in map(json.loads, lines):
        name = Path(entry["path"]).stem
        expected = folder / "ms-expected-fhir" / f"{name}-expected.json"
        if expected.is_file():
            (raw,) = messages(entry["message"].encode())
            bundle = json.loads(expected.read_text(encoding="utf-8"))
            yield name, parse(raw), [found["resource"] for found in bundle["entry"]]


def of_type(resources: list[Values], kind: str) -> list[Values]:
    return [found for found in resources if found["resourceType"] == kind]


def instant(text: str | None) -> str | None:
    """An expected time as events write instants; a date as it stands."""
    if text is None or len(text) == 10:
        return text
    return format_instant(datetime.fromisoformat(text).astimezone(UTC))


def read_patient(message: Message) -> Values:
    child = patient.child(message)
    address = child.get("addresses", [{}])[0]
    return {
        "family name": child["family_name"],
        "given names": child["given_names"],
        "birth date": child["date_of_birth"],
        "sex": child["sex"],
        "number": child["local_ref"],
        "address": address.get("lines"),
        "postcode": address.get("postcode"),
    }


def expected_patient(found: Values, number: str) -> Values:
    """What is expected of the same fields; the number is any of those expected."""
    name, address = found["name"][0], next(iter(found.get("address", [])), {})
    places = [*address.get("line", []), address.get("city"), address.get("state")]
    numbers = [each["value"] for each in found["identifier"]]
    return {
        "family name": name["family"],
        "given names": " ".join(name["given"][:2]),
        "birth date": found["birthDate"],
        "sex": found["gender"],
        "number": number if number in numbers else numbers,
        "address": [place.strip() for place in places if place] or None,
        "postcode": address.get("postalCode"),
    }


def read_visit(message: Message) -> Values:
    facts = visit.facts(message)
    return {
        "visit number": facts.get("visit_ref"),
        "emergency": visit.is_emergency(message),
        "began": (visit.own_time(message) or {}).get("from"),
        "ended": visit.ending(message).get("left"),
        "reason": facts.get("reason_for_visit"),
        "discharge": facts["discharge"].partition(", to ")[0] if "discharge" in facts else None,
    }


def expected_visit(found: Values) -> Values:
    period, stay = found.get("period") or {}, found.get("hospitalization", {})
    reason = next(iter(found.get("reasonCode", [])), {})
    coding = next(iter(reason.get("coding", [])), {})
    left = stay.get("dischargeDisposition", {}).get("coding", [{}])[0]
    return {
        "visit number": found["identifier"][0]["value"],
        "emergency": found["class"]["code"] == "EMER",
        "began": instant(period.get("start")),
        "ended": instant(period.get("end")),
        "reason": reason.get("text") or coding.get("display"),
        "discharge": left.get("code"),
    }


def read_diagnoses(message: Message) -> list[str]:
    return sorted(found["code"] for found in visit.facts(message).get("diagnoses", []))


def expected_diagnoses(resources: list[Values]) -> list[str]:
    codes = [found.get("code", {}).get("coding", [{}])[0].get("code") for found in of_type(resources, "Condition")]
    return sorted(code for code in codes if code)


def compared(shared_data: Path) -> Iterator[tuple[str, str, Any, Any]]:
    """Each value of each pair: the message's name, the field, what was read and what is expected."""
    for name, message, resources in pairs(shared_data):
        for found in of_type(resources, "Patient")[:1]:
            read = read_patient(message)
            expected = expected_patient(found, read["number"])
            yield from ((name, field, read[field], expected[field]) for field in read)
        for found in of_type(resources, "Encounter")[:1]:
            read, expected = read_visit(message), expected_visit(found)
            yield from ((name, field, read[field], expected[field]) for field in read)
        yield name, "diagnoses", read_diagnoses(message), expected_diagnoses(resources)


@pytest.fixture(scope="module")
def found(shared_data: Path) -> list[tuple[str, str, Any, Any]]:
    return list(compared(shared_data))


def test_every_expected_bundle_is_compared(shared_data: Path, found: list[tuple[str, str, Any, Any]]) -> None:
    assert sum(1 for _ in pairs(shared_data)) == PAIRS
    assert len(found) == VALUES


def test_what_is_read_is_what_is_expected_but_for_the_differences_that_are_listed(
    found: list[tuple[str, str, Any, Any]],
) -> None:
    differing: dict[str, set[str]] = {}
    for name, field, read, expected in found:
        if read != expected:
            differing.setdefault(field, set()).add(name)
    assert differing == {field: names for field, (_, names) in DIFFERENCES.items()}


def test_names_numbers_and_births_never_differ(found: list[tuple[str, str, Any, Any]]) -> None:
    identity = {"family name", "given names", "birth date", "sex", "number", "postcode", "visit number", "emergency"}
    assert not identity & DIFFERENCES.keys()
    assert identity <= {field for _, field, _, _ in found}
