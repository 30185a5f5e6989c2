"""The hub is away for a day: each message is kept, somebody is told in time, and all arrives in order after it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builders.far_side import FarSide, far_side, ids
from builders.hospital import adt, verdict
from hl7.client import MLLPClient
from prometheus_client.parser import text_string_to_metric_families

from exchange.outbox import Outbox

ROOT = Path(__file__).resolve().parents[3]
AN_HOUR, A_DAY = 8, 24
WITHIN_SECONDS = 90


@dataclass
class Connector:
    """`hub-connect hl7` listening as a process, whose clock the test moves."""

    folder: Path
    to: str
    ahead_s: int = 0
    port: int = 0
    sent: int = 0
    process: "subprocess.Popen[str]" = field(init=False)

    def start(self) -> None:
        self.move(0)
        command = [sys.executable, str(ROOT / "infra" / "transcripts" / "moved_clock.py"), str(self.folder), self.to]
        places = [str(self.folder / name) for name in ("clock", "metrics.prom", "status.html")]
        log = (self.folder / "log").open("w")
        self.process = subprocess.Popen([*command, *places], stdout=subprocess.PIPE, stderr=log, text=True)
        found = re.fullmatch(r"listening mllp://127\.0\.0\.1:(\d+)\n", (self.process.stdout or sys.stdin).readline())
        assert found, (self.folder / "log").read_text()
        self.port = int(found[1])

    def move(self, seconds: int) -> None:
        """Move its clock ahead."""
        self.ahead_s += seconds
        part = self.folder / "clock.part"
        part.write_text(str(self.ahead_s))
        part.replace(self.folder / "clock")

    def send(self, count: int) -> list[str]:
        """Send attendances as a hospital does; give the answers' verdicts."""
        with MLLPClient("127.0.0.1", self.port) as client:
            numbers = range(self.sent, self.sent + count)
            self.sent += count
            return [verdict(client.send_message(adt(f"M-{number}", f"V-{number}"))) for number in numbers]

    def metric(self, name: str, **labels: str) -> float:
        """What its metrics file says by now."""
        try:
            text = (self.folder / "metrics.prom").read_text()
        except FileNotFoundError:
            return -1.0
        samples = (one for family in text_string_to_metric_families(text) for one in family.samples)
        return next(one.value for one in samples if one.name == name and labels.items() <= one.labels.items())

    def memory(self) -> int:
        """Its resident memory, in kilobytes."""
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())
        return int(found[1]) if found else 0

    def unanswered(self) -> int:
        outbox = Outbox(self.folder / "outbox.db")
        found = outbox.unanswered()
        outbox.close()
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WITHIN_SECONDS)


def wait_until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + WITHIN_SECONDS
    while not holds():
        assert time.monotonic() < end, f"not within {WITHIN_SECONDS} seconds: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def own_broker(run: Path, port: int) -> Iterator[None]:
    """A Kafka of the test's own, on a port that was told before."""
    run.mkdir()
    (run / "kafka.env").write_text(f"HUB_TEST_KAFKA=127.0.0.1:{port}\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    for script in ("install", "start"):
        subprocess.run([ROOT / "infra/kafka" / f"{script}.sh"], env={**kept, "HUB_INFRA_RUN": str(run)}, check=True)
    try:
        yield
    finally:
        subprocess.run([ROOT / "infra/kafka/stop.sh"], env={**kept, "HUB_INFRA_RUN": str(run)}, check=True)


@contextmanager
def back_over_kafka(hub: FarSide, folder: Path, port: int) -> Iterator[None]:
    with own_broker(folder / "broker", port), hub.over_kafka(f"kafka://127.0.0.1:{port}"):
        yield


@contextmanager
def back_over_http(hub: FarSide, folder: Path, port: int) -> Iterator[None]:
    with hub.over_http(port):
        yield


@pytest.mark.parametrize(("scheme", "back"), [("http", back_over_http), ("kafka", back_over_kafka)])
def test_a_day_without_the_hub_loses_nothing_and_is_not_silent(
    tmp_path: Path, scheme: str, back: Callable[[FarSide, Path, int], AbstractContextManager[None]]
) -> None:
    port = free_port()
    hub = far_side(tmp_path / "agency", "northshire-hospital", "health")
    connector = Connector(hub.folder.path, f"{scheme}://127.0.0.1:{port}")
    connector.start()
    assert connector.send(AN_HOUR) == ["AA"] * AN_HOUR
    at_first = connector.memory()
    connector.move(15 * 60)
    wait_until(lambda: connector.metric("hub_connect_receipts_late", lane="events") == AN_HOUR, "the alarm was raised")
    for _ in range(A_DAY - 1):
        connector.move(3_600)
        assert connector.send(AN_HOUR) == ["AA"] * AN_HOUR
    assert connector.unanswered() == connector.sent == A_DAY * AN_HOUR
    assert connector.memory() - at_first < 60_000
    wait_until(lambda: connector.metric("hub_connect_hub_reached") == 0, "it is told that the hub is away")
    assert "messages have no receipt" in (connector.folder / "status.html").read_text()
    with back(hub, tmp_path, port):
        wait_until(lambda: connector.unanswered() == 0, "every receipt came")
        wait_until(lambda: connector.metric("hub_connect_receipts_late", lane="events") == 0, "the alarm ended")
        assert connector.stop() == 0
    assert ids(hub.taken) == [f"M-{number}" for number in range(connector.sent)]


def test_a_connector_that_is_stopped_while_the_hub_is_away_says_so_by_its_exit_status(tmp_path: Path) -> None:
    hub = far_side(tmp_path / "agency", "northshire-hospital", "health")
    connector = Connector(hub.folder.path, f"http://127.0.0.1:{free_port()}")
    connector.start()
    connector.send(1)
    connector.move(16 * 60)
    assert connector.stop() == 3
    assert "Ashdown" not in (connector.folder / "log").read_text() + (connector.folder / "status.html").read_text()
