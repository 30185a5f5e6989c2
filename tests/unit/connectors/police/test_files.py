"""Files of one record or of many are read to their end; a bad line costs no other."""

import json
from datetime import UTC, datetime
from pathlib import Path

from builders.police import occurrence

from connectors import police
from connectors.drafts import Draft, Item, Refused
from connectors.report import FileReport
from connectors.sending import Sender
from exchange.agency_folder import AgencyFolder
from exchange.limits import MAX_MESSAGE_BYTES

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def read(tmp_path: Path, name: str, content: bytes) -> list[Item]:
    file = tmp_path / name
    file.write_bytes(content)
    return list(police.read(file, ()))


def line(reference: str) -> bytes:
    return json.dumps(occurrence(reference=reference)).encode()


def test_a_file_holds_one_record(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "np.json", b"\xef\xbb\xbf" + line("NP-1"))
    assert isinstance(found, Draft)
    assert (found.place, found.id) == ("document", "NP-1")


def test_a_file_of_lines_holds_one_record_a_line_and_empty_lines_are_none(tmp_path: Path) -> None:
    found = read(tmp_path, "np.jsonl", line("NP-1") + b"\r\n\n" + line("NP-2"))
    assert [(item.place, item.id) for item in found if isinstance(item, Draft)] == [
        ("line 1", "NP-1"),
        ("line 3", "NP-2"),
    ]


def test_a_line_that_is_no_json_is_refused_by_its_place_and_the_next_is_read(tmp_path: Path) -> None:
    first, second = read(tmp_path, "np.ndjson", b'{"reference": "NP-1",\n' + line("NP-2"))
    assert isinstance(first, Refused)
    assert (first.place, first.reasons[0].text) == ("line 1", "is not JSON that can be taken (json-malformed)")
    assert isinstance(second, Draft)


def test_a_record_that_is_too_long_is_refused_and_not_held(tmp_path: Path) -> None:
    long = json.dumps(occurrence(narrative="x" * 3 * MAX_MESSAGE_BYTES)).encode()
    first, second = read(tmp_path, "np.jsonl", long + b"\n" + line("NP-2"))
    assert isinstance(first, Refused)
    assert "too-large" in first.reasons[0].text
    assert isinstance(second, Draft)
    assert second.place == "line 2"


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "np.json", line("NP-1")[:-1] + b', "classification": "OFFICIAL"}')
    assert isinstance(found, Refused)
    assert "duplicate-key" in found.reasons[0].text


def test_a_reference_given_twice_is_sent_once_and_another_account_under_it_is_refused(
    tmp_path: Path, sender: Sender
) -> None:
    changed = json.dumps(occurrence(reference="NP-1", headline="Another account")).encode()
    report = FileReport("np.jsonl")
    for item in read(tmp_path, "np.jsonl", b"\n".join([line("NP-1"), line("NP-1"), changed, b"{}", line("NP-2")])):
        report.count(item, sender.send(item, NOW) if isinstance(item, Draft) else None)
    assert (report.read, report.sent, report.sent_before, len(report.refused)) == (5, 2, 1, 2)
    assert report.balanced
    assert [refusal.place for refusal in report.refused] == ["line 3", "line 4"]


def test_nothing_of_a_record_marked_higher_is_in_the_outbox_or_the_report(
    tmp_path: Path, sender: Sender, folder: AgencyFolder
) -> None:
    marked = json.dumps(occurrence(reference="NP-Zebediah", classification="SECRET")).encode()
    report = FileReport("np.jsonl")
    for item in read(tmp_path, "np.jsonl", marked + b"\n" + line("NP-2")):
        report.count(item, sender.send(item, NOW) if isinstance(item, Draft) else None)
    assert (report.sent, len(report.refused)) == (1, 1)
    assert "Zebediah" not in json.dumps(report.to_data())
    assert b"Zebediah" not in b"".join(
        file.read_bytes() for file in folder.outbox_path.parent.iterdir() if file.is_file()
    )
