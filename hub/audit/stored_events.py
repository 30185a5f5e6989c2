"""The events as the database holds them, read raw so that a damaged row can still be named."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hub.audit import raw_rows
from hub.audit.commitments import EventKey, event_key
from hub.domain.errors import Misconfigured
from hub.record.database import Cursor, Row

_TABLE = re.compile(r"[a-z_]{1,63}")


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of an events table; `key` is None where its uuid or version is none."""

    key: EventKey | None
    spelt: str
    topic: str
    state: bytes


EventReader = Callable[[Cursor], Iterable[EventRow]]
"""Reads every stored event, in the snapshot that the leaves are read in."""


def event_rows(table: str) -> EventReader:
    """Return the reader of an events table, in pages; its name is the recorder's `events_table_name`."""
    if not _TABLE.fullmatch(table):
        raise Misconfigured(f"{table} is not the name of an events table")

    def read(cursor: Cursor) -> Iterator[EventRow]:
        yield from map(_event_row, raw_rows.events(cursor, table))

    return read


def _event_row(row: Row) -> EventRow:
    spelt = f"event {row['originator_version']} of {row['originator_id']}"
    state = row["state"]
    return EventRow(_key(row), spelt, str(row["topic"]), state if isinstance(state, bytes) else str(state).encode())


def _key(row: Row) -> EventKey | None:
    try:
        return event_key(row["originator_id"], row["originator_version"])
    except (ValueError, TypeError):
        return None
