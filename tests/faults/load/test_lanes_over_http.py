"""T22 over HTTP: an agency that sends more than it may on one lane is asked to wait there, and its concern is not."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from builders.command_line import CommandLine
from builders.kept import KeptMessages
from builders.processes import Processes
from structlog.testing import capture_logs

import demo
from connectors.rounds import Rounds, Tempo
from connectors.run import carrier_for
from connectors.sending import Sender
from exchange.agency_folder import read_agency_folder
from exchange.outbox import Outbox
from exchange.schemas import load

QUOTA = 10
FLOOD = 60
SECONDS = 30
URGENT_SECONDS = 5.0
SCHOOL = (
    "meadow-primary",
    "--type",
    "school",
    "--name",
    "Meadow",
    "--area",
    "northshire",
    "--duty-contact",
    "01632 960 1",
)


def now() -> datetime:
    return datetime.now(UTC)


class School:
    """A school whose connector listens, and carries over HTTP to a hub that runs as a process of its own."""

    def __init__(self, commands: CommandLine, processes: Processes) -> None:
        self.folder = read_agency_folder(commands.folder / "agencies" / SCHOOL[0])
        self.token = commands.said("token", "dsl-morgan").split()[-1]
        self.outbox = Outbox(self.folder.outbox_path)
        self.kept = KeptMessages(Sender(self.folder, self.outbox, load()))
        self._address = f"http://127.0.0.1:{processes.port}"
        self._stop = threading.Event()
        self._rounds = threading.Thread(target=self._carry)

    def start(self) -> None:
        self._rounds.start()

    def _carry(self) -> None:
        carrier = partial(carrier_for, self._address, self.folder, self.token)
        Rounds(self.folder, carrier, now, Tempo()).run(self._stop)

    def answered(self, id: str) -> bool:
        row = self.outbox.find(self.kept.source, id)
        return row is not None and row.outcome is not None

    def close(self) -> None:
        self._stop.set()
        self._rounds.join(SECONDS)
        self.outbox.close()


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    commands, processes = CommandLine(tmp_path), Processes(tmp_path)
    shutil.copyfile(Path(demo.__file__).with_name("users.toml"), tmp_path / "users.toml")
    commands.said("agency", "add", *SCHOOL)
    processes.start("intake")
    processes.start("serve", HUB_QUOTA=str(QUOTA))
    processes.until_alive()
    school = School(commands, processes)
    yield school
    school.close()
    processes.close()


def until(holds: Callable[[], bool], what: str) -> float:
    """Wait until something is so; return how long that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < SECONDS, f"not within {SECONDS} seconds: {what}"
        time.sleep(0.05)
    return time.monotonic() - began


def told(logged: Sequence[Mapping[str, Any]], event: str) -> list[Mapping[str, Any]]:
    return [entry for entry in logged if entry["event"] == event]


def test_a_concern_is_receipted_at_once_while_its_agencys_flood_is_asked_to_wait(school: School) -> None:
    for number in range(FLOOD):
        school.kept.put(f"att-{number}", at=now())
    with capture_logs() as logged:
        school.start()
        until(lambda: bool(told(logged, "courier-lane-waits")), "the flood was asked to wait")
        waits = [school.kept.put(f"SL-{number}", urgent=True, at=now()) for number in range(3)]
        took = max(until(partial(school.answered, id), f"{id} was receipted") for id in waits)
    assert took < URGENT_SECONDS
    assert school.outbox.due(now()), "the flood is over: this shows nothing"
    assert [entry["lane"] for entry in told(logged, "courier-lane-waits")] == ["events"]
    assert told(logged, "courier-failed") == []
