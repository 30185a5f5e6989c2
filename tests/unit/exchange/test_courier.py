"""The courier: from outbox to hub and back, over the embedded log and over HTTP."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from exchange import (
    Message,
    Receipt,
    ReceiptOutcome,
    compose_receipt,
    connect,
    decode,
    for_agency,
    generate_signing_key,
    public_part,
    signature_of,
    verified,
)
from exchange.courier import Courier
from exchange.errors import TransportError, Unreachable
from exchange.http_carrier import HttpCarrier
from exchange.outbox import Outbox
from exchange.topic_carrier import TopicCarrier
from exchange.topic_log import TopicLog
from exchange.topics import Lane

SOURCE = "urn:agency:northshire-police:niche"


class EmbeddedHub:
    """The hub's end of an embedded log: reads the urgent topic, answers on the receipts topic."""

    def __init__(self, log: TopicLog, wire: Any) -> None:
        self.wire = wire
        self.consumer = log.consumer("hub", pattern=r"agency\..*\.(events|urgent)")
        self.producer = log.producer()

    def answer(self, noon: datetime, sign_with: Any = None) -> list[str]:
        records = self.consumer.poll(100, 1)
        for record in records:
            envelope = verified(record.value, record.headers, self.wire.agency_signing)
            receipt = Receipt(envelope.source, envelope.id, 1, ReceiptOutcome.ACCEPTED, noon)
            self.producer.send(a_signed(receipt, sign_with or self.wire.hub_signing))
        self.producer.flush()
        return [decode(record.value).id for record in records]


def a_signed(receipt: Receipt, key: Any) -> Message:
    return compose_receipt(receipt, agency_id="northshire-police", hub_id="northshire-hub", key="a" * 64, sign_with=key)


@pytest.fixture
def outbox(tmp_path: Path, wire: Any, noon: datetime) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox.db", chance=lambda: 0.5)
    for number in (1, 2):
        outbox.put(wire.message(id=f"ppn-{number}", sequence=number), now=noon)
    yield outbox
    outbox.close()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[TopicLog]:
    log = connect(f"embedded:{tmp_path / 'topics.db'}")
    log.create_topics(dict.fromkeys(for_agency("northshire-police").all(), 2))
    yield log
    log.close()


def a_courier(outbox: Outbox, carrier: Any, wire: Any) -> Courier:
    return Courier(outbox, carrier, {wire.hub_signing["kid"]: public_part(wire.hub_signing)})


def test_messages_go_out_and_receipts_settle_them(outbox: Outbox, log: TopicLog, wire: Any, noon: datetime) -> None:
    hub, courier = EmbeddedHub(log, wire), a_courier(outbox, TopicCarrier(log, "northshire-police"), wire)
    assert courier.go_round(noon).sent == 2
    assert len(outbox.pending()) == 2
    assert hub.answer(noon) == ["ppn-1", "ppn-2"]
    done = courier.go_round(noon, timeout_s=1)
    assert (done.sent, [r.id for r in done.settled], done.rejected) == (0, ["ppn-1", "ppn-2"], 0)
    assert outbox.pending() == []


def test_a_receipt_that_the_hub_did_not_sign_settles_nothing(
    outbox: Outbox, log: TopicLog, wire: Any, noon: datetime
) -> None:
    hub, courier = EmbeddedHub(log, wire), a_courier(outbox, TopicCarrier(log, "northshire-police"), wire)
    courier.go_round(noon)
    forger = {**generate_signing_key(), "kid": wire.hub_signing["kid"]}
    hub.answer(noon, sign_with=forger)
    done = courier.go_round(noon, timeout_s=1)
    assert (done.settled, done.rejected) == ((), 2)
    assert len(outbox.pending()) == 2


def test_without_a_receipt_the_same_bytes_are_sent_again(
    outbox: Outbox, log: TopicLog, wire: Any, noon: datetime
) -> None:
    courier = a_courier(outbox, TopicCarrier(log, "northshire-police"), wire)
    courier.go_round(noon)
    assert courier.go_round(noon + timedelta(seconds=29)).sent == 0
    assert courier.go_round(noon + timedelta(seconds=31)).sent == 2
    values = [record.value for record in log.consumer("g", pattern=r"agency\..*\.urgent").poll(10, 1)]
    assert len(values) == 4
    assert len(set(values)) == 2


