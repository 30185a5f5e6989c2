"""The HTTP door for agencies without Kafka: appends to the agency's own topic, and reads its receipts back."""

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence

from exchange import Message, agency_of_topic, decode, signature_of, signed_headers
from exchange.errors import ExchangeError
from exchange.topic_log.port import Producer, TopicLog
from exchange.topics import Lane, lane_of_topic
from hub.api import receipt_path
from hub.api.errors import Unavailable
from hub.domain.chronology import SourceRef
from hub.domain.errors import Fault, Invalid, Refused
from hub.intake.receipts import Answer, Receipts
from hub.record.database import Database
from hub.record.instants import stored

Json = Mapping[str, object]
OTHER_LANE = "is not on the lane that the header Hub-Lane names"


class Submission:
    """One way in: what comes over HTTP is put on the topic, and intake judges it there like any other."""

    def __init__(self, log: TopicLog, admit: Callable[[str, Lane], None] | None = None) -> None:
        """`admit` raises TooMany where an agency is to wait; for what people enter on the pages there is none."""
        self._log = log
        self._admit = admit
        self._producer: Producer | None = None
        self._lock = threading.Lock()

    def __call__(self, agency: str, value: bytes, jws: str, said: str | None = None) -> str:
        """Append, durably, and return the receipt's address.

        Args:
            said: the lane that the sender named before the envelope was read, if it named one.

        Raises:
            Invalid: the bytes are no envelope, and there would be nothing to answer to; or its topic is not read, or
                is not on the lane that was named.
            Refused: the envelope is on another agency's topic.
            TooMany: the agency, or the hub, has too much on its hands.
        """
        try:
            envelope = decode(value)
            topic_agency = agency_of_topic(envelope.topic)
        except ExchangeError as error:
            faults = tuple(Fault(fault.pointer, fault.detail) for fault in error.faults)
            raise Invalid(error.detail, faults) from error
        if topic_agency != agency:
            raise Refused("the envelope's topic is another agency's: send it with that agency's token")
        lane = lane_of_topic(envelope.topic)
        if lane not in (Lane.EVENTS, Lane.URGENT):
            detail = "is a topic that the hub writes: send on the agency's events or urgent topic"
            raise Invalid(detail, (Fault("/topic", detail),))
        if said not in (None, lane):
            raise Invalid(
                f"Hub-Lane says {said}, and the envelope's topic is on {lane}", (Fault("/topic", OTHER_LANE),)
            )
        if self._admit is not None:
            self._admit(agency, lane)
        self._append(Message(envelope.topic, envelope.subject.encode(), value, signed_headers(jws)))
        return receipt_path(envelope.source, envelope.id)

    def _append(self, message: Message) -> None:
        try:
            with self._lock:
                self._send(message)
        except ExchangeError as error:
            raise Unavailable(f"the message was not taken: {error.detail}") from error

    def _send(self, message: Message) -> None:
        if self._producer is None:
            self._producer = self._log.producer()
        self._producer.send(message)
        self._producer.flush()


class StoredReceipts:
    """Receipts for the interface."""

    def __init__(self, database: Database, receipts: Receipts, compose: Callable[[Answer], Message]) -> None:
        self._database = database
        self._receipts = receipts
        self._compose = compose

    def one(self, agency: str, source: str, event_id: str) -> Json | None:
        answer = self._find(agency, source, event_id)
        return answer.receipt.to_data() if answer is not None else None

    def signed(self, agency: str, source: str, event_id: str) -> tuple[bytes, str] | None:
        answer = self._find(agency, source, event_id)
        if answer is None:
            return None
        message = self._compose(answer)
        return message.value, signature_of(message.headers)

    def _find(self, agency: str, source: str, event_id: str) -> Answer | None:
        with self._database.read() as cursor:
            answer = self._receipts.find(cursor, SourceRef(source, event_id))
        return answer if answer is not None and answer.agency_id == agency else None

    def of(self, agency: str, after: str | None, limit: int) -> tuple[Sequence[Json], str | None]:
        with self._database.read() as cursor:
            answers = self._receipts.of_agency(cursor, agency, _place(after), limit)
        if len(answers) < limit:
            return [answer.receipt.to_data() for answer in answers], None
        last = answers[-1].receipt
        name = self._receipts.name(SourceRef(last.source, last.id))
        return [answer.receipt.to_data() for answer in answers], _cursor(stored(last.recorded), name)


def _cursor(recorded: str, name: str) -> str:
    return urlsafe_b64encode(json.dumps([recorded, name]).encode()).decode()


def _place(cursor: str | None) -> tuple[str, str]:
    if cursor is None:
        return ("", "")
    try:
        recorded, name = json.loads(urlsafe_b64decode(cursor))
    except (ValueError, TypeError):
        raise Invalid("this cursor is none of ours: begin without one", (Fault("/cursor", "unknown"),)) from None
    return (str(recorded), str(name))
