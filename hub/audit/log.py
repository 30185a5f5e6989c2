"""The log itself: every access and every recorded event becomes a leaf, in the transaction of what it is about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.persistence import StoredEvent

from exchange.telemetry import SpanName, span
from hub.audit import leaf_rows, mirror, proofs
from hub.audit.checkpoint import Checkpoint, keep_checkpoint, verifier_key
from hub.audit.commitments import Kind, access_body, committed, event_body, event_key, new_salt
from hub.audit.group import GroupCommit
from hub.audit.leaf_rows import Head, LeafRow
from hub.audit.reading import Page, Visible, Wanted, column_hash, read_page
from hub.audit.records import AccessRecord
from hub.audit.tree import root_of
from hub.domain.errors import AuditError
from hub.failpoints import Point, reach
from hub.keys import KeyProvider, seal
from hub.metrics import AUDIT_FAILURES, AUDIT_SECONDS
from hub.record.database import Cursor, Database

KEY = "audit"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

MakeLeaf = Callable[[int, int, AESGCM], LeafRow]
"""Makes the row of one leaf from its index, logged instant and the log's key; `nodes` is filled in on growing."""


MirroredFrom = Callable[[int], Iterable[LeafRow]]
"""Gives the leaves that a witness keeps, from an index on."""


def _now() -> datetime:
    return datetime.now(UTC)


def _any(_: AccessRecord) -> bool:
    return True


