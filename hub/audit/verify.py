"""Verification: reads and hashes all content again, not only the tree, and names each row that does not hold.

Bodies are opened and hashed, stored events are hashed, the tree is built again from the leaves and compared with the
head and with every checkpoint kept elsewhere. Who changes a row and its leaf together is found by the tree; who
rebuilds the whole log, or cuts its tail, is found by a kept checkpoint.
"""

import hashlib
from collections.abc import Mapping, Sequence

from hub.audit import raw_rows
from hub.audit.checkpoint import Checkpoint, opened, verifier_key
from hub.audit.commitments import EventKey
from hub.audit.findings import Finding, Report
from hub.audit.leaf_rows import read_head
from hub.audit.row_checks import EventDigest, RowCheck
from hub.audit.stored_events import EventReader, EventRow, event_rows
from hub.audit.tree_check import TreeCheck
from hub.domain.errors import AuditError, Tampered
from hub.keys import KeyProvider
from hub.record.database import Cursor, Database

__all__ = ["EventReader", "EventRow", "event_rows", "verify"]


def verify(
    database: Database, keys: KeyProvider, event_reader: EventReader, hub_id: str, kept: Sequence[str] = ()
) -> Report:
    """Check the whole log and every stored event in one snapshot.

    Args:
        event_reader: `event_rows(recorder.events_table_name)`; the name differs between stores.
        hub_id: the origin of the log.
        kept: checkpoints (signed notes) kept outside the database.
    """
    checkpoints, findings = _opened_all(kept, verifier_key(hub_id, keys.signing_key))
    with database.read() as cursor:
        events, doubtful = _events(cursor, event_reader)
        rows = RowCheck(keys, events)
        tree = TreeCheck(checkpoints)
        for row in raw_rows.leaves(cursor):
            tree.add(row, rows.check(row))
        findings += [*doubtful, *rows.findings, *rows.without_leaf(), *rows.unexplained(), *tree.findings]
        findings += _head(cursor, tree)
    return Report(tree.size, len(events), rows.erased, tree.root, tuple(findings), rows.vanished)


def _opened_all(notes: Sequence[str], verifier: str) -> tuple[list[Checkpoint], list[Finding]]:
    checkpoints, findings = [], []
    for note in notes:
        try:
            checkpoints.append(opened(note, verifier))
        except Tampered as error:
            findings.append(Finding("kept checkpoint", error.detail))
    return checkpoints, findings


def _events(cursor: Cursor, reader: EventReader) -> tuple[Mapping[EventKey, EventDigest], list[Finding]]:
    events: dict[EventKey, EventDigest] = {}
    findings = []
    for row in reader(cursor):
        if row.key is None:
            findings.append(Finding(row.spelt, "its aggregate or version is not one: the row was changed"))
        elif row.key in events:
            findings.append(Finding(row.spelt, "is stored twice, spelt differently: the row was added"))
        else:
            events[row.key] = EventDigest(row.topic, hashlib.sha256(row.state).digest())
    return events, findings


def _head(cursor: Cursor, tree: TreeCheck) -> list[Finding]:
    """Compare the head with the leaves, and the kept checkpoints with both."""
    try:
        head = read_head(cursor)
    except AuditError as error:
        return [Finding("audit head", error.detail), *tree.against_checkpoints()]
    return [*tree.against_head(head), *tree.against_checkpoints()]
