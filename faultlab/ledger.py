"""The ledger: a line of JSON for each thing that happened to an event, on disk before the next thing may happen.

`sent` is written before the event leaves, `acked` once the broker has it, `receipted` when its receipt was read. A line
of `sent` says what ought to become of the event; whoever judges a run needs nothing else of the sender.
"""

import json
import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


class Ledger:
    """Appends to one file; several threads may."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._turn = threading.Lock()
        self._open = file.open("a", encoding="utf-8")

    def note(self, state: str, events: Iterable[Mapping[str, Any]]) -> None:
        """Write a line for each of these events, durably."""
        lines = [json.dumps({"state": state, **event}, sort_keys=True) + "\n" for event in events]
        with self._turn:
            self._open.writelines(lines)
            self._open.flush()
            os.fsync(self._open.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._open.close()
