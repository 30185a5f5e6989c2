"""Bytes that wait for a person: in quarantine, or held until somebody says which child is meant."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exchange.receipts import Problem
from exchange.topic_log.port import Record
from hub.intake.tables import KEY
from hub.keys import KeyProvider, open_sealed, seal
from hub.record.database import Cursor, Row
from hub.record.instants import stored


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A message that could not be accepted, whole, with what was wrong with it."""

    quarantine_id: str
    agency_id: str
    received: datetime
    record: Record
    problem: Problem


@dataclass(frozen=True, slots=True)
class Held:
    """A message that was accepted and waits for a person to say which child is meant."""

    message: str
    agency_id: str
    received: datetime
    doubt: str
    candidates: tuple[str, ...]
    record: Record


class Kept:
    """Writes and reads both kinds; the exact bytes are sealed in the row."""

    def __init__(self, keys: KeyProvider) -> None:
        self._keys = keys

    def write_quarantined(self, cursor: Cursor, items: Sequence[Quarantined]) -> None:
        """Keep messages in quarantine."""
        rows = [self._quarantine_row(item) for item in items]
        cursor.executemany("INSERT INTO quarantine VALUES (?,?,?,'waiting',?,?)", rows)

    def write_held(self, cursor: Cursor, items: Sequence[Held]) -> None:
        """Hold messages for a person."""
        cursor.executemany("INSERT INTO held VALUES (?,?,?,'waiting',?,?)", [self._held_row(item) for item in items])

    def quarantined(self, cursor: Cursor, agency_id: str | None = None) -> list[Row]:
        """Return what waits in quarantine, oldest first, without the bytes: id, agency, received, problem code."""
        cursor.execute(
            "SELECT quarantine_id, agency_id, received, problem FROM quarantine "
            "WHERE state='waiting' AND (? = '' OR agency_id = ?) ORDER BY received, quarantine_id",
            (agency_id or "", agency_id or ""),
        )
        return cursor.fetchall()

    def held(self, cursor: Cursor) -> list[Row]:
        """Return what is held, oldest first: message (a keyed hash), agency, received, the doubt, the sealed body."""
        cursor.execute(
            "SELECT message, agency_id, received, doubt, body FROM held WHERE state='waiting' "
            "ORDER BY received, message"
        )
        return cursor.fetchall()

    def open_quarantined(self, cursor: Cursor, quarantine_id: str) -> dict[str, Any] | None:
        """Return one quarantined message with its problem and its bytes (base64), or None."""
        cursor.execute("SELECT body FROM quarantine WHERE quarantine_id=?", (quarantine_id,))
        row = cursor.fetchone()
        if row is None:
            return None
        opened: dict[str, Any] = json.loads(
            open_sealed(self._keys.cipher(KEY), bytes(row["body"]), "quarantine", quarantine_id)
        )
        return opened

    def _quarantine_row(self, item: Quarantined) -> tuple[object, ...]:
        body = {"record": _plain(item.record), "problem": plain_problem(item.problem)}
        sealed = self._seal(body, "quarantine", item.quarantine_id)
        return (item.quarantine_id, item.agency_id, stored(item.received), item.problem.code, sealed)

    def _held_row(self, item: Held) -> tuple[object, ...]:
        body = {"record": _plain(item.record), "candidates": item.candidates}
        return (
            item.message,
            item.agency_id,
            stored(item.received),
            item.doubt,
            self._seal(body, "held", item.message),
        )

    def _seal(self, body: object, *bound: str) -> bytes:
        return seal(self._keys.cipher(KEY), json.dumps(body).encode(), *bound)


def plain_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as a row of quarantine keeps it."""
    faults = [{"pointer": fault.pointer, "detail": fault.detail} for fault in problem.errors]
    return {"type": problem.type, "title": problem.title, "detail": problem.detail, "errors": faults}


def held_id(row: Row) -> str:
    """Return the name of a held message in the list of what waits."""
    return f"h-{row['message'][:32]}"


def _plain(record: Record) -> dict[str, Any]:
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "key": _text(record.key),
        "value": _text(record.value),
        "headers": [[name, _text(value)] for name, value in record.headers],
        "timestamp_ms": record.timestamp_ms,
    }


def record_from(plain: dict[str, Any]) -> Record:
    """Return the record that was kept, byte for byte."""
    return Record(
        plain["topic"],
        plain["partition"],
        plain["offset"],
        b64decode(plain["key"]),
        b64decode(plain["value"]),
        tuple((name, b64decode(value)) for name, value in plain["headers"]),
        plain["timestamp_ms"],
    )


def _text(raw: bytes | None) -> str:
    return b64encode(raw or b"").decode()
