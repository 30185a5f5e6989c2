"""Reading the embedded log as a member of a group."""

import sqlite3
import time
from collections.abc import Mapping

from exchange.errors import CommitRefused, TransportError
from exchange.topic_log.embedded_group import Membership
from exchange.topic_log.embedded_producer import unpack_headers
from exchange.topic_log.embedded_store import transaction, translated
from exchange.topic_log.lost import offset_lost
from exchange.topic_log.port import Assigned, Partition, Record

_BOUNDS = "SELECT id, beginning, next FROM partitions WHERE topic = ? AND partition = ?"
_READ = (
    "SELECT offset, key, value, headers, timestamp_ms FROM records"
    " WHERE log = ? AND offset >= ? ORDER BY offset LIMIT ?"
)
_COMMITTED = "SELECT next FROM committed WHERE grp = ? AND topic = ? AND partition = ?"
_COMMIT = (
    "INSERT INTO committed (grp, topic, partition, next) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (grp, topic, partition) DO UPDATE SET next = excluded.next"
)
_PAUSE_S = 0.02
_AT_ONCE_BYTES = 8_000_000
"""Of values read in one poll, however many records are asked for; one larger message still comes, alone."""


class EmbeddedConsumer:
    """A reader; see the port for what is promised. Poll at least once a session (6 seconds by default)."""

    def __init__(self, connection: sqlite3.Connection, group: str, membership: Membership) -> None:
        self._connection = connection
        self._group = group
        self._membership = membership
        self._callback: Assigned | None = None
        self._owned: dict[Partition, int] = {}
        self._positions: dict[Partition, int] = {}
        self._turn = 0

    def on_assignment(self, callback: Assigned) -> None:
        self._callback = callback

    def poll(self, max_records: int, timeout_s: float) -> list[Record]:
        until = time.monotonic() + timeout_s
        with translated():
            self._refresh_if_due()
            while not (records := self._read(max_records)):
                if not self._wait(until):
                    return []
                self._refresh_if_due()
        return records

    def commit(self, offsets: Mapping[Partition, int]) -> None:
        with transaction(self._connection):
            for partition, following in offsets.items():
                if not self._membership.owns(partition):
                    raise CommitRefused("a partition to commit belongs to another member of the group by now")
                self._connection.execute(_COMMIT, (self._group, *partition, following))

    def assignment(self) -> list[Partition]:
        return sorted(self._owned)

    def seek(self, partition: Partition, offset: int) -> None:
        if partition not in self._owned:
            raise TransportError("cannot seek in a partition that is not assigned")
        self._positions[partition] = offset

    def lag(self) -> dict[Partition, int]:
        with translated():
            return {where: self._bounds(where)[2] - position for where, position in self._positions.items()}

    def close(self) -> None:
        self._membership.leave()
        self._connection.close()

    def _refresh_if_due(self) -> None:
        if not self._membership.is_due():
            return
        owned = self._membership.refresh()
        gained = sorted(where for where, epoch in owned.items() if self._owned.get(where) != epoch)
        self._owned = owned
        self._positions = {where: at for where, at in self._positions.items() if where in owned and where not in gained}
        if gained:
            self._positions |= self._starts(gained)

    def _starts(self, gained: list[Partition]) -> dict[Partition, int]:
        kept = self._callback(gained) if self._callback else self._committed(gained)
        return {where: kept[where] if where in kept else self._bounds(where)[1] for where in gained}

    def _committed(self, partitions: list[Partition]) -> dict[Partition, int]:
        rows = {where: self._connection.execute(_COMMITTED, (self._group, *where)).fetchone() for where in partitions}
        return {where: row[0] for where, row in rows.items() if row is not None}

    def _bounds(self, partition: Partition) -> tuple[int, int, int]:
        log, beginning, following = self._connection.execute(_BOUNDS, partition).fetchone()
        return int(log), int(beginning), int(following)

    def _read(self, max_records: int) -> list[Record]:
        """Read the partitions in turn, starting one further each time, so that a full one starves none."""
        turn = sorted(self._positions)
        if not turn:
            return []
        self._turn = (self._turn + 1) % len(turn)
        records: list[Record] = []
        with transaction(self._connection, "DEFERRED"):
            for partition in turn[self._turn :] + turn[: self._turn]:
                taken = sum(len(record.value) for record in records)
                records += self._read_partition(partition, max_records - len(records), _AT_ONCE_BYTES - taken)
        for record in records:
            self._positions[record.topic, record.partition] = record.offset + 1
        return records

    def _read_partition(self, partition: Partition, room: int, room_bytes: int) -> list[Record]:
        log, beginning, following = self._bounds(partition)
        position = self._positions[partition]
        if not beginning <= position <= following:
            raise offset_lost(partition, position, beginning, following)
        if room <= 0 or room_bytes <= 0 or position == following:
            return []
        records: list[Record] = []
        for at, key, value, head, ms in self._connection.execute(_READ, (log, position, room)):
            records.append(Record(*partition, at, key, value, unpack_headers(head), ms))
            room_bytes -= len(value)
            if room_bytes <= 0:
                break
        return records

    def _wait(self, until: float) -> bool:
        """Sleep until another connection wrote, or for a moment; False when the time is up."""
        version = self._connection.execute("PRAGMA data_version").fetchone()
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(_PAUSE_S, left))
            if self._connection.execute("PRAGMA data_version").fetchone() != version or self._membership.is_due():
                return True
        return False
