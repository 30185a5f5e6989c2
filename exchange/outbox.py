"""The outbox: a connector keeps each message here, encrypted, until the hub's receipt says what became of it.

Nothing can be lost in silence: what is not receipted is sent again, and `outbox_view.py` says what is late. Times are
passed in, aware UTC. Several processes may put into one outbox; one at a time carries from it (`carried_alone`).
"""

import json
import random
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from exchange.at_rest import cipher_beside
from exchange.backoff import Backoff
from exchange.envelope import Envelope
from exchange.envelope_reading import decode
from exchange.errors import OutboxConflict
from exchange.keeping import TABLES as KEEPING_TABLES
from exchange.keeping import Copy, Keeping
from exchange.memory import TABLE as MEMORY_TABLE
from exchange.memory import Memory
from exchange.messages import Message
from exchange.receipts import Receipt, ReceiptOutcome
from exchange.sole_use import sole_use
from exchange.topics import Lane

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS messages (
        position INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, topic TEXT NOT NULL,
        kept BLOB, note TEXT NOT NULL, put_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
        sent_at REAL, due_at REAL, outcome TEXT, revision INTEGER NOT NULL DEFAULT 0, UNIQUE (source, id))""",
    "CREATE TABLE IF NOT EXISTS sequences (source TEXT PRIMARY KEY, last INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS answers (
        source TEXT NOT NULL, id TEXT NOT NULL, type TEXT, receipt TEXT, PRIMARY KEY (source, id))""",
    MEMORY_TABLE,
    *KEEPING_TABLES,
    "CREATE INDEX IF NOT EXISTS messages_due ON messages (due_at, topic, attempts) WHERE due_at IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS messages_unanswered ON messages (topic, put_at, sent_at) WHERE outcome IS NULL",
    "CREATE INDEX IF NOT EXISTS messages_answered ON messages (outcome, topic) WHERE outcome IS NOT NULL",
)
"""An index holds what its question is about alone: a day's backlog is found quickly beside years of answered rows."""

AT_ONCE = 500
"""The most messages that are taken from the outbox for one round."""
BYTES_AT_ONCE = 16_000_000
"""The most bytes of messages, or one message, that are held in memory for one round."""

