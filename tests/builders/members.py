"""Several processes that share one agency's topics on a real Kafka and one store, and the process that each is.

Run as `python members.py DATA STORE SERVERS AGENCY`, it takes messages and sends receipts as `hub intake` does, but
reads the topics of one agency alone, in a group of its own: a test shares its broker with others.
"""

import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from exchange import for_agency
from exchange.topic_log.kafka import KafkaTopicLog
from exchange.topic_log.port import Consumer, Partition
from exchange.topic_log.security import KafkaSecurity
from hub.bootstrap.running import background, send_receipts, take_messages, until_told_to_stop
from hub.bootstrap.store import open_store
from hub.cli.joining import make_topics
from hub.config import Settings

SESSION_MS = 6_000
PARTITIONS = 6


class OwnTopics(KafkaTopicLog):
    """A broker of which one agency's topics are read, in a group that is named for it."""

    def __init__(self, servers: str, agency: str, between_polls_ms: int = 300_000) -> None:
        super().__init__(servers.split(","), KafkaSecurity(), SESSION_MS, between_polls_ms)
        self.agency = agency

    def consumer(self, group: str, *, topics: Sequence[str] = (), pattern: str | None = None) -> Consumer:
        own = [name for name in for_agency(self.agency).all() if name in topics or re.match(pattern or "$", name)]
        return super().consumer(f"{group}.{self.agency}", topics=own)


@dataclass
class Members:
    """An agency with topics of its own on a broker, and the processes that take them into one store."""

    folder: Path
    store: str
    servers: str
    agency: str = field(default_factory=lambda: f"t-{uuid4().hex[:12]}")
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = OwnTopics(self.servers, self.agency)
        make_topics(self.log, self.agency, PARTITIONS)

    def partitions(self) -> list[Partition]:
        topics = for_agency(self.agency)
        return [(topic, part) for topic in (topics.events, topics.urgent) for part in range(PARTITIONS)]

    def ends(self) -> dict[Partition, int]:
        """The end of each partition that holds anything."""
        return {place: end for place, end in self.log.end_offsets(self.partitions()).items() if end}

    def start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, __file__, str(self.folder), self.store, self.servers, self.agency]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.running.append(process)
        return process

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()
        self.log.close()


def take(settings: Settings, servers: str, agency: str) -> None:
    """Take messages until told to stop, as one member of the group."""
    store, log = open_store(settings), OwnTopics(servers, agency)
    stop: threading.Event = until_told_to_stop()
    with background(stop, lambda: send_receipts(store, log, stop)):
        take_messages(store, log, stop)
    log.close()
    store.close()


if __name__ == "__main__":
    data, address, kafka, own = sys.argv[1:]
    take(Settings(data=Path(data), store=address), kafka, own)
