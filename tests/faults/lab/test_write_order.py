"""G4: what a message caused is on disk before its receipt leaves, as seen from outside the hub."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builders.command_line import HILL_SCHOOL, CommandLine
from builders.kept import KeptMessages

from connectors.sending import Sender
from exchange import connect
from exchange.agency_folder import read_agency_folder
from exchange.outbox import Outbox
from exchange.schemas import load
from exchange.topics import for_agency
from faultlab.write_order import order_of, steps, tracing

MESSAGES = int(os.environ.get("HUB_TEST_ORDERED", "20"))
"""`HUB_TEST_ORDERED=1000` is the long form (`security.md` G4)."""
SECONDS = 60


@dataclass
class TracedHub:
    """`hub intake` on SQLite under strace, and a school that sends it one message at a time."""

    folder: Path
    trace: Path
    sent: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.school = read_agency_folder(self.folder / "agencies" / "hill-school")
        self.kept = KeptMessages(Sender(self.school, Outbox(self.school.outbox_path), load()))
        self.log = connect(f"embedded:{self.folder / 'topics.db'}")
        self.receipts = self.log.consumer("a-reader", topics=[for_agency("hill-school").receipts])
        self.producer = self.log.producer()
        self.store = sqlite3.connect(f"file:{self.folder / 'hub.db'}?mode=ro", uri=True, timeout=30)

    def send(self, number: int) -> None:
        """Send one message, and wait for its receipt and for the hub to have nothing left to write of it."""
        id = self.kept.put(f"order-{number:04d}", urgent=True)
        row = self.kept.sender.outbox.find(self.kept.source, id)
        assert row is not None
        assert row.message is not None
        self.sent[id] = time.time()
        self.producer.send(row.message)
        self.producer.flush()
        until(lambda: bool(self.receipts.poll(10, 0.2)), f"the receipt of {id} came")
        until(lambda: not self.store.execute("SELECT count(*) FROM delivery").fetchone()[0], "nothing is on its way")

    def close(self) -> None:
        self.kept.sender.outbox.close()
        self.producer.close()
        self.receipts.close()
        self.log.close()
        self.store.close()


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, f"not within {SECONDS} seconds: {what}"
        time.sleep(0.01)


@pytest.fixture
def traced(tmp_path: Path, strace: str) -> Iterator[TracedHub]:
    CommandLine(tmp_path).said("agency", "add", "hill-school", *HILL_SCHOOL)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    command = [*tracing(strace, tmp_path / "trace"), str(Path(sys.executable).with_name("hub")), "intake"]
    with (tmp_path / "log").open("wb") as log:
        environment = {**kept, "HUB_DATA": str(tmp_path)}
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    hub = TracedHub(tmp_path, tmp_path / "trace")
    yield hub
    hub.close()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(SECONDS)


def test_no_receipt_is_written_before_its_commit_is_on_disk(traced: TracedHub) -> None:
    for number in range(MESSAGES):
        traced.send(number)
    with traced.trace.open(encoding="utf-8", errors="replace") as lines:
        order = order_of(steps(lines), traced.sent, traced.folder / "hub.db", traced.folder / "topics.db")
    assert order.breaches == []
    assert order.ordered == MESSAGES
