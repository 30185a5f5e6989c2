"""Entries by class: those that differ in nothing that the policy reads are decided once."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.policy.request import DecisionRequest, Entry, Labels


@dataclass(frozen=True, slots=True)
class EntryClass:
    """Own labels, the labels of all that it derives from (None among them: unknown), and whether an order lists it."""

    labels: Labels
    sources: frozenset[Labels | None]
    ordered: bool


def class_of_each(request: DecisionRequest) -> list[EntryClass]:
    """The class of each entry, in the order of the request's entries."""
    known = {entry.id: entry for entry in request.entries}
    listed = _listed_by_order(request)
    return [EntryClass(entry.labels, _sources(entry, known), entry.id in listed) for entry in request.entries]


def _listed_by_order(request: DecisionRequest) -> frozenset[str]:
    order = request.request.order
    return order.entries if order else frozenset()


def _sources(entry: Entry, known: Mapping[str, Entry]) -> frozenset[Labels | None]:
    """Labels of every entry behind this one, however far; an entry that is not at hand stands as None."""
    if entry.derived_from == ():
        return frozenset()
    found: set[Labels | None] = set()
    seen = {entry.id}
    ahead: list[Entry] = [entry]
    while ahead:
        origins = ahead.pop().derived_from
        fresh = [origin for origin in origins or () if origin not in seen]
        seen.update(fresh)
        at_hand = [known[origin] for origin in fresh if origin in known]
        found.update(origin.labels for origin in at_hand)
        if origins is None or len(at_hand) < len(fresh):
            found.add(None)
        ahead.extend(at_hand)
    return frozenset(found)
