"""The ways by which notices come: the agency's notices topic, or GET /v1/notices."""

from collections.abc import Sequence
from typing import Protocol

from exchange.courier import Signed
from exchange.http_carrier import HttpCarrier
from exchange.topic_log.port import Record, TopicLog
from exchange.topics import for_agency

_AT_ONCE = 500
_JOIN_S = 3.0
"""How long the first poll waits: on Kafka a group is joined meanwhile."""
_MORE_S = 0.5


class NoticeCarrier(Protocol):
    """One way by which notices come. What was read and not noted as dealt with comes again."""

    def collect(self, after: int) -> Sequence[Signed]:
        """Return what came: on a topic what the group has not noted, over HTTP what has a number above `after`."""
        ...

    def collected(self) -> None:
        """Be told that what the last `collect` gave is dealt with."""
        ...

    def close(self) -> None: ...


class TopicNotices:
    """The notices topic, read in a group of its own."""

    def __init__(self, log: TopicLog, agency_id: str) -> None:
        self._log = log
        self._consumer = log.consumer(f"agency.{agency_id}.notices", topics=[for_agency(agency_id).notices])
        self._read: list[Record] = []
        self._wait_s = _JOIN_S

    def collect(self, after: int) -> Sequence[Signed]:  # noqa: ARG002 (the group knows its place)
        self._read = self._consumer.poll(_AT_ONCE, self._wait_s)
        self._wait_s = _MORE_S
        return [Signed(record.value, record.headers) for record in self._read]

    def collected(self) -> None:
        if self._read:
            self._consumer.commit({(one.topic, one.partition): one.offset + 1 for one in self._read})
        self._read = []

    def close(self) -> None:
        self._consumer.close()
        self._log.close()


class HttpNotices:
    """Notices over HTTP, one at a time; of a hub that counts anew, since it was restored, all are read."""

    def __init__(self, carrier: HttpCarrier) -> None:
        self._carrier = carrier
        self._at: int | None = None
        self._next = 0

    def collect(self, after: int) -> Sequence[Signed]:
        if self._at is None:
            self._at = after if self._carrier.notices(after)[1] >= after else 0
        found, _ = self._carrier.notices(self._at)
        self._next = max((number for number, _ in found), default=self._at)
        return [signed for _, signed in found]

    def collected(self) -> None:
        self._at = self._next

    def close(self) -> None:
        self._carrier.close()
