"""Appending to the embedded log: one transaction a flush, so that offsets have no gap and order is the commit's."""

import json
import sqlite3
import time
from base64 import b64decode, b64encode
from zlib import crc32

from exchange.errors import UnknownTopic
from exchange.messages import Headers, Message, require_size
from exchange.topic_log.embedded_store import transaction
from exchange.topic_log.port import Position

_COUNT = "SELECT count(*) FROM partitions WHERE topic = ?"
_TAKE = "UPDATE partitions SET next = next + 1 WHERE topic = ? AND partition = ? RETURNING id, next - 1"
_INSERT = "INSERT INTO records (log, offset, timestamp_ms, key, value, headers) VALUES (?, ?, ?, ?, ?, ?)"


class EmbeddedProducer:
    """Holds messages until `flush`; see the port for what is promised."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._partitions: dict[str, int] = {}
        self._waiting: list[Message] = []

    def send(self, message: Message) -> None:
        require_size(message.value, message.headers)
        self._partition_count(message.topic)
        self._waiting.append(message)

    def flush(self) -> list[Position]:
        now_ms = int(time.time() * 1_000)
        with transaction(self._connection):
            positions = [self._append(message, now_ms) for message in self._waiting]
        self._waiting.clear()
        return positions

    def close(self) -> None:
        self._connection.close()

    def _partition_count(self, topic: str) -> int:
        if topic not in self._partitions:
            count = int(self._connection.execute(_COUNT, (topic,)).fetchone()[0])
            if not count:
                raise UnknownTopic("there is no such topic: is the agency registered with this hub?")
            self._partitions[topic] = count
        return self._partitions[topic]

    def _append(self, message: Message, now_ms: int) -> Position:
        partition = crc32(message.key) % self._partition_count(message.topic)
        log, offset = self._connection.execute(_TAKE, (message.topic, partition)).fetchone()
        row = (log, offset, now_ms, message.key, message.value, pack_headers(message.headers))
        self._connection.execute(_INSERT, row)
        return Position(message.topic, partition, offset)


def pack_headers(headers: Headers) -> bytes:
    return json.dumps([[name, b64encode(value).decode("ascii")] for name, value in headers]).encode("utf-8")


def unpack_headers(raw: bytes) -> Headers:
    return tuple((name, b64decode(value)) for name, value in json.loads(raw))
