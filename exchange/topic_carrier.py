"""Carrying by topic log: events and urgent topics out, the agency's own receipts topic in."""

from collections.abc import Sequence

from exchange.courier import Collected, Signed
from exchange.errors import TooLarge, UnknownTopic
from exchange.messages import Message
from exchange.outbox import Kept
from exchange.topic_log.port import Record, TopicLog
from exchange.topics import for_agency

_AT_ONCE = 500


class TopicCarrier:
    """A carrier for one agency. Its place on the receipts topic is its group's committed offset.

    A receipt read twice settles nothing twice, so that a commit may be lost without harm.
    """

    def __init__(self, log: TopicLog, agency_id: str) -> None:
        self._log = log
        self._producer = log.producer()
        self._consumer = log.consumer(f"agency.{agency_id}.connector", topics=[for_agency(agency_id).receipts])
        self._read: list[Record] = []

    def deliver(self, messages: Sequence[Message]) -> list[bool]:
        taken = [self._is_taken(message) for message in messages]
        self._producer.flush()
        return taken

    def collect(self, awaited: Sequence[Kept], timeout_s: float) -> Collected:  # noqa: ARG002 (the topic has all)
        self._read = self._consumer.poll(_AT_ONCE, timeout_s)
        return Collected([Signed(record.value, record.headers) for record in self._read])

    def collected(self) -> None:
        if self._read:
            self._consumer.commit({(r.topic, r.partition): r.offset + 1 for r in self._read})
        self._read = []

    def _is_taken(self, message: Message) -> bool:
        try:
            self._producer.send(message)
        except (TooLarge, UnknownTopic):
            return False
        return True

    def close(self) -> None:
        self._producer.close()
        self._consumer.close()
        self._log.close()
