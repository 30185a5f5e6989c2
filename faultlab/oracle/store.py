"""What the store holds, read from its tables in one snapshot and opened with its keys."""

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from psycopg import Cursor
from psycopg.rows import DictRow

from faultlab.oracle.keys import HubKeys, opened_by

RECEIPTS = (
    "SELECT message, revision, outcome, recorded, "
    "coalesce(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000, 0) AS committed FROM receipt"
)
"""A row that the reading transaction itself has changed, as a test does, has no time of commit yet: 0."""
EVENTS = "SELECT originator_id::text AS owner, originator_version AS version, topic, state FROM hub_events"
NO_HEADLINE = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as an event of a child's or a person's stream has it; `is_of_person` says which."""

    owner: str
    entry_id: str
    source: str
    id: str
    is_of_person: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as access reads it, with the headline that is sealed in it; none where it does not open."""

    child_id: str
    entry_id: str
    headline: str


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """The receipt of a message as it is committed; `committed` in milliseconds since 1970, by PostgreSQL's clock."""

    revision: int
    outcome: str
    recorded: str
    committed: float


@dataclass(frozen=True, slots=True)
class Kept:
    """A message in quarantine: where it lay, and the fingerprint of the bytes that are kept."""

    topic: str
    partition: int
    offset: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Stored:
    """The whole of it."""

    entries: tuple[Entry, ...]
    rows: tuple[Row, ...]
    messages: frozenset[str]
    held: frozenset[str]
    receipts: dict[str, StoredReceipt]
    quarantined: tuple[Kept, ...]
    unopened: tuple[str, ...]
    broken_streams: tuple[str, ...]


def read_store(cursor: Cursor[DictRow], keys: HubKeys) -> Stored:
    """Read the store in the transaction of `cursor`, whose search path is the hub's schema."""
    events = _rows(cursor, EVENTS)
    entries, unopened = _opened(events, keys)
    types = {entry.entry_id: kind for entry, kind in entries}
    return Stored(
        entries=tuple(entry for entry, _ in entries),
        rows=tuple(_row(row, keys, types) for row in _rows(cursor, "SELECT * FROM chronology_row")),
        messages=frozenset(row["message"] for row in _rows(cursor, "SELECT message FROM message")),
        held=frozenset(row["message"] for row in _rows(cursor, "SELECT message FROM held WHERE state='waiting'")),
        receipts={row["message"]: _receipt(row) for row in _rows(cursor, RECEIPTS)},
        quarantined=tuple(_kept(row, keys) for row in _rows(cursor, "SELECT * FROM quarantine")),
        unopened=tuple(unopened),
        broken_streams=tuple(_broken(events)),
    )


def _rows(cursor: Cursor[DictRow], sql: str) -> list[DictRow]:
    cursor.execute(sql.encode())
    return cursor.fetchall()


def _opened(events: list[DictRow], keys: HubKeys) -> tuple[list[tuple[Entry, str]], list[str]]:
    """Return each recorded entry with its event type, opened from the streams, and the streams with one that does not
    open."""
    entries, sealed = [], []
    for event in events:
        if event["topic"].endswith(".EntryRecorded"):
            try:
                entries.append(_entry(event, keys))
            except (InvalidTag, KeyError):
                sealed.append(event["owner"])
    return entries, sealed


def _entry(event: DictRow, keys: HubKeys) -> tuple[Entry, str]:
    place = (event["owner"], str(event["version"]), event["topic"], f"aggregate:{event['owner']}")
    labels = json.loads(keys.opened(place[3], bytes(event["state"]), *place))["labels"]["_data_"]
    origin = labels["origin"]
    is_of_person = "Person.EntryRecorded" in event["topic"]
    return Entry(event["owner"], labels["entry_id"], origin["source"], origin["id"], is_of_person), labels["event_type"]


def _row(row: DictRow, keys: HubKeys, types: dict[str, str]) -> Row:
    return Row(row["child_id"], row["entry_id"], _headline(row, keys, types.get(row["entry_id"], "")))


def _headline(row: DictRow, keys: HubKeys, event_type: str) -> str:
    """Open an entry as a reader's request does: its own key by the child's, its content by its own."""
    place = (row["child_id"], row["entry_id"], str(row["version"]), event_type)
    try:
        key = keys.opened(f"aggregate:{row['child_id']}", bytes(row["wrapped_key"]), "entry-key", *place)
        return str(json.loads(opened_by(key, bytes(row["sealed"]), "content", *place))["headline"])
    except (InvalidTag, KeyError):
        return NO_HEADLINE


def _receipt(row: DictRow) -> StoredReceipt:
    return StoredReceipt(row["revision"], row["outcome"], row["recorded"], float(row["committed"]))


def _kept(row: DictRow, keys: HubKeys) -> Kept:
    body = json.loads(keys.opened("intake", bytes(row["body"]), "quarantine", row["quarantine_id"]))
    record = body["record"]
    fingerprint = hashlib.sha256(b64decode(record["value"])).hexdigest()
    return Kept(record["topic"], record["partition"], record["offset"], fingerprint)


def _broken(events: list[DictRow]) -> Iterator[str]:
    """Yield the streams whose versions do not run from 1 without a gap."""
    versions: dict[str, list[int]] = {}
    for event in events:
        versions.setdefault(event["owner"], []).append(event["version"])
    return (owner for owner, found in versions.items() if sorted(found) != list(range(1, len(found) + 1)))
