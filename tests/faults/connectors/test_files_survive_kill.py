"""A connector that reads files is killed at any moment, or runs twice at once: each record is on Kafka once."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest

from exchange import connect, decode, for_agency
from exchange.agency_folder import AgencyFolder, write_agency_folder
from exchange.envelope import Envelope
from exchange.keys import generate_sealing_key, generate_signing_key, public_part
from exchange.outbox import Outbox
from exchange.topic_log.port import TopicLog

RECORDS = 90
KILLS = 3
HUB_CONNECT = Path(sys.executable).with_name("hub-connect")
HEADER = (
    "Record ID,Recorded,Pupil ID,Incident date,Summary,Details,Staff name,Staff role,Forename,Surname,Date of birth"
)
ROW = "SL-{0},02/03/2026 15:45,P-{1},02/03/2026,Bruise,A bruise.,Robin Morgan,Lead,Rowan,Ashdown,14/05/2017"


class School:
    """An agency with topics of its own on a real broker, and exports of its records."""

    def __init__(self, folder: Path, kafka: str) -> None:
        self.kafka = f"kafka://{kafka}"
        hub_keys = (public_part(generate_sealing_key()), public_part(generate_signing_key()))
        self.folder: AgencyFolder = write_agency_folder(
            folder / "agency", agency_id=f"school-{uuid4().hex[:8]}", agency_type="school", name="Meadow Primary",
            hub_id="hub-northshire", hub_keys=hub_keys,
        )  # fmt: skip
        self.log: TopicLog = connect(self.kafka)
        self.log.create_topics(dict.fromkeys(for_agency(self.folder.agency_id).all(), 1))

    def export(self, name: str, numbers: range) -> Path:
        file = self.folder.path.parent / f"{name}.csv"
        file.write_text("\n".join([HEADER, *(ROW.format(number, number % 7) for number in numbers)]) + "\n")
        return file

    def start(self, export: Path) -> "subprocess.Popen[bytes]":
        where = ["--from", str(export), "--to", self.kafka, "--agency", str(self.folder.path), "--json"]
        return subprocess.Popen([HUB_CONNECT, "school", *where], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def on_the_topic(self) -> list[Envelope]:
        """Everything that the hub would read, in order."""
        topics = for_agency(self.folder.agency_id)
        consumer = self.log.consumer(f"agency.{self.folder.agency_id}.test", topics=[topics.urgent, topics.events])
        ends = sum(self.log.end_offsets([(topics.urgent, 0), (topics.events, 0)]).values())
        found: list[Envelope] = []
        end = time.monotonic() + 60
        while len(found) < ends and time.monotonic() < end:
            found += [decode(record.value) for record in consumer.poll(500, 1.0)]
        consumer.close()
        return found

    def kept(self) -> list[str]:
        outbox = Outbox(self.folder.outbox_path)
        found = [row.id for row in outbox.answers()]
        outbox.close()
        return found


@pytest.fixture
def school(tmp_path: Path, kafka_address: str) -> School:
    return School(tmp_path, kafka_address)


def then_each_record_was_said_once(school: School, sent: list[Envelope]) -> None:
    """As often as a message was repeated, it is the same one: one sequence for one id, and no gap."""
    said = {(one.id, one.sequence) for one in sent}
    assert Counter(id for id, _ in said) == Counter(f"SL-{number}" for number in range(RECORDS))
    assert sorted(sequence or 0 for _, sequence in said) == list(range(1, RECORDS + 1))
    assert sorted(school.kept()) == sorted(id for id, _ in said)


def test_killed_at_random_moments_nothing_is_lost_and_nothing_is_said_twice(school: School) -> None:
    chance, export = random.Random(20261122), school.export("concerns", range(RECORDS))
    for _ in range(KILLS):
        process = school.start(export)
        before = len(school.kept())
        end = time.monotonic() + 30
        while process.poll() is None and len(school.kept()) == before < RECORDS and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.4))
        process.kill()
        process.wait()
    assert school.start(export).wait(60) == 0
    then_each_record_was_said_once(school, school.on_the_topic())


def test_two_at_once_over_one_outbox_send_each_message_once(school: School) -> None:
    half = RECORDS // 2
    exports = [school.export("a", range(half)), school.export("b", range(half, RECORDS))]
    processes = [school.start(export) for export in exports]
    reports = [json.loads(process.communicate(timeout=90)[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert [report["files"][0]["sent"] for report in reports] == [half, RECORDS - half]
    sent = school.on_the_topic()
    assert len(sent) == RECORDS
    then_each_record_was_said_once(school, sent)
