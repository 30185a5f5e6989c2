"""Every HL7 message that others have written comes out as an event, a refusal or something left out."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from stdnum.gb import nhs

from connectors.drafts import Draft, Item, LeftOut, Refused
from connectors.hl7.desk import Desk
from connectors.hl7.files import messages
from connectors.hl7.translate import translate
from connectors.report import FileReport
from connectors.sending import Sender
from exchange.schemas import load

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def corpus(shared_data: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((shared_data / "hl7v2-adt").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield {**json.loads(line), "file": path.name}


def items(content: bytes) -> list[Item]:
    return [translate(raw) for raw in messages(content)]


@pytest.fixture(scope="module")
def translated(shared_data: Path) -> list[tuple[dict[str, Any], Item]]:
    found = [(entry, items(entry["message"].encode())) for entry in corpus(shared_data)]
    assert all(len(come) == 1 for _, come in found)
    return [(entry, come[0]) for entry, come in found]


def test_as_many_come_out_as_went_in_each_with_its_reason(translated: Any) -> None:
    assert len(translated) == 893
    for _, found in translated:
        match found:
            case Refused(reasons=reasons):
                assert all(reason.field and reason.text for reason in reasons)
            case LeftOut(reason=reason):
                assert reason
            case Draft():
                assert found.id


def test_a_feed_of_all_of_them_balances_and_nothing_is_counted_without_a_reason(
    shared_data: Path, sender: Sender
) -> None:
    desk, report = Desk(sender, NOW, accept_test=True), FileReport("feed")
    for entry in corpus(shared_data):
        (raw,) = messages(entry["message"].encode())
        taken = desk.take(raw, NOW)
        report.count(taken.item, taken.put)
    assert report.balanced
    assert report.read == 893
    assert report.sent + report.sent_before + report.left_out.total() + len(report.refused) == 893
    assert report.sent >= 40
    assert all(refusal.reasons for refusal in report.refused)
    assert report.left_out["an adult"] >= 200


def test_every_event_made_follows_its_schema(translated: Any) -> None:
    drafts = [found for _, found in translated if isinstance(found, Draft)]
    assert len(drafts) >= 40
    assert [load().validate(found.type, found.data) for found in drafts] == [[]] * len(drafts)


def test_every_message_of_the_nhs_like_hospital_is_understood(translated: Any) -> None:
    refused = [
        found for entry, found in translated if entry["file"] == "simhospital.jsonl" and isinstance(found, Refused)
    ]
    assert refused == []


def test_nhs_numbers_tagged_as_such_are_carried_where_they_pass_their_check(translated: Any) -> None:
    for entry, found in translated:
        if isinstance(found, Draft):
            tagged = re.findall(r"(\d{10})\^\^\^NHSNBR", entry["message"])
            carried = [number["value"] for number in found.data["children"][0].get("identifiers", [])]
            assert carried == [number for number in tagged if nhs.is_valid(number)]


def test_left_out_reasons_hold_no_words_of_the_message(translated: Any) -> None:
    reasons = {found.reason for _, found in translated if isinstance(found, LeftOut)}
    assert all(re.fullmatch(r"[a-z ,]+( \([A-Z][A-Z0-9]{2}\))?", reason) for reason in reasons), reasons


def test_no_refusal_repeats_a_name_or_a_number_of_the_patient(translated: Any) -> None:
    for entry, found in translated:
        if isinstance(found, Refused):
            said = " ".join(reason.text for reason in found.reasons)
            assert not re.search(r"\d{4,}", said)
            assert not set(re.findall(r"[A-Z]{4,}", said)) & set(re.findall(r"[A-Z]{4,}", entry["message"])) - {
                "UNICODE"
            }


def test_the_invalid_nhs_number_of_the_hard_coded_message_is_never_matched_on(shared_data: Path) -> None:
    text = (shared_data / "hl7v2-adt" / "simhospital-invalid_messages.yml").read_text(encoding="utf-8")
    lines = text.split("InvalidOru")[0].splitlines()
    segments = [json.loads(line.strip().removeprefix("- ")) for line in lines if line.strip().startswith('- "')]
    content = "\r".join(segments).replace("%s", "20180709162444").replace("19610306", "20110306").encode()
    (found,) = items(content)
    assert isinstance(found, Draft)
    assert "identifiers" not in found.data["children"][0]
    assert found.remarks


def expected_patient(shared_data: Path, entry: dict[str, Any]) -> dict[str, Any] | None:
    """The patient that another project expects of a message, where it expects exactly one."""
    path = shared_data / "hl7v2-adt" / "ms-expected-fhir" / (Path(entry["path"]).stem + "-expected.json")
    if not path.is_file():
        return None
    resources = [found["resource"] for found in json.loads(path.read_text(encoding="utf-8"))["entry"]]
    patients = [found for found in resources if found["resourceType"] == "Patient"]
    return patients[0] if len(patients) == 1 else None


def as_an_admitted_child(entry: dict[str, Any]) -> bytes:
    """The message with another type and birth date, so that its patient is read whatever it told of."""
    message = re.sub(r"(PID\|(?:[^|\r]*\|){6})\d{8}", r"\g<1>20200101", entry["message"], count=1)
    return message.replace(entry["type"], "ADT^A01", 1).encode()


def test_patients_are_named_as_another_converter_names_them(shared_data: Path) -> None:
    compared = 0
    for entry in corpus(shared_data):
        patient = expected_patient(shared_data, entry)
        (found,) = items(as_an_admitted_child(entry)) if patient else (None,)
        if patient and isinstance(found, Draft):
            child, named = found.data["children"][0], patient["name"][0]
            assert child["family_name"] == named["family"]
            assert child["given_names"] == " ".join(named["given"][:2])
            compared += 1
    assert compared >= 10


def test_hostile_strings_come_back_the_same_or_are_refused(shared_data: Path, adt: Any) -> None:
    for text in json.loads((shared_data / "hostile-input" / "blns.json").read_text(encoding="utf-8")):
        plain = "".join(ch for ch in text if ch not in "|^~\\&\r\n\x0b\x1c\x85\u2028\u2029").strip()
        for found in items(adt(name=f"Ashdown^{plain}")):
            if isinstance(found, Draft):
                assert found.data["children"][0]["given_names"] == plain


def test_hostile_files_never_break_the_reader(shared_data: Path) -> None:
    for path in sorted((shared_data / "hostile-input").rglob("*")):
        if path.is_file():
            assert all(isinstance(found, Draft | LeftOut | Refused) for found in items(path.read_bytes()))
