"""A feed of agencies' messages on an embedded log, and the processes that take it into a store."""

import subprocess
import sys
from dataclasses import dataclass, field

from builders import takers
from builders.intake import POLICE, SCHOOL, SampleIntake, event, nhs_number, told_child

from exchange import connect
from exchange.topic_log.port import Partition, TopicLog
from hub.cli.joining import make_topics

CHILDREN = 8


@dataclass
class Feed:
    """A hub, a log with one partition a topic, and the processes that take from the one into the other."""

    hub: SampleIntake
    log: TopicLog = field(init=False)
    sent: list[str] = field(default_factory=list)
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = connect(self.hub.store.settings.transport_address)
        for agency in (POLICE, SCHOOL):
            make_topics(self.log, agency, 1)

    def send(self, name: str, count: int, agency: str = POLICE) -> None:
        """Put so many events on the agency's topic; each tenth is sent again after the next."""
        producer = self.log.producer()
        for number in range(count):
            one = f"{name}-{len(self.sent)}"
            child = number % CHILDREN
            told = told_child(f"P-{child}", nhs=nhs_number(child), given_names=f"Child{'abcdefgh'[child]}")
            message = self.hub.message(agency, name, event(name, told), id=one)
            producer.send(message)
            if number % 10 == 0:
                producer.send(message)
            self.sent.append(one)
        producer.flush()
        producer.close()

    def start(self, kind: str) -> "subprocess.Popen[bytes]":
        """Start a process that takes messages (`builders/takers.py`)."""
        command = [sys.executable, takers.__file__, kind, str(self.hub.folder), self.hub.address]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.running.append(process)
        return process

    def partitions(self) -> list[Partition]:
        return [(topic, 0) for topic in self.log.topics() if topic.endswith((".events", ".urgent"))]

    def ends(self) -> dict[Partition, int]:
        """The end of each topic that holds anything."""
        return {place: end for place, end in self.log.end_offsets(self.partitions()).items() if end}

    def taken(self) -> dict[Partition, int]:
        """How far the store has taken each topic."""
        return {(row["topic"], row["part"]): row["next_offset"] for row in self.hub.rows("topic_offset")}

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()
        self.log.close()
        self.hub.close()
