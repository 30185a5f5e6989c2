"""How far each partition was taken: our own rows, moved by compare-and-set, so that a zombie's batch can't commit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from exchange.instants import format_instant
from exchange.topic_log.port import Partition, Record
from hub.domain.errors import Conflict
from hub.record.database import Cursor


@dataclass(frozen=True, slots=True)
class Advance:
    """A partition's offset moves from what the batch saw (None: no row yet) to the next one to read."""

    partition: Partition
    seen: int | None
    next_offset: int


def stored_offsets(cursor: Cursor, partitions: Iterable[Partition]) -> dict[Partition, int]:
    """Return the next offset to read of each partition that has one."""
    wanted = set(partitions)
    cursor.execute("SELECT topic, part, next_offset FROM topic_offset")
    rows = {(row["topic"], row["part"]): row["next_offset"] for row in cursor.fetchall()}
    return {partition: offset for partition, offset in rows.items() if partition in wanted}


def note_read_to_end(cursor: Cursor, partitions: Iterable[tuple[str, str, int]], at: datetime) -> None:
    """Note of (agency, topic, partition) that nothing in it waits unread; to the minute, whatever came or did not."""
    minute = format_instant(at.replace(second=0, microsecond=0))
    cursor.executemany(
        "INSERT INTO feed_row VALUES (?,?,?,?) ON CONFLICT (topic, part) DO UPDATE SET "
        "current_as_of=excluded.current_as_of",
        [(*place, minute) for place in partitions],
    )


def advances(records: Sequence[Record], known: Mapping[Partition, int]) -> list[Advance]:
    """Return the moves that taking these records makes, in a fixed order so that two batches can't deadlock."""
    last: dict[Partition, int] = {}
    for record in records:
        last[(record.topic, record.partition)] = record.offset + 1
    return [Advance(partition, known.get(partition), last[partition]) for partition in sorted(last)]


def moved(cursor: Cursor, partition: Partition, seen: int | None, following: int) -> bool:
    """Move a partition's offset from what was seen (None: no row yet); False where another process was faster."""
    topic, part = partition
    if seen is None:
        cursor.execute("INSERT INTO topic_offset VALUES (?,?,?) ON CONFLICT DO NOTHING", (topic, part, following))
    else:
        cursor.execute(
            "UPDATE topic_offset SET next_offset=? WHERE topic=? AND part=? AND next_offset=?",
            (following, topic, part, seen),
        )
    return cursor.rowcount == 1


def advance(cursor: Cursor, moves: Sequence[Advance]) -> None:
    """Move offsets, or raise Conflict where another process has moved one since it was read."""
    for move in moves:
        if not moved(cursor, move.partition, move.seen, move.next_offset):
            topic, part = move.partition
            raise Conflict(f"another process has taken partition {part} of {topic} further: read its offset again")