class AuditLog:
    """One log a hub. `hub_id` is the origin of its checkpoints.

    Locks are taken in one order everywhere: the events table first, where a save does, then the head.
    """

    def __init__(
        self, database: Database, keys: KeyProvider, hub_id: str, clock: Callable[[], datetime] = _now
    ) -> None:
        self._database = database
        self._keys = keys
        self._hub_id = hub_id
        self._clock = clock
        self._group = GroupCommit(self._write)
        keys.make([KEY])
        leaf_rows.create_tables(database)

    def record(self, record: AccessRecord) -> None:
        """Return once the record is durable; AuditError if it is not: then nothing may be shown.

        Threads that call at once share a transaction, and its failure. What can be made of a record before its place
        in the log is known is made before that, while others commit.
        """
        try:
            with span(SpanName.AUDIT), AUDIT_SECONDS.time(), AUDIT_FAILURES.count_exceptions():
                self._group.submit(self._access_leaf(record))
        except Exception as error:
            raise AuditError("the access could not be recorded, so nothing is shown: see the store's log") from error

    def append(self, cursor: Cursor, records: Iterable[AccessRecord]) -> None:
        """Add accesses within the caller's transaction, which makes them durable."""
        self._grow(cursor, [self._access_leaf(record) for record in records])

    def companion(self, cursor: Cursor, stored_events: Sequence[StoredEvent]) -> None:
        """Add a leaf for each event that is being saved, within the save's transaction."""
        reach(Point.BEFORE_LEAF)
        self._grow(cursor, [_event_leaf(event) for event in stored_events])
        reach(Point.AFTER_LEAF)

    def erase(self, cursor: Cursor, originator_id: str) -> None:
        """Destroy the salts of an aggregate's leaves, once its key is destroyed; proofs keep working."""
        leaf_rows.forget_salts(cursor, event_key(originator_id, 0).originator_id)

    def records(
        self,
        cursor: Cursor,
        *,
        agency: str | None = None,
        child_id: str | None = None,
        viewer_id: str | None = None,
        before: str | None = None,
        limit: int = 100,
        visible: Visible = _any,
    ) -> Page:
        """Return accesses newest first: those of the given agency's staff, child and viewer that are `visible`.

        `before` is a page's `next_cursor`; Invalid if it is not known.
        """
        wanted = Wanted(agency, child_id, viewer_id, before)
        return read_page(cursor, self._keys, wanted, max(1, limit), visible)

    def checkpoint(self) -> str:
        """Return the signed note of the log as it stands."""
        with self._database.read() as cursor:
            return proofs.signed_checkpoint(cursor, self._hub_id, self._keys.signing_key)

    def keep_checkpoint(self, file: Path) -> None:
        """Write the checkpoint to a file; AuditError if the log does not continue the one kept there."""
        keep_checkpoint(file, self.checkpoint(), self.consistency)

    def proof(self, audit_id: str) -> proofs.Proof:
        """Return the proof that one access is in the log; NotFound if it is not."""
        with self._database.read() as cursor:
            return proofs.prove_record(cursor, audit_id, self._hub_id, self._keys.signing_key)

    def consistency(self, old_size: int, new_size: int) -> tuple[bytes, ...]:
        """Return the proof that the log only grew between two sizes; Invalid for sizes it never had."""
        with self._database.read() as cursor:
            return proofs.prove_growth(cursor, old_size, new_size)

    def size(self) -> int:
        """Return how many leaves the log has."""
        with self._database.read() as cursor:
            return leaf_rows.read_head(cursor).frontier.size

    def root_at(self, size: int) -> bytes | None:
        """Return the root of the first `size` leaves; None where the log is shorter."""
        with self._database.read() as cursor:
            if size > leaf_rows.read_head(cursor).frontier.size:
                return None
            return root_of(size, leaf_rows.subtree_hashes(cursor))

    def mirrored(self, first: int, most: int) -> list[bytes]:
        """Return leaves as a witness keeps them; see `hub.audit.mirror`."""
        with self._database.read() as cursor:
            return mirror.mirrored(cursor, self._keys, first, most)

    def take_back(self, lost: MirroredFrom, until: Checkpoint, told: Callable[[range], AccessRecord]) -> range:
        """Put back the leaves that a restore lost, with a record of that; returns which.

        Raises:
            AuditError: they do not lead to `until`; then nothing was put back.
        """
        with self._database.write() as cursor:
            head = leaf_rows.read_head(cursor, self._database.for_update)
            back = range(head.frontier.size, until.size)
            if back:
                mirror.take_back(cursor, head, lost(back.start), until)
                self.append(cursor, [told(back)])
            return back

    @property
    def verifier_key(self) -> str:
        """The public key that checks the log's checkpoints, as verifiers of signed notes take it."""
        return verifier_key(self._hub_id, self._keys.signing_key)

    def _write(self, leaves: Sequence[MakeLeaf]) -> None:
        with self._keys.at_once(), self._database.write() as cursor:
            self._grow(cursor, leaves)

    def _grow(self, cursor: Cursor, leaves: Sequence[MakeLeaf]) -> None:
        if not leaves:
            return
        head = leaf_rows.read_head(cursor, self._database.for_update)
        now = (self._clock() - _EPOCH) // timedelta(microseconds=1)
        rows, cipher = [], self._keys.cipher(KEY)
        for make in leaves:
            head, row = _grown(head, make, now, cipher)
            rows.append(row)
        leaf_rows.insert(cursor, rows)
        leaf_rows.write_head(cursor, head)

    def _access_leaf(self, record: AccessRecord) -> MakeLeaf:
        told = record.canonical
        concerned = (("agency", record.agency), ("child", record.child_id), ("viewer", record.viewer_id))
        agency, child, viewer = (column_hash(self._keys, column, value) for column, value in concerned)

        def make(index: int, logged: int, cipher: AESGCM) -> LeafRow:
            salt, body = new_salt(), access_body(index, logged, told)
            return LeafRow(
                idx=index,
                kind=Kind.ACCESS.value,
                logged=logged,
                salt=salt,
                leaf=committed(salt, body),
                nodes=b"",
                audit_id=record.audit_id,
                body=seal(cipher, body, record.audit_id, str(index)),
                agency=agency,
                child=child,
                viewer=viewer,
            )

        return make


def _event_leaf(event: StoredEvent) -> MakeLeaf:
    key = event_key(event.originator_id, event.originator_version)

    def make(index: int, logged: int, _: AESGCM) -> LeafRow:
        salt, body = new_salt(), event_body(index, logged, key, event.topic, event.state)
        return LeafRow(
            idx=index,
            kind=Kind.EVENT.value,
            logged=logged,
            salt=salt,
            leaf=committed(salt, body),
            nodes=b"",
            originator_id=key.originator_id,
            originator_version=key.version,
        )

    return make


def _grown(head: Head, make: MakeLeaf, now: int, cipher: AESGCM) -> tuple[Head, LeafRow]:
    """Return the head after one more leaf, and its row. Logged time never stands still nor goes back."""
    logged = max(head.logged + 1, now)
    row = make(head.frontier.size, logged, cipher)
    frontier, completed = head.frontier.append(row.leaf)
    return Head(frontier, logged), replace(row, nodes=b"".join(completed))
