"""What is derived from withheld events is withheld too, on whoever's record it stands and whichever came first."""

from collections.abc import Callable, MutableMapping
from datetime import datetime

from hub.domain.child import Child
from hub.domain.chronology import Labels, SourceRef
from hub.domain.people import Person
from hub.domain.targets import Placed, Targets, covers, index_by_origin, told_of
from hub.keys import KeyProvider
from hub.record.database import Cursor
from hub.views.read import children_of, people_of
from hub.views.standing import Standing

Holder = Child | Person


class Inheritance:
    """Follows `derived_from` across records, those of this batch too, which the tables do not know yet."""

    def __init__(
        self, cursor: Cursor, keys: KeyProvider, load: Callable[[str], Holder], changed: MutableMapping[str, Holder]
    ) -> None:
        self._cursor = cursor
        self._keys = keys
        self._load = load
        self._changed = changed
        self.standing = Standing(keys)

    def inherited(self, labels: Labels, holder: Holder) -> tuple[Placed, ...]:
        """Return the withholdings that an entry of `holder` takes over from other records."""
        found: dict[str, Placed] = {}
        for origin in told_of(labels):
            for other in self.holders(origin):
                found.update(_covering(other, origin))
        return tuple(placed for name, placed in found.items() if name not in holder.placed)

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
        standing = self.holders(origin)
        placed = {name: one for holder in standing for name, one in _covering(holder, origin).items()}
        for child in standing:
            if isinstance(child, Child) and child.entry_of(origin) is None:
                self._cover(child, [placed[name] for name in sorted(placed.keys() - child.placed.keys())], at)

    def _cover(self, child: Child, missing: list[Placed], at: datetime) -> None:
        for one in missing:
            child.place_withholding(one.withholding, one.targets, at)
            self._changed[str(child.id)] = child

    def _made_from(self, origin: SourceRef) -> list[SourceRef]:
        entries = [labels for holder in self.holders(origin) for labels in holder.entries.values()]
        return [labels.origin for labels in entries if origin in labels.derived_from]

    def holders(self, origin: SourceRef) -> list[Holder]:
        """Return those on whose record an event, or what derives from it, stands."""
        self.standing.note(self._cursor, origin)
        children, people = (find(self._cursor, self._keys, origin) for find in (children_of, people_of))
        here = [name for name, one in self._changed.items() if _tells_of(one, origin)]
        return [self._load(name) for name in dict.fromkeys((*children, *people, *here))]


def _covering(holder: Holder, origin: SourceRef) -> dict[str, Placed]:
    by_origin = index_by_origin(holder.entries.values())
    source = by_origin.get(origin)
    if source is None:
        return {}
    return {
        name: Placed(placed.withholding, Targets(origins=tuple(dict.fromkeys((*placed.targets.origins, origin)))))
        for name, placed in holder.placed.items()
        if covers(placed.targets, source, by_origin)
    }


def _tells_of(holder: Holder, origin: SourceRef) -> bool:
    """Say whether an entry that is not saved yet came or derives from an event; the tables know those that are."""
    unsaved = (
        event for event in holder.pending_events if isinstance(event, Child.EntryRecorded | Person.EntryRecorded)
    )
    return any(origin in (event.labels.origin, *event.labels.derived_from) for event in unsaved)
