"""A hub that asks to wait is not asked again before, and what is urgent goes on meanwhile."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from exchange import Message
from exchange.http_carrier import HttpCarrier
from exchange.retry_after import MOST_SECONDS, USUAL_SECONDS, seconds_to_wait

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class BusyHub:
    """Takes what is urgent, and so many messages of the other lane; then it asks to wait."""

    def __init__(self) -> None:
        self.room = 1
        self.retry_after = "30"
        self.asked: list[bytes] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                value = self.rfile.read(int(self.headers["Content-Length"]))
                hub.asked.append(value)
                hub.room -= b"urgent" not in value
                self.send_response(202 if hub.room >= 0 or b"urgent" in value else 429)
                if hub.retry_after:
                    self.send_header("Retry-After", hub.retry_after)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def hub() -> Iterator[BusyHub]:
    hub = BusyHub()
    yield hub
    hub.server.shutdown()
    hub.server.server_close()


def a_message(lane: str, number: int) -> Message:
    return Message(f"agency.hill-school.{lane}", b"key", f"{lane}-{number}".encode(), (("jws", b"a..b"),))


EVENTS = [a_message("events", number) for number in range(4)]
URGENT = a_message("urgent", 9)


def test_after_the_first_refusal_nothing_more_of_that_lane_is_posted(hub: BusyHub) -> None:
    assert HttpCarrier(hub.address).deliver(EVENTS) == [True, False, False, False]
    assert hub.asked == [b"events-0", b"events-1"]


def test_a_later_round_does_not_ask_before_the_time(hub: BusyHub) -> None:
    carrier = HttpCarrier(hub.address)
    carrier.deliver(EVENTS)
    assert carrier.deliver(EVENTS[1:]) == [False, False, False]
    assert len(hub.asked) == 2


def test_what_is_urgent_goes_on_though_the_other_lane_waits(hub: BusyHub) -> None:
    assert HttpCarrier(hub.address).deliver([*EVENTS, URGENT]) == [True, False, False, False, True]


def test_when_the_time_is_over_the_lane_goes_on(hub: BusyHub) -> None:
    hub.retry_after = "0"
    carrier = HttpCarrier(hub.address)
    assert carrier.deliver(EVENTS[:2]) == [True, False]
    hub.room = 9
    assert carrier.deliver(EVENTS[1:]) == [True, True, True]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7),
        ("Mon, 02 Mar 2026 12:01:00 GMT", 60),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("999999999", MOST_SECONDS),
        ("", USUAL_SECONDS),
        ("soon", USUAL_SECONDS),
        ("-5", USUAL_SECONDS),
    ],
)
def test_seconds_and_dates_are_understood_and_nothing_holds_a_sender_up_for_ever(said: str, seconds: float) -> None:
    assert seconds_to_wait(said, NOON) == seconds
