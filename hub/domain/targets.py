"""What a withholding covers: named events, a category or a source, and whatever is derived from them or comes later."""

from collections.abc import Callable, Iterable, Mapping
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
    return _reached(labels, by_origin, lambda one: one.derived_from)


def told_of(labels: Labels) -> tuple[SourceRef, ...]:
    """Return the events that an entry tells of: what it was made from, and the referral that it answers."""
    return labels.derived_from if labels.answers is None else (*labels.derived_from, labels.answers)


def _reached(
    labels: Labels, by_origin: Mapping[SourceRef, Labels], behind: Callable[[Labels], tuple[SourceRef, ...]]
) -> frozenset[SourceRef]:
    seen: set[SourceRef] = set()
    waiting = [labels.origin, *behind(labels)]
    while waiting:
        origin = waiting.pop()
        if origin in seen:
            continue
        seen.add(origin)
        if origin in by_origin:
            waiting.extend(behind(by_origin[origin]))
    return frozenset(seen)


def is_traced(labels: Labels, by_origin: Mapping[SourceRef, Labels]) -> bool:
    """Say whether everything that an entry derives from is there; what is not might be withheld from its reader."""
    return not labels.derived_from or ancestry(labels, by_origin) - {labels.origin} <= by_origin.keys()


def covers(targets: Targets, labels: Labels, by_origin: Mapping[SourceRef, Labels]) -> bool:
    """Say whether a withholding on `targets` covers this entry (a derived entry inherits: guidance, failure 2).

    The answer to a referral inherits too: whoever may not know of the referral would learn of it by the answer.
    """
    lineage = _reached(labels, by_origin, told_of)
    return not lineage.isdisjoint(targets.origins) or any(
        _labels_of(origin, labels, by_origin, targets) for origin in lineage
    )


def _labels_of(origin: SourceRef, labels: Labels, by_origin: Mapping[SourceRef, Labels], targets: Targets) -> bool:
    told = labels if origin == labels.origin else by_origin.get(origin)
    return told is not None and (told.category in targets.categories or told.agency in targets.agencies)


def index_by_origin(entries: Iterable[Labels]) -> dict[SourceRef, Labels]:
    """Return the entries of one child by the identity of the event each came from."""
    return {labels.origin: labels for labels in entries}
