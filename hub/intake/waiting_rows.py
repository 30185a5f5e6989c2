"""The rows of quarantine and of what is held, one at a time, and the mark that a person's work leaves on each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exchange.topic_log.port import Record
from hub.domain.errors import Conflict
from hub.intake.kept import record_from
from hub.intake.tables import KEY
from hub.keys import KeyProvider, open_sealed, seal
from hub.record.database import Cursor, Row
from hub.record.instants import instant

WAITING = "waiting"
WORKED_ALREADY = "somebody else has worked this message meanwhile: open the list again"


@dataclass(frozen=True, slots=True)
class Table:
    """One of the two tables: its name, to which its sealed bodies are bound, its key, and its statements."""

    name: str
    key: str
    select_waiting: str
    select_one: str
    update: str
    delete: str


QUARANTINE = Table(
    name="quarantine",
    key="quarantine_id",
    select_waiting="SELECT * FROM quarantine WHERE state='waiting' ORDER BY received, quarantine_id",
    select_one="SELECT * FROM quarantine WHERE quarantine_id=?",
    update="UPDATE quarantine SET state=?, body=? WHERE quarantine_id=? AND state='waiting'",
    delete="DELETE FROM quarantine WHERE quarantine_id=? AND state='waiting'",
)
HELD = Table(
    name="held",
    key="message",
    select_waiting="SELECT * FROM held WHERE state='waiting' ORDER BY received, message",
    select_one="SELECT * FROM held WHERE 'h-' || substr(message, 1, 32) = ?",
    update="UPDATE held SET state=?, body=? WHERE message=? AND state='waiting'",
    delete="DELETE FROM held WHERE message=? AND state='waiting'",
)
"""A held message is named to people by the beginning of its hash (`held_id`)."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row opened: `body` holds the record, what was wrong or in doubt, and `done` once it has been worked."""

    table: Table
    key: str
    agency_id: str
    received: datetime
    state: str
    body: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The id by which people name it."""
        return self.key if self.table is QUARANTINE else f"h-{self.key[:32]}"

    @property
    def record(self) -> Record:
        """The message, byte for byte."""
        return record_from(self.body["record"])


class WaitingRows:
    """Reads and marks rows of either table, inside a transaction of the caller's."""

    def __init__(self, keys: KeyProvider) -> None:
        self._keys = keys

    def waiting(self, cursor: Cursor, table: Table) -> list[WaitingRow]:
        """Return what waits in a table, oldest first."""
        cursor.execute(table.select_waiting)
        return [self._opened(table, row) for row in cursor.fetchall()]

    def one(self, cursor: Cursor, table: Table, item_id: str) -> WaitingRow | None:
        """Return a row by its public id, whatever its state."""
        cursor.execute(table.select_one, (item_id,))
        row = cursor.fetchone()
        return self._opened(table, row) if row is not None else None

    def mark(self, cursor: Cursor, row: WaitingRow, state: str, changes: Mapping[str, Any]) -> None:
        """Move a row that waits to another state, with these members of its body changed.

        Raises: Conflict where somebody else has moved it.
        """
        body = json.dumps({**row.body, **changes}).encode()
        cursor.execute(row.table.update, (state, seal(self._keys.cipher(KEY), body, row.table.name, row.key), row.key))
        _require_one(cursor)

    def note_problem(self, cursor: Cursor, row: WaitingRow, code: str) -> None:
        """Note what is wrong by now with a message in quarantine."""
        cursor.execute("UPDATE quarantine SET problem=? WHERE quarantine_id=?", (code, row.key))

    def forget(self, cursor: Cursor, row: WaitingRow) -> None:
        """Delete a row that waits, bytes and all. Raises: Conflict where somebody else has moved it."""
        cursor.execute(row.table.delete, (row.key,))
        _require_one(cursor)

    def _opened(self, table: Table, row: Row) -> WaitingRow:
        key = row[table.key]
        body = json.loads(open_sealed(self._keys.cipher(KEY), bytes(row["body"]), table.name, key))
        return WaitingRow(table, key, row["agency_id"], instant(row["received"]), row["state"], body)


def _require_one(cursor: Cursor) -> None:
    if cursor.rowcount != 1:
        raise Conflict(WORKED_ALREADY)
