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


def go_back(cursor: Cursor, partition: Partition, beginning: int) -> None:
    """Take a partition from its beginning again where the log was made anew, and offsets count from there.

    What was taken before is known by its source and id, and is not filed twice.
    """
    topic, part = partition
    cursor.execute(
        "UPDATE topic_offset SET next_offset=? WHERE topic=? AND part=? AND next_offset>?",
        (beginning, topic, part, beginning),
    )


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


def advance(cursor: Cursor, moves: Sequence[Advance]) -> None:
    """Move offsets, or raise Conflict where another process has moved one since it was read."""
    for move in moves:
        topic, part = move.partition
        if move.seen is None:
            cursor.execute(
                "INSERT INTO topic_offset VALUES (?,?,?) ON CONFLICT DO NOTHING", (topic, part, move.next_offset)
            )
        else:
            cursor.execute(
                "UPDATE topic_offset SET next_offset=? WHERE topic=? AND part=? AND next_offset=?",
                (move.next_offset, topic, part, move.seen),
            )
        if cursor.rowcount != 1:
            raise Conflict(f"another process has taken partition {part} of {topic} further: read its offset again")
