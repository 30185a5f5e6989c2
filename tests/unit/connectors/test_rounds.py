"""The courier goes round until told to stop; what fails or is late is said, once, and nothing is lost meanwhile."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders.kept import KeptMessages
from structlog.testing import capture_logs

from connectors.drafts import Draft
from connectors.rounds import Rounds, Tempo
from connectors.sending import Sender
from connectors.watch import Reach
from exchange.agency_folder import AgencyFolder
from exchange.backoff import Backoff
from exchange.courier import Collected
from exchange.errors import AskedToWait, Unreachable
from exchange.messages import Message
from exchange.outbox import Kept, Outbox
from exchange.schemas import load

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
AT_ONCE = Backoff(timedelta(milliseconds=1), timedelta(milliseconds=1))
CONCERN = "safeguarding.concern-raised.v1"


@dataclass
class Line:
    """A way to the hub that fails as often as is asked, and tells the courier to stop once it has carried."""

    stop: threading.Event
    failures: int = 0
    asks_s: float = 0.0
    busy: str = "no lane"
    told: Callable[[], object] = lambda: None
    taken: list[Message] = field(default_factory=list)
    closed: int = 0

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        self.told()
        if self.failures:
            self.failures -= 1
            raise Unreachable("the hub does not answer", retry_after_s=self.asks_s)
        if messages[0].topic.endswith(self.busy):
            raise AskedToWait("more than your agency's quota", retry_after_s=self.asks_s)
        self.taken.extend(messages)
        self.stop.set()
        return [True] * len(messages)

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> Collected:  # noqa: ARG002 (nothing ever comes)
        return Collected()

    def collected(self) -> None:
        """Nothing to note."""

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def kept(sender: Sender) -> Sender:
    """A sender with one concern in its outbox."""
    sender.send(
        Draft("line 2", CONCERN, "log", "SL-1", NOW, "P-1", dict(load().documents[CONCERN]["examples"][0])), NOW
    )
    return sender


def goes_round(folder: AgencyFolder, line: Line, clock: Callable[[], datetime] = lambda: NOW) -> list[Any]:
    """Go round until the line has carried; give what was logged."""
    tempo = Tempo(collect_s=0.0, between_s=0.001, failed=AT_ONCE)
    with capture_logs() as logged:
        Rounds(folder, lambda: line, clock, tempo).run(line.stop)
    return [{name: entry[name] for name in entry if name != "log_level"} for entry in logged]


def test_what_is_kept_is_carried_and_stays_until_its_receipt(
    kept: Sender, folder: AgencyFolder, outbox: Outbox
) -> None:
    line = Line(threading.Event())
    assert goes_round(folder, line) == []
    assert len(line.taken) == 1
    assert [row.id for row in outbox.pending()] == ["SL-1"]
    assert line.closed == 1


def test_a_transport_that_fails_is_said_once_and_tried_until_it_works(kept: Sender, folder: AgencyFolder) -> None:
    line = Line(threading.Event(), failures=3)
    logged = goes_round(folder, line)
    assert [entry["event"] for entry in logged] == ["courier-failed", "courier-goes-again"]
    assert logged[0]["code"] == "transport-unreachable"
    assert len(line.taken) == 1
    assert line.closed == 4


def test_it_is_known_since_when_the_hub_is_not_reached_and_since_when_it_is(kept: Sender, folder: AgencyFolder) -> None:
    minutes = iter(NOW + timedelta(minutes=number) for number in range(1_000))
    line = Line(threading.Event(), failures=2)
    rounds = Rounds(folder, lambda: line, lambda: next(minutes), Tempo(0.0, 0.001, AT_ONCE))
    assert (rounds.reach.is_reached, rounds.reach.code) == (False, "not-tried-yet")
    seen: list[Reach] = []
    line.told = lambda: seen.append(rounds.reach)
    rounds.run(line.stop)
    assert [reach.code for reach in seen[:3]] == ["not-tried-yet", "transport-unreachable", "transport-unreachable"]
    assert seen[1].since == seen[2].since
    assert rounds.reach.is_reached
    assert rounds.reach.since > seen[2].since


def test_a_hub_that_asks_for_time_is_given_it(kept: Sender, folder: AgencyFolder) -> None:
    line = Line(threading.Event(), failures=1, asks_s=0.3)
    began = time.monotonic()
    goes_round(folder, line)
    assert time.monotonic() - began >= 0.3


def test_a_lane_on_which_the_hub_asks_for_time_is_told_once_and_is_no_failure(
    kept: Sender, folder: AgencyFolder
) -> None:
    messages = KeptMessages(kept)
    messages.put("SL-2", at=NOW)
    line = Line(threading.Event(), asks_s=60.0, busy=".events")
    rounds = Rounds(folder, lambda: line, lambda: NOW, Tempo(0.0, 0.001, AT_ONCE))
    with capture_logs() as logged:
        carrying = threading.Thread(target=rounds.run, args=(line.stop,))
        carrying.start()
        carrying.join(10)
    assert [message.topic for message in line.taken] == ["agency.meadow-primary.urgent"]
    assert [(entry["event"], entry["lane"]) for entry in logged] == [("courier-lane-waits", "events")]
    assert rounds.reach.is_reached


def test_while_another_process_carries_nothing_is_sent_here_and_it_is_said_once(
    kept: Sender, folder: AgencyFolder, outbox: Outbox
) -> None:
    line = Line(threading.Event())
    rounds = threading.Thread(
        target=Rounds(folder, lambda: line, lambda: NOW, Tempo(0.0, 0.001, AT_ONCE)).run, args=(line.stop,)
    )
    with capture_logs() as logged:
        with outbox.carried_alone() as alone:
            assert alone
            rounds.start()
            time.sleep(0.2)
            assert line.taken == []
        rounds.join(10)
    assert len(line.taken) == 1
    assert [entry["event"] for entry in logged] == ["courier-failed", "courier-goes-again"]
    assert logged[0]["code"] == "outbox-conflict"


def test_a_courier_told_to_stop_goes_round_once_more(kept: Sender, folder: AgencyFolder) -> None:
    line = Line(threading.Event())
    rounds = Rounds(folder, lambda: line, lambda: NOW, Tempo(between_s=60.0))
    thread = threading.Thread(target=rounds.run, args=(line.stop,))
    thread.start()
    line.stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert len(line.taken) == 1