_ALL = "SELECT source, id, topic, kept, note, put_at, attempts, sent_at, outcome FROM messages "
_ONE = _ALL + "WHERE source = ? AND id = ?"
_PENDING = _ALL + "WHERE outcome IS NULL ORDER BY position"
_AWAITING = _ALL + "WHERE outcome IS NOT NULL AND kept IS NOT NULL ORDER BY position"
_AT = _ALL + "WHERE position = ?"
_DUE = (
    "SELECT position FROM messages WHERE due_at <= ? AND topic GLOB ?"
    " ORDER BY topic NOT GLOB '*.urgent', attempts > 0, position LIMIT ?"
)
_UNANSWERED = "SELECT count(*) FROM messages WHERE outcome IS NULL"
_AWAITED = (
    "SELECT source, id, topic, NULL, note, put_at, attempts, sent_at, outcome FROM messages"
    " WHERE outcome IS NULL AND sent_at IS NOT NULL ORDER BY topic NOT GLOB '*.urgent', sent_at DESC, position LIMIT ?"
)
_IN_FLIGHT = "SELECT count(*) FROM messages WHERE outcome IS NULL AND sent_at > ? AND topic NOT GLOB '*.urgent'"
_PUT = "INSERT INTO messages (source, id, topic, kept, note, put_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
_REPLACE = (
    "UPDATE messages SET topic = ?, kept = ?, note = ?, put_at = ?, due_at = ?, attempts = 0, sent_at = NULL,"
    " outcome = NULL WHERE source = ? AND id = ?"
)
_AGAIN = (
    "UPDATE messages SET put_at = ?, due_at = ?, attempts = 0, sent_at = NULL, outcome = NULL"
    " WHERE source = ? AND id = ?"
)
_TAKE_SEQUENCE = (
    "INSERT INTO sequences (source, last) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET last = excluded.last"
)
_SENT = "UPDATE messages SET sent_at = ? WHERE source = ? AND id = ?"
_ATTEMPTS = "SELECT attempts FROM messages WHERE source = ? AND id = ?"
_TRIED = "UPDATE messages SET attempts = attempts + 1, due_at = ? WHERE source = ? AND id = ?"
_SETTLE = (
    "UPDATE messages SET outcome = ?, revision = ?, due_at = NULL, kept = CASE WHEN ? THEN NULL ELSE kept END"
    " WHERE source = ? AND id = ? AND revision < ?"
)
_TAKE_BACK = (
    "UPDATE messages SET kept = ?, put_at = ?, due_at = ?, attempts = 0, sent_at = NULL, outcome = NULL, revision = 0"
    " WHERE source = ? AND id = ?"
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
    """One row. `message` is None if not read, or let go after a final receipt; `note` is the connector's own."""

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
        self.path = path
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        for statement in _SCHEMA:
            self._connection.execute(statement)
        self.memory = Memory(self._connection, self._cipher)
        self.keeping = Keeping(self._connection)

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

    def unanswered(self) -> int:
        """Return how many messages have no receipt yet."""
        return int(self._connection.execute(_UNANSWERED).fetchone()[0])

    def awaiting_correction(self) -> list[Kept]:
        """Return what the hub quarantined or did not admit: kept, since it may be sent again."""
        return self._select(_AWAITING)

    def awaiting_receipt(self, limit: int = AT_ONCE) -> list[Kept]:
        """Return what was sent and has no receipt, without the messages: urgent first, then what was sent last.

        What was sent long ago comes to the front again when it is sent again.
        """
        return self._select(_AWAITED, limit)

    def in_flight(self, since: datetime) -> int:
        """Return how many messages, urgent ones apart, were sent after a moment and have no receipt."""
        return int(self._connection.execute(_IN_FLIGHT, (since.timestamp(),)).fetchone()[0])

    def due(self, now: datetime, limit: int = AT_ONCE, lane: Lane | None = None) -> list[Kept]:
        """Return what to send now: never sent, or sent and not receipted within its wait.

        Urgent first; in each lane what was never tried before what is sent again, and each in the order in which it
        was put, which keeps the order of each child's. So many at most, and no more bytes than BYTES_AT_ONCE.
        """
        lanes = f"*.{lane}" if lane else "*"
        places = self._connection.execute(_DUE, (now.timestamp(), lanes, limit)).fetchall()
        return list(self._up_to(BYTES_AT_ONCE, (place for (place,) in places)))

    def _up_to(self, most_bytes: int, places: Iterable[int]) -> Iterator[Kept]:
        """Yield rows, at least one, until the next would take up too much."""
        held = 0
        for place in places:
            row = self._select(_AT, place)[0]
            size = len(row.message.value) if row.message else 0
            if held and held + size > most_bytes:
                return
            yield row
            held += size

    def find(self, source: str, id: str) -> Kept | None:
        return self._row(source, id)

    def sent(self, source: str, id: str, now: datetime) -> None:
        """Note that the transport took it; it is due again after the back-off if no receipt comes."""
        self._connection.execute(_SENT, (now.timestamp(), source, id))
        self.postpone(source, id, now)

    def postpone(self, source: str, id: str, now: datetime) -> None:
        """Note an attempt, whether or not the transport took it; the next is due after the back-off."""
        row = self._connection.execute(_ATTEMPTS, (source, id)).fetchone()
        if row is not None:
            wait = self._backoff.after(row[0] + 1, self._chance())
            self._connection.execute(_TRIED, ((now + wait).timestamp(), source, id))

    def send_again(self, source: str, id: str, now: datetime) -> None:
        """Make a quarantined or not-admitted message due; OutboxConflict if it is not kept any more.

        It waits for its receipt anew, from now.
        """
        row = self._row(source, id)
        if row is None or row.message is None:
            raise OutboxConflict("there is no such message any more; put it anew")
        self._connection.execute(_AGAIN, (now.timestamp(), now.timestamp(), source, id))

    def renew(self, message: Message, now: datetime) -> None:
        """Put what was not admitted in its own place again, signed anew for a notice, and make it due.

        Raises:
            OutboxConflict: it was let go, or has another outcome by now.
        """
        envelope = decode(message.value)
        with self.together():
            row = self._row(envelope.source, envelope.id)
            if row is None or row.message is None or row.outcome is not ReceiptOutcome.NOT_ADMITTED:
                raise OutboxConflict("only what the hub did not admit, and is kept still, is sent again for a notice")
            self._overwrite(message, envelope.source, envelope.id, now.timestamp(), row.note)

    def message_of(self, copy: Copy) -> Message:
        """Return an accepted message as it was sent."""
        return _unpacked(self._cipher.decrypt(copy.kept, _row_name(copy.source, copy.id)))

    def take_back(self, copy: Copy, now: datetime) -> None:
        """Make an accepted message due again, since the hub's statement lacks it; any receipt settles it anew."""
        with self.together():
            self._connection.execute(_TAKE_BACK, (copy.kept, *[now.timestamp()] * 2, copy.source, copy.id))
            self.keeping.drop_copy(copy.source, copy.id)

    def settle(self, receipt: Receipt) -> bool:
        """Note what the hub said; let the message go if that is final. False if it is unknown or said before."""
        outcome, revision = receipt.outcome, receipt.revision
        values = (outcome.value, revision, outcome.is_final, receipt.source, receipt.id, revision)
        with self.together():
            self.keeping.keep_copy(receipt)
            settled = self._connection.execute(_SETTLE, values).rowcount == 1
            if settled:
                said = json.dumps(receipt.to_data())
                self._connection.execute(_NOTE_RECEIPT, (receipt.source, receipt.id, said))
        return settled

    def answers(self) -> list[Answered]:
        """Return how each message stands with the hub, in the order in which they were put."""
        return [_answered(*row) for row in self._connection.execute(_ANSWERS).fetchall()]

    def carried_alone(self) -> AbstractContextManager[bool]:
        """Whether this is the only process that carries from this outbox, as long as the block lasts."""
        return sole_use(self.path.with_name(f"{self.path.name}.carrying"))

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
