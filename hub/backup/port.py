"""What backing up asks of a store, whichever it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hub.record.database import Cursor


@dataclass(frozen=True, slots=True)
class Copied:
    """One moment of a store: rows by table, and the audit log's signed checkpoint, of exactly what was copied."""

    rows: Mapping[str, int]
    checkpoint: str


Checkpointing = Callable[[Cursor], str]
"""Gives the signed note of the audit log that a cursor sees."""


class StoreCopy(Protocol):
    """Copies a store that is in use to one file, and back into an empty place."""

    kind: str

    def copy(self, to: Path, checkpoint: Checkpointing) -> Copied:
        """Write one moment of the store to a file."""
        ...

    def is_empty(self) -> bool:
        """Whether nothing stands where the store would be brought back to."""
        ...

    def set_aside(self, stamp: str) -> str:
        """Rename what stands there; returns what it is called now. Nothing is deleted."""
        ...

    def bring_back(self, file: Path) -> Mapping[str, int]:
        """Fill the empty place from a file, whole or not at all; returns the rows by table."""
        ...
