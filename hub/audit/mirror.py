"""Leaves kept outside the database, and taken back where a restore of the database has lost them.

A mirrored leaf holds what the tree needs, and of an access its sealed body. Of an event it says, sealed, which one it
was; never its salt, which an erasure destroys for good.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hub.audit import leaf_rows
from hub.audit.checkpoint import Checkpoint
from hub.audit.commitments import Kind, canonical
from hub.audit.leaf_rows import Head, LeafRow
from hub.audit.records import AccessRecord, Action
from hub.domain.errors import AuditError, Tampered
from hub.keys import KeyProvider, seal
from hub.record.database import Cursor, Row

_FROM = "SELECT * FROM audit_leaf WHERE idx >= ? ORDER BY idx LIMIT ?"
_TEXTS = ("audit_id", "agency", "child", "viewer")
_BYTES = ("salt", "leaf", "nodes", "body")
_WRITTEN_AT_ONCE = 1000


def mirrored(cursor: Cursor, keys: KeyProvider, first: int, most: int) -> list[bytes]:
    """Return up to `most` leaves from index `first` on, a line of JSON each, without its line end."""
    cursor.execute(_FROM, (first, most))
    return [json.dumps(_told(row, keys), separators=(",", ":")).encode() for row in cursor.fetchall()]


def read_back(line: bytes) -> LeafRow:
    """Return the leaf of a mirrored line; Tampered if it is none."""
    try:
        told: Mapping[str, Any] = json.loads(line)
        raw: dict[str, Any] = {name: None if told[name] is None else base64.b64decode(told[name]) for name in _BYTES}
        texts = {name: told[name] for name in _TEXTS}
        return LeafRow(idx=told["idx"], kind=told["kind"], logged=told["logged"], **raw, **texts)
    except (ValueError, KeyError, TypeError):
        raise Tampered("a mirrored leaf of the audit log cannot be read: try another witness") from None


def take_back(cursor: Cursor, head: Head, lost: Iterable[LeafRow], until: Checkpoint) -> Head:
    """Put the leaves back that follow `head`, and return the head of the log that `until` signed.

    Raises:
        AuditError: they do not lead there; the caller's transaction must not be committed.
    """
    waiting: list[LeafRow] = []
    for row in lost:
        head = _grown(head, row)
        waiting.append(row)
        if len(waiting) == _WRITTEN_AT_ONCE:
            leaf_rows.insert(cursor, waiting)
            waiting.clear()
    leaf_rows.insert(cursor, waiting)
    if head.frontier.size != until.size or head.frontier.root() != until.root:
        raise AuditError(f"the mirror does not lead to the witnessed checkpoint of {until.size} leaves")
    leaf_rows.write_head(cursor, head)
    return head


def case_of(restored: range) -> str:
    """Return how the record of a restore names the leaves that came back."""
    return f"{restored.start}-{restored.stop - 1}"


def restored_range(record: AccessRecord) -> Sequence[range]:
    """Return the leaves that a record says came back from a mirror: one range or none."""
    if record.action != Action.STORE_RESTORED or record.case is None:
        return ()
    first, _, last = record.case.partition("-")
    return (range(int(first), int(last) + 1),)


def _grown(head: Head, row: LeafRow) -> Head:
    if row.idx != head.frontier.size:
        raise AuditError(f"the mirror does not hold leaf {head.frontier.size} of the audit log")
    frontier, completed = head.frontier.append(row.leaf)
    if b"".join(completed) != row.nodes:
        raise AuditError(f"mirrored leaf {row.idx} does not belong to the log as it was restored")
    return Head(frontier, row.logged)


def _told(row: Row, keys: KeyProvider) -> dict[str, Any]:
    kept = _vanished(row, keys) if row["kind"] == Kind.EVENT else dict(row)
    told = {name: kept[name] for name in ("idx", "kind", "logged", *_TEXTS)}
    return told | {name: _encoded(kept[name]) for name in _BYTES}


def _vanished(row: Row, keys: KeyProvider) -> dict[str, Any]:
    """An event's leaf as it will stand where the event itself does not come back under its old number."""
    index, name = row["idx"], f"vanished-{row['idx']}"
    which = canonical({"originator_id": row["originator_id"], "originator_version": int(row["originator_version"])})
    body = seal(keys.cipher("audit"), which, name, str(index))
    bare = LeafRow(index, Kind.VANISHED.value, row["logged"], None, bytes(row["leaf"]), bytes(row["nodes"]))
    made = replace(bare, audit_id=name, body=body)
    return {column: getattr(made, column) for column in LeafRow.__dataclass_fields__}


def _encoded(value: Any) -> str | None:
    return None if value is None else base64.b64encode(bytes(value)).decode()
