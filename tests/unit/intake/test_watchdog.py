"""The watchdog tells a consumer that stands still from one that has nothing to do."""

import threading
import time

import pytest
from structlog.testing import capture_logs

from exchange.topics import Lane
from hub.intake.watchdog import Pulse, Stall, watch

LANES = (Lane.URGENT, Lane.EVENTS)
PATIENCE = 60.0


class Seconds:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def pulse(seconds: Seconds) -> Pulse:
    return Pulse(LANES, seconds)


def test_a_loop_that_goes_round_and_finds_nothing_waiting_is_no_stall(pulse: Pulse, seconds: Seconds) -> None:
    for _ in range(10):
        seconds.now += 30
        pulse.beat()
        for lane in LANES:
            pulse.moved(lane)
    assert pulse.stall(PATIENCE) is None


def test_a_loop_that_hangs_is_a_stall(pulse: Pulse, seconds: Seconds) -> None:
    seconds.now += 61
    stall = pulse.stall(PATIENCE)
    assert stall == Stall(None, 61)
    assert "not gone round for 61 seconds" in stall.detail


def test_a_lane_whose_messages_wait_unread_is_a_stall_though_the_other_is_read(pulse: Pulse, seconds: Seconds) -> None:
    seconds.now += 61
    pulse.beat()
    pulse.moved(Lane.EVENTS)
    stall = pulse.stall(PATIENCE)
    assert stall == Stall(Lane.URGENT, 61)
    assert "urgent lane" in stall.detail


def test_trouble_that_was_told_of_is_no_stall(pulse: Pulse, seconds: Seconds) -> None:
    seconds.now += 59
    pulse.excuse()
    seconds.now += 59
    assert pulse.stall(PATIENCE) is None


def test_a_stall_is_logged_by_its_code_and_given_up_on_once() -> None:
    given_up: list[Stall] = []
    with capture_logs() as logs:
        watch(threading.Event(), Pulse(LANES), 0.1, given_up.append)
    assert len(given_up) == 1
    assert [(line["event"], line["log_level"]) for line in logs] == [("intake-stalled", "critical")]


def test_a_watchdog_that_slept_with_its_process_starts_counting_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, given_up = threading.Event(), list[Stall]()
    real, slept = time.monotonic, 0.0
    monkeypatch.setattr(time, "monotonic", lambda: real() + slept)
    pulse = Pulse(LANES, lambda: time.monotonic())
    thread = threading.Thread(target=watch, args=(stop, pulse, 4.0, given_up.append))
    with capture_logs() as logs:
        thread.start()
        time.sleep(0.2)
        slept = 3_600.0
        time.sleep(1.3)
        stop.set()
        thread.join()
    assert given_up == []
    assert [line["event"] for line in logs] == ["process-was-suspended"]
