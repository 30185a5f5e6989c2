"""An integrator sends files with `hub-connect`: told what was done, what was wrong, and never asked twice."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from exchange.agency_folder import AgencyFolder, write_agency_folder
from exchange.errors import Fault
from exchange.keys import Jwk, generate_sealing_key, generate_signing_key, public_part
from exchange.messages import open_data, verified
from exchange.receipts import Problem, Receipt, ReceiptOutcome, compose_receipt
from exchange.topic_log import TopicLog, connect
from exchange.topics import for_agency

HUB = "hub-northshire"
HUB_CONNECT = Path(sys.executable).with_name("hub-connect")
HEADER = (
    "Record ID,Recorded,Pupil ID,Incident date,Summary,Details,Staff name,Staff role,Forename,Surname,Date of birth"
)
GOOD = (
    "SL-{0},02/03/2026 15:45,P-1,02/03/2026,Bruise seen,A bruise on the arm.,Robin Morgan,Lead,Rowan,Ashdown,14/05/2017"
)


@dataclass
class Hub:
    """The far side of the topics: opens what arrives and answers each message with a signed receipt."""

    log: TopicLog
    folder: AgencyFolder
    sealing_key: Jwk
    signing_key: Jwk
    outcome: ReceiptOutcome = ReceiptOutcome.ACCEPTED
    received: list[dict[str, Any]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        topics = for_agency(self.folder.agency_id)
        producer, consumer = self.log.producer(), self.log.consumer("hub", topics=[topics.events, topics.urgent])
        while not self.stopped.is_set():
            for record in consumer.poll(100, 0.1):
                envelope = verified(record.value, record.headers, public_part(self.folder.signing_key))
                self.received.append(open_data(envelope, self.sealing_key))
                producer.send(self._receipt(envelope.source, envelope.id, envelope.subject))
                producer.flush()
        consumer.close()
        producer.close()

    def _receipt(self, source: str, id: str, subject: str) -> Any:
        problem = Problem("about:blank", "Not understood", errors=(Fault("/headline", "is unclear"),))
        refused = self.outcome is not ReceiptOutcome.ACCEPTED
        receipt = Receipt(source, id, 1, self.outcome, datetime.now(UTC), problem=problem if refused else None)
        return compose_receipt(
            receipt, agency_id=self.folder.agency_id, hub_id=HUB, key=subject, sign_with=self.signing_key
        )


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    sealing_key, signing_key = generate_sealing_key(), generate_signing_key()
    folder = write_agency_folder(
        tmp_path / "agency", agency_id="meadow-primary", agency_type="school", name="Meadow Primary School",
        hub_id=HUB, hub_keys=(public_part(sealing_key), public_part(signing_key)),
    )  # fmt: skip
    log = connect(f"embedded:{tmp_path / 'topics.db'}")
    log.create_topics(dict.fromkeys(for_agency("meadow-primary").all(), 2))
    hub = Hub(log, folder, sealing_key, signing_key)
    thread = threading.Thread(target=hub.run)
    thread.start()
    yield hub
    hub.stopped.set()
    thread.join(timeout=10)
    log.close()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "concerns.csv"
    file.write_text("\n".join([HEADER, GOOD.format(1), GOOD.format(2)]) + "\n", encoding="utf-8")
    return file


def hub_connect(tmp_path: Path, *arguments: str, place: Path, to: str = "") -> subprocess.CompletedProcess[str]:
    address = to or f"embedded:{tmp_path / 'topics.db'}"
    command = [
        str(HUB_CONNECT),
        *arguments,
        "--from",
        str(place),
        "--to",
        address,
        "--agency",
        str(tmp_path / "agency"),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_rows_are_sent_and_the_hubs_receipts_come_back(tmp_path: Path, hub: Hub, export: Path) -> None:
    done = hub_connect(tmp_path, "school", "--json", "--wait", "20", place=export)
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (report["files"][0]["read"], report["files"][0]["sent"]) == (2, 2)
    assert report["receipts"] == {"accepted": 2}
    assert report["kept"] == 0
    assert {event["record_ref"] for event in hub.received} == {"SL-1", "SL-2"}


def test_running_it_again_sends_nothing_twice(tmp_path: Path, hub: Hub, export: Path) -> None:
    hub_connect(tmp_path, "school", "--wait", "20", place=export)
    again = hub_connect(tmp_path, "school", "--json", "--wait", "5", place=export)
    report = json.loads(again.stdout)
    assert (report["files"][0]["sent"], report["files"][0]["sent_before"], report["delivered"]) == (0, 2, 0)
    assert len(hub.received) == 2


def test_a_bad_row_is_told_by_line_and_column_while_the_others_are_sent(tmp_path: Path, hub: Hub, export: Path) -> None:
    export.write_text("\n".join([HEADER, GOOD.format(1), GOOD.format(2).replace("14/05/2017", "14 May")]) + "\n")
    done = hub_connect(tmp_path, "school", "--wait", "20", place=export)
    assert done.returncode == 1
    assert "concerns.csv, line 3: Date of birth is not a date written %d/%m/%Y" in done.stderr
    assert "14 May" not in done.stderr
    assert len(hub.received) == 1


def test_a_record_changed_under_its_old_id_is_told(tmp_path: Path, hub: Hub, export: Path) -> None:
    hub_connect(tmp_path, "school", "--wait", "20", place=export)
    export.write_text(export.read_text().replace("A bruise", "Two bruises", 1))
    done = hub_connect(tmp_path, "school", place=export)
    assert done.returncode == 1
    assert "line 2: id was sent before" in done.stderr
    assert len(hub.received) == 2


def test_what_the_hub_quarantines_is_told_with_its_reason(tmp_path: Path, hub: Hub, export: Path) -> None:
    hub.outcome = ReceiptOutcome.QUARANTINED
    done = hub_connect(tmp_path, "school", "--wait", "20", place=export)
    assert done.returncode == 1
    assert "SL-1 is quarantined: Not understood" in done.stderr


def test_a_folder_is_sent_file_by_file(tmp_path: Path, hub: Hub, export: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    export.rename(folder / "a.csv")
    (folder / "b.csv").write_text("\n".join([HEADER, GOOD.format(3)]) + "\n")
    (folder / "notes.txt").write_text("not an export")
    done = hub_connect(tmp_path, "school", "--json", "--wait", "20", place=folder)
    assert [file["file"] for file in json.loads(done.stdout)["files"]] == ["a.csv", "b.csv"]
    assert len(hub.received) == 3


def test_a_transport_that_does_not_answer_keeps_everything(tmp_path: Path, hub: Hub, export: Path) -> None:
    failed = hub_connect(tmp_path, "school", "--json", place=export, to="http://127.0.0.1:9")
    report = json.loads(failed.stdout)
    assert failed.returncode == 1
    assert report["failed"]
    assert report["kept"] == 2
    hub_connect(tmp_path, "school", "--wait", "20", place=export)
    assert len(hub.received) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["fax", "--from", "{tmp}", "--to", "embedded:x", "--agency", "{tmp}/agency"],
        ["school", "--from", "{tmp}/nowhere", "--to", "embedded:x", "--agency", "{tmp}/agency"],
        ["school", "--from", "{tmp}", "--to", "carrier-pigeon", "--agency", "{tmp}/agency"],
        ["school", "--from", "{tmp}", "--to", "embedded:x", "--agency", "{tmp}/nobody"],
        ["school", "--from", "{tmp}"],
        ["school", "--from", "{tmp}", "--to", "embedded:x", "--agency", "{tmp}/agency", "--status-on", "127.0.0.1:0"],
    ],
)
def test_wrong_use_is_told_apart_from_failure(tmp_path: Path, hub: Hub, arguments: list[str]) -> None:
    command = [str(HUB_CONNECT), *(argument.format(tmp=tmp_path) for argument in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr


def test_a_school_sees_how_each_concern_stands(tmp_path: Path, hub: Hub, export: Path) -> None:
    hub.outcome = ReceiptOutcome.QUARANTINED
    hub_connect(tmp_path, "school", place=export)
    done = hub_connect(tmp_path, "school", "status", "--json", "--wait", "20", place=export)
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [(row["Record ID"], row["State"]) for row in told] == [("SL-1", "held"), ("SL-2", "held")]
    assert told[0]["Why"] == "Not understood; /headline is unclear"
    assert (tmp_path / "status.csv").read_text(encoding="utf-8").count("SL-") == 2


def test_how_concerns_stand_is_known_without_asking_the_hub(tmp_path: Path, hub: Hub, export: Path) -> None:
    hub_connect(tmp_path, "school", "--wait", "20", place=export)
    command = [str(HUB_CONNECT), "school", "status", "--agency", str(tmp_path / "agency")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "received" in done.stdout
    assert "SL-2" in done.stdout


def test_a_hub_that_does_not_answer_is_told_beside_how_things_stood(tmp_path: Path, hub: Hub, export: Path) -> None:
    hub_connect(tmp_path, "school", place=export)
    done = hub_connect(tmp_path, "school", "status", place=export, to="http://127.0.0.1:9")
    assert done.returncode == 1
    assert "SL-1" in done.stdout
    assert "The hub could not be asked" in done.stderr


def test_a_receipt_that_is_late_is_an_exit_status_a_metric_and_a_page(tmp_path: Path, hub: Hub, export: Path) -> None:
    metrics, page = tmp_path / "hub.prom", tmp_path / "status.html"
    told = ["--late-after-urgent", "0", "--metrics", str(metrics), "--status-page", str(page)]
    away = hub_connect(tmp_path, "school", *told, place=export, to="http://127.0.0.1:9")
    assert away.returncode == 3
    assert "LATE: 2 messages have no receipt in the time allowed, 2 of them urgent" in away.stderr
    assert 'hub_connect_receipts_late{agency="meadow-primary",lane="urgent"} 2.0' in metrics.read_text()
    assert "SL-1" in page.read_text()
    back = hub_connect(tmp_path, "school", *told, "--wait", "20", "--json", place=export)
    assert (back.returncode, json.loads(back.stdout)["late"]) == (0, 0)
    assert "No receipt is late." in page.read_text()


def test_what_is_late_is_known_without_sending_anything(tmp_path: Path, hub: Hub, export: Path) -> None:
    hub_connect(tmp_path, "school", place=export, to="http://127.0.0.1:9")
    command = [str(HUB_CONNECT), "school", "status", "--agency", str(tmp_path / "agency"), "--late-after-urgent"]
    codes = [subprocess.run([*command, allowed], capture_output=True, timeout=60).returncode for allowed in ("0", "60")]
    assert codes == [3, 0]
    assert hub.received == []
