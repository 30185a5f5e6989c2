"""The outbox: a connector keeps each message here, encrypted, until the hub's receipt says what became of it.

Nothing can be lost in silence: what is not receipted is sent again, and is `late` when its receipt is overdue.
Times are passed in, aware UTC. One process at a time uses an outbox.
"""

import json
import random
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from exchange.at_rest import cipher_beside
from exchange.backoff import Backoff
from exchange.envelope import Envelope
from exchange.envelope_reading import decode
from exchange.errors import OutboxConflict
from exchange.memory import TABLE as MEMORY_TABLE
from exchange.memory import Memory
from exchange.messages import Message
from exchange.receipts import Receipt, ReceiptOutcome

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS messages (
        position INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, topic TEXT NOT NULL,
        kept BLOB, note TEXT NOT NULL, put_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
        sent_at REAL, due_at REAL, outcome TEXT, revision INTEGER NOT NULL DEFAULT 0, UNIQUE (source, id))""",
    "CREATE TABLE IF NOT EXISTS sequences (source TEXT PRIMARY KEY, last INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS answers (
        source TEXT NOT NULL, id TEXT NOT NULL, type TEXT, receipt TEXT, PRIMARY KEY (source, id))""",
    MEMORY_TABLE,
)
_ALL = "SELECT source, id, topic, kept, note, put_at, attempts, sent_at, outcome FROM messages "
_ONE = _ALL + "WHERE source = ? AND id = ?"
_PENDING = _ALL + "WHERE outcome IS NULL ORDER BY position"
_AWAITING = _ALL + "WHERE outcome IS NOT NULL AND kept IS NOT NULL ORDER BY position"
_DUE = _ALL + "WHERE due_at <= ? ORDER BY position LIMIT ?"
_LATE = _ALL + "WHERE outcome IS NULL AND put_at <= ? AND topic = coalesce(?, topic) ORDER BY position"
_PUT = "INSERT INTO messages (source, id, topic, kept, note, put_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
_REPLACE = (
    "UPDATE messages SET topic = ?, kept = ?, note = ?, put_at = ?, due_at = ?, attempts = 0, sent_at = NULL,"
    " outcome = NULL WHERE source = ? AND id = ?"
)
_TAKE_SEQUENCE = (
    "INSERT INTO sequences (source, last) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET last = excluded.last"
)
_SENT = "UPDATE messages SET sent_at = ? WHERE source = ? AND id = ?"
_TRIED = "UPDATE messages SET attempts = attempts + 1, due_at = ? WHERE source = ? AND id = ?"
_SETTLE = (
    "UPDATE messages SET outcome = ?, revision = ?, due_at = NULL, kept = CASE WHEN ? THEN NULL ELSE kept END"
    " WHERE source = ? AND id = ? AND revision < ?"
)
_NOTE_TYPE = (
    "INSERT INTO answers (source, id, type) VALUES (?, ?, ?)"
    " ON CONFLICT (source, id) DO UPDATE SET type = excluded.type"
)
_NOTE_RECEIPT = (
    "INSERT INTO answers (source, id, receipt) VALUES (?, ?, ?)"
    " ON CONFLICT (source, id) DO UPDATE SET receipt = excluded.receipt"
)
_ANSWERS = (
    "SELECT source, id, coalesce(type, ''), put_at, outcome, receipt FROM messages"
    " LEFT JOIN answers USING (source, id) ORDER BY position"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One row. `message` is None once a final receipt let it go; `note` is the connector's own reference."""

    source: str
    id: str
    topic: str
    message: Message | None
    note: str
    put_at: datetime
    attempts: int
    sent_at: datetime | None
    outcome: ReceiptOutcome | None


@dataclass(frozen=True, slots=True)
class Answered:
    """How one message stands with the hub: `outcome` is None while its receipt is awaited.

    `type` is "" and `receipt` None of one that was put or answered before outboxes kept them.
    """

    source: str
    id: str
    type: str
    put_at: datetime
    outcome: ReceiptOutcome | None
    receipt: Receipt | None


class Outbox:
    """Messages of one agency, in the order in which they were put.

    Args:
        path: the SQLite file; its key is made beside it as `<name>.key`, readable by the owner alone.
        backoff: how long to wait for a receipt before sending again.
        chance: gives a number from 0 to 1, for the spread of the waits.
    """

    def __init__(self, path: Path, backoff: Backoff | None = None, chance: Callable[[], float] = random.random) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._cipher = cipher_beside(path)
        self._backoff = backoff or Backoff()
        self._chance = chance
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        for statement in _SCHEMA:
            self._connection.execute(statement)
        self.memory = Memory(self._connection, self._cipher)

    def next_sequence(self, source: str) -> int:
        """Return the sequence for the next message of a source, from 1. It is taken only by `put`."""
        row = self._connection.execute("SELECT last FROM sequences WHERE source = ?", (source,)).fetchone()
        return 1 if row is None else int(row[0]) + 1

    def put(self, message: Message, *, now: datetime, note: str = "") -> bool:
        """Keep a message, durably, before anything is sent. False if its (source, id) was put before: nothing changes.

        Args:
            note: the connector's own mark for it, such as a file's name; never personal data.

        Raises:
            OutboxConflict: its sequence is not the next one, so that a gap would arise or one be given twice.
        """
        envelope = decode(message.value)
        with self.together():
            if self._row(envelope.source, envelope.id) is not None:
                return False
            self._take_sequence(envelope)
            self._connection.execute(_NOTE_TYPE, (envelope.source, envelope.id, envelope.type))
            self._insert(message, envelope.source, envelope.id, now.timestamp(), note)
        return True

    def replace(self, message: Message, *, now: datetime, note: str = "") -> None:
        """Put a corrected message in the place of one that the hub quarantined or did not admit: its id is not taken.

        Raises:
            OutboxConflict: there is none under this (source, id), or its sequence is not the next one.
        """
        envelope = decode(message.value)
        with self.together():
            row = self._row(envelope.source, envelope.id)
            if row is None or row.message is None or row.outcome is None:
                raise OutboxConflict("only what the hub quarantined or did not admit can be replaced")
            self._take_sequence(envelope)
            self._connection.execute(_NOTE_TYPE, (envelope.source, envelope.id, envelope.type))
            self._overwrite(message, envelope.source, envelope.id, now.timestamp(), note)

    def pending(self) -> list[Kept]:
        """Return what has no receipt yet, oldest first."""
        return self._select(_PENDING)

    def awaiting_correction(self) -> list[Kept]:
        """Return what the hub quarantined or did not admit: kept, since it may be sent again."""
        return self._select(_AWAITING)

    def due(self, now: datetime, limit: int = 500) -> list[Kept]:
        """Return what to send now: never sent, or sent and not receipted within its wait. Oldest first."""
        return self._select(_DUE, now.timestamp(), limit)

    def late(self, now: datetime, after: timedelta, topic: str | None = None) -> list[Kept]:
        """Return what was put more than `after` ago and has no receipt; somebody must be told."""
        return self._select(_LATE, (now - after).timestamp(), topic)

    def find(self, source: str, id: str) -> Kept | None:
        return self._row(source, id)

    def sent(self, source: str, id: str, now: datetime) -> None:
        """Note that the transport took it; it is due again after the back-off if no receipt comes."""
        self._connection.execute(_SENT, (now.timestamp(), source, id))
        self.postpone(source, id, now)

    def postpone(self, source: str, id: str, now: datetime) -> None:
        """Note an attempt, whether or not the transport took it; the next is due after the back-off."""
        row = self._row(source, id)
        if row is not None:
            wait = self._backoff.after(row.attempts + 1, self._chance())
            self._connection.execute(_TRIED, ((now + wait).timestamp(), source, id))

    def send_again(self, source: str, id: str, now: datetime) -> None:
        """Make a quarantined or not-admitted message due; OutboxConflict if it is not kept any more."""
        row = self._row(source, id)
        if row is None or row.message is None:
            raise OutboxConflict("there is no such message any more; put it anew")
        statement = "UPDATE messages SET due_at = ?, outcome = NULL WHERE source = ? AND id = ?"
        self._connection.execute(statement, (now.timestamp(), source, id))

    def settle(self, receipt: Receipt) -> bool:
        """Note what the hub said; let the message go if that is final. False if it is unknown or said before."""
        outcome, revision = receipt.outcome, receipt.revision
        values = (outcome.value, revision, outcome.is_final, receipt.source, receipt.id, revision)
        with self.together():
            settled = self._connection.execute(_SETTLE, values).rowcount == 1
            if settled:
                said = json.dumps(receipt.to_data())
                self._connection.execute(_NOTE_RECEIPT, (receipt.source, receipt.id, said))
        return settled

    def answers(self) -> list[Answered]:
        """Return how each message stands with the hub, in the order in which they were put."""
        return [_answered(*row) for row in self._connection.execute(_ANSWERS).fetchall()]

    def close(self) -> None:
        self._connection.close()

    def _take_sequence(self, envelope: Envelope) -> None:
        if envelope.sequence != self.next_sequence(envelope.source):
            raise OutboxConflict("the sequence is not the next of its source: compose the message anew")
        self._connection.execute(_TAKE_SEQUENCE, (envelope.source, envelope.sequence))

    def _overwrite(self, message: Message, source: str, id: str, at: float, note: str) -> None:
        kept = self._cipher.encrypt(_packed(message), _row_name(source, id))
        self._connection.execute(_REPLACE, (message.topic, kept, note, at, at, source, id))

    def _insert(self, message: Message, source: str, id: str, at: float, note: str) -> None:
        kept = self._cipher.encrypt(_packed(message), _row_name(source, id))
        self._connection.execute(_PUT, (source, id, message.topic, kept, note, at, at))

    def _row(self, source: str, id: str) -> Kept | None:
        return next(iter(self._select(_ONE, source, id)), None)

    def _select(self, query: str, *values: object) -> list[Kept]:
        return [self._kept(*row) for row in self._connection.execute(query, values).fetchall()]

    def _kept(
        self,
        source: str,
        id: str,
        topic: str,
        kept: bytes | None,
        note: str,
        put_at: float,
        attempts: int,
        sent_at: float | None,
        outcome: str | None,
    ) -> Kept:
        message = None if kept is None else _unpacked(self._cipher.decrypt(kept, _row_name(source, id)))
        said = None if outcome is None else ReceiptOutcome(outcome)
        last = None if sent_at is None else _instant(sent_at)
        return Kept(source, id, topic, message, note, _instant(put_at), attempts, last, said)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Commit all that is put and remembered inside at once, or nothing of it; one inside another joins it."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _instant(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def _answered(source: str, id: str, type_: str, put_at: float, outcome: str | None, receipt: str | None) -> Answered:
    if outcome is None:
        return Answered(source, id, type_, _instant(put_at), None, None)
    said = Receipt.from_data(json.loads(receipt)) if receipt else None
    return Answered(source, id, type_, _instant(put_at), ReceiptOutcome(outcome), said)


def _row_name(source: str, id: str) -> bytes:
    return f"{source}\0{id}".encode()


def _packed(message: Message) -> bytes:
    headers = [[name, b64encode(value).decode()] for name, value in message.headers]
    parts = [message.topic, b64encode(message.key).decode(), b64encode(message.value).decode(), headers]
    return json.dumps(parts).encode()


def _unpacked(raw: bytes) -> Message:
    topic, key, value, headers = json.loads(raw)
    return Message(topic, b64decode(key), b64decode(value), tuple((name, b64decode(v)) for name, v in headers))
