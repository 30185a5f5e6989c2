"""The hub as a connector sees it, there or away: takes messages over HTTP or a topic log, and signs receipts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from exchange import compose_receipt, connect, for_agency, signature_of, verified
from exchange.agency_folder import AgencyFolder, write_agency_folder
from exchange.envelope import Envelope
from exchange.keys import Jwk, generate_sealing_key, generate_signing_key, public_part
from exchange.messages import Headers, Message, signed_headers
from exchange.receipts import Receipt, ReceiptOutcome

HUB = "hub-northshire"


@dataclass
class FarSide:
    """What the hub has taken, in order, and the receipts that it gives; each message is accepted."""

    folder: AgencyFolder
    signing_key: Jwk
    taken: list[Envelope] = field(default_factory=list)
    receipts: dict[tuple[str, str], Message] = field(default_factory=dict)

    def take(self, value: bytes, headers: Headers) -> Message:
        """Take a message as often as it comes; return its receipt."""
        envelope = verified(value, headers, public_part(self.folder.signing_key))
        self.taken.append(envelope)
        receipt = Receipt(envelope.source, envelope.id, 1, ReceiptOutcome.ACCEPTED, datetime.now(UTC))
        signed = compose_receipt(
            receipt, agency_id=self.folder.agency_id, hub_id=HUB, key=envelope.subject, sign_with=self.signing_key
        )
        return self.receipts.setdefault((envelope.source, envelope.id), signed)

    @contextmanager
    def over_kafka(self, address: str) -> Iterator[None]:
        """Be there, on a broker that is there, as long as the block lasts."""
        log, stop, topics = connect(address), threading.Event(), for_agency(self.folder.agency_id)
        log.create_topics(dict.fromkeys(topics.all(), 1))
        producer, consumer = log.producer(), log.consumer("hub", topics=[topics.urgent, topics.events])

        def answer() -> None:
            while not stop.is_set():
                for record in consumer.poll(500, 0.1):
                    producer.send(self.take(record.value, record.headers))
                producer.flush()

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
            consumer.close()
            producer.close()
            log.close()

    @contextmanager
    def over_http(self, port: int) -> Iterator[None]:
        """Be there over HTTP as long as the block lasts."""
        server = _Server(("127.0.0.1", port), _Handler)
        server.hub = self
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Server(ThreadingHTTPServer):
    hub: FarSide


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.hub.take(body, signed_headers(self.headers["Hub-JWS"]))
        self.send_response(202)
        self.end_headers()

    def do_GET(self) -> None:
        _, _, source, id = (unquote(part) for part in self.path.strip("/").split("/"))
        receipt = self.server.hub.receipts[source, id]
        self.send_response(200)
        self.send_header("Hub-JWS", signature_of(receipt.headers))
        self.end_headers()
        self.wfile.write(receipt.value)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def far_side(path: Path, agency_id: str, agency_type: str) -> FarSide:
    """A hub and an agency's folder that knows its keys."""
    signing_key = generate_signing_key()
    folder = write_agency_folder(
        path, agency_id=agency_id, agency_type=agency_type, name=agency_id.title(),
        hub_id=HUB, hub_keys=(public_part(generate_sealing_key()), public_part(signing_key)),
    )  # fmt: skip
    return FarSide(folder, signing_key)


def ids(envelopes: list[Envelope]) -> list[str]:
    """The ids in the order in which they first came."""
    return list(dict.fromkeys(one.id for one in envelopes))
