"""What an outbox keeps beyond the receipt: accepted messages until the hub's statement agrees, and what the hub told.

A message that was accepted could still be lost with the hub's disk; until the statement of its day agrees it can be
sent again. What was not admitted stays in the outbox itself, for `exchange.history.KEPT_FOR`. Copies are encrypted as
the outbox encrypts them; statements hold hashes alone.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from exchange.history import KEPT_FOR
from exchange.receipts import Receipt, ReceiptOutcome
from exchange.statements import DayStatement
from exchange.strict_json import JsonObject

TABLES = (
    """CREATE TABLE IF NOT EXISTS copies (
        source TEXT NOT NULL, id TEXT NOT NULL, kept BLOB NOT NULL, recorded REAL NOT NULL,
        PRIMARY KEY (source, id))""",
    "CREATE TABLE IF NOT EXISTS statements (day TEXT PRIMARY KEY, said TEXT NOT NULL, found TEXT)",
    "CREATE TABLE IF NOT EXISTS notices (id TEXT PRIMARY KEY, number INTEGER NOT NULL, type TEXT NOT NULL)",
)
COPIES_KEPT_FOR = timedelta(days=31)
"""How long an accepted message is kept where no statement of its day comes."""
_KEEP = (
    "INSERT INTO copies SELECT source, id, kept, ? FROM messages"
    " WHERE source = ? AND id = ? AND revision < ? AND kept IS NOT NULL"
    " ON CONFLICT (source, id) DO UPDATE SET kept = excluded.kept, recorded = excluded.recorded"
)
_STATE = "INSERT INTO statements VALUES (?, ?, NULL) ON CONFLICT (day) DO UPDATE SET said = excluded.said, found = NULL"
_FORGET_NOT_ADMITTED = (
    "UPDATE messages SET kept = NULL WHERE outcome = 'not-admitted' AND kept IS NOT NULL AND put_at < ?"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One accepted message as it was sent, still encrypted as its row was."""

    source: str
    id: str
    kept: bytes
    recorded: datetime


@dataclass(frozen=True, slots=True)
class StatedDay:
    """The hub's newest statement of a day, and what comparing it found; None where it was not compared yet."""

    statement: DayStatement
    found: JsonObject | None


class Keeping:
    """Works on the outbox's own database, within the outbox's transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep_copy(self, receipt: Receipt) -> None:
        """Keep what a receipt accepts, before the outbox lets it go."""
        if receipt.outcome is ReceiptOutcome.ACCEPTED:
            recorded = receipt.recorded.timestamp()
            self._connection.execute(_KEEP, (recorded, receipt.source, receipt.id, receipt.revision))

    def copies(self, begin: datetime, end: datetime) -> list[Copy]:
        """Return the accepted messages recorded from `begin` and before `end`."""
        found = self._connection.execute(
            "SELECT source, id, kept, recorded FROM copies WHERE recorded >= ? AND recorded < ?",
            (begin.timestamp(), end.timestamp()),
        )
        return [Copy(source, id, kept, _instant(recorded, begin)) for source, id, kept, recorded in found.fetchall()]

    def is_seen(self, notice_id: str) -> bool:
        """Say whether a notice was dealt with."""
        found = self._connection.execute("SELECT 1 FROM notices WHERE id = ?", (notice_id,)).fetchone()
        return found is not None

    def note_seen(self, notice_id: str, number: int, type: str) -> None:
        """Note that a notice was dealt with."""
        self._connection.execute("INSERT OR IGNORE INTO notices VALUES (?, ?, ?)", (notice_id, number, type))

    def last_number(self) -> int:
        """Return the highest number of a notice that was dealt with, 0 before the first."""
        found = self._connection.execute("SELECT coalesce(max(number), 0) FROM notices").fetchone()
        return int(found[0])

    def state(self, statement: DayStatement) -> None:
        """Keep a statement in the place of an older one of its day."""
        known = self._connection.execute("SELECT said FROM statements WHERE day = ?", (statement.day.isoformat(),))
        row = known.fetchone()
        if row is None or DayStatement.from_data(json.loads(row[0])).as_of < statement.as_of:
            self._connection.execute(_STATE, (statement.day.isoformat(), json.dumps(statement.to_data())))

    def days(self) -> list[StatedDay]:
        """Return the statements, newest day first."""
        rows = self._connection.execute("SELECT said, found FROM statements ORDER BY day DESC").fetchall()
        return [
            StatedDay(DayStatement.from_data(json.loads(said)), json.loads(found or "null")) for said, found in rows
        ]

    def note_found(self, day: date, found: JsonObject) -> None:
        """Note what comparing the statement of a day found."""
        self._connection.execute("UPDATE statements SET found = ? WHERE day = ?", (json.dumps(found), day.isoformat()))

    def drop_copy(self, source: str, id: str) -> None:
        """Drop a copy: the hub's statement has it, or the message itself is in the outbox again."""
        self._connection.execute("DELETE FROM copies WHERE source = ? AND id = ?", (source, id))

    def forget_old(self, now: datetime) -> None:
        """Let go what was kept as long as it may be: copies of a month ago, what was not admitted a year ago."""
        self._connection.execute("DELETE FROM copies WHERE recorded < ?", ((now - COPIES_KEPT_FOR).timestamp(),))
        self._connection.execute(_FORGET_NOT_ADMITTED, ((now - KEPT_FOR).timestamp(),))


def _instant(timestamp: float, like: datetime) -> datetime:
    return datetime.fromtimestamp(timestamp, like.tzinfo)
