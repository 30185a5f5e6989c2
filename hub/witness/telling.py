"""Telling one witness how far the hub has come: acts and leaves first, the signed statement of them last."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from exchange.instants import format_instant
from hub.audit import AuditLog
from hub.audit.checkpoint import Checkpoint, read
from hub.domain.errors import AuditError, Tampered
from hub.keys import KeyProvider
from hub.record.database import Database
from hub.witness.acts import Act, stored_after
from hub.witness.folder import WitnessFolder
from hub.witness.statement import Statement, opened, signed

_LEAVES_AT_ONCE = 1000


class Telling:
    """Writes to witnesses, and reads back what they keep, verified."""

    def __init__(
        self, database: Database, keys: KeyProvider, audit: AuditLog, hub_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit
        self._hub_id = hub_id
        self._clock = clock
        self._told: dict[WitnessFolder, int] = {}

    def kept(self, folder: WitnessFolder) -> Statement | None:
        """Return the last statement; None where the witness has none. Tampered where it is not this hub's own."""
        raw = folder.statement()
        return None if raw is None else opened(raw, self._keys, self._hub_id)

    def acts(self, folder: WitnessFolder, kept: Statement) -> list[Act]:
        """Return every act that a witness keeps; Tampered where one of those that were stated is gone or another."""
        acts = folder.acts()
        if len(acts) < kept.acts or acts_digest(acts[: kept.acts]) != kept.acts_digest:
            raise Tampered(f"the acts in {folder.path} are not those of its statement: try another witness")
        return acts

    def tell(self, folder: WitnessFolder) -> Statement:
        """Bring a witness up to the store, durably.

        Raises:
            AuditError: the audit log does not continue what was stated; nothing is stated then.
            OSError: the witness cannot be written.
        """
        with folder.turn():
            kept = self.kept(folder)
            note = self._audit.checkpoint()
            newer = read(note)
            if kept is not None:
                self._refuse_going_back(read(kept.checkpoint), newer)
            acts = self._add_acts(folder)
            end = self._add_leaves(folder, kept, newer.size)
            statement = Statement(
                hub=self._hub_id,
                number=kept.number + 1 if kept is not None else 1,
                at=format_instant(self._clock()),
                acts=len(acts),
                acts_digest=acts_digest(acts),
                checkpoint=note,
                leaves=newer.size,
                leaves_bytes=end,
            )
            folder.write_statement(signed(statement, self._keys))
        return statement

    def begin_anew(self, folder: WitnessFolder, number: int) -> None:
        """Set aside what a witness holds, once a loss was accepted; it is told everything at its next turn."""
        folder.set_aside(number)
        self._told.pop(folder, None)

    def _refuse_going_back(self, kept: Checkpoint, newer: Checkpoint) -> None:
        if newer.size < kept.size or self._audit.root_at(kept.size) != kept.root:
            raise AuditError(
                f"the audit log of {newer.size} leaves does not continue the {kept.size} that were witnessed:"
                " run `hub doctor`"
            )

    def _add_acts(self, folder: WitnessFolder) -> list[Act]:
        there = {act.name for act in folder.acts()}
        with self._database.read() as cursor:
            stored = stored_after(cursor, self._told.get(folder, 0))
        missing = [act for _, act in stored if act.name not in there]
        folder.append_acts(missing)
        if stored:
            self._told[folder] = stored[-1][0]
        return folder.acts()

    def _add_leaves(self, folder: WitnessFolder, kept: Statement | None, size: int) -> int:
        first, end = (kept.leaves, kept.leaves_bytes) if kept is not None else (0, 0)
        while first < size:
            lines = self._audit.mirrored(first, min(_LEAVES_AT_ONCE, size - first))
            if not lines:
                raise AuditError(f"leaf {first} of the audit log is missing: run `hub audit verify`")
            end = folder.append_leaves(lines, first, end)
            first += len(lines)
        return end


def acts_digest(acts: list[Act]) -> str:
    """Return the SHA-256 (hex) over the names of acts in order."""
    return hashlib.sha256("\n".join(act.name for act in acts).encode()).hexdigest()
