"""Schemas that may grow while the hub runs: what ships, and what an operator puts in a folder, without a restart."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exchange.errors import Fault
from exchange.schema_additions import Added, with_added
from exchange.schemas import Annotations, Schemas

LOOK_AGAIN_S = 1.0
"""How many seconds pass at most before a new file counts."""

Told = Callable[[str, str], None]
"""Is told the name of a file that does not count, and why."""


class SchemaFolder:
    """The schemas as of now. Several threads may ask."""

    def __init__(
        self, shipped: Schemas, folder: Path, told: Told, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._shipped = shipped
        self._folder = folder
        self._told = told
        self._monotonic = monotonic
        self._guard = threading.Lock()
        self._looked = monotonic()
        self._seen = self._look()
        self._added = self._load()

    @property
    def added(self) -> Added:
        """What counts now, and the files that do not; the folder is looked at again once a second."""
        with self._guard:
            if self._monotonic() - self._looked >= LOOK_AGAIN_S:
                self._looked = self._monotonic()
                self._reload()
            return self._added

    def types(self) -> tuple[str, ...]:
        return self.added.schemas.types()

    def annotations(self, event_type: str) -> Annotations:
        return self.added.schemas.annotations(event_type)

    def validate(self, event_type: str, data: object) -> list[Fault]:
        return self.added.schemas.validate(event_type, data)

    def as_newest(self, event_type: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.added.schemas.as_newest(event_type, details)

    def _reload(self) -> None:
        seen = self._look()
        if seen != self._seen:
            self._seen, self._added = seen, self._load()

    def _load(self) -> Added:
        added = with_added(self._shipped, self._folder)
        for name, reason in added.faults.items():
            self._told(name, reason)
        return added

    def _look(self) -> Sequence[tuple[str, int, int]]:
        """Return what tells that a file was added, changed or taken away."""
        found = ((path.name, path.stat()) for path in sorted((self._folder / "events").glob("*.json")))
        return [(name, known.st_mtime_ns, known.st_size) for name, known in found]
