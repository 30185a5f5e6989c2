"""What a withholding covers: named events, a category or a source, and whatever is derived from them or comes later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.domain.chronology import Labels, SourceRef
from hub.domain.withholding import Withholding


@dataclass(frozen=True, slots=True)
class Targets:
    """An entry is covered if any one names it. Events are named by their origin, so that one may be named before it
    arrives and its entries on a sibling are covered with it."""

    origins: tuple[SourceRef, ...] = ()
    categories: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A withholding with what it covers."""

    withholding: Withholding
    targets: Targets


def ancestry(labels: Labels, by_origin: Mapping[SourceRef, Labels]) -> frozenset[SourceRef]:
    """Return an entry's own origin and every origin it was derived from, however far back it is known here."""
    seen: set[SourceRef] = set()
    waiting = [labels.origin, *labels.derived_from]
    while waiting:
        origin = waiting.pop()
        if origin in seen:
            continue
        seen.add(origin)
        if origin in by_origin:
            waiting.extend(by_origin[origin].derived_from)
    return frozenset(seen)


def is_traced(labels: Labels, by_origin: Mapping[SourceRef, Labels]) -> bool:
    """Say whether everything that an entry derives from is there; what is not might be withheld from its reader."""
    return not labels.derived_from or ancestry(labels, by_origin) - {labels.origin} <= by_origin.keys()


def covers(targets: Targets, labels: Labels, by_origin: Mapping[SourceRef, Labels]) -> bool:
    """Say whether a withholding on `targets` covers this entry (a derived entry inherits: guidance, failure 2)."""
    lineage = ancestry(labels, by_origin)
    return not lineage.isdisjoint(targets.origins) or any(
        _labels_of(origin, labels, by_origin, targets) for origin in lineage
    )


def _labels_of(origin: SourceRef, labels: Labels, by_origin: Mapping[SourceRef, Labels], targets: Targets) -> bool:
    told = labels if origin == labels.origin else by_origin.get(origin)
    return told is not None and (told.category in targets.categories or told.agency in targets.agencies)


def index_by_origin(entries: Iterable[Labels]) -> dict[SourceRef, Labels]:
    """Return the entries of one child by the identity of the event each came from."""
    return {labels.origin: labels for labels in entries}
