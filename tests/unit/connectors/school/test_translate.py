"""A row of an export becomes an event; one that cannot names every column at fault."""

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.drafts import Draft, Item, LeftOut, Refused
from connectors.school import load, read
from exchange.schemas import load as load_schemas

EXPORTS = load()


@pytest.fixture
def items(tmp_path: Path, written: Any) -> Any:
    def translated(*rows: dict[str, str]) -> list[Item]:
        file = tmp_path / "export.csv"
        file.write_text(written(*rows), encoding="utf-8", newline="")
        return list(read(file, EXPORTS))

    return translated


def test_a_concern_is_said_as_an_event_that_follows_its_schema(items: Any, concern: Any) -> None:
    (found,) = items(concern())
    assert isinstance(found, Draft)
    assert load_schemas().validate(found.type, found.data) == []
    assert (found.system, found.id, found.about, found.place) == ("safeguarding-log", "SL-1", "P-1001", "line 2")
    assert found.time.isoformat() == "2026-03-02T15:45:00+00:00"
    assert found.data["occurred"] == {"from": "2026-03-02T08:50:00Z", "precision": "exact"}
    assert found.data["category"] == "physical-abuse"
    assert found.data["author"]["role"] == "designated-safeguarding-lead"


def test_the_child_of_a_concern_is_named_as_the_row_does(items: Any, concern: Any) -> None:
    child = items(concern())[0].data["children"][0]
    assert (child["local_ref"], child["given_names"], child["date_of_birth"]) == ("P-1001", "Rowan", "2017-05-14")
    assert child["identifiers"] == [{"system": "upn", "value": "G815000016001", "status": "claimed"}]
    assert child["addresses"] == [{"lines": ["4 Larch Close", "Northbridge"], "postcode": "NX4 7QL"}]
    assert child["childs_voice"] == {"seen_alone": True}
    assert child["significance"] == {"level": "significant"}


def test_summer_time_is_taken_off(items: Any, concern: Any) -> None:
    (found,) = items(concern(Incident_date="02/07/2026", Recorded="02/07/2026 15:45"))
    assert found.data["occurred"]["from"] == "2026-07-02T07:50:00Z"
    assert found.time.hour == 14


def test_without_a_time_of_day_only_the_day_is_said(items: Any, concern: Any) -> None:
    (found,) = items(concern(Incident_time=""))
    assert found.data["occurred"] == {"from": "2026-03-02", "precision": "day"}


def test_empty_optional_cells_say_nothing(items: Any, concern: Any) -> None:
    (found,) = items(concern(Action_taken="", Sex="", UPN="", Address=""))
    assert "action_taken" not in found.data
    assert {"sex", "identifiers", "addresses"}.isdisjoint(found.data["children"][0])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Date of birth", "2017-05-14"),
        ("Date of birth", ""),
        ("Incident date", "31/02/2026"),
        ("Incident time", "ten to nine"),
        ("Recorded", "02/03/2026"),
        ("Sex", "girl"),
        ("How known", "guessed"),
        ("Seen alone", "maybe"),
        ("Staff role", "???"),
        ("Record ID", " "),
        ("Pupil ID", ""),
        ("Summary", ""),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_and_not_repeated(
    items: Any, concern: Any, column: str, value: str
) -> None:
    (found,) = items({**concern(), column: value})
    assert isinstance(found, Refused)
    assert [reason.field for reason in found.reasons] == [column]
    assert not value.strip() or value not in found.reasons[0].text


def test_all_faults_of_a_row_are_told_at_once(items: Any, concern: Any) -> None:
    (found,) = items(concern(Date_of_birth="x", Sex="x", Summary=""))
    assert {reason.field for reason in found.reasons} == {"Date of birth", "Sex", "Summary"}


def test_a_bad_row_does_not_hold_back_the_others(items: Any, concern: Any) -> None:
    found = items(concern(), concern(Date_of_birth="x"), concern(Record_ID="SL-3"))
    assert [type(item) for item in found] == [Draft, Refused, Draft]
    assert [item.place for item in found] == ["line 2", "line 3", "line 4"]


def test_a_pupil_number_that_fails_its_check_is_left_off_and_said(items: Any, concern: Any) -> None:
    (found,) = items(concern(UPN="A815000016001"))
    assert "identifiers" not in found.data["children"][0]
    assert [remark.field for remark in found.remarks] == ["UPN"]


def test_an_empty_row_is_left_out(items: Any, concern: Any) -> None:
    found = items(concern(), dict.fromkeys(concern(), ""))
    assert found[1] == LeftOut("line 3", "an empty row")


def test_a_long_address_keeps_all_its_parts(items: Any, concern: Any) -> None:
    (found,) = items(concern(Address="Flat 1, The Maltings, 3 High Street, Old Town, Northbridge, Northshire, England"))
    lines = found.data["children"][0]["addresses"][0]["lines"]
    assert len(lines) == 6
    assert lines[5] == "Northshire, England"


def test_attendance_is_a_range_of_days_with_its_sessions(items: Any, concern: Any) -> None:
    row = {key: value for key, value in concern().items() if key not in ("Incident date", "Incident time", "Details")}
    sessions = {"From": "09/02/2026", "To": "20/02/2026", "Sessions possible": "20", "Sessions missed": "9"}
    (found,) = items({**row, **sessions})
    assert found.type == "safeguarding.attendance-concern.v1"
    assert found.data["occurred"] == {"from": "2026-02-09", "to": "2026-02-20", "precision": "day"}
    assert (found.data["sessions_possible"], found.data["sessions_missed"]) == (20, 9)


def test_a_change_of_roll_names_its_day(items: Any, concern: Any) -> None:
    row = {key: value for key, value in concern().items() if key not in ("Incident date", "Details", "Summary")}
    (found,) = items({**row, "Change": "Joined", "On": "04/09/2025"})
    assert (found.data["change"], found.data["on"]) == ("joined", "2025-09-04")
    assert found.data["occurred"] == {"from": "2025-09-04", "precision": "day"}


def test_a_file_of_no_known_export_is_refused_as_a_whole(items: Any) -> None:
    (found,) = items({"Name": "Rowan", "Mark": "7"})
    assert isinstance(found, Refused)
    assert (found.place, found.reasons[0].field) == ("line 1", "header")


def test_a_header_that_names_a_column_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "twice.csv"
    file.write_text("Record ID,Record ID\n1,2\n", encoding="utf-8")
    (found,) = read(file, EXPORTS)
    assert isinstance(found, Refused)


def test_naughty_strings_come_back_the_same(items: Any, concern: Any, shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile-input" / "blns.json").read_text(encoding="utf-8"))
    payloads = (shared_data / "hostile-input" / "csv-payload.txt").read_text(encoding="utf-8").splitlines()
    texts = [text for text in (*strings, *payloads) if text.strip() and "\0" not in text]
    found = items(*(concern(Details=text, Record_ID=f"SL-{number}") for number, text in enumerate(texts)))
    assert [item.data["narrative"] for item in found] == [text.strip() for text in texts]


def test_hostile_files_are_refused_and_never_break_the_reader(shared_data: Path) -> None:
    for path in sorted((shared_data / "hostile-input").rglob("*")):
        if path.is_file():
            assert all(isinstance(item, Refused | LeftOut) for item in read(path, EXPORTS))
