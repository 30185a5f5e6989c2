"""The agencies' side of a run: writes each event to the ledger, sends it until the broker has it, and goes on."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from exchange.errors import TransportError
from exchange.topic_log.port import Producer
from faultlab.ledger import Ledger
from faultlab.posting import Post, Posting
from faultlab.story import Told

AT_ONCE = 10
AGAIN_S = 0.2
MOST_WAITING = 600
"""How many messages may wait for the hub: a few of its batches."""


class Sender:
    """Sends a story at a pace until told to stop. What the broker does not take is sent again, as an outbox would.

    Args:
        taken: tells how many messages the hub has taken, or -1; a hub that is dead most of the time is not drowned.
    """

    def __init__(
        self,
        producer: Producer,
        posting: Posting,
        ledger: Ledger,
        events: Iterator[Told],
        taken: Callable[[], int],
    ) -> None:
        self._producer = producer
        self._posting = posting
        self._ledger = ledger
        self._events = events
        self._taken = taken
        self._given_up = threading.Event()
        self.sent = 0
        self.failure: Exception | None = None

    def run(self, rate: float, stop: threading.Event) -> None:
        """Send `rate` events a second. What stops it is kept in `failure`."""
        try:
            while not stop.is_set():
                begun = time.monotonic()
                if self.sent - MOST_WAITING > self._taken() >= 0:
                    stop.wait(AGAIN_S)
                    continue
                self._send([self._posting.post(told) for told in islice(self._events, AT_ONCE)])
                stop.wait(max(0.0, AT_ONCE / rate - (time.monotonic() - begun)))
        except Exception as error:  # noqa: BLE001 (a thread's end is told by whoever joins it)
            self.failure = error

    def give_up(self) -> None:
        """Insist no more: the round has failed, and the broker may never come back."""
        self._given_up.set()

    def _send(self, posts: Sequence[Post]) -> None:
        self._ledger.note("sent", [post.entry for post in posts])
        for post in posts:
            self._insist(partial(self._producer.send, post.message))
        self._insist(self._producer.flush)
        names = [{"source": post.entry["source"], "id": post.entry["id"]} for post in posts]
        self._ledger.note("acked", names)
        self.sent += len(posts)

    def _insist(self, step: Callable[[], object]) -> None:
        """Take a step until the broker takes part in it; the producer keeps what is not written yet."""
        while True:
            try:
                step()
            except TransportError:
                if self._given_up.wait(AGAIN_S):
                    raise
                continue
            return
