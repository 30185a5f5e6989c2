"""What readers were last found to be allowed to see, kept for as long as all that it was decided by is the same.

Nothing here decides. `hub.access.look` compares what is kept with the rows and the question of now, and asks the engine
to confirm, before it takes any of it.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hub.access.asked import Asked, Viewer
from hub.policy import DecisionRequest
from hub.views.model import ChildFile

if TYPE_CHECKING:
    from hub.access.look import Look

MOST_ENTRIES = 20_000
"""How many entries are kept, over all readers; a look without any counts as one."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """All that a decision reads besides a child's rows: reader, request, area of the hub, local date and policy."""

    viewer: Viewer
    asked: Asked
    child_id: str
    area: str
    today: date
    policy: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A look as it was taken: of these rows (unfiltered, as they were read), by this question."""

    file: ChildFile
    request: DecisionRequest
    sight: "Look"

    @property
    def weight(self) -> int:
        return 1 + len(self.file.entries)


class Looks:
    """The last look of each occasion; the longest unused go first."""

    def __init__(self, most_entries: int = MOST_ENTRIES) -> None:
        self._most_entries = most_entries
        self._kept: OrderedDict[Occasion, Looked] = OrderedDict()
        self._held = 0
        self._guard = threading.Lock()

    def last(self, occasion: Occasion) -> Looked | None:
        """Return what was kept of an occasion."""
        with self._guard:
            return self._kept.get(occasion)

    def keep(self, occasion: Occasion, looked: Looked) -> None:
        """Keep a look in the place of the one before it."""
        with self._guard:
            before = self._kept.pop(occasion, None)
            self._kept[occasion] = looked
            self._held += looked.weight - (before.weight if before is not None else 0)
            while self._held > self._most_entries:
                _, gone = self._kept.popitem(last=False)
                self._held -= gone.weight
