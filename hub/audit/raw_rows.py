"""Reading rows that somebody may have damaged: text that is no longer UTF-8 must be named, not stop the reading.

PostgreSQL refuses such text when it is written; SQLite keeps it and fails when it is read.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from hub.record.database import Cursor, Row

_ROWS_A_PAGE = 1000
_BELOW_ALL = -(2**63)
_LEAVES = "SELECT * FROM audit_leaf WHERE idx > ? ORDER BY idx LIMIT ?"
_LEAVES_AS_BYTES = (
    "SELECT idx, logged, originator_version, CAST(salt AS BLOB) AS salt, CAST(leaf AS BLOB) AS leaf,"
    " CAST(nodes AS BLOB) AS nodes, CAST(body AS BLOB) AS body, CAST(kind AS BLOB) AS kind,"
    " CAST(audit_id AS BLOB) AS audit_id, CAST(agency AS BLOB) AS agency, CAST(child AS BLOB) AS child,"
    " CAST(viewer AS BLOB) AS viewer, CAST(originator_id AS BLOB) AS originator_id"
    " FROM audit_leaf WHERE idx > ? ORDER BY idx LIMIT ?"
)
_LEAF_TEXTS = ("kind", "audit_id", "agency", "child", "viewer", "originator_id")
_FIRST_EVENTS = (
    "SELECT originator_id, originator_version, topic, state FROM EVENTS"
    " ORDER BY originator_id, originator_version LIMIT ?"
)
_NEXT_EVENTS = (
    "SELECT originator_id, originator_version, topic, state FROM EVENTS"
    " WHERE (originator_id, originator_version) > (?, ?) ORDER BY originator_id, originator_version LIMIT ?"
)
_EVENTS_AS_BYTES = (
    "SELECT CAST(originator_id AS BLOB) AS originator_id, originator_version, CAST(topic AS BLOB) AS topic,"
    " CAST(state AS BLOB) AS state FROM EVENTS ORDER BY originator_id, originator_version LIMIT -1 OFFSET ?"
)


def leaves(cursor: Cursor) -> Iterator[Row]:
    """Give every row of the log in order of its index."""
    below = _BELOW_ALL
    while rows := _leaf_page(cursor, below):
        yield from rows
        below = rows[-1]["idx"]


def events(cursor: Cursor, table: str) -> Iterator[Row]:
    """Give every row of an events table; `table` is a checked name."""
    given = 0
    try:
        for row in _event_pages(cursor, table):
            yield row
            given += 1
    except sqlite3.OperationalError:
        cursor.execute(_EVENTS_AS_BYTES.replace("EVENTS", table), (given,))
        yield from (_legible(row, ("originator_id", "topic")) for row in cursor.fetchall())


def _leaf_page(cursor: Cursor, below: int) -> list[Row]:
    try:
        cursor.execute(_LEAVES, (below, _ROWS_A_PAGE))
        return cursor.fetchall()
    except sqlite3.OperationalError:
        cursor.execute(_LEAVES_AS_BYTES, (below, _ROWS_A_PAGE))
        return [_legible(row, _LEAF_TEXTS) for row in cursor.fetchall()]


def _event_pages(cursor: Cursor, table: str) -> Iterator[Row]:
    cursor.execute(_FIRST_EVENTS.replace("EVENTS", table), (_ROWS_A_PAGE,))
    while rows := cursor.fetchall():
        yield from rows
        last = rows[-1]
        after = (last["originator_id"], last["originator_version"], _ROWS_A_PAGE)
        cursor.execute(_NEXT_EVENTS.replace("EVENTS", table), after)


def _legible(row: Row, texts: Sequence[str]) -> Row:
    """Return the row with its texts decoded, what is not UTF-8 replaced by U+FFFD."""
    return {
        name: value.decode("utf-8", "replace") if name in texts and isinstance(value, bytes) else value
        for name, value in dict(row).items()
    }
