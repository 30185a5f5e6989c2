"""An event may be written as a JSON document; what is no such document is refused by what is wrong with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.drafts import Draft, Item, Refused
from connectors.json_files import read

DOCUMENT: dict[str, Any] = {
    "type": "safeguarding.concern-raised.v1",
    "time": "2026-03-02T10:00:00Z",
    "id": "C-1",
    "data": {"children": [{"local_ref": "P-1"}]},
}


def one(tmp_path: Path, content: bytes) -> Item:
    file = tmp_path / "document.json"
    file.write_bytes(content)
    (found,) = read(file)
    return found


def test_a_document_is_a_draft_about_its_first_child(tmp_path: Path) -> None:
    found = one(tmp_path, json.dumps(DOCUMENT).encode())
    assert isinstance(found, Draft)
    assert (found.type, found.id, found.system, found.about) == (DOCUMENT["type"], "C-1", "records", "P-1")


def test_a_document_may_name_its_system_and_whom_it_is_about(tmp_path: Path) -> None:
    found = one(tmp_path, json.dumps({**DOCUMENT, "system": "niche", "about": "N-9"}).encode())
    assert isinstance(found, Draft)
    assert (found.system, found.about) == ("niche", "N-9")


def test_a_document_about_an_adult_only_is_about_its_record(tmp_path: Path) -> None:
    found = one(tmp_path, json.dumps({**DOCUMENT, "data": {"children": []}}).encode())
    assert isinstance(found, Draft)
    assert found.about == "C-1"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"type": None}, "type"),
        ({"type": ""}, "type"),
        ({"time": "2026-03-02"}, "time"),
        ({"time": 3}, "time"),
        ({"id": 7}, "id"),
        ({"data": []}, "data"),
        ({"data": None}, "data"),
        ({"system": 1}, "system"),
        ({"extra": 1}, "document"),
    ],
)
def test_what_is_missing_or_of_the_wrong_kind_is_named(tmp_path: Path, changed: dict[str, object], field: str) -> None:
    found = one(tmp_path, json.dumps({**DOCUMENT, **changed}).encode())
    assert isinstance(found, Refused)
    assert [reason.field for reason in found.reasons] == [field]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"id": 1, "id": 2}', b"\xff", b"NaN"])
def test_what_is_no_json_object_is_refused(tmp_path: Path, content: bytes) -> None:
    assert isinstance(one(tmp_path, content), Refused)


def test_hostile_documents_are_refused_and_never_break_the_reader(shared_data: Path) -> None:
    files = sorted((shared_data / "hostile-input" / "json-test-suite").iterdir())
    assert len(files) > 150
    for file in files:
        (found,) = read(file)
        assert isinstance(found, Refused)
