"""A connection to the topics that asks and neither reads nor writes: for health and figures, beside the work itself."""

import threading
from collections.abc import Callable
from typing import TypeVar

from exchange.topic_log.port import TopicLog

Answer = TypeVar("Answer")


class Lookout:
    """Opened when first asked, and asked one question at a time: a client of Kafka serves one thread."""

    def __init__(self, open_log: Callable[[], TopicLog]) -> None:
        self._open_log = open_log
        self._log: TopicLog | None = None
        self._turn = threading.Lock()

    def ask(self, question: Callable[[TopicLog], Answer]) -> Answer:
        """Return the answer. Raises: TransportError."""
        with self._turn:
            if self._log is None:
                self._log = self._open_log()
            return question(self._log)