def test_a_courier_that_died_before_it_committed_reads_its_receipts_again(
    outbox: Outbox, log: TopicLog, wire: Any, noon: datetime
) -> None:
    hub = EmbeddedHub(log, wire)
    carrier = TopicCarrier(log, "northshire-police")
    a_courier(outbox, carrier, wire).go_round(noon)
    hub.answer(noon)
    assert len(carrier.collect([], 1).signed) == 2
    carrier.close()
    again = connect(f"embedded:{Path(log._path)}")
    done = a_courier(outbox, TopicCarrier(again, "northshire-police"), wire).go_round(noon, timeout_s=1)
    assert len(done.settled) == 2


class HttpHub(ThreadingHTTPServer):
    """A hub over HTTP that takes events and keeps receipts."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken: list[tuple[bytes, str, str]] = []
        self.receipts: dict[tuple[str, str], Message] = {}
        self.status = 202
        self.refuses = b"nothing"
        self.takes = 1_000
        self.busy = b"nothing"
        self.slow_s = 0.0
        self.tells_receipts = 200
        self.asked: list[str] = []
        self.lanes: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: HttpHub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.server.slow_s)
        self.server.taken.append((body, self.headers["Hub-JWS"], self.headers.get("Authorization", "")))
        self.server.lanes.append(self.headers["Hub-Lane"])
        is_busy = len(self.server.taken) > self.server.takes or self.server.busy in body
        status = 429 if is_busy else self.server.status
        self.send_response(422 if self.server.refuses in body else status)
        self.send_header("Retry-After", "7")
        self.end_headers()

    def do_GET(self) -> None:
        _, _, source, id = (unquote(part) for part in self.path.strip("/").split("/"))
        time.sleep(self.server.slow_s)
        self.server.asked.append(id)
        receipt = self.server.receipts.get((source, id))
        self.send_response(self.server.tells_receipts if receipt or self.server.tells_receipts != 200 else 404)
        if receipt:
            self.send_header("Hub-JWS", signature_of(receipt.headers))
        self.end_headers()
        self.wfile.write(receipt.value if receipt else b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def hub() -> Iterator[HttpHub]:
    hub = HttpHub()
    yield hub
    hub.shutdown()
    hub.server_close()


def test_over_http_the_exact_bytes_and_the_signature_arrive(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    messages = [row.message for row in outbox.pending()]
    courier = a_courier(outbox, HttpCarrier(hub.address, bearer=lambda: "token-1"), wire)
    assert courier.go_round(noon).sent == 2
    assert hub.taken == [(m.value, signature_of(m.headers), "Bearer token-1") for m in messages if m]


def test_over_http_a_receipt_is_fetched_and_settles(outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime) -> None:
    courier = a_courier(outbox, HttpCarrier(hub.address), wire)
    courier.go_round(noon)
    receipt = Receipt(SOURCE, "ppn-2", 1, ReceiptOutcome.ACCEPTED, noon)
    hub.receipts[SOURCE, "ppn-2"] = a_signed(receipt, wire.hub_signing)
    assert courier.go_round(noon).settled == (receipt,)
    assert [row.id for row in outbox.pending()] == ["ppn-1"]


def test_a_receipt_for_another_message_settles_only_what_it_names(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    courier = a_courier(outbox, HttpCarrier(hub.address), wire)
    courier.go_round(noon)
    elsewhere = Receipt("urn:agency:northshire-police:other", "ppn-1", 1, ReceiptOutcome.ACCEPTED, noon)
    hub.receipts[SOURCE, "ppn-1"] = a_signed(elsewhere, wire.hub_signing)
    assert courier.go_round(noon).settled == ()
    assert len(outbox.pending()) == 2


HINTS = {401: ": the access token is missing, wrong or has run out"}


@pytest.mark.parametrize("status", [401, 403, 500, 503])
def test_a_hub_that_does_not_take_it_leaves_everything_due(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime, status: int
) -> None:
    hub.status = status
    with pytest.raises(TransportError, match=f"{status}{HINTS.get(status, '')}"):
        a_courier(outbox, HttpCarrier(hub.address), wire).go_round(noon)
    assert len(outbox.due(noon)) == 2


def test_what_was_taken_before_the_hub_had_enough_is_not_sent_again(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    hub.takes = 1
    done = a_courier(outbox, HttpCarrier(hub.address), wire).go_round(noon)
    assert (done.sent, done.broken_off) == (1, None)
    assert done.waits[Lane.URGENT].until == noon + timedelta(seconds=7)
    assert "more than your agency's quota" in done.waits[Lane.URGENT].reason
    assert [row.id for row in outbox.due(noon)] == ["ppn-2"]


def test_a_hub_that_takes_no_more_still_gives_its_receipts(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    courier = a_courier(outbox, HttpCarrier(hub.address), wire)
    courier.go_round(noon)
    outbox.put(wire.message(id="ppn-3", sequence=3), now=noon)
    receipt = Receipt(SOURCE, "ppn-2", 1, ReceiptOutcome.ACCEPTED, noon)
    hub.receipts[SOURCE, "ppn-2"] = a_signed(receipt, wire.hub_signing)
    hub.status = 429
    done = courier.go_round(noon)
    assert (done.sent, done.settled, list(done.waits)) == (0, (receipt,), [Lane.URGENT])


def put_ordinary(outbox: Outbox, wire: Any, noon: datetime, *numbers: int) -> None:
    for number in numbers:
        message = wire.message(id=f"att-{number}", sequence=number, topic="agency.northshire-police.events")
        outbox.put(message, now=noon)


def test_a_hub_that_wants_no_more_of_one_lane_is_left_alone_on_that_lane_only(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    put_ordinary(outbox, wire, noon, 3, 4)
    hub.busy = b".events"
    courier = a_courier(outbox, HttpCarrier(hub.address), wire)
    first = courier.go_round(noon)
    assert (first.sent, list(first.waits)) == (2, [Lane.EVENTS])
    asked = len(hub.taken)
    outbox.put(wire.message(id="ppn-5", sequence=5), now=noon)
    assert courier.go_round(noon + timedelta(seconds=6)).sent == 1
    assert len(hub.taken) == asked + 1
    assert not courier.has_more(noon + timedelta(seconds=6))
    assert courier.kept_back(noon + timedelta(seconds=6)) is not None
    hub.busy = b"nothing"
    assert courier.go_round(noon + timedelta(seconds=8)).sent == 2
    assert courier.kept_back(noon + timedelta(seconds=8)) is None


def test_an_urgent_lane_that_is_over_its_quota_does_not_hold_the_other_up(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    put_ordinary(outbox, wire, noon, 3)
    hub.busy = b".urgent"
    done = a_courier(outbox, HttpCarrier(hub.address), wire).go_round(noon)
    assert (done.sent, list(done.waits)) == (1, [Lane.URGENT])


def test_a_slow_hub_gets_what_is_urgent_before_each_second_of_the_rest(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    put_ordinary(outbox, wire, noon, *range(3, 13))
    hub.slow_s = 0.04
    courier = a_courier(outbox, HttpCarrier(hub.address, at_a_time_s=0.1), wire)
    first = courier.go_round(noon)
    assert 2 + 1 <= first.sent <= 2 + 3
    assert courier.has_more(noon)
    outbox.put(wire.message(id="ppn-13", sequence=13), now=noon)
    courier.go_round(noon)
    assert b"ppn-13" in hub.taken[first.sent][0]


def test_a_slow_hub_is_asked_for_each_receipt_in_turn_and_for_urgent_ones_each_time(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    put_ordinary(outbox, wire, noon, *range(3, 9))
    courier = a_courier(outbox, HttpCarrier(hub.address, at_a_time_s=0.1), wire)
    while courier.has_more(noon):
        courier.go_round(noon)
    hub.asked.clear()
    hub.slow_s = 0.03
    rounds = []
    while not rounds or rounds[-1].unasked:
        rounds.append(courier.go_round(noon))
    assert hub.asked.count("ppn-1") + hub.asked.count("ppn-2") >= len(rounds)
    assert set(hub.asked) == {"ppn-1", "ppn-2"} | {f"att-{number}" for number in range(3, 9)}


def test_a_hub_that_will_not_be_asked_for_receipts_still_gets_messages(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    courier = a_courier(outbox, HttpCarrier(hub.address), wire)
    courier.go_round(noon)
    hub.tells_receipts = 429
    outbox.put(wire.message(id="ppn-3", sequence=3), now=noon)
    done = courier.go_round(noon)
    assert (done.sent, list(done.waits)) == (1, [Lane.RECEIPTS])


def test_the_hub_is_told_the_lane_before_it_reads_the_body(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    put_ordinary(outbox, wire, noon, 3)
    a_courier(outbox, HttpCarrier(hub.address), wire).go_round(noon)
    assert hub.lanes == ["urgent", "urgent", "events"]


def test_no_more_than_the_window_is_on_its_way_and_what_is_urgent_does_not_wait_for_it(
    outbox: Outbox, log: TopicLog, wire: Any, noon: datetime
) -> None:
    for number in range(3, 10):
        topic = f"agency.northshire-police.{'urgent' if number == 9 else 'events'}"
        outbox.put(wire.message(id=f"ppn-{number}", sequence=number, topic=topic), now=noon)
    keys = {wire.hub_signing["kid"]: public_part(wire.hub_signing)}
    hub, courier = EmbeddedHub(log, wire), Courier(outbox, TopicCarrier(log, "northshire-police"), keys, window=4)
    assert [courier.go_round(noon).sent for _ in range(3)] == [7, 0, 0]
    assert sorted(hub.answer(noon)) == ["ppn-1", "ppn-2", "ppn-3", "ppn-4", "ppn-5", "ppn-6", "ppn-9"]
    assert len(courier.go_round(noon, timeout_s=1).settled) == 7
    assert courier.go_round(noon).sent == 2


def test_a_hub_that_never_answers_does_not_keep_what_was_not_sent_yet_back_for_ever(
    outbox: Outbox, log: TopicLog, wire: Any, noon: datetime
) -> None:
    for number in range(3, 6):
        outbox.put(wire.message(id=f"ppn-{number}", sequence=number, topic="agency.northshire-police.events"), now=noon)
    keys = {wire.hub_signing["kid"]: public_part(wire.hub_signing)}
    courier = Courier(outbox, TopicCarrier(log, "northshire-police"), keys, window=1)
    for minutes in range(0, 30, 3):
        courier.go_round(noon + timedelta(minutes=minutes))
    assert len(outbox.awaiting_receipt()) == 5


def test_a_message_that_the_hub_refuses_holds_no_other_up_and_stays_kept(
    outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime
) -> None:
    hub.refuses = b"ppn-1"
    done = a_courier(outbox, HttpCarrier(hub.address), wire).go_round(noon)
    assert (done.sent, done.refused) == (1, 1)
    assert len(outbox.pending()) == 2
    assert outbox.due(noon) == []
    assert [row.id for row in outbox.due(noon + timedelta(seconds=30))] == ["ppn-1", "ppn-2"]


def test_a_topic_that_is_not_there_holds_no_other_up(tmp_path: Path, outbox: Outbox, wire: Any, noon: datetime) -> None:
    log = connect(f"embedded:{tmp_path / 'topics.db'}")
    log.create_topics({"agency.northshire-police.urgent": 1, "agency.northshire-police.receipts": 1})
    outbox.put(wire.message(id="ppn-3", sequence=3, topic="agency.northshire-police.events"), now=noon)
    done = a_courier(outbox, TopicCarrier(log, "northshire-police"), wire).go_round(noon)
    assert (done.sent, done.refused) == (2, 1)


def test_a_hub_that_is_not_there_leaves_everything_due(outbox: Outbox, wire: Any, noon: datetime) -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1"):
        a_courier(outbox, HttpCarrier("http://127.0.0.1:1"), wire).go_round(noon)
    assert len(outbox.due(noon)) == 2


@pytest.mark.parametrize("address", ["", "ftp://hub", "hub.example", "http://"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(TransportError):
        HttpCarrier(address)


def test_a_receipt_with_one_changed_byte_is_rejected(outbox: Outbox, hub: HttpHub, wire: Any, noon: datetime) -> None:
    courier = a_courier(outbox, HttpCarrier(hub.address), wire)
    courier.go_round(noon)
    signed = a_signed(Receipt(SOURCE, "ppn-1", 1, ReceiptOutcome.REFUSED, noon), wire.hub_signing)
    hub.receipts[SOURCE, "ppn-1"] = replace(signed, value=signed.value.replace(b"refused", b"closed!"))
    assert courier.go_round(noon).rejected == 1
