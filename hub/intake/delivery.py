"""Receipts on their way: signed, written to the agency's receipts topic, then crossed off; at least once each."""

from collections.abc import Callable, Sequence

from exchange.keys import Jwk
from exchange.messages import Message
from exchange.receipts import compose_receipt
from exchange.topic_log.port import Producer
from exchange.topics import Lane
from hub.failpoints import Point, reach
from hub.intake.receipts import Answer, Receipts
from hub.record.database import Database, Row

AT_ONCE = 500
WAITING = "SELECT * FROM delivery WHERE topic LIKE ? ORDER BY topic, part, record_offset"


def composer(hub_id: str, signing_jwk: Jwk) -> Callable[[Answer], Message]:
    """Return what makes the hub's signed message of an answer: the same bytes each time for the same answer."""

    def compose(answer: Answer) -> Message:
        return compose_receipt(
            answer.receipt,
            agency_id=answer.agency_id,
            hub_id=hub_id,
            key=answer.subject,
            sign_with=signing_jwk,
            traceparent=answer.traceparent,
        )

    return compose


class Deliverer:
    """Moves what waits in `delivery`. Several may run; an agency may then get a receipt twice, the same each time."""

    def __init__(
        self, database: Database, receipts: Receipts, producer: Producer, compose: Callable[[Answer], Message]
    ) -> None:
        self._database = database
        self._receipts = receipts
        self._producer = producer
        self._compose = compose

    def deliver(self) -> int:
        """Send what waits, what answers the urgent lane first; returns how many. Raises TransportError if it can't."""
        waiting = self._waiting()
        if not waiting:
            return 0
        reach(Point.BEFORE_RECEIPT_SEND)
        for answer in self._receipts.open_deliveries(waiting):
            self._producer.send(self._compose(answer))
        self._producer.flush()
        reach(Point.AFTER_RECEIPT_SEND)
        self._cross_off(waiting)
        reach(Point.AFTER_CROSSING_OFF)
        return len(waiting)

    def _waiting(self) -> Sequence[Row]:
        """Return the oldest of each partition, and of the other lane only where nothing of the urgent one waits."""
        with self._database.read() as cursor:
            cursor.execute(f"{WAITING} LIMIT ?", (f"%.{Lane.URGENT}", AT_ONCE))
            if urgent := cursor.fetchall():
                return urgent
            cursor.execute(f"{WAITING} LIMIT ?", ("%", AT_ONCE))
            return cursor.fetchall()

    def _cross_off(self, rows: Sequence[Row]) -> None:
        with self._database.write() as cursor:
            cursor.executemany(
                "DELETE FROM delivery WHERE topic=? AND part=? AND record_offset=?",
                [(row["topic"], row["part"], row["record_offset"]) for row in rows],
            )
