"""What is derived from withheld events is withheld too, on whoever's record it stands and whichever came first."""

from collections.abc import Callable, MutableMapping
from datetime import datetime

from hub.domain.child import Child
from hub.domain.chronology import Labels, SourceRef
from hub.domain.people import Person
from hub.domain.targets import Placed, Targets, covers, index_by_origin
from hub.keys import KeyProvider
from hub.record.database import Cursor
from hub.views.read import children_of


class Inheritance:
    """Follows `derived_from` across children, those of this batch too, which the tables do not know yet."""

    def __init__(
        self,
        cursor: Cursor,
        keys: KeyProvider,
        child: Callable[[str], Child],
        changed: MutableMapping[str, Child | Person],
    ) -> None:
        self._cursor = cursor
        self._keys = keys
        self._child = child
        self._changed = changed

    def inherited(self, labels: Labels, child: Child) -> tuple[Placed, ...]:
        """Return the withholdings that an entry of `child` takes over from other children's records."""
        found: dict[str, Placed] = {}
        for origin in labels.derived_from:
            for other in self._standing(origin):
                found.update(_covering(other, origin))
        return tuple(placed for name, placed in found.items() if name not in child.placed)

    def hand_down(self, origin: SourceRef, at: datetime) -> None:
        """Withhold what derives from a withheld event and came before it; adds to `changed` whom this changes."""
        seen: set[SourceRef] = set()
        waiting = [origin]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                self._cover_heirs(here, at)
                waiting.extend(self._made_from(here))

    def _cover_heirs(self, origin: SourceRef, at: datetime) -> None:
        """Place on each child that only derives from an event what covers the event where it stands itself."""
        standing = self._standing(origin)
        placed = {name: one for child in standing for name, one in _covering(child, origin).items()}
        for child in standing:
            missing = sorted(placed.keys() - child.placed.keys()) if child.entry_of(origin) is None else ()
            for name in missing:
                child.place_withholding(placed[name].withholding, placed[name].targets, at)
                self._changed[str(child.id)] = child

    def _made_from(self, origin: SourceRef) -> list[SourceRef]:
        entries = [labels for child in self._standing(origin) for labels in child.entries.values()]
        return [labels.origin for labels in entries if origin in labels.derived_from]

    def _standing(self, origin: SourceRef) -> list[Child]:
        """Return the children on whose record an event, or what derives from it, stands."""
        stored = children_of(self._cursor, self._keys, origin)
        here = [name for name, one in self._changed.items() if isinstance(one, Child) and _tells_of(one, origin)]
        return [self._child(child_id) for child_id in dict.fromkeys((*stored, *here))]


def _covering(child: Child, origin: SourceRef) -> dict[str, Placed]:
    by_origin = index_by_origin(child.entries.values())
    source = by_origin.get(origin)
    if source is None:
        return {}
    return {
        name: Placed(placed.withholding, Targets(origins=(origin,)))
        for name, placed in child.placed.items()
        if covers(placed.targets, source, by_origin)
    }


def _tells_of(child: Child, origin: SourceRef) -> bool:
    return any(origin in (labels.origin, *labels.derived_from) for labels in child.entries.values())
