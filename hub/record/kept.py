"""Aggregates kept in memory between batches, so that their events need not be read and opened again each time.

What is kept is bounded by how much is known of all of them together, not by their number: few children of whom much is
told would else take as much memory as there are messages about them.
"""

import threading
from collections import OrderedDict
from collections.abc import Sized
from typing import Any
from uuid import UUID

from eventsourcing.application import Cache

MOST_ENTRIES = 50_000
"""The labels of an entry take about a kilobyte: some 50 MB in all."""


class KeptAggregates(Cache[UUID, Any]):
    """The library's cache, which lets the longest unused go once there is too much. Safe for several threads.

    Args:
        most: entries of all that is kept; an aggregate counts as one beside its own.
    """

    def __init__(self, most: int = MOST_ENTRIES) -> None:
        super().__init__()
        self._most = most
        self._kept: OrderedDict[UUID, Any] = OrderedDict()
        self._weights: dict[UUID, int] = {}
        self._guard = threading.Lock()
        self.entries = 0

    def get(self, key: UUID, *, evict: bool = False) -> Any:
        """Return what is kept; KeyError if nothing is. The library adds newer events to it, so it is weighed anew."""
        with self._guard:
            found = self._kept[key]
            if evict:
                self._let_go(key)
            else:
                self._weigh(key, found)
        return found

    def put(self, key: UUID, value: Any | None) -> None:
        """Keep an aggregate in the place of an older one, unless it is too much by itself."""
        if value is None:
            return
        with self._guard:
            self._kept[key] = value
            self._weigh(key, value)
            while self.entries > self._most:
                self._let_go(next(iter(self._kept)))

    def _weigh(self, key: UUID, value: Any) -> None:
        self._kept.move_to_end(key)
        self.entries -= self._weights.get(key, 0)
        self._weights[key] = weight_of(value)
        self.entries += self._weights[key]

    def _let_go(self, key: UUID) -> None:
        del self._kept[key]
        self.entries -= self._weights.pop(key)


def weight_of(aggregate: object) -> int:
    """Return one, and one for each entry that a child or a person has."""
    entries = getattr(aggregate, "entries", ())
    return 1 + (len(entries) if isinstance(entries, Sized) else 0)
