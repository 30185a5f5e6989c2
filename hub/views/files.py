"""Children's files as they were last read, kept in memory for as long as nothing was added to the child's events."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from hub.keys import KeyProvider
from hub.record.database import Cursor
from hub.record.mapper import aggregate_key
from hub.views.model import ChildFile
from hub.views.read import read_child

MOST_ENTRIES = 20_000
"""How many entries are kept, over all children: labels, and contents that are still sealed."""


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    file: ChildFile


class Files:
    """Reads files, and opens a child's rows anew only where the child has changed.

    Rows are written in the transaction of the child's events (ADR 1), so the version of the last event, read in the
    same snapshot, proves that the rows are those that were read before.
    """

    def __init__(self, keys: KeyProvider, events_table: str, most_entries: int = MOST_ENTRIES) -> None:
        self._keys = keys
        self._events_table = events_table
        self._most_entries = most_entries
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._guard = threading.Lock()

    def read(self, cursor: Cursor, child_id: str) -> ChildFile | None:
        """Return everything held of one child, nothing filtered, or None; KeyMissing where the child was erased."""
        version = self._version(cursor, child_id)
        with self._guard:
            kept = self._kept.get(child_id)
        if kept is not None and kept.version == version:
            self._keys.cipher(aggregate_key(child_id))
            return self._keep(child_id, kept)
        file = read_child(cursor, self._keys, child_id)
        return file if file is None else self._keep(child_id, _Kept(version, file))

    def _version(self, cursor: Cursor, child_id: str) -> int:
        cursor.execute(
            f"SELECT MAX(originator_version) AS version FROM {self._events_table} WHERE originator_id=?",  # noqa: S608
            (UUID(child_id).hex,),
        )
        (row,) = cursor.fetchall()
        return int(row["version"] or 0)

    def _keep(self, child_id: str, kept: _Kept) -> ChildFile:
        with self._guard:
            self._kept[child_id] = kept
            self._kept.move_to_end(child_id)
            held = sum(len(one.file.entries) for one in self._kept.values())
            while held > self._most_entries:
                _, gone = self._kept.popitem(last=False)
                held -= len(gone.file.entries)
        return kept.file
