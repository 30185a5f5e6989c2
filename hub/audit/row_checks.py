"""Whether each leaf holds what it committed to."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from hub.audit.commitments import EventKey, Kind, canonical, committed, event_key
from hub.audit.findings import Finding
from hub.audit.mirror import restored_range
from hub.audit.reading import column_hash, opened_body
from hub.audit.records import AccessRecord
from hub.domain.errors import AuditError, KeyMissing, Tampered
from hub.keys import KeyProvider
from hub.record.database import Row

_CONTENT = "content and leaf do not match: the row was changed or moved"


@dataclass(frozen=True, slots=True)
class EventDigest:
    """A stored event's topic, and the SHA-256 of its stored state."""

    topic: str
    state: bytes


class RowCheck:
    """Checks row after row against its own content and the stored events, and keeps what it found."""

    def __init__(self, keys: KeyProvider, events: Mapping[EventKey, EventDigest]) -> None:
        self._keys = keys
        self._cipher = keys.cipher("audit")
        self._events = events
        self._seen: set[EventKey] = set()
        self.findings: list[Finding] = []
        self.erased = 0
        self._vanished: dict[int, str] = {}
        self._restored: list[range] = []

    def check(self, row: Row) -> bool:
        """Return whether the row holds; what does not is added to the findings."""
        try:
            problem = self._problem(row)
        except (Tampered, AuditError, ValueError, TypeError, KeyError) as error:
            problem = f"cannot be read ({type(error).__name__}): the row was changed or moved"
        if problem:
            self.findings.append(Finding(row_name(row), problem))
        return problem is None

    def without_leaf(self) -> list[Finding]:
        """Return a finding for each stored event that no leaf is about."""
        extra = [key for key in self._events if key not in self._seen]
        return [Finding(str(key), "is stored but has no audit leaf: it was added or changed") for key in extra]

    @property
    def vanished(self) -> tuple[str, ...]:
        """The leaves whose events a restore took away, each by name."""
        return tuple(f"audit leaf {index}: {told}" for index, told in sorted(self._vanished.items()))

    def unexplained(self) -> list[Finding]:
        """Return a finding for each leaf that says its event vanished though no restore on record covers it."""
        problem = "says that a restore took its event away, and no restore on record did: the row was changed"
        open_questions = (index for index in self._vanished if not any(index in one for one in self._restored))
        return [Finding(f"audit leaf {index}", problem) for index in open_questions]

    def _problem(self, row: Row) -> str | None:
        if row["kind"] == Kind.ACCESS:
            return self._access_problem(row)
        if row["kind"] == Kind.EVENT:
            return self._event_problem(row)
        if row["kind"] == Kind.VANISHED:
            return self._vanished_problem(row)
        return "is of no known kind: the row was changed"

    def _access_problem(self, row: Row) -> str | None:
        body = opened_body(self._cipher, row)
        record = AccessRecord.from_json(body["record"])
        if committed(bytes(row["salt"]), canonical(body)) != bytes(row["leaf"]):
            return _CONTENT
        self._restored += restored_range(record)
        expected = {
            "logged": body["logged"],
            "agency": column_hash(self._keys, "agency", record.agency),
            "child": column_hash(self._keys, "child", record.child_id),
            "viewer": column_hash(self._keys, "viewer", record.viewer_id),
            "originator_id": None,
            "originator_version": None,
        }
        return _first_difference(row, expected)

    def _event_problem(self, row: Row) -> str | None:
        key = event_key(row["originator_id"], row["originator_version"])
        if key.originator_id != row["originator_id"]:
            return "column originator_id was changed"
        stored = self._events.get(key)
        self._seen.add(key)
        if stored is None:
            return f"{key} is missing from the store, or its row was changed"
        if row["salt"] is None:
            return self._erasure_problem(key)
        if committed(bytes(row["salt"]), _event_body(row, key, stored)) != bytes(row["leaf"]):
            return f"{key} and its leaf do not match: one of the two was changed or moved"
        return _first_difference(row, dict.fromkeys(("audit_id", "body", "agency", "child", "viewer")))

    def _vanished_problem(self, row: Row) -> str | None:
        """Nobody can hash again what is gone; that the leaf is the witnessed one, the kept checkpoints tell."""
        told = opened_body(self._cipher, row)
        self._vanished[int(row["idx"])] = str(EventKey(told["originator_id"], told["originator_version"]))
        columns = ("salt", "agency", "child", "viewer", "originator_id", "originator_version")
        return _first_difference(row, dict.fromkeys(columns))

    def _erasure_problem(self, key: EventKey) -> str | None:
        """A salt may be gone only where the aggregate's key is."""
        try:
            self._keys.cipher(f"aggregate:{key.originator_id}")
        except KeyMissing:
            self.erased += 1
            return None
        return "its salt is gone though nothing was erased: the row was changed"


def row_name(row: Row) -> str:
    """Return how a finding names a leaf."""
    index, kind = row["idx"], row["kind"]
    if row["originator_id"] is not None:
        return f"audit leaf {index} (event {row['originator_version']} of {row['originator_id']})"
    return f"audit leaf {index} ({kind} {row['audit_id']})"


def _event_body(row: Row, key: EventKey, stored: EventDigest) -> bytes:
    return canonical(
        {
            "index": int(row["idx"]),
            "kind": Kind.EVENT,
            "logged": int(row["logged"]),
            "originator_id": key.originator_id,
            "originator_version": key.version,
            "topic": stored.topic,
            "state": base64.b64encode(stored.state).decode(),
        }
    )


def _first_difference(row: Row, expected: Mapping[str, object]) -> str | None:
    changed = next((column for column, value in expected.items() if row[column] != value), None)
    return None if changed is None else f"column {changed} was changed"
