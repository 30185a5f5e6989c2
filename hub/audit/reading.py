"""Reading accesses back, newest first, a page at a time."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.audit.records import AccessRecord
from hub.domain.errors import AuditError, Fault, Invalid
from hub.keys import KeyProvider, Secret, keyed_hash, open_sealed
from hub.record.database import Cursor, Row

_READ_AT_ONCE = 100
_BELOW = "SELECT idx, audit_id, body FROM audit_leaf WHERE kind = 'access' AND idx < ?"
_NEWEST_FIRST = " ORDER BY idx DESC LIMIT ?"

_CONDITIONS = {"agency": "agency = ?", "child": "child = ?", "viewer": "viewer = ?"}

Visible = Callable[[AccessRecord], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, newest first. `next_cursor` is None where no further visible record follows."""

    records: tuple[AccessRecord, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose accesses, and up to where; None is any. `before` is the audit id of the last record seen."""

    agency: str | None = None
    child_id: str | None = None
    viewer_id: str | None = None
    before: str | None = None


def column_hash(keys: KeyProvider, column: str, value: str | None) -> str | None:
    """Return what stands in an index column for whom an access concerns."""
    return None if value is None else keyed_hash(keys.secret(Secret.AUDIT), column, value)


def read_page(cursor: Cursor, keys: KeyProvider, wanted: Wanted, limit: int, visible: Visible) -> Page:
    """Return up to `limit` visible records; the page and its end are as if the others were not there."""
    found = tuple(islice(filter(visible, _records(cursor, keys, wanted)), limit + 1))
    more = len(found) > limit
    return Page(found[:limit], found[limit - 1].audit_id if more else None)


def opened_record(cipher: AESGCM, row: Row) -> AccessRecord:
    """Return the record that a row seals; Tampered if it does not open in this place."""
    return AccessRecord.from_json(opened_body(cipher, row)["record"])


def opened_body(cipher: AESGCM, row: Row) -> dict[str, Any]:
    """Return the body that the leaf commits to: JSON of our own, which the seal vouches for."""
    body: dict[str, Any] = json.loads(open_sealed(cipher, bytes(row["body"]), str(row["audit_id"]), str(row["idx"])))
    return body


def _records(cursor: Cursor, keys: KeyProvider, wanted: Wanted) -> Iterator[AccessRecord]:
    cipher = keys.cipher("audit")
    below = _start(cursor, wanted.before)
    while rows := _rows_below(cursor, keys, wanted, below):
        yield from (opened_record(cipher, row) for row in rows)
        below = rows[-1]["idx"]


def _start(cursor: Cursor, before: str | None) -> int:
    """Return the index that the page stays below."""
    if before is None:
        cursor.execute("SELECT size FROM audit_head WHERE id = 1")
    else:
        cursor.execute("SELECT idx AS size FROM audit_leaf WHERE audit_id = ?", (before,))
    row = cursor.fetchone()
    if row is None and before is not None:
        raise Invalid("no such cursor: begin again at the first page", (Fault("/cursor", "not known"),))
    if row is None:
        raise AuditError("the head of the audit log is missing: run `hub audit verify`")
    return int(row["size"])


def _rows_below(cursor: Cursor, keys: KeyProvider, wanted: Wanted, below: int) -> list[Row]:
    conditions, values = _conditions(keys, wanted)
    cursor.execute(" AND ".join([_BELOW, *conditions]) + _NEWEST_FIRST, [below, *values, _READ_AT_ONCE])
    return cursor.fetchall()


def _conditions(keys: KeyProvider, wanted: Wanted) -> tuple[Sequence[str], Sequence[str]]:
    given = {"agency": wanted.agency, "child": wanted.child_id, "viewer": wanted.viewer_id}
    hashed = {column: column_hash(keys, column, value) for column, value in given.items()}
    present = {column: value for column, value in hashed.items() if value is not None}
    return [_CONDITIONS[column] for column in present], list(present.values())
